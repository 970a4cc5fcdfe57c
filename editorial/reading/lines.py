"""Lines of years: marks along one scale, a line for each of those that are compared.

Places are percentages of a drawing's width, so that it follows the width of its page; the size of a mark is in pixels.
"""

import calendar
from math import sqrt

# What is left free at both ends, in percent, for the marks of the first and the last year.
MARGIN = 3
STEPS = (1, 2, 5, 10, 20, 50, 100, 500, 1000, 2000)
MOST_TICKS = 6
SMALLEST, LARGEST = 2.5, 9


class Scale:
    """The years from `first` to `last`, both of them whole."""

    def __init__(self, first, last):
        self.first, self.last = first, last

    def share(self, moment):
        """Return where a moment stands, given in years: 2025.5 is the middle of 2025."""
        return MARGIN + (100 - 2 * MARGIN) * (moment - self.first) / (self.last + 1 - self.first)

    def at(self, moment):
        return f"{self.share(moment):.2f}%"

    def middle(self, year):
        return self.at(year + 0.5)

    def span(self, start, end):
        """Return where two partial dates lie, as (from the first day of one, to the last day of the other)."""
        return self.at(moment(start.first)), self.at(moment(end.last) + 1 / 366)

    @property
    def ticks(self):
        """The years that carry a label, as [(year, place)]: so few that the labels stand apart on a narrow page."""
        step = next(step for step in STEPS if (self.last - self.first) / step < MOST_TICKS)
        first = -(-self.first // step) * step
        return [(year, self.middle(year)) for year in range(first, self.last + 1, step)]


def moment(day):
    """Return a day in years, so that 2 July 2025 is about 2025.5."""
    return day.year + (day.timetuple().tm_yday - 1) / (366 if calendar.isleap(day.year) else 365)


def radius(count, most):
    """Return the size of the mark for `count` records where the largest stands for `most`: its area tells the number."""
    largest = min(LARGEST, 2 * SMALLEST + sqrt(most))
    return max(SMALLEST, largest * sqrt(count / most))
