"""Names are folded further than before (hamza, the dotless i, letters with a stroke, O’Connor): their keys follow."""

from django.db import migrations

from editorial.folding import refold


def follow(apps, schema_editor):
    refold(apps.get_model("events", "Event"), key="title")
    refold(apps.get_model("events", "Agreement"), key="title")


class Migration(migrations.Migration):
    dependencies = [("events", "0002_vocabularies")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop, elidable=True)]
