"""Publishing: what every record with a public page has, and the one rule of what the public sees."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from editorial import clock, rights
from editorial.addresses import SLUG_LENGTH, FormerAddress, free_slug, instead, permanent_id, slug_for
from editorial.folding import key, words
from editorial.reviews import Reviewed
from editorial.search.entries import Entry, Searchable
from editorial.terms import AT_ONCE, Term

# What is asked of a stored record before it is saved over: where it stands, and what readers see of it.
STANDING = ("slug", "published_at", "withdrawn_at")


def just_now():
    """Return a moment that has passed by the clock of the database too, which on SQLite counts in milliseconds."""
    return timezone.now() - timedelta(milliseconds=1)


class PublishableQuerySet(models.QuerySet):
    def published(self):
        """What the public sees: the one door that every public route goes through."""
        return self.standing().filter(published_at__lte=Now())

    def standing(self):
        """What has not been withdrawn; a withdrawal that is scheduled has not come yet."""
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=Now()))

    def gone(self):
        """What was withdrawn, whether the public ever saw it or not."""
        return self.filter(withdrawn_at__lte=Now())

    def withdrawn(self):
        """What the public once saw: its address answers with a tombstone. What went before its hour was never seen."""
        return self.filter(published_at__lte=F("withdrawn_at"), withdrawn_at__lte=Now())

    def visible_to(self, user):
        """What `user` may see: staff who may view such records all of them, a contributor what is public or their own."""
        if not rights.may_look(user, self.model):
            return self.published()
        if not rights.is_limited(user, self.model):
            return self.all()
        return self.filter(Q(pk__in=self.model.objects.published().values("pk")) | Q(created_by=user.pk))

    def changeable_by(self, user):
        """What `user` may change, whichever way: a contributor their own drafts that wait for nobody."""
        if not rights.has(user, "change", self.model):
            return self.none()
        return self.filter(rights.free(user)) if rights.is_limited(user, self.model) else self.all()

    def drafts(self):
        return self.filter(published_at=None)

    def scheduled(self):
        return self.standing().filter(published_at__gt=Now())

    def leaving(self):
        """What is to be withdrawn at an hour that has not come."""
        return self.filter(withdrawn_at__gt=Now())

    def waiting(self):
        """Drafts that were submitted for review, the one that has waited longest first."""
        waiting = self.filter(published_at=None, withdrawn_at=None, review_requested_at__isnull=False)
        return waiting.order_by("review_requested_at", "pk")

    def matching(self, text):
        """Records that have every word of `text` in one of their names, however it is written; no words find nothing."""
        found = self if words(text) else self.none()
        for word in words(text):
            found = found.filter(self.names_containing(word))
        return found

    def names_containing(self, word):
        """The condition that a name of the record contains the folded `word`; kinds with other names add theirs."""
        return Q(key__contains=word)


def fetched(record):
    """Return the names of the keys of a record that lead to what was fetched already: that it is there is known."""
    keys = [field for field in record._meta.concrete_fields if field.many_to_one]
    return {key.name for key in keys if getattr(record, key.attname) is not None and key.is_cached(record)}


class RowQuerySet(models.QuerySet):
    """Rows that belong to a record, such as its participants; the model names the key to it in `row_of`."""

    def published(self):
        """Rows that the public sees: those of records that it sees."""
        records = self.model._meta.get_field(self.model.row_of).related_model.objects.published()
        return self.filter(**{f"{self.model.row_of}__in": records})


class Row(models.Model):
    """A row of a record, in its place among the others. Concrete classes name the key to the record in `row_of`."""

    order = models.PositiveIntegerField(default=0)

    # The key to what records have in common when each has such a row with the same value.
    ties = ""

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def clean_fields(self, exclude=None):
        super().clean_fields({*(exclude or ()), *fetched(self)})


class Publishable(Reviewed, Searchable):
    """A record with a public page, a stable address and a life from draft to publication to withdrawal.

    A subclass calls its heading `title` or `name`, returns it from `__str__`, and derives what it is found
    under in `settle()`, which whoever changes the record's rows calls within the same transaction.
    """

    slug = models.SlugField(
        "address",
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text="The end of the page's address. Made from the title when left empty; former addresses keep working.",
    )
    permanent_id = models.CharField(max_length=8, unique=True, editable=False, default=permanent_id)
    key = models.CharField(max_length=200, editable=False, db_index=True)
    summary = models.TextField(
        blank=True, max_length=500, help_text="One or two plain sentences, for lists and search engines."
    )
    language = models.CharField(
        max_length=12, default="en", help_text="Language of the text, as a code: en, ur, ru, zh-hans …"
    )
    # Empty is a draft, the future is scheduled, the past is public.
    published_at = models.DateTimeField("public from", null=True, blank=True, db_index=True)
    # Empty is no withdrawal, the future a scheduled one, the past a tombstone.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(
        max_length=300, blank=True, help_text="Shown to the public in place of the record."
    )
    hours_zone = models.CharField(
        "by the clock of",
        max_length=64,
        default=clock.default_zone,
        validators=[clock.check_zone],
        help_text="Time zone of the hours of publication, withdrawal and embargo, such as Asia/Karachi.",
    )
    review_requested_at = models.DateTimeField(null=True, blank=True, editable=False)
    review_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = PublishableQuerySet.as_manager()

    # How records are told to share one of this kind, which of their own keys make them kin when they have the same
    # value, in the same way, and the field with the date by which a record is known.
    sharing = "Both with {}"
    kin = {}
    dated_by = ""

    # Whether the address is known to be the one that is stored, so that it need not be looked up to be free.
    address_stays = False

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        # Few records are about to go or wait for a review; to find them reads no others.
        indexes = [
            models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"%(class)s_{name}")
            for field, name in (("withdrawn_at", "leaving"), ("review_requested_at", "waiting"))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawal_reason=""),
                name="%(app_label)s_%(class)s_withdrawn_with_reason",
                violation_error_message="Give the reason for the withdrawal: it is shown in place of the record.",
            )
        ]

    def save(self, *args, **kwargs):
        before = type(self).objects.filter(pk=self.pk).values(*STANDING).first() if self.pk else None
        self.__dict__.setdefault("was", before)  # For the audit log, which takes it away again.
        self.key = key(str(self))
        self.slug = self.slug or free_slug(self, slug_for(str(self), f"{self._meta.model_name}-{self.permanent_id}"))
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "key", "slug", "version", "changed_at"}
        super().save(*args, **kwargs)
        if before and before["slug"] != self.slug:
            FormerAddress.remember(self, before["slug"])

    def get_absolute_url(self):
        return instead(self) or reverse(f"{self._meta.app_label}:{self._meta.model_name}", args=[self.slug])

    def get_permanent_url(self):
        """The address that stays even when the slug changes: /p/<permanent id>/."""
        return reverse("editorial:permanent", args=[self.permanent_id])

    def clean_fields(self, exclude=None):
        super().clean_fields({*(exclude or ()), *fetched(self)})

    def clean(self):
        super().clean()
        if not self.address_stays:
            self.refuse_former_address()

    def refuse_former_address(self):
        former = FormerAddress.of(type(self)).filter(slug=self.slug).exclude(object_id=self.pk or 0)
        if self.slug and former.exists():
            raise ValidationError({"slug": "Another record had this address, and readers' links still lead there."})

    @property
    def is_leaving(self):
        """Whether it is to be withdrawn at an hour that has not come, by the clock of this machine."""
        return bool(self.withdrawn_at) and self.state != "withdrawn"

    @property
    def state(self):
        """One of "draft", "scheduled", "public" and "withdrawn", by the clock of this machine; for show only."""
        if self.withdrawn_at and self.withdrawn_at <= timezone.now():
            return "withdrawn"
        if not self.published_at:
            return "draft"
        return "public" if self.published_at <= timezone.now() else "scheduled"

    def publish(self, at=None):
        """Make the record public now, or from the moment `at`; a withdrawal is taken back unless it is still to come.

        What comes back from a withdrawal is public since when it was, unless a moment is given.
        """
        comes_back = self.state == "withdrawn" and self.published_at and self.published_at <= timezone.now()
        self.published_at = at or (self.published_at if comes_back else just_now())
        if not self.is_leaving:
            self.stay()
        self.review_requested_at = self.review_requested_by = None
        self.save()

    def stay(self):
        """Take back a withdrawal, or one that is scheduled, without saving."""
        self.withdrawn_at, self.withdrawal_reason = None, ""

    def withdraw(self, reason, at=None):
        """Take the record from the public, now or at the moment `at`; a tombstone gives `reason`.

        Raises ValueError without a reason.
        """
        if not reason.strip():
            raise ValueError("A withdrawal needs a reason.")
        self.withdrawn_at, self.withdrawal_reason = at or just_now(), reason.strip()
        self.save()

    def findable_later(self):
        """As the record is found now, and by the text of a document more from the hour at which its embargo ends."""
        documents = self.documents.all() if hasattr(self, "documents") else ()
        for document in sorted((one for one in documents if not one.is_open), key=lambda one: one.embargoed_until):
            document.is_open = True
            yield document, self.searchable()

    def settle(self):
        """Rewrite what is derived from the record and its rows: the terms and the words by which it is found."""
        for relation in self._meta.related_objects:
            if issubclass(relation.related_model, Term):
                relation.related_model.derive(self)
        Entry.write(type(self), [self.pk])

    @classmethod
    def settle_all(cls, keys, words=True):
        """Settle many records at once; without `words`, only what they mention and the terms under which they stand."""
        keys = sorted(keys)
        for kind in Term.kinds():
            if kind._meta.get_field("record").related_model is cls:
                for first in range(0, len(keys), AT_ONCE):
                    kind.derive_all(keys[first : first + AT_ONCE])
        Entry.write_all_of(cls, keys, words)
