"""Briefing notes of events and agreements: what their pages say, as plain text."""

from editorial.reading.plaintext import capped, note, plain, points, section, table, titled, wrapped


def event_note(page):
    """Return the note of an event from what its page shows; what the page withholds, the note withholds."""
    event = page["record"]
    return note(
        titled(event.title),
        table(event_facts(page)),
        wrapped(event.summary),
        section("Who took part", *programme(page)),
        section("Report", plain(event.report)),
        section("What came of it", *results(page)),
        section("Accounts", points(account(row) for row in event.coverages.all())),
    )


def event_facts(page):
    event = page["record"]
    hosts = [(capped(part) + "s" * (len(rows) > 1), names(rows)) for part, rows in page["hosts"]]
    rule = f"{event.get_rule_display()} (not disclosed: {event.get_withheld_display()})" if event.withheld else ""
    series = event.series and event.series.name
    return [
        ("Kind", capped(event.kind.name)),
        ("Series", ", ".join(filter(None, [series, event.ordinal and f"no. {event.ordinal}"]))),
        ("Date", ". ".join(filter(None, [when(event, page["zone"]), event.date_note]))),
        ("Place", place(event)),
        ("Format", event.get_format_display()),
        *hosts,
        ("Attendance", event.attendance),
        ("Attribution", rule),
    ]


def when(event, zone):
    if not event.start_time:
        return event.dated or "not given"
    times = "–".join(f"{time:%H:%M}" for time in (event.start_time, event.end_time) if time)
    return f"{event.dated}, {times} {zone}"


def place(record):
    return ", ".join(filter(None, [record.venue, record.city, record.country.name if record.country else ""]))


def names(rows):
    return "; ".join(row.institution_name for row in rows)


def programme(page):
    """Return who took part, by session and role, as paragraphs; under a rule that hides it, that it is hidden."""
    event = page["record"]
    if event.withheld == "names":
        return [wrapped(f"Held under the {event.get_rule_display()}: who took part is not disclosed.")]
    found = []
    for session, roles in page["programme"]:
        found += [titled(session.title)] if session else []
        found += [role_of(role, rows) for role, rows in roles]
    return found


def role_of(role, rows):
    heading = role.name if len(rows) == 1 and rows[0].name else role.plural
    return "\n".join([capped(heading), *(appearance(row) for row in rows)])


def appearance(row):
    """Return one participant as billed, with what may be quoted."""
    marks = [row.get_mode_display() if row.mode not in ("", "in-person") else ""]
    marks += [row.get_presence_display() if row.presence != "present" else ""]
    marks += [f"{row.side}, head" if row.heads_side else row.side]
    told = f" ({'; '.join(filter(None, marks))})" if any(marks) else ""
    behalf = f", on behalf of {row.on_behalf_of}" if row.on_behalf_of else ""
    return "\n".join(filter(None, [wrapped(f"{row}{behalf}{told}", indent="  "), wrapped(row.said, indent="    ")]))


def results(page):
    """Return outcomes, agreements and publications, each kind beneath its name."""
    event = page["record"]
    groups = [(kind + "s" * (len(rows) > 1), [row.text for row in rows]) for kind, rows in page["outcomes"]]
    groups += [("signed", [f"{row.title} ({row.kind.name})" for row in event.agreements.all()])]
    groups += [(relation, [work(row.publication) for row in rows]) for relation, rows in page["works"]]
    return [f"{capped(kind)}\n{points(texts)}" for kind, texts in groups if texts]


def work(publication):
    return ", ".join(filter(None, [publication.full_title, publication.kind.name, publication.date.spoken]))


def account(row):
    """Return one account: what it is, where it can be read, and the attendance it states."""
    source = ", ".join(filter(None, [row.institution_name, row.get_kind_display(), row.byline, row.date.spoken]))
    counted = f"Attendance: {row.attendance}" if row.attendance else ""
    return ". ".join(filter(None, [row.headline, capped(source), counted, row.address]))


def agreement_note(page):
    """Return the note of an agreement from what its page shows."""
    agreement = page["record"]
    signed = [(capped(capacity), [str(row) for row in rows]) for capacity, rows in page["signatures"]]
    return note(
        titled(agreement.title),
        table(agreement_facts(agreement)),
        wrapped(agreement.summary),
        section("Who signed", *(f"{capacity}\n{points(rows)}" for capacity, rows in signed)),
        section("What was agreed", plain(agreement.text)),
        section("What it covers", points(area.name for area in agreement.areas.all())),
    )


def agreement_facts(agreement):
    before = [agreement.predecessor.title] if agreement.predecessor else []
    return [
        ("Kind", capped(agreement.kind.name)),
        ("Parties", names(agreement.parties.all())),
        ("Signed on", ". ".join(filter(None, [agreement.dated or "not given", agreement.date_note]))),
        ("Place", place(agreement)),
        ("In force until", agreement.in_force_until.spoken or "no end stated"),
        ("Signed at", agreement.event.title if agreement.event else ""),
        ("Carries further", *before) if before else ("", ""),
        ("Carried further by", "; ".join(other.title for other in agreement.successors.all())),
    ]
