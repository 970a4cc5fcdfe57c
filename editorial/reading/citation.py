"""Citations: records named as in a footnote (Chicago Manual of Style, notes and bibliography; punctuation as in Britain).

Names stand as printed, uninverted: nobody is asked which part of a name is the surname.
"""

UNDATED = "n.d."


def reference(*parts):
    """Return the parts of a citation that are known as one sentence."""
    return ", ".join(filter(None, parts)) + "."


def quoted(title):
    """Return a title in quotation marks, those within it turned into single ones."""
    return "“" + title.replace("“", "‘").replace("”", "’") + "”"


def listed(names, most=3):
    """Return names as a phrase; of more than `most` the first stands for all."""
    names = [name for name in names if name]
    if len(names) > most:
        return f"{names[0]} and others"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def page(record, site, address):
    """Return the citation of a page that goes on changing, such as that of a person."""
    changed = record.changed_at
    return reference(quoted(str(record)), site, f"last changed {changed.day} {changed:%B %Y}", address)
