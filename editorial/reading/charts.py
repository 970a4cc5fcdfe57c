"""Charts: the geometry of drawn figures. Pure numbers and words; templates draw them, and set the table behind them.

Bars over years, every one of them a link to its records, with the table folded away beneath:

    chart = over_years({2024: 3, 2025: 12}, address, "Events by year", ("event", "events"))
    {% include "editorial/_bars.html" with chart=chart %}

where `address([2025])` returns the address of the list of exactly those records; `bare=True` leaves the table out where
the page says the same beside it. A ranking, which is a table with bars:

    chart = ranked([("Energy", 12, "/events/?topic=energy")], "Events by topic", "Topic", "Events")
    {% include "editorial/_ranked.html" with chart=chart %}

Places along the axis are percentages and lengths are in em, so a drawing follows the width of its page and the size of
its text. A drawing that would not leave room for its figures is wider than a narrow page and scrolls, newest first.
"""

from dataclasses import dataclass

# In em of the drawing's own text: the height of the tallest bar, of the figure over it and of the year beneath it.
TALL, LOW, OVER, BENEATH = 9, 3.5, 1.3, 1.5
# A single record beside a thousand is still to be seen.
LEAST = 0.2
# The room for one bar, never narrower than a finger, and the width of a letter. A few bars do not fill the whole sheet.
SLOT, LETTER, FEWEST = 2, 0.62, 6
# So many bars stand with a label each, so many with every second one; beyond that round years carry one.
ALL, HALF = 9, 18
MOST_YEARS = 60


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its records, and where it is drawn. `name` says it all: “2025: 12 events”."""

    label: str
    count: int
    address: str
    name: str
    on: bool
    ticked: bool
    slot: str
    x: str
    middle: str
    y: str
    height: str


@dataclass(frozen=True)
class Bars:
    """A drawing of bars over years and what its table says."""

    title: str
    summary: str
    axis: str
    noun: str
    bars: list
    undated: int
    low: bool
    # The measures that all bars share: the drawing's, a bar's, and the level on which the bars stand.
    width: str
    height: str
    slot: str
    bar: str
    base: str
    foot: str

    @property
    def rows(self):
        """The bars that stand for something, the latest first, as the table lists them."""
        return [bar for bar in reversed(self.bars) if bar.count]


def over_years(counts, address, title, nouns, *, chosen=(), undated=0, low=False):
    """Return the Bars of {year: count}, or None when there are none; years between without records keep their place.

    `address(years)` gives the address of the records of a list of years; `nouns` name them in the singular and plural.
    More years than a page can show are drawn as decades. `chosen` years stand out, `undated` records are accounted for,
    and `low` is for a strip above a list.
    """
    decades = bool(counts) and max(counts) - min(counts) >= MOST_YEARS
    spans = grouped(counts, 10 if decades else 1)
    if not spans:
        return None
    tall, tallest = (LOW if low else TALL), max(sum(counts[year] for year in years) for years in spans.values())
    draw = Draughtsman(len(spans), tall, tallest, letters=5 if decades else 4)
    bars = []
    for place, (first, years) in enumerate(spans.items()):
        label = f"{first}s" if decades else str(first)
        count = sum(counts[year] for year in years)
        words = {
            "label": label,
            "count": count,
            "address": address(years) if count else "",
            "name": f"{label}: {count} {nouns[count != 1]}",
            "on": bool(set(years) & set(chosen)),
            "ticked": ticked(place, len(spans), first, decades),
        }
        bars.append(Bar(**words, **draw.bar(place, count)))
    axis = "Decade" if decades else "Year"
    return Bars(title, summary(bars), axis, nouns[1].capitalize(), bars, undated, low, **draw.sheet)


def grouped(counts, span):
    """Return {first year: years that have records} for every `span` years from the first year with records to the last."""
    if not counts:
        return {}
    firsts = range(min(counts) // span * span, max(counts) + 1, span)
    return {first: [year for year in range(first, first + span) if counts.get(year)] for first in firsts}


def ticked(place, number, first, decades):
    """Whether the bar at `place` of `number` carries its label, so that no two of them touch."""
    if number <= ALL:
        return True
    if number <= HALF or decades:
        return (number - 1 - place) % 2 == 0
    return first % 5 == 0


def summary(bars):
    """Return what the drawing shows in words, also for those who do not see it."""
    most = max(bars, key=lambda bar: bar.count)
    if len(bars) == 1:
        return most.name
    return f"{bars[0].label} to {bars[-1].label}, most in {most.name}"


class Draughtsman:
    """Places `number` bars on a sheet; the tallest, of `tallest` records, is `tall`."""

    def __init__(self, number, tall, tallest, letters):
        self.tall, self.tallest = tall, tallest
        # Half a slot more than bars: the first and the last label are wider than what they stand under.
        slots = max(number, FEWEST) + 0.5
        self.share = 100 / slots
        label = LETTER * letters + 0.3 if number <= ALL else SLOT
        slot = max(SLOT, label, LETTER * len(str(tallest)) + 0.4)
        base = OVER + tall
        self.sheet = {
            "width": f"{slot * slots:.4g}em",
            "height": f"{base + BENEATH:g}em",
            "slot": f"{self.share:.3f}%",
            "bar": f"{self.share * 0.72:.3f}%",
            "base": f"{base:g}em",
            "foot": f"{base + BENEATH - 0.35:g}em",
        }

    def bar(self, place, count):
        """Return where the bar of `count` records at `place` is drawn."""
        height = max(LEAST, self.tall * count / self.tallest) if count else 0
        start = self.share * (place + 0.25)
        return {
            "slot": f"{start:.3f}%",
            "x": f"{start + self.share * 0.14:.3f}%",
            "middle": f"{start + self.share / 2:.3f}%",
            "y": f"{OVER + self.tall - height:.3f}em",
            "height": f"{height:.3f}em",
        }


@dataclass(frozen=True)
class Rank:
    """One line of a ranking; `share` is the length of its bar beside the longest."""

    label: str
    count: int
    address: str
    share: str
    on: bool = False


@dataclass(frozen=True)
class Ranking:
    """A table of values and their counts with a bar in every line; `rest` stands folded beneath the `first` ones."""

    title: str
    axis: str
    noun: str
    first: list
    rest: list


def ranked(rows, title, axis, noun, *, shown=20, chosen=()):
    """Return the Ranking of [(label, count, address)] in the order given; labels in `chosen` stand out."""
    longest = max((count for _, count, _ in rows), default=1) or 1
    ranks = [
        Rank(label, count, address, f"{max(0.5, 100 * count / longest):.1f}%" if count else "0%", label in chosen)
        for label, count, address in rows
    ]
    return Ranking(title, axis, noun, ranks[:shown], ranks[shown:])
