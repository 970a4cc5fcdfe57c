"""Papers: the reports that an uploaded file holds, whatever it is: text, Word, PDF, an archive or a table of such.

What a file is, its first bytes say. A Word document is read in a process of its own with limits of time and memory, as
a PDF is: `python -m events.papers` takes the document and gives its text.
"""

import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from editorial import pdftext
from editorial.exchange import commas, tables
from editorial.exchange.archives import opened
from editorial.exchange.cells import UnreadableError as TableError

HOUSE = Path(__file__).resolve().parent.parent
SECONDS, MEMORY = 20, 1 << 30
MOST_BYTES = 30 * 2**20
MOST_REPORTS = 300
# Of the words of any English text these are more than every twelfth.
ENGLISH = frozenset("the of and in to by with for was at is as that from were his her its be has had".split())
WORD, WORKBOOK = "word/document.xml", "xl/workbook.xml"
SCRIPTS_OF_OFFICE = b"\xd0\xcf\x11\xe0"


class UnreadableError(ValueError):
    """A file of which no report can be had; the message says why and what to do."""


@dataclass(frozen=True)
class Paper:
    """One report: what it is called, its text, and why it could not be read when it has none."""

    name: str
    text: str = ""
    trouble: str = ""


def papers(name, data):
    """Return the Papers in a file. Raises UnreadableError for one that holds none at all."""
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"This file is larger than {MOST_BYTES // 2**20} MB. Send it in parts.")
    if not data.startswith(b"PK") or holds(data, WORD):
        return [Paper(name, text_of(data))]
    found = in_table(name, data) if holds(data, WORKBOOK) else in_archive(data)
    if not found:
        raise UnreadableError("There is no report in this file.")
    return found[:MOST_REPORTS]


def holds(data, name):
    """Whether a ZIP archive holds a file of this name, by which Word documents and workbooks are told from others."""
    try:
        return name in ZipFile(BytesIO(data)).namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def text_of(data):
    """Return the text of one document. Raises UnreadableError."""
    if not data.strip():
        raise UnreadableError("This file is empty.")
    if b"%PDF-" in data[:1024]:
        return text_of_pdf(data)
    if data.startswith(b"PK"):
        return text_of_word(data)
    if data.startswith(SCRIPTS_OF_OFFICE):
        raise UnreadableError("This is an old Word document (.doc), or a locked one. Save it as .docx and try again.")
    if data.startswith(b"{\\rtf"):
        raise UnreadableError("This is rich text (.rtf). Save it as .docx and try again.")
    return plain_text(data)


def text_of_pdf(data):
    try:
        return pdftext.read(data)
    except pdftext.UnreadableError as error:
        raise UnreadableError(
            f"The text of this PDF cannot be had: {error}. Paste it, or enter the event by hand."
        ) from error


def plain_text(data):
    control = sum(byte < 32 and byte not in b"\0\t\n\x0b\x0c\r\x1b" for byte in data[:5000])
    if control * 50 > len(data[:5000]):
        raise UnreadableError("This is no text. Send a .txt, .docx or .pdf file, or paste the text.")
    try:
        return commas.decoded(data)[0]
    except TableError as error:
        raise UnreadableError(str(error)) from error


def text_of_word(data):
    """Return the text of a Word document, read by a process of its own. Raises UnreadableError."""
    try:
        opened(data)
    except TableError as error:
        raise UnreadableError(
            "This document is damaged, locked or far too large. Save it again and try once more."
        ) from error
    command = [sys.executable, "-m", "events.papers"]
    try:
        run = subprocess.run(command, input=data, capture_output=True, cwd=HOUSE, timeout=2 * SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UnreadableError("Reading this document took too long. Paste its text instead.") from None
    if run.returncode:
        raise UnreadableError("This Word document cannot be read. Save it again, or paste its text.")
    return run.stdout.decode("utf-8", "ignore")


def in_archive(data):
    """Return a Paper for each file in a ZIP archive; what cannot be read says why, and holds nobody else up."""
    try:
        archive = opened(data)
    except TableError as error:
        raise UnreadableError(str(error)) from error
    names = [one for one in archive.namelist() if not one.endswith("/") and not one.startswith("__MACOSX")]
    return [read_one(archive, name) for name in sorted(names)[:MOST_REPORTS]]


def read_one(archive, name):
    short = name.rpartition("/")[2]
    try:
        return Paper(short, text_of(archive.read(name)))
    except UnreadableError as error:
        return Paper(short, trouble=str(error))
    except Exception:  # noqa: BLE001 - whatever a broken member raises, it is that member which is broken
        return Paper(short, trouble="This file is damaged.")


def in_table(name, data):
    """Return a Paper for each row of a workbook: its longest cell is the report, its first other one the name."""
    try:
        found = tables.tables(name, data)
    except TableError as error:
        raise UnreadableError(str(error)) from error
    rows = [(number, [cell for cell in row.values() if cell]) for table in found for number, row in table.rows]
    return [Paper(called(cells, name, number), max(cells, key=len)) for number, cells in rows if cells]


def called(cells, name, number):
    longest = max(cells, key=len)
    return next((cell for cell in cells if cell != longest), f"{name}, line {number}")[:200]


def trouble_with(text):
    """Return, in words for whoever pasted it, why a text is no report that can be read, or nothing."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].casefold())
    if sum(map(len, words)) < 80:
        return "This is too short to be a report. Paste the whole text, or enter the event by hand."
    if len(words) >= 30 and sum(word in ENGLISH for word in words) * 12 < len(words):
        return "This seems not to be in English, which is all that can be read so far. Enter the event by hand."
    return ""


def main():
    """Read a Word document from standard input and write its text."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import mammoth  # Only here: whoever serves pages need not hold it in memory.

    text = mammoth.extract_raw_text(BytesIO(sys.stdin.buffer.read())).value
    sys.stdout.buffer.write(text.encode("utf-8", "ignore")[:400_000])


if __name__ == "__main__":
    main()
