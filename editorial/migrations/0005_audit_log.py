"""The audit log, and the triggers by which the database keeps it from being changed.

The table is made here and left alone from then on (`managed`): emptying the database passes it over.
"""

import django.core.serializers.json
import django.utils.timezone
from django.db import migrations, models

SQLITE = [
    *(
        f"""
        CREATE TRIGGER editorial_auditentry_no_{change} BEFORE {change} ON editorial_auditentry BEGIN
            SELECT RAISE(ABORT, 'The audit log is only added to.');
        END
        """
        for change in ("update", "delete")
    ),
    # INSERT OR REPLACE would remove a row without a delete that triggers hear of.
    """
    CREATE TRIGGER editorial_auditentry_no_replace BEFORE INSERT ON editorial_auditentry
    WHEN EXISTS (SELECT 1 FROM editorial_auditentry WHERE id = new.id) BEGIN
        SELECT RAISE(ABORT, 'The audit log is only added to.');
    END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION editorial_auditentry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The audit log is only added to.' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER editorial_auditentry_no_change BEFORE UPDATE OR DELETE ON editorial_auditentry
    FOR EACH ROW EXECUTE FUNCTION editorial_auditentry_refuse()
    """,
    """
    CREATE TRIGGER editorial_auditentry_no_truncate BEFORE TRUNCATE ON editorial_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION editorial_auditentry_refuse()
    """,
]
SQLITE_BACK = [f"DROP TRIGGER editorial_auditentry_no_{change}" for change in ("update", "delete", "replace")]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER editorial_auditentry_no_{change} ON editorial_auditentry" for change in ("change", "truncate")),
    "DROP FUNCTION editorial_auditentry_refuse()",
]


def forbid_changes(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0004_full_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="when")),
                ("user_key", models.BigIntegerField(null=True, verbose_name="number of the account")),
                ("user_name", models.CharField(blank=True, db_index=True, max_length=150, verbose_name="who")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="from")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("deleted", "Deleted"),
                            ("published", "Published"),
                            ("scheduled", "Scheduled"),
                            ("withdrawn", "Withdrawn"),
                            ("restored", "Restored"),
                            ("merged", "Merged"),
                            ("undone", "Undone"),
                            ("imported", "Imported"),
                            ("exported", "Exported"),
                            ("shared", "Share link made"),
                            ("unshared", "Share link revoked"),
                            ("rights", "Rights changed"),
                            ("password", "Password changed"),
                            ("login", "Logged in"),
                            ("login-failed", "Login refused"),
                            ("logout", "Logged out"),
                        ],
                        db_index=True,
                        max_length=16,
                    ),
                ),
                ("kind", models.CharField(blank=True, db_index=True, max_length=60)),
                ("object_key", models.CharField(blank=True, max_length=40, verbose_name="number of the record")),
                ("object_name", models.CharField(blank=True, max_length=300, verbose_name="record")),
                ("said", models.TextField(blank=True, verbose_name="what was done")),
                (
                    "details",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
            ],
            options={
                "verbose_name": "entry of the audit log",
                "verbose_name_plural": "audit log",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["kind", "object_key"], name="auditentry_record")],
                "default_permissions": ("view",),
            },
        ),
        migrations.AlterModelOptions(
            name="auditentry",
            options={
                "default_permissions": ("view",),
                "managed": False,
                "ordering": ["-pk"],
                "verbose_name": "entry of the audit log",
                "verbose_name_plural": "audit log",
            },
        ),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
