from django.db import migrations

KINDS = [
    # slug, name, plural, schema.org type
    ("roundtable", "roundtable", "roundtables", "Event"),
    ("seminar", "seminar", "seminars", "EducationEvent"),
    ("forum", "forum", "forums", "Event"),
    ("conference", "conference", "conferences", "Event"),
    ("dialogue", "dialogue", "dialogues", "Event"),
    ("webinar", "webinar", "webinars", "EducationEvent"),
    ("lecture", "public talk", "public talks", "EducationEvent"),
    ("workshop", "workshop", "workshops", "EducationEvent"),
    ("panel", "panel discussion", "panel discussions", "Event"),
    ("book-launch", "book launch", "book launches", "PublicationEvent"),
    ("signing", "signing ceremony", "signing ceremonies", "Event"),
    ("meeting", "meeting", "meetings", "Event"),
    ("consultation", "consultation", "consultations", "Event"),
    ("visit", "visit", "visits", "Event"),
    ("fair", "fair or exhibition", "fairs and exhibitions", "ExhibitionEvent"),
    ("ceremony", "ceremony", "ceremonies", "Event"),
    ("other", "other event", "other events", "Event"),
]
ROLES = [
    # slug, name, plural, schema.org property
    ("chief-guest", "chief guest", "chief guests", "performer"),
    ("guest-of-honour", "guest of honour", "guests of honour", "performer"),
    ("chair", "chair", "chairs", "performer"),
    ("moderator", "moderator", "moderators", "performer"),
    ("welcome-remarks", "welcome remarks", "welcome remarks", "performer"),
    ("introductory-remarks", "introductory remarks", "introductory remarks", "performer"),
    ("keynote", "keynote speaker", "keynote speakers", "performer"),
    ("speaker", "speaker", "speakers", "performer"),
    ("discussant", "discussant", "discussants", "performer"),
    ("video-message", "video message", "video messages", "performer"),
    ("concluding-remarks", "concluding remarks", "concluding remarks", "performer"),
    ("vote-of-thanks", "vote of thanks", "votes of thanks", "performer"),
    ("head-of-delegation", "head of delegation", "heads of delegations", "attendee"),
    ("delegation-member", "member of a delegation", "members of delegations", "attendee"),
    ("signatory", "signatory", "signatories", "attendee"),
    ("rapporteur", "rapporteur", "rapporteurs", "attendee"),
    ("host", "host", "hosts", "organizer"),
    ("participant", "participant", "participants", "attendee"),
]
AGREEMENTS = [
    # slug, name, plural
    ("mou", "memorandum of understanding", "memoranda of understanding"),
    ("letter-of-cooperation", "letter of cooperation", "letters of cooperation"),
    ("letter-of-intent", "letter of intent", "letters of intent"),
    ("protocol", "protocol", "protocols"),
    ("agreement", "agreement", "agreements"),
    ("joint-statement", "joint statement", "joint statements"),
    ("other", "other instrument", "other instruments"),
]


def fill_model(model, rows, extra=""):
    for position, (slug, name, plural, *rest) in enumerate(rows, 1):
        meaning = {extra: rest[0]} if rest else {}
        model.objects.get_or_create(
            slug=slug, defaults={"name": name, "plural": plural, "position": position * 10, **meaning}
        )


def fill(apps, schema_editor):
    fill_model(apps.get_model("events", "EventKind"), KINDS, "schema_type")
    fill_model(apps.get_model("events", "Role"), ROLES, "schema_property")
    fill_model(apps.get_model("events", "AgreementKind"), AGREEMENTS)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
