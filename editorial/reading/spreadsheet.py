"""Tables for spreadsheets: comma-separated values as RFC 4180 has them.

The text begins with a byte order mark, without which Excel takes UTF-8 for something else; other programs skip it. All
words stand in quotation marks, so that no separator within them parts a cell, and no word is taken for a formula.
"""

import csv
import re

MARK = "\ufeff"
# What a spreadsheet would calculate, behind whatever it skips on the way; the wide forms count as the plain ones.
FORMULA = re.compile(r"""[\s"'\u200e\u200f\u202a-\u202e\u2066-\u2069]*[=+\-@＝＋－＠]|[\t\r\n]""")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def lines(rows):
    """Yield the text of a table, row by row; `rows` are sequences of words and numbers, the headings first."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield MARK
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def safe(cell):
    """Return `cell` so that no spreadsheet calculates it: words that look like a formula are marked as text."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell
