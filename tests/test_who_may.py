"""Who may open what: every address of the site by its name, and what each role is answered there.

A new address of the newsroom joins ADDRESSES with one line; a public one joins PUBLIC in tests/test_leaks.py, and is
then asked for here too.
"""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from editorial.acts import Act
from editorial.audit import AuditEntry
from editorial.bin import throw_away
from editorial.content import content
from editorial.models import Draft, Topic, Vocabulary
from editorial.views import published_models
from events.models import Denial, Event, EventPhoto, EventSeries, Intake, LearnedWord
from people.models import Institution, Person
from publications.models import Series
from tests import factories as make
from tests.staff import everybody
from tests.test_leaks import PUBLIC

pytestmark = pytest.mark.django_db
WHO = ("anonymous", "contributor", "editor", "administrator", "inactive")
# What each of WHO is answered: who is not logged in, or not any more, is always led to the login.
STAFF, EDITORS, ADMINISTRATORS, NOBODY = (
    (302, *answers, 302) for answers in ((200, 200, 200), (403, 200, 200), (403, 403, 200), (403, 403, 403))
)
LED_ON = (302,) * 5
# What only a form can send.
SENT = (302, 405, 405, 405, 302)
# The name of an address of the newsroom, and what it answers when it is opened. In braces stand several models:
# {record} is every kind of record, {merged} every kind that is merged, {words} every vocabulary, {subject} what topics and series are kept in.
ADDRESSES = {
    "index": STAFF,
    "login": (200, 302, 302, 302, 200),
    "logout": SENT,
    "password_change": STAFF,
    "password_change_done": STAFF,
    "jsi18n": STAFF,
    "autocomplete": STAFF,
    "view_on_site": LED_ON,
    "app_list": STAFF,
    "desk_section": STAFF,
    "to_fix": STAFF,
    "to_fix_rule": STAFF,
    "{record}_changelist": STAFF,
    "{record}_add": STAFF,
    "{record}_change": STAFF,
    "{record}_history": EDITORS,
    "{record}_compare": (302, 403, 302, 302, 302),
    "{record}_revision": (302, 403, 404, 404, 302),
    "{record}_revision_page": (302, 403, 404, 404, 302),
    "editorial_topic_compare": LED_ON,
    "editorial_topic_revision": (302, 404, 404, 404, 302),
    "editorial_topic_revision_page": (302, 404, 404, 404, 302),
    "{record}_delete": EDITORS,
    "{record}_alike": STAFF,
    "{record}_withdraw": EDITORS,
    "{record}_stay": EDITORS,
    "{record}_return": EDITORS,
    "{record}_take_back": STAFF,
    "{record}_presence": (302, 404, 404, 404, 302),
    "{record}_export": EDITORS,
    "{record}_import": EDITORS,
    "editorial_topic_presence": (302, 404, 404, 404, 302),
    "editorial_topic_export": EDITORS,
    "editorial_topic_import": EDITORS,
    "{record}_named": STAFF,
    "{record}_draft": STAFF,
    "{record}_draft_page": STAFF,
    "{record}_draft_file": STAFF,
    "{record}_share": EDITORS,
    "people_person_billing": STAFF,
    "{subject}_changelist": STAFF,
    "{subject}_add": EDITORS,
    "{subject}_change": STAFF,
    "{subject}_history": STAFF,
    "{subject}_delete": EDITORS,
    "editorial_topic_suggest": STAFF,
    "events_eventseries_next": LED_ON,
    "events_eventphoto_changelist": STAFF,
    "events_eventphoto_add": STAFF,
    "events_eventphoto_change": STAFF,
    "events_eventphoto_history": STAFF,
    "events_eventphoto_delete": EDITORS,
    "editorial_auditentry_export": SENT,
    "{record}_bulk": EDITORS,
    "{record}_unlink": SENT,
    "{subject}_unlink": SENT,
    "{words}_unlink": SENT,
    "editorial_topic_move": EDITORS,
    "{merged}_merge": (302, 403, 302, 302, 302),
    "{merged}_duplicates": EDITORS,
    "{merged}_different": (302, 403, 405, 405, 302),
    "{merged}_alike_after_all": (302, 403, 405, 405, 302),
    "editorial_binned_changelist": STAFF,
    "editorial_binned_add": NOBODY,
    "editorial_binned_change": (302, 404, 200, 200, 302),
    "editorial_binned_history": (302, 302, 200, 200, 302),
    "editorial_binned_delete": NOBODY,
    "editorial_binned_back": SENT,
    "editorial_binned_purge": ADMINISTRATORS,
    "editorial_act_changelist": EDITORS,
    "editorial_act_add": NOBODY,
    "editorial_act_change": EDITORS,
    "editorial_act_history": EDITORS,
    "editorial_act_delete": NOBODY,
    "editorial_auditentry_changelist": ADMINISTRATORS,
    "editorial_auditentry_add": NOBODY,
    "editorial_auditentry_change": ADMINISTRATORS,
    "editorial_auditentry_history": ADMINISTRATORS,
    "editorial_auditentry_delete": NOBODY,
    "events_event_clone": STAFF,
    "events_intake_changelist": STAFF,
    "events_intake_add": STAFF,
    # A contributor knows nothing of a report that a colleague received.
    "events_intake_change": (302, 404, 200, 200, 302),
    "events_intake_history": (302, 302, 200, 200, 302),
    "events_intake_delete": NOBODY,
    "events_intake_aside": SENT,
    "events_denial_changelist": EDITORS,
    "events_denial_add": NOBODY,
    "events_denial_change": EDITORS,
    "events_denial_history": EDITORS,
    "events_denial_delete": EDITORS,
    "events_learnedword_changelist": EDITORS,
    "events_learnedword_add": NOBODY,
    "events_learnedword_change": EDITORS,
    "events_learnedword_history": EDITORS,
    "events_learnedword_delete": EDITORS,
    "events_intake_coverage": SENT,
    "events_agreement_clone": STAFF,
    "publications_publication_clone": STAFF,
    "{words}_changelist": EDITORS,
    "{words}_add": ADMINISTRATORS,
    "{words}_change": EDITORS,
    "{words}_history": EDITORS,
    "{words}_delete": ADMINISTRATORS,
    "auth_user_changelist": ADMINISTRATORS,
    "auth_user_add": ADMINISTRATORS,
    "auth_user_change": ADMINISTRATORS,
    "auth_user_history": ADMINISTRATORS,
    "auth_user_password_change": ADMINISTRATORS,
    "auth_user_delete": NOBODY,
    "auth_group_changelist": ADMINISTRATORS,
    "auth_group_change": ADMINISTRATORS,
    "auth_group_history": ADMINISTRATORS,
    "auth_group_add": NOBODY,
    "auth_group_delete": NOBODY,
}
# The parts of such an address, where these are no key to the model in its name.
PARTS = {"desk_section": {"slug": "mine"}, "to_fix_rule": {"slug": "event-without-host"}}
PARTS |= {
    f"{model._meta.app_label}_{model._meta.model_name}_bulk": {"name": "add-topics"} for model in published_models()
}
# What is asked besides, where nothing at all would be another question.
ASKED = {
    "autocomplete": "?app_label=events&model_name=event&field_name=parent&term=a",
    "people_person_billing": "?person={key}",
}
JOIN = (
    "These addresses have no line in ADDRESSES of tests/test_who_may.py. Give each one: its name without “admin:”, and "
    "STAFF, EDITORS, ADMINISTRATORS or NOBODY for who may open it (a public one joins PUBLIC in tests/test_leaks.py)."
)


