"""The groups Contributor, Editor and Administrator, and what each may do (editorial/roles.py)."""

from django.apps import apps as present
from django.db import migrations

from editorial import roles


def fill(apps, schema_editor):
    known = {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
    models = [model for model in present.get_models() if (model._meta.app_label, model._meta.model_name) in known]
    roles.fill(models, apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("editorial", "0006_acts"),
        ("people", "0005_hours_and_embargo"),
        ("publications", "0007_hours_and_embargo"),
        ("events", "0008_hours_and_embargo"),
    ]

    # The groups stay when this is taken back: colleagues are in them.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
