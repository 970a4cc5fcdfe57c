"""Publications as tables, with those who contributed to them."""

from editorial.exchange.sheets import Exchange
from people.exchange import PRINTED
from publications.models import Publication


class PublicationsExchange(Exchange):
    model = Publication
    title = "publications"
    known_by = ["doi"]
    twins_by = "date"
    printed = {"publisher": "publisher_name"}
    others = [("contributors", "contributions", ["role", "name", "position"], PRINTED)]