def names(resolver, namespace=""):
    """Return {name: names of its parts} of all addresses below a resolver; those without a name only lead on."""
    found = {}
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            found |= names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.name:
            parts = pattern.pattern.converters or pattern.pattern.regex.groupindex
            found[namespace + pattern.name] = list(parts)
    return found


def label(model):
    return f"{model._meta.app_label}_{model._meta.model_name}"


def several():
    """Return the models that stand behind each name in braces."""
    return {
        "{record}": published_models(),
        "{subject}": [Topic, EventSeries, Series],
        "{words}": Vocabulary.__subclasses__(),
        "{merged}": [Person, Institution, Topic],
    }


def told():
    """Return {name of an address: what is answered}, one line for each model."""
    found = {}
    for name, answers in ADDRESSES.items():
        models = next((models for braces, models in several().items() if name.startswith(braces)), None)
        for model in models or [None]:
            found[name.replace(name.partition("}")[0] + "}", label(model)) if model else name] = answers
    return found


@pytest.fixture
def cast():
    """Return the key of one public record, or one of whatever else it is, by the label of its model."""
    records = make.small_record().values()
    found = {label(type(one)): one.pk for one in records}
    for record in records:
        if type(record) in published_models():
            Draft.keep(record, content(record), None)
    made = [
        EventSeries.objects.create(name="Series", slug="series"),
        Series.objects.create(name="Papers", slug="papers"),
    ]
    made += [Intake.objects.create(text="The report of somebody else.")]
    made += [Denial.objects.create(key="ann", person=Person.objects.first())]
    made += [AuditEntry.objects.create(action=AuditEntry.Action.LOGIN)]
    made += [LearnedWord.objects.create(kind=LearnedWord.Kind.POSITION, word="wali")]
    made += [EventPhoto.objects.create(event=Event.objects.get(), picture=make.picture())]
    made += [Act.objects.create(kind="merge", title="Merged"), throw_away(make.event("Deleted"), None)]
    made += [User.objects.create_user("colleague", is_staff=True), Group.objects.first()]
    made += [model.objects.first() for model in Vocabulary.__subclasses__()]
    return found | {label(type(one)): one.pk for one in made}


