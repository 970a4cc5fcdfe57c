"""Institutions: who hosts, employs, publishes and signs; a tree with other names."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language_info
from django_countries.fields import CountryField
from taggit.managers import TaggableManager

from editorial.dates import PartialDateField
from editorial.folding import key, script
from editorial.identifiers import RorField
from editorial.models import Entry, Illustrated, Publishable, TopicLink, TopicTerm, Vocabulary
from editorial.publishing import PublishableQuerySet
from editorial.richtext import RichTextField, plain
from editorial.search.entries import Findable, Mention
from editorial.terms import Term
from editorial.trees import lines_above, refuse_loop, with_ancestors, with_descendants


class InstitutionKind(Vocabulary):
    """What sort of body an institution is: think tank, university, embassy …"""

    schema_type = models.CharField(
        "schema.org type", max_length=60, default="Organization", help_text="What it means to search engines."
    )


class InstitutionQuerySet(PublishableQuerySet):
    def names_containing(self, word):
        other = InstitutionName.objects.filter(institution=OuterRef("pk"), key__contains=word)
        return Q(key__contains=word) | Q(acronym_key__contains=word) | Exists(other)

    def named(self, text):
        """Institutions with `text` as name, acronym or other name, however it is written."""
        folded = key(text)
        if not folded:  # as many an acronym is
            return self.none()
        return self.filter(Q(key=folded) | Q(acronym_key=folded) | Q(names__key=folded)).distinct()

    def with_nation(self):
        """Give every institution the code of its `nation`: an embassy's is the country that sends it, wherever it is."""
        sent = NullIf("sending_country", Value(""), output_field=models.CharField())
        return self.annotate(nation=Coalesce(sent, "country", output_field=models.CharField()))


