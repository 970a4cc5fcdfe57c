"""RIS, as EndNote, Mendeley, Zotero and publishers' sites write it: entries with their fields under BibTeX's names."""

import re

from publications.bibliography import Entry

TAGGED = re.compile(r"([A-Z][A-Z0-9])\s{1,2}- ?(.*)")
FIELDS = {
    "TI": "title",
    "T1": "title",
    "BT": "booktitle",
    "T2": "within",
    "JO": "within",
    "JF": "journal",
    "JA": "abbreviated",
    "T3": "series",
    "VL": "volume",
    "IS": "number",
    "SP": "first",
    "EP": "last",
    "PB": "publisher",
    "CY": "address",
    "PP": "address",
    "ET": "edition",
    "SN": "serial",
    "DO": "doi",
    "UR": "url",
    "LA": "language",
    "AB": "abstract",
    "N2": "abstract",
    "PY": "date",
    "Y1": "date",
    "DA": "date",
}
PEOPLE = {
    "AU": "author",
    "A1": "author",
    "A2": "editor",
    "ED": "editor",
    "A3": "editor",
    "A4": "translator",
    "TA": "author",
}


def read(text):
    """Return the entries of an RIS file, with what is wrong with each."""
    found, current, last = [], None, ""
    for number, line in enumerate(text.splitlines(), 1):
        tagged = TAGGED.match(line.strip("\ufeff \t"))
        tag, value = (tagged[1], " ".join(tagged[2].split())) if tagged else ("", line.strip())
        if tag == "TY":
            current = Entry(number, kind=value.upper())
            current.faults.append("This entry has no end (ER).")
            found.append(current)
        elif current is None:
            if tag:
                found.append(Entry(number, faults=["This stands outside of any entry: the line TY is missing."]))
        elif tag == "ER":
            current.faults.remove("This entry has no end (ER).")
            finish(current)
            current = None
        elif tag:
            put(current, tag, value)
            last = tag
        elif value:
            go_on(current, last, value)
    return found


def put(entry, tag, value):
    """Put what stands under a tag into an entry; of what can be said once, the fullest way of saying it counts."""
    name = FIELDS.get(tag)
    if tag in PEOPLE and value:
        entry.people.append((PEOPLE[tag], turned(value)))
    elif tag == "ID":
        entry.mark = value
    elif tag == "KW" and value:
        entry.fields["keywords"] = "; ".join(filter(None, [entry.fields.get("keywords"), value]))
    elif name == "date":
        entry.fields["date"] = max(entry.fields.get("date", ""), dated(value), key=len)
    elif name and value:
        entry.fields.setdefault(name, value)


def go_on(entry, tag, value):
    """Add a line without a tag to what stands before it."""
    name = FIELDS.get(tag)
    if name in entry.fields and name != "date":
        entry.fields[name] += f" {value}"


def dated(value):
    """Return a date as RIS writes it, 2024/05/17/spring, as 2024-05-17."""
    parts = [part.strip() for part in re.split("[/-]", value)][:3]
    kept = []
    for part, width in zip(parts, (4, 2, 2), strict=False):
        if not (part.isascii() and part.isdigit() and len(part) <= width):
            break
        kept.append(part.zfill(width))
    return "-".join(kept) or value


def turned(name):
    """Return “Khan, Amina, Jr” as it is printed: Amina Khan Jr."""
    last, _, rest = name.partition(",")
    first, _, lineage = rest.partition(",")
    return " ".join(filter(None, [first.strip(), last.strip(), lineage.strip()]))


def finish(entry):
    """Tell apart what RIS says in one tag: pages, the journal or the book, ISBN and ISSN."""
    told = entry.fields
    if told.get("first"):
        last = told.get("last", "")
        told["pages"] = told["first"] + (
            f"–{last}" if last and last != told["first"] and "-" not in told["first"] else ""
        )
    within = told.get("booktitle") or told.get("within") or told.get("journal") or told.get("abbreviated")
    if within:
        told["booktitle" if entry.kind in {"CHAP", "ECHAP", "CPAPER", "CONF"} else "journal"] = within
    for number in re.split(r"[;,]\s*|\s+(?=97[89])", told.get("serial", "")):
        figures = re.sub(r"[^0-9Xx]", "", number)
        told.setdefault("issn" if len(figures) == 8 else "isbn", number.split("(")[0].strip())
