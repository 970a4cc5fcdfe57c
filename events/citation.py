"""How an event and an agreement are cited."""

from editorial.reading.citation import UNDATED, listed, quoted, reference


def cite_event(event, site, address):
    """Return the citation of an event: who held it, what it was, where and when, as firmly as that is known."""
    hosts = [row.institution_name for row in event.hostings.all()]
    where = event.city or event.venue or (event.country.name if event.country else "")
    container = site if site not in hosts else ""
    return reference(
        listed(hosts), quoted(event.title), event.kind.name, where, event.dated or UNDATED, container, address
    )


def cite_agreement(agreement, site, address):
    """Return the citation of an agreement: between whom, where and when it was signed."""
    parties = listed([row.institution_name for row in agreement.parties.all()])
    kind = " between ".join(filter(None, [agreement.kind.name, parties]))
    signed = f"signed {agreement.dated}" if agreement.dated else UNDATED
    return reference(quoted(agreement.title), kind, agreement.city, signed, site, address)
