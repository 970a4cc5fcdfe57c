"""Comma-separated values (RFC 4180), and what programs make of them: other separators, other encodings, a mark first."""

import csv
import io

from editorial.exchange.cells import UnreadableError, defused
from editorial.reading.spreadsheet import MARK

MOST_ROWS = 20_000
LONGEST_FIELD = 5_000_000
SEPARATORS = ",;\t|"
csv.field_size_limit(LONGEST_FIELD)


def decoded(data):
    """Return (text, note) of a file whose encoding nobody states: Unicode by its mark or form, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return converted(data[len(mark) :], encoding), "" if encoding == "utf-8" else "Read as UTF-16."
    if b"\0" in data[:200]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return converted(data, encoding), "Read as UTF-16."
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        said = "Read as Windows-1252, for it is not UTF-8. Look whether letters with accents are right."
        return converted(data, "cp1252"), said


def converted(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "The letters of this file cannot be told. Save it as “CSV UTF-8” and try again."
        ) from error


def rows(text):
    """Return the rows of a table as lists of text; the separator is the one that the first line has most of."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], rest
    else:
        separator = max(SEPARATORS, key=outside_quotes(first).count)
    found = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            found.append(row)
            if len(found) > MOST_ROWS + 1:
                raise UnreadableError(f"This table has more than {MOST_ROWS:,} rows. Import it in parts.")
    except csv.Error as error:
        raise UnreadableError(f"Row {len(found) + 1} cannot be read ({error}).") from error
    return found


def outside_quotes(line):
    return "".join(line.split('"')[::2])


def written(table):
    """Return a table, rows of text and numbers with the headings first, as the bytes of a file."""
    out = io.StringIO(MARK)
    out.seek(len(MARK))
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in table:
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode()
