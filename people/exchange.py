"""People and institutions as tables, with their other names and the positions held."""

from editorial.exchange.sheets import Exchange
from people.kinds import kind_told
from people.models import Institution, InstitutionKind, Person

# Which text field of a row keeps the words for somebody or something of which there is no record.
PRINTED = {"person": "name", "institution": "institution_name"}


class PeopleExchange(Exchange):
    model = Person
    title = "people"
    known_by = ["orcid"]
    others = [
        ("names", "names", ["name"]),
        ("positions", "affiliations", ["position", "institution_name", "start"], {"institution": "institution_name"}),
        ("links", "links", ["address"]),
    ]

    def draft(self, name):
        return Person(name=name[:200])


class InstitutionsExchange(Exchange):
    model = Institution
    title = "institutions"
    known_by = ["ror"]
    others = [("names", "names", ["name", "kind"])]

    def draft(self, name):
        """Return an institution of the kind that its name speaks of, or of no particular one."""
        kind = InstitutionKind.objects.filter(slug=kind_told(name) or "other").first()
        return Institution(name=name[:250], kind=kind or InstitutionKind.objects.first())
