"""Plain text: rich text without its markup, and the lines of a note, as they fit a mail or a page of typescript."""

import re
import textwrap
from html.parser import HTMLParser

WIDTH = 76
BLOCKS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "table",
    "tr",
    "caption",
    "figure",
    "figcaption",
}
# Blocks that follow their like without an empty line between them.
TIGHT = {"li", "tr"}
BREAKS = {"br": "\n", "hr": "\n", "td": "\t", "th": "\t"}


class _Text(HTMLParser):
    """Reads sanitised HTML as `blocks`, a list of (tag, mark before the first line, text)."""

    def __init__(self, html):
        super().__init__()
        self.blocks, self.words, self.lists, self.tag, self.mark, self.link = [], [], [], "", "", ""
        self.feed(html)
        self.close_block()

    def handle_starttag(self, name, attributes):
        attributes = dict(attributes)
        if name in BLOCKS:
            self.close_block()
            self.tag = self.tag if self.mark else name
        if name in ("ul", "ol"):
            self.lists.append(int(attributes.get("start") or 1) if name == "ol" else None)
        elif name == "li":
            self.mark = self.next_mark()
        elif name == "blockquote":
            self.mark = "  "
        elif name == "a":
            self.link = attributes.get("href") or ""
        self.words.append(BREAKS.get(name, ""))

    def handle_endtag(self, name):
        if name == "a" and self.link.startswith("http") and self.link not in "".join(self.words):
            self.words.append(f" ({self.link})")
        if name in BLOCKS:
            self.close_block()
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()

    def handle_data(self, data):
        self.words.append(re.sub(r"\s+", " ", data))

    def next_mark(self):
        if not self.lists or self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def close_block(self):
        lines = [re.sub(r"\s*\t\s*", " | ", line.strip()) for line in "".join(self.words).split("\n")]
        if text := "\n".join(filter(None, lines)):
            self.blocks.append((self.tag, self.mark, text))
            self.tag = self.mark = ""
        self.words = []


def plain(html):
    """Return rich text as paragraphs of plain text, wrapped and parted by empty lines; list items keep their marks."""
    text, before = "", ""
    for tag, mark, words in _Text(html).blocks:
        between = "\n" if tag == before and tag in TIGHT else "\n\n"
        text, before = f"{text}{between}{wrapped(words, mark)}", tag
    return text.strip("\n")


def wrapped(text, mark="", indent=""):
    """Return `text` in lines no longer than the width, `mark` before the first of them; its own line breaks stay."""
    first, rest = indent + mark, indent + " " * len(mark)
    filled = []
    for number, line in enumerate(text.splitlines()):
        begin = rest if number else first
        filled += textwrap.wrap(line, WIDTH, initial_indent=begin, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return "\n".join(filled)


def capped(text):
    """Return `text` with a capital at its beginning; those within it stay."""
    return text[:1].upper() + text[1:]


def titled(title):
    """Return a title with a line beneath it."""
    lines = wrapped(title)
    return f"{lines}\n{'=' * min(WIDTH, max(map(len, lines.splitlines()), default=0))}"


def table(pairs):
    """Return (label, text) pairs as two columns; pairs without a text are left out."""
    pairs = [(label, text) for label, text in pairs if text]
    column = max((len(label) for label, _ in pairs), default=0) + 2
    return "\n".join(wrapped(text, label.ljust(column)) for label, text in pairs)


def points(texts):
    """Return texts as a list of points."""
    return "\n".join(wrapped(text, "- ") for text in texts)


def section(heading, *parts):
    """Return a section of a note, or nothing when nothing is in it."""
    body = "\n\n".join(filter(None, parts))
    return f"{heading.upper()}\n\n{body}" if body else ""


def note(*parts):
    """Return the parts of a note that say something, parted by empty lines."""
    return "\n\n".join(filter(None, parts)) + "\n"
