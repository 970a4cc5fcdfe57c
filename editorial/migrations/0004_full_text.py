"""The full text of the entries, kept by the database itself: a table beside them on SQLite, columns on PostgreSQL.

Words come folded and parted by spaces, so each database is told to part at these and to change nothing more: FTS5 by
its tokenizer `ascii`, to which every other letter is a letter; PostgreSQL by arrays, which its parser never sees.

Django remakes a table on SQLite whenever a column of it changes, and the triggers go with the old one: a migration that
changes editorial_entry has to run SQLITE of this one again afterwards.
"""

from django.db import migrations

SQLITE = [
    "DROP TABLE IF EXISTS editorial_entry_words",
    """
    CREATE VIRTUAL TABLE editorial_entry_words USING fts5(
        names, near, body, content='editorial_entry', content_rowid='id', tokenize='ascii', detail=column, columnsize=0
    )
    """,
    """
    CREATE TRIGGER editorial_entry_words_insert AFTER INSERT ON editorial_entry BEGIN
        INSERT INTO editorial_entry_words (rowid, names, near, body) VALUES (new.id, new.names, new.near, new.body);
    END
    """,
    """
    CREATE TRIGGER editorial_entry_words_delete AFTER DELETE ON editorial_entry BEGIN
        INSERT INTO editorial_entry_words (editorial_entry_words, rowid, names, near, body)
        VALUES ('delete', old.id, old.names, old.near, old.body);
    END
    """,
    """
    CREATE TRIGGER editorial_entry_words_update AFTER UPDATE OF names, near, body ON editorial_entry BEGIN
        INSERT INTO editorial_entry_words (editorial_entry_words, rowid, names, near, body)
        VALUES ('delete', old.id, old.names, old.near, old.body);
        INSERT INTO editorial_entry_words (rowid, names, near, body) VALUES (new.id, new.names, new.near, new.body);
    END
    """,
    "INSERT INTO editorial_entry_words (editorial_entry_words) VALUES ('rebuild')",
]

NAMES, NEAR, BODY = (f"string_to_array({column}, ' ')" for column in ("names", "near", "body"))
POSTGRESQL = [
    f"""
    ALTER TABLE editorial_entry
        ADD in_names tsvector GENERATED ALWAYS AS (array_to_tsvector({NAMES})) STORED,
        ADD in_near tsvector GENERATED ALWAYS AS (array_to_tsvector({NAMES} || {NEAR})) STORED,
        ADD in_anywhere tsvector GENERATED ALWAYS AS (array_to_tsvector({NAMES} || {NEAR} || {BODY})) STORED
    """,
    "CREATE INDEX editorial_entry_in_names ON editorial_entry USING gin (in_names)",
    "CREATE INDEX editorial_entry_in_anywhere ON editorial_entry USING gin (in_anywhere)",
]

SQLITE_BACK = [
    *(f"DROP TRIGGER editorial_entry_words_{change}" for change in ("insert", "delete", "update")),
    "DROP TABLE editorial_entry_words",
]
POSTGRESQL_BACK = ["ALTER TABLE editorial_entry DROP in_names, DROP in_near, DROP in_anywhere"]


def keep_full_text(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def leave_full_text(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0003_entries")]

    operations = [migrations.RunPython(keep_full_text, leave_full_text)]
