"""The briefing note of a publication: what its page says, as plain text."""

from editorial.reading.plaintext import capped, note, plain, points, section, table, titled, wrapped


def publication_note(page):
    """Return the note of a publication from what its page shows."""
    work = page["record"]
    return note(
        titled(work.full_title),
        table([*credits(page), *particulars(work)]),
        wrapped(work.summary),
        section("Abstract", plain(work.abstract)),
        section("Chapters", points(chapter(part) for part in work.chapters.all())),
        section("At events", points(appearance(row) for row in page["events"])),
    )


def credits(page):
    found = []
    for role, rows in page["credits"]:
        heading = role.name if len(rows) == 1 else role.plural
        found.append((capped(heading), "; ".join(str(row) for row in rows)))
    return found


def particulars(work):
    book = work.part_of
    within = [book.full_title, work.chapter_number and f"chapter {work.chapter_number}"] if book else []
    series = [work.series.name, work.number and f"no. {work.number}"] if work.series else []
    return [
        ("Kind", capped(work.kind.name)),
        ("Published", work.date.spoken or "date not given"),
        ("Publisher", ", ".join(filter(None, [work.publisher_name, work.place]))),
        ("Edition", work.edition),
        ("In", ", ".join(filter(None, within))),
        ("Pages", work.pages),
        ("Series", ", ".join(filter(None, series))),
        ("ISBN", work.isbn),
        ("ISSN", work.issn),
        ("DOI", work.doi),
        ("Licence", work.licence),
    ]


def chapter(part):
    names = ", ".join(row.styled or row.position for row in part.contributions.all())
    number = f"{part.chapter_number}. " if part.chapter_number else ""
    return number + ". ".join(filter(None, [part.title, names, part.pages and f"Pages {part.pages}"]))


def appearance(row):
    event = row.event
    told = ", ".join(filter(None, [event.kind.name, event.city, event.dated or "date not given"]))
    return f"{capped(row.get_relation_display())}: {event.title} ({told})"
