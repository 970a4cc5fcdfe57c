"""Names are folded further than before (hamza, the dotless i, letters with a stroke, O’Connor): their keys follow."""

from django.db import migrations

from editorial.folding import refold


def follow(apps, schema_editor):
    refold(apps.get_model("people", "Person"), key="name", sort_key="sort_name")
    refold(apps.get_model("people", "PersonName"), key="name")
    refold(apps.get_model("people", "Institution"), key="name", acronym_key="acronym")
    refold(apps.get_model("people", "InstitutionName"), key="name")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_institution_kinds")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop, elidable=True)]
