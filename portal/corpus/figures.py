"""The people of the corpus: the posts they held one after the other, and how they are billed in a given year."""

from dataclasses import dataclass
from itertools import pairwise

from editorial.folding import key
from people.models import Affiliation, Person, PersonName, PersonTopic
from portal.corpus import names, subjects
from portal.corpus.chance import Zipf
from portal.corpus.prose import WORDS


@dataclass(eq=False)
class Post:
    """A position that somebody held from one year to another; the last one lasts."""

    position: str
    body: object
    honorific: str
    start: int
    end: int | None = None


@dataclass(eq=False)
class Figure:
    person: Person
    posts: list

    def billed(self, year):
        """Return the fields of a row that bills this person for something of that year."""
        begun = [post for post in self.posts if post.start <= year]
        post = (begun or self.posts)[-1 if begun else 0]
        return {
            "person": self.person,
            "honorific": post.honorific,
            "name": self.person.name,
            "position": post.position,
            "institution": post.body,
            "institution_name": post.body.name,
        }


def make(shelf, prose, bodies, number):
    """Make `number` people with their posts, names and topics; return their Figures as a Zipf."""
    chance, acting = shelf.chance, bodies.acting(shelf.chance)
    written = [names.name(chance) for _ in range(number)]
    careers = [career(chance, acting) for _ in written]
    people = shelf.put(Person, [person(shelf, prose, *both) for both in zip(written, careers, strict=True)])
    subjects.tag(shelf, PersonTopic, people, Zipf(chance, prose.topics.values()))
    spellings = zip(people, written, strict=True)
    shelf.put(PersonName, [name for person, known in spellings for name in other_names(chance, person, known)])
    figures = [Figure(*both) for both in zip(people, careers, strict=True)]
    shelf.put(Affiliation, [row for figure in figures for row in affiliations(chance, figure)])
    return Zipf(chance, figures, 0.8)


def person(shelf, prose, written, posts):
    last, name = posts[-1], written["en"]
    sort_name = ", ".join(reversed(name.split()))
    return Person(
        name=name,
        sort_name=sort_name,
        sort_key=key(sort_name),
        honorific=last.honorific,
        summary=prose.summary("en") if shelf.chance.often(0.2) else "",
        biography=f"<p>{name} is {last.position} in the corpus and nowhere else.</p>",
        is_expert=shelf.chance.often(0.12),
        private_contact="corpus@example.org" if shelf.chance.often(0.1) else "",
        **shelf.life(drafts=0.05),
    )


def career(chance, acting):
    """Return one to three posts, each a step up, now and then in another body."""
    honorific, year, body = chance.choice(WORDS["spoken"]["honorifics"]), chance.randint(1995, 2014), acting.one()
    posts = []
    for step in range(chance.randint(1, 3)):
        ladder = WORDS["ladders"].get(body.kind.slug, WORDS["ladders"]["other"])
        posts.append(Post(ladder[min(step, len(ladder) - 1)], body, honorific, year))
        year, body = year + chance.randint(2, 9), acting.one() if chance.often(0.4) else body
        honorific = {"": "Dr", "Dr": "Prof. Dr"}.get(honorific, honorific) if chance.often(0.5) else honorific
    for before, after in pairwise(posts):
        before.end = after.start
    return posts


def affiliations(chance, figure):
    """Return what is confirmed of somebody's posts: mostly the last one, sometimes all."""
    known = figure.posts if chance.often(0.4) else figure.posts[-1:]
    return [
        Affiliation(
            person=figure.person,
            position=post.position,
            institution=post.body,
            institution_name=post.body.name,
            start=str(post.start),
            end=str(post.end or ""),
            former=bool(post.end),
            primary=not post.end,
            order=order,
        )
        for order, post in enumerate(known)
    ]


def other_names(chance, person, written):
    """Return how the name is written in other scripts and by other sources, for some."""
    if chance.often(0.15):
        language = chance.choice(["ru", "ur"])
        name = written[language]
        yield PersonName(person=person, name=name, key=key(name), kind="script", language=language)
    if chance.often(0.1):
        name = names.misspelt(chance, person.name)
        yield PersonName(person=person, name=name, key=key(name))
