"""Publications as tables, with those who contributed to them."""

from editorial.exchange.cells import UnreadableError
from editorial.exchange.commas import MOST_ROWS, decoded
from editorial.exchange.sheets import Exchange
from editorial.exchange.tables import MOST_BYTES
from people.exchange import PRINTED
from publications import bibtex, ris
from publications.models import Publication
from publications.shelving import Shelf

FORMATS = {"bib": bibtex.read, "bibtex": bibtex.read, "ris": ris.read}


class PublicationsExchange(Exchange):
    endings = (*Exchange.endings, ".bib", ".bibtex", ".ris")
    takes = "An Excel workbook (.xlsx), a table as text (.csv, .zip), or a bibliography: BibTeX (.bib) or RIS (.ris); 10 MB at most."
    model = Publication
    title = "publications"
    known_by = ["doi", "isbn"]
    twins_by = "date"
    printed = {"publisher": "publisher_name"}
    others = [("contributors", "contributions", ["role", "name", "position"], PRINTED)]

    def read(self, name, data):
        """As usual; a bibliography is read as tables of publications and contributors."""
        reader = FORMATS.get(name.lower().rpartition(".")[2])
        if not reader:
            return super().read(name, data)
        if len(data) > MOST_BYTES:
            raise UnreadableError(f"This file is larger than {MOST_BYTES // 2**20} MB. Import it in parts.")
        text, note = decoded(data)
        try:
            entries = reader(text)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"This bibliography cannot be read. {error}") from error
        if not entries:
            raise UnreadableError("There is no entry in this file.")
        if len(entries) > MOST_ROWS:
            raise UnreadableError(f"This file has more than {MOST_ROWS:,} entries. Import it in parts.")
        tables = Shelf(entries).tables
        tables[0].notes += [note] if note else []
        return tables