class Institution(Illustrated, Publishable):
    """A body that acts: an institute, a centre in it, a university, an embassy, a ministry, a news outlet."""

    name = models.CharField(max_length=250)
    acronym = models.CharField(max_length=40, blank=True)
    acronym_key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.ForeignKey(InstitutionKind, models.PROTECT, related_name="institutions")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        help_text="The body it belongs to: the institute of a centre, the university of a department.",
    )
    country = CountryField(blank=True, help_text="Where it is.")
    city = models.CharField(max_length=100, blank=True)
    sending_country = CountryField(blank=True, help_text="For an embassy or a delegation: the country that sends it.")
    about = RichTextField(help_text="What a reader should know about it.")
    ror = RorField("ROR")
    website = models.URLField(blank=True)

    topics = TaggableManager("topics", through="people.InstitutionTopic", blank=True, related_name="institutions")

    objects = InstitutionQuerySet.as_manager()

    kin = {"parent": "Both part of {}"}

    class Meta(Publishable.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        before = type(self).objects.filter(pk=self.pk).values_list("parent_id", flat=True).first()
        self.acronym_key = key(self.acronym)
        super().save(*args, **kwargs)
        if before != self.parent_id:
            InstitutionTerm.resettle(self)
            Entry.write(Institution, with_descendants(Institution, [self.pk], "parent") - {self.pk})

    def clean(self):
        super().clean()
        if not key(self.name):
            raise ValidationError({"name": "Give the institution a name with at least one letter."})
        refuse_loop(self, "parent")

    @classmethod
    def searched(cls):
        return ["names", "kind"]

    def searchable(self):
        called = [self.name, self.acronym, *(other.name for other in self.names.all())]
        near = [self.kind.name, self.city, self.country.name, self.sending_country.name, self.ror]
        return Findable(called, near, [self.summary, plain(self.about)])

    def called(self):
        """Return what the institution is called, as (words, kind of other name)."""
        names = [(self.name, None), (self.acronym, InstitutionName.Kind.ACRONYM)]
        return [(words, kind) for words, kind in names if words]

    def also_call(self, words, kind):
        """Give the institution another name, which is a translation if it is written in another script than the name."""
        kinds = InstitutionName.Kind
        found = kinds.ALIAS if script(words) == script(self.name) else kinds.TRANSLATION
        return self.names.create(name=words, kind=kind or found)

    @property
    def lineage(self):
        """The bodies above it, the nearest first; public ones only."""
        above, body = [], self
        while body.parent_id and len(above) < 20:
            body = Institution.objects.filter(pk=body.parent_id).first()
            above.append(body)
        shown = set(Institution.objects.published().filter(pk__in=[b.pk for b in above]).values_list("pk", flat=True))
        return [body for body in above if body.pk in shown]


class InstitutionName(models.Model):
    """Another name of an institution: a spelling, an acronym, a former name, a translation."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "also written"
        ACRONYM = "acronym", "acronym"
        FORMER = "former", "former name"
        TRANSLATION = "translation", "in another language"

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="names")
    name = models.CharField(max_length=250)
    key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ALIAS)
    language = models.CharField(max_length=12, blank=True, help_text="Language code, such as ur or ru.")
    start = PartialDateField("used from")
    end = PartialDateField("used until")

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = "other name"
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name", "kind"],
                name="institutionname_once",
                violation_error_message="This name is there already.",
            ),
            models.CheckConstraint(
                condition=Q(start="") | Q(end="") | Q(start__lte=F("end")) | Q(start__startswith=F("end")),
                name="institutionname_start_before_end",
                violation_error_message="The name cannot end before it begins.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = key(self.name)
        super().save(*args, **kwargs)

    @property
    def direction(self):
        return direction(self.language)


def direction(language):
    """Return "rtl" or "ltr" for a language code, as the dir attribute wants it."""
    try:
        return "rtl" if language and get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


class InstitutionTopic(TopicLink):
    content_object = models.ForeignKey(Institution, models.CASCADE, related_name="topic_links")


class InstitutionTopicTerm(TopicTerm):
    record = models.ForeignKey(Institution, models.CASCADE, related_name="topic_terms")


class InstitutionTerm(Term):
    """An institution under which a record is found: one that took part, or a body above one that did."""

    term = models.ForeignKey(Institution, models.CASCADE, related_name="+")

    class Meta(Term.Meta):
        abstract = True

    @classmethod
    def derive(cls, record):
        """Rewrite the rows of `record` from the institutions that it names (see `institution_pairs`)."""
        named = {term for _, term in record.institution_pairs([record.pk])}
        cls.rewrite(record, with_ancestors(Institution, named, "parent"))

    @classmethod
    def derive_all(cls, keys):
        """Rewrite the rows of all records with these keys."""
        named = cls._meta.get_field("record").related_model.institution_pairs(keys)
        cls.rewrite_all(keys, named, lines_above(Institution, {term for _, term in named}, "parent"))


class EntryInstitution(Mention):
    """An institution named on a record, or one above it; of an institution itself and those above."""

    term = models.ForeignKey(Institution, models.CASCADE, related_name="+")

    @classmethod
    def pairs(cls, model, keys):
        if model is Institution:
            return {(key, term) for key in keys for term in with_ancestors(Institution, [key], "parent")}
        return InstitutionTerm.pairs(model, keys)


# For rows whose whole point is the institution.
NAMES_AN_INSTITUTION = models.CheckConstraint(
    condition=Q(institution__isnull=False) | ~Q(institution_name=""),
    name="%(class)s_names_somebody",
    violation_error_message="Choose the institution, or give its name as printed.",
)


class InstitutionNamed(models.Model):
    """An institution as somebody's page or paper names it: the words are kept, the record behind them may be known.

    Pages print the words and link to the record only when that is public.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    institution_name = models.CharField(
        "institution as printed",
        max_length=250,
        blank=True,
        help_text="Filled in from the institution when left empty.",
    )

    # The words that stay on the page when the link to the record goes.
    printed_as = {"institution": "institution_name"}

    class Meta:
        abstract = True

    def __str__(self):
        return self.institution_name

    def save(self, *args, **kwargs):
        if self.institution_id and not self.institution_name:
            self.institution_name = self.institution.name
        super().save(*args, **kwargs)
