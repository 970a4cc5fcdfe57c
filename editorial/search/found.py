"""Conditions that each database answers with its own index: entries that hold words, rows whose key is among many.

Words reach the database folded, that is as letters and figures alone, each within quotation marks of the database's
own language; so nothing that anybody types can mean anything to it.
"""

import json

from django.db.models import BooleanField, F, Func

# How far is looked: within the names alone, also within what is named beside them, or everywhere.
NAMES, NEAR, ANYWHERE = "names", "near", "anywhere"
# The table that triggers keep beside the entries (sqlite.org/fts5.html, section 3), and the values of a list.
MATCHING = "{} IN (SELECT rowid FROM editorial_entry_words WHERE editorial_entry_words MATCH %s)"
LISTED = "{} IN (SELECT value FROM json_each(%s))"


class Holds(Func):
    """Whether an entry holds all words of some asks, wherever each stands within `scope`."""

    output_field = BooleanField()

    def __init__(self, asks, scope):
        super().__init__(F("pk"))
        self.words = tuple((word, ask.begins(word)) for ask in asks for word in ask.words)
        self.scope = scope

    @property
    def identity(self):
        return (*super().identity, self.words, self.scope)

    def as_sqlite(self, compiler, connection, **context):
        column, params = compiler.compile(self.get_source_expressions()[0])
        words = " AND ".join(f'"{word}"{" *" if begins else ""}' for word, begins in self.words)
        columns = {NAMES: "{names} : ", NEAR: "{names near} : ", ANYWHERE: ""}[self.scope]
        return MATCHING.format(column), (*params, f"{columns}({words})")

    def as_postgresql(self, compiler, connection, **context):
        """Ask the generated tsvector of the scope; the cast takes each word as it stands, unparsed."""
        key = self.get_source_expressions()[0]
        table = compiler.quote_name_unless_alias(key.alias)
        words = " & ".join(f"'{word}'{':*' if begins else ''}" for word, begins in self.words)
        return f"{table}.in_{self.scope} @@ %s::tsquery", (words,)


class Among(Func):
    """Whether the column `name` is one of `keys`, a list of numbers of any length, sent as one value."""

    output_field = BooleanField()

    def __init__(self, name, keys):
        super().__init__(F(name))
        self.keys = tuple(keys)

    @property
    def identity(self):
        return (*super().identity, self.keys)

    def as_sqlite(self, compiler, connection, **context):
        column, params = compiler.compile(self.get_source_expressions()[0])
        return LISTED.format(column), (*params, json.dumps(self.keys))

    def as_postgresql(self, compiler, connection, **context):
        column, params = compiler.compile(self.get_source_expressions()[0])
        return f"{column} = ANY(%s::bigint[])", (*params, list(self.keys))
