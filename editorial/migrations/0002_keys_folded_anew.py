"""Names are folded further than before (hamza, the dotless i, letters with a stroke, O’Connor): their keys follow."""

from django.db import migrations

from editorial.folding import refold


def follow(apps, schema_editor):
    refold(apps.get_model("editorial", "Topic"), key="name")
    refold(apps.get_model("editorial", "TopicName"), key="name")


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop, elidable=True)]