def address(name, parts, cast):
    """Return the address named `name` of the newsroom, about what the cast has of its model."""
    model = next(
        (known for known in sorted(cast, key=len, reverse=True) if name.startswith(f"{known}_")), "events_event"
    )
    known = {
        "app_label": "events",
        "beneath": "note.txt",
        "content_type_id": ContentType.objects.get_for_model(Event).pk,
    }
    values = [PARTS.get(name, {}).get(part, known.get(part, cast[model])) for part in parts]
    return reverse(f"admin:{name}", args=values) + ASKED.get(name, "").format(key=cast[model])


def newsroom():
    found = {name: parts for name, parts in names(get_resolver()).items() if name.startswith("admin:")}
    return {name.removeprefix("admin:"): parts for name, parts in found.items()}


@pytest.mark.once
def test_every_address_is_in_the_table():
    assert sorted(set(newsroom()) ^ set(told())) == [], JOIN
    assert {name for name in names(get_resolver()) if not name.startswith("admin:")} == set(PUBLIC)


@pytest.mark.parametrize(
    "those", [WHO[1:2], WHO[3:4], pytest.param(WHO[:1] + WHO[2:3] + WHO[4:], marks=pytest.mark.long)], ids="+".join
)
def test_everybody_is_answered_as_the_table_says(cast, those):
    clients = everybody()
    asked = {name: address(name, parts, cast) for name, parts in newsroom().items()}
    found = {name: {who: clients[who].get(url).status_code for who in those} for name, url in asked.items()}
    table = {name: dict(zip(WHO, answers, strict=True)) for name, answers in told().items()}
    assert {name: found[name] for name in found if not found[name].items() <= table[name].items()} == {}
    login = clients["anonymous"].get(asked["events_event_changelist"])["Location"]
    assert (
        login
        == clients["inactive"].get(asked["events_event_changelist"])["Location"]
        == "/admin/login/?next=/admin/events/event/"
    )


@pytest.mark.once
def test_nothing_is_sent_without_the_token_of_a_form(cast):
    """Whoever sends anything from elsewhere, logged in or not, is refused everywhere (A page for readers takes nothing)."""
    clients = everybody(enforce_csrf_checks=True)
    for name, parts in newsroom().items():
        url = address(name, parts, cast)
        answers = {who: clients[who].post(url, {"post": "yes", "_save": "1"}).status_code for who in WHO}
        assert (name, answers) == (name, dict.fromkeys(WHO, 403))


def public_addresses():
    records = {model: model.objects.first() for model in published_models()}
    shown = {"topic": "oil", "permanent": Event.objects.get().permanent_id}
    for name, of in PUBLIC.items():
        if name.endswith(("-picture", "-document")):
            yield reverse(name, args=[records[of].slug, "nothing.pdf"])
        elif of is None:
            yield reverse(name)
        elif isinstance(of, list):
            yield reverse(name, args=of[:1])
        elif isinstance(of, tuple):
            yield reverse(name, args=[part[0] if isinstance(part, list) else records[part].slug for part in of])
        else:
            yield reverse(name, args=[shown[of] if isinstance(of, str) else records[of].slug])


@pytest.mark.once
def test_readers_of_every_role_are_answered_alike(cast):
    clients = everybody()
    for url in public_addresses():
        answers = {clients[who].get(url).status_code for who in WHO}
        assert (url, len(answers), answers <= {200, 301, 302, 404}) == (url, 1, True)
        assert {clients[who].post(url).status_code for who in WHO} == {405}
