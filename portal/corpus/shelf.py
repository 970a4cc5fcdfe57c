"""The shelf: puts records and rows into the database many at a time, with what saving each alone would have given them."""

import datetime
from collections import Counter, defaultdict

from editorial.addresses import ALPHABET, SLUG_LENGTH, slug_for
from editorial.dates import PartialDate
from editorial.folding import key
from editorial.models import Publishable

# A corpus is the same on whatever day it is made, so nothing in it is reckoned from today.
FIRST, LAST = datetime.date(2007, 1, 1), datetime.date(2027, 6, 30)
LATEST = datetime.datetime(2026, 6, 1, 6, tzinfo=datetime.UTC)
FAR_AHEAD = datetime.datetime(2090, 1, 1, 6, tzinfo=datetime.UTC)
BATCH = 2000


class Shelf:
    """Takes what was made and counts it; what it hands out is never handed out twice."""

    def __init__(self, chance):
        self.chance, self.made = chance, Counter()
        self.slugs, self.numbers = defaultdict(Counter), set()

    def put(self, model, records):
        """Write `records`, all of `model`, and return them with their keys."""
        records = list(records)
        if issubclass(model, Publishable):
            for record in records:
                self.prepare(record)
            self.made[model] += len(records)
        return model._default_manager.bulk_create(records, batch_size=BATCH)

    def prepare(self, record):
        """Give a record what `save()` would have: its key, its address, its number."""
        heading = str(record)
        record.permanent_id = self.number()
        record.key, record.version = key(heading), 1
        record.slug = self.slug(type(record), slug_for(heading, f"{record._meta.model_name}-{record.permanent_id}"))

    def number(self):
        number = "".join(self.chance.choices(ALPHABET, k=8))
        while number in self.numbers:
            number = "".join(self.chance.choices(ALPHABET, k=8))
        self.numbers.add(number)
        return number

    def slug(self, model, wanted):
        """Return `wanted`, or `wanted-2` and so on: what no record of the kind has yet."""
        taken, slug = self.slugs[model], wanted
        while slug in taken:
            taken[wanted] += 1
            slug = f"{wanted[: SLUG_LENGTH - 8]}-{taken[wanted]}"
        taken[slug] = 1
        return slug

    def life(self, day=FIRST, drafts=0.03):
        """Return the fields that say whether a record about something of that day is public, as nineteen in twenty are."""
        turn = self.chance.random()
        noon = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
        published = min(noon + datetime.timedelta(days=self.chance.randint(0, 40)), LATEST)
        if turn < drafts:
            return {}
        if turn < drafts + 0.01:
            return {"published_at": FAR_AHEAD + datetime.timedelta(days=self.chance.randint(0, 4000))}
        if turn < drafts + 0.02:
            after = published + datetime.timedelta(days=self.chance.randint(1, 400))
            return {"published_at": published, "withdrawn_at": after, "withdrawal_reason": "Published in error."}
        return {"published_at": published}

    def date(self, day):
        """Return a day as a source may give it: mostly whole, now and then only its month, its year, or nothing."""
        turn = self.chance.random()
        length = 10 if turn < 0.88 else 7 if turn < 0.95 else 4 if turn < 0.98 else 0
        return PartialDate(day.isoformat()[:length])

    def day(self):
        """Return a day of the twenty years; later ones come up more often, for an institute grows."""
        back = self.chance.random() ** 1.3 * (LAST - FIRST).days
        return LAST - datetime.timedelta(days=int(back))


class Words:
    """A vocabulary by its slugs; the words of an institute that changed its vocabularies stand in for missing ones."""

    def __init__(self, model):
        self.all = list(model.objects.order_by("position", "pk"))
        self.known = {word.slug: word for word in self.all}

    def __getitem__(self, slug):
        return self.known.get(slug) or self.all[-1]
