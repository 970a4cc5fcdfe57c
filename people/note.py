"""Briefing notes of people and institutions: what their pages say, as plain text."""

from editorial.reading.plaintext import capped, note, plain, points, section, table, titled, wrapped


def person_note(page):
    """Return the note of a person from what the person's page shows."""
    person = page["record"]
    return note(
        titled(person.styled),
        table([("Also written", "; ".join(other.name for other in person.names.all())), ("ORCID", person.orcid)]),
        wrapped(person.summary),
        section("Biography", plain(person.biography)),
        section("Positions", points(position(row) for row in person.affiliations.all())),
        section("At events", *(by_role(role, [appearance(row) for row in rows]) for role, rows in page["appearances"])),
        section(
            "Publications", *(by_role(role, [work(row.publication) for row in rows]) for role, rows in page["works"])
        ),
        section("Agreements", points(signature(row) for row in page["signatures"])),
    )


def position(row):
    """Return a position with what is known of its dates."""
    since = f"from {row.start.spoken}" if row.start else ""
    until = f"until {row.end.spoken}" if row.end else "formerly" if row.former else ""
    dates = " ".join(filter(None, [since, until]))
    return f"{row} ({dates})" if dates else str(row)


def by_role(role, texts):
    return f"{capped(role.name)}\n{points(texts)}"


def appearance(row):
    """Return where somebody appeared, billed as that day; what may be quoted follows in a line of its own."""
    event = row.event
    billing = ", ".join(filter(None, [row.position, row.institution_name]))
    told = "; ".join(filter(None, [event.dated or "date not given", billing and f"as {billing}"]))
    return "\n".join(filter(None, [f"{event.title} ({told})", row.said]))


def work(publication):
    return ", ".join(filter(None, [publication.full_title, publication.kind.name, publication.date.spoken]))


def signature(row):
    agreement = row.agreement
    billing = ", ".join(filter(None, [row.position, row.institution_name]))
    told = "; ".join(filter(None, [row.get_capacity_display(), agreement.dated, billing and f"as {billing}"]))
    return f"{agreement.title} ({told})"


def institution_note(page):
    """Return the note of an institution from what its page shows."""
    body = page["record"]
    return note(
        titled(body.name),
        table(institution_facts(page)),
        wrapped(body.summary),
        section("About", plain(body.about)),
        section("Centres and departments", points(unit.name for unit in body.units.all())),
        section("Agreements", points(agreement(each) for each, _ in page["agreements"])),
        section("Events it held", points(held(event, rows) for event, rows in page["hostings"])),
        section("Publications", points(work(each) for each in page["works"])),
        section("Who appeared for it", points(speaker(row) for row, _ in page["speakers"])),
        section("Partners", points(other.name for other in page["partners"])),
    )


def institution_facts(page):
    body = page["record"]
    where = [body.city, body.country.name if body.country else ""]
    return [
        ("Kind", capped(body.kind.name)),
        ("Known as", body.acronym),
        ("Part of", ", ".join(other.name for other in page["lineage"])),
        ("Place", ", ".join(filter(None, where))),
        ("Sent by", body.sending_country.name if body.sending_country else ""),
        ("Website", body.website),
        ("ROR", f"https://ror.org/{body.ror}" if body.ror else ""),
    ]


def agreement(each):
    return ", ".join(filter(None, [each.title, each.kind.name, each.dated]))


def held(event, rows):
    """Return an event with the part an institution or one of its centres had in it."""
    parts = ", ".join(dict.fromkeys(row.get_part_display() for row in rows))
    return f"{event.title} ({'; '.join(filter(None, [event.dated or 'date not given', event.city, parts]))})"


def speaker(row):
    return ", ".join(filter(None, [row.styled, row.position]))
