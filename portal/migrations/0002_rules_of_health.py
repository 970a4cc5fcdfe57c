"""Who may switch off a rule of record health: the group Administrator."""

from importlib import import_module

from django.db import migrations

roles = import_module("portal.migrations.0001_roles")


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_roles"), ("editorial", "0012_record_health")]

    operations = [migrations.RunPython(roles.fill, migrations.RunPython.noop)]
