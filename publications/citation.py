"""How a publication is cited."""

from editorial.reading.citation import UNDATED, listed, quoted, reference


def cite(work, site, address):
    """Return the citation of a publication; its DOI stands for its address when it has one."""
    address = f"https://doi.org/{work.doi}" if work.doi else address
    if not work.part_of:
        series = " ".join(filter(None, [work.series and work.series.name, work.series and work.number]))
        edition = work.edition and f"{work.edition} edition"
        title = ", ".join(filter(None, [work.full_title, edition, series]))
        return reference(makers(work), f"{title} {imprint(work)}", address)
    book = work.part_of
    edited = makers(book, "edt", "ed. {}", "ed. {}")
    within = ", ".join(filter(None, [f"in {book.full_title}", edited]))
    return reference(makers(work), quoted(work.full_title), f"{within} {imprint(work)}", pages(work), address)


def makers(work, *wanted):
    """Return the authors, or the editors where there are none; `wanted` asks for one relator, worded for one and many."""
    for relator, one, many in [wanted] if wanted else [("aut", "{}", "{}"), ("edt", "{} (ed.)", "{} (eds)")]:
        names = [row.name or row.position for row in work.contributions.all() if row.role.marc_relator == relator]
        if names:
            return (one if len(names) == 1 else many).format(listed(names))
    return ""


def imprint(work):
    """Return where, by whom and when a work came out, a chapter's as its book has it."""
    source = work if work.publisher_name or not work.part_of else work.part_of
    where = ": ".join(filter(None, [source.place, source.publisher_name]))
    return f"({', '.join(filter(None, [where, str(work.year or source.year or UNDATED)]))})"


def pages(work):
    return work.pages and f"{'pp.' if set('-–,') & set(work.pages) else 'p.'} {work.pages}"
