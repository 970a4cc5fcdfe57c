"""The text of a PDF, read in a process of its own: `python -m editorial.pdftext` takes the file and gives the text.

A PDF from outside can be made to need hours, or all the memory there is, to be read. The process allows itself so much
of both and no more, and takes no one else with it when it goes. It needs nothing of Django.
"""

import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
SECONDS, MEMORY, LONGEST, MOST_PAGES = 30, 1 << 30, 400_000, 3000
TOO_LONG = "reading it took longer than half a minute"
TOO_MUCH = "reading it took more memory than a document may"
LOCKED = "it is locked with a password"
DAMAGED = "it is damaged"
PICTURES = "it holds no text, only pictures of pages; run it through text recognition and upload it again"


class UnreadableError(ValueError):
    """A PDF of which the text cannot be had; the message says why, to go on from “its text could not be read:”."""


def read(content):
    """Return the text of the PDF with these bytes, cut to 400 kB. Raises UnreadableError."""
    command = [sys.executable, "-m", "editorial.pdftext"]
    try:
        run = subprocess.run(command, input=content, capture_output=True, cwd=HOUSE, timeout=2 * SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UnreadableError(TOO_LONG) from None
    if run.returncode < 0:
        raise UnreadableError(TOO_LONG)
    if run.returncode:
        told = run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise UnreadableError(told if told in (TOO_MUCH, LOCKED, DAMAGED, PICTURES) else DAMAGED)
    return run.stdout.decode("utf-8", "ignore")


def main():
    """Read a PDF from standard input and write its text; what is wrong with it is the last line of the errors."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        text = text_of(sys.stdin.buffer.read())
    except UnreadableError as error:
        sys.exit(str(error))
    except (MemoryError, RecursionError):
        sys.exit(TOO_MUCH)
    except Exception:  # noqa: BLE001 – whatever a broken file makes of its reader, it means that the file is broken
        sys.exit(DAMAGED)
    sys.stdout.buffer.write(text.encode("utf-8", "ignore")[:LONGEST])


def text_of(content):
    """Return the words of the pages one after the other, as far as is kept."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError(LOCKED)
    pages, length = [], 0
    for page, _ in zip(reader.pages, range(MOST_PAGES), strict=False):
        pages.append(" ".join(page.extract_text().replace("\0", " ").split()))
        length += len(pages[-1])
        if length > LONGEST:
            break
    if not length:
        raise UnreadableError(PICTURES)
    return "\n".join(filter(None, pages))


if __name__ == "__main__":
    main()
