"""Makes a corpus of a given size from a seed, in one transaction."""

from django.apps import apps
from django.db import connection, transaction

from editorial.models import Publishable, Topic
from portal.corpus import bodies, figures, index, subjects
from portal.corpus.chance import Chance
from portal.corpus.meetings import Meetings
from portal.corpus.pacts import Pacts
from portal.corpus.prose import Prose
from portal.corpus.shelf import Shelf
from portal.corpus.works import Works


class NotEmptyError(ValueError):
    """There are records already, which a corpus must not be mixed with."""


@transaction.atomic
def make(number, seed):
    """Make a corpus of `number` events and of the rest in proportion; return a Counter of the records by model.

    The same seed gives the same texts and relations on every day and both databases. Raises NotEmptyError when the
    database holds a record or a topic already.
    """
    kinds = [model for model in apps.get_models() if issubclass(model, Publishable | Topic)]
    if taken := [model for model in kinds if model.objects.exists()]:
        raise NotEmptyError(", ".join(str(model._meta.verbose_name_plural) for model in taken))
    shelf = Shelf(Chance(seed))
    prose = Prose(shelf.chance, subjects.make(shelf))
    known = bodies.make(shelf, prose, number // 50 + 40)
    people = figures.make(shelf, prose, known, number // 10 + 100)
    works = Works(shelf, prose, known, people)
    works.make(number // 2)
    meetings = Meetings(shelf, prose, known, people, works)
    meetings.make(number)
    Pacts(shelf, prose, known, people, meetings).make(max(number // 50, 3))
    index.derive()
    survey()
    return shelf.made


def survey():
    """Let PostgreSQL learn what is in its tables now: by itself it would in minutes, and plan for empty ones till then."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
