"""BibTeX, as Zotero, JabRef, Mendeley and EndNote write it: entries with their fields as plain text."""

import codecs
import re
import unicodedata
from bisect import bisect_right

import latexcodec  # noqa: F401 - it registers the codec “ulatex”
from pybtex import errors
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PybtexSyntaxError, Token

from publications.bibliography import Entry

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# So much may abbreviations (@string) add to a file: they can name one another, and so grow without end.
MOST_EXPANDED = 2_000_000
MADE_BY = {"author": "author", "editor": "editor", "translator": "translator", "foreword": "foreword"}
COMMAND = re.compile(r"\\(?:[a-zA-Z]+\*?|.)\s*")
ESCAPED = re.compile(r"\\([%$&_#])")
LATEX = re.compile(r"[\\{}$~]|--|``|''")


class Abbreviations(dict):
    """What @string defines, month names from the start; it stops a file in which they multiply."""

    def __init__(self):
        super().__init__({name: name for name in MONTHS})
        self.spent = 0

    def __getitem__(self, name):
        text = super().__getitem__(name.lower())
        self.spent += len(text)
        if self.spent > MOST_EXPANDED:
            raise ValueError("The abbreviations (@string) of this file grow without end.")
        return text

    def __setitem__(self, name, text):
        super().__setitem__(name.lower(), text)


class Reader(LowLevelParser):
    """The parser of pybtex, but for how it skips: it looked for each mark by itself, up to the end of the file."""

    def skip_to(self, patterns):
        marks = {pattern.description.strip("'"): pattern for pattern in patterns}
        found = re.compile(f"[{re.escape(''.join(marks))}]").search(self.text, self.pos)
        if not found:
            return None
        skipped, self.pos = self.text[self.pos : found.end()], found.end()
        self.update_lineno(skipped)
        return Token(skipped, marks[found[0]])


def read(text):
    """Return the entries of a BibTeX file, with what is wrong with each. Raises ValueError when it is beyond reading."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    faults, found = [], []
    parser = Reader(text, macros=Abbreviations(), handle_error=faults.append)
    for command, told in parser:
        begun = bisect_right(starts, parser.command_start)
        if command.lower() not in {"string", "preamble"}:
            found.append(entry(begun, command, *told))
            found[-1].faults += [in_words(fault) for fault in faults]
        elif faults:
            found.append(Entry(begun, faults=[in_words(fault) for fault in faults]))
        faults.clear()
    if faults:
        found.append(Entry(len(starts), faults=[in_words(fault) for fault in faults]))
    return found


def in_words(fault):
    """Return what the parser found wrong as a sentence for staff."""
    told = str(fault)
    if isinstance(fault, PybtexSyntaxError):
        told = re.sub(r"^[\w ]+ in line \d+: ", "", told)
    return f"This entry is not written as BibTeX has it ({told})."


def entry(line, kind, mark, pairs):
    """Return one entry with its fields as plain text and its people by what they did."""
    made = Entry(line, mark or "", kind.lower())
    for name, parts in pairs:
        value = "".join(parts)
        if name.lower() in MADE_BY:
            made.people += [(MADE_BY[name.lower()], one) for one in people(value)]
        elif name.lower() not in made.fields:
            made.fields[name.lower()] = plain(value)
    return made


def people(text):
    """Return the names in a list of people as they are printed; “and others” says only that there were more."""
    names = [name for name in split_name_list(text) if name.strip().lower() != "others"]
    with errors.capture():  # A name with a comma too many is read as well as it can be.
        return [printed(Person(name)) for name in names]


def printed(person):
    parts = [
        *person.first_names,
        *person.middle_names,
        *person.prelast_names,
        *person.last_names,
        *person.lineage_names,
    ]
    return plain(" ".join(parts))


def plain(text):
    """Return text without the commands and braces of LaTeX; accents written by them become letters."""
    if LATEX.search(text):
        text = codecs.decode(re.sub(r"(?<!\\)\$", "", text), "ulatex", "ignore")
        text = COMMAND.sub("", ESCAPED.sub(r"\1", text.replace("~", " "))).replace("{", "").replace("}", "")
        text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return unicodedata.normalize("NFC", " ".join(text.split()))
