"""The publications of the corpus, books with their chapters among them, and the series they come out in."""

from django.utils.text import slugify

from portal.corpus import subjects
from portal.corpus.chance import Zipf
from portal.corpus.prose import WORDS
from portal.corpus.shelf import LATEST, Words
from publications.models import Contribution, ContributionRole, Publication, PublicationKind, PublicationTopic, Series

KINDS = (
    "paper",
    "issue-brief",
    "commentary",
    "article",
    "report",
    "policy-brief",
    "edited-book",
    "book",
    "proceedings",
)
MADE_OF_CHAPTERS = {"edited-book", "proceedings"}
CHAPTERS = 5
AT_ONCE = 1000


class Works:
    """Makes publications; `keys` holds those of the works that are not chapters."""

    def __init__(self, shelf, prose, bodies, figures):
        self.shelf, self.prose, self.bodies, self.figures = shelf, prose, bodies, figures
        self.chance, self.common = shelf.chance, Zipf(shelf.chance, prose.topics.values())
        self.kinds, self.roles = Words(PublicationKind), Words(ContributionRole)
        self.often = Zipf(self.chance, KINDS, 0.7)
        self.publishers = Zipf(self.chance, [bodies.home, *bodies.of("publisher"), *bodies.of("think-tank")])
        self.series = self.make_series()
        self.keys = []

    def make_series(self):
        topics = self.common.some(4)
        names = [
            form.format(subject=topic.name)
            for form, topic in zip(WORDS["spoken"]["papers_series"], topics, strict=False)
        ]
        return self.shelf.put(Series, [Series(name=name, slug=slugify(name)) for name in names])

    def make(self, number):
        """Make `number` publications, about one in five a chapter of another."""
        while number > 0:
            lot = min(number, AT_ONCE)
            books = self.put([self.work(self.often.one()) for _ in range(lot - lot // 5)])
            self.keys += [book.pk for book in books]
            whole = [book for book in books if book.kind.slug in MADE_OF_CHAPTERS]
            chapters = [self.work("chapter", book, place + 1) for book in whole for place in range(CHAPTERS)]
            number -= len(books) + len(self.put(chapters[: lot // 5]))

    def put(self, works):
        """Keep works with their topics and those who made them."""
        works = self.shelf.put(Publication, works)
        subjects.tag(self.shelf, PublicationTopic, works, self.common)
        self.shelf.put(Contribution, [row for work in works for row in self.credits(work)])
        return works

    def work(self, kind, book=None, chapter=None):
        chance, shelf = self.chance, self.shelf
        day = min(shelf.day(), LATEST.date())
        date = book.date if book else shelf.date(day)
        language = book.language if book else self.prose.language()
        publisher = None if book or chance.often(0.1) else self.publishers.one()
        series = chance.choice(self.series) if kind.endswith(("paper", "brief")) and chance.often(0.7) else None
        return Publication(
            kind=self.kinds[kind],
            title=self.prose.title(self.common.some(2), language, self.kinds[kind].name),
            summary=self.prose.summary(language),
            abstract=f"<p>{self.prose.summary(language)}</p>",
            body=self.prose.report(language) if chance.often(0.1) else "",
            language=language,
            date=date,
            year=date.year,
            publisher=publisher,
            publisher_name=publisher.name if publisher else "",
            place=publisher.city if publisher else "",
            series=series,
            number=str(chance.randint(1, 400)) if series else "",
            part_of=book,
            chapter_number=chapter,
            pages=f"{chapter * 20 - 19}–{chapter * 20}" if chapter else str(chance.randint(8, 400)),
            **shelf.life(day),
        )

    def credits(self, work):
        """Return who wrote or edited a work, as billed in its year."""
        role = "editor" if work.kind.slug in MADE_OF_CHAPTERS else "author"
        for order, figure in enumerate(self.figures.some(self.chance.choice([1, 1, 1, 2, 2, 3]))):
            billed = figure.billed(work.year or LATEST.year)
            yield Contribution(publication=work, role=self.roles[role], order=order, **billed)
