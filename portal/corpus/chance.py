"""Chance: the draws of which a corpus is made, the same ones in the same order for the same seed."""

import random
from itertools import accumulate


class Chance(random.Random):
    def often(self, share):
        """Say yes so many times in one."""
        return self.random() < share

    def several(self, items, number):
        """Return `number` of `items`, in their order, or all when there are fewer."""
        places = sorted(self.sample(range(len(items)), min(number, len(items))))
        return [items[place] for place in places]


class Zipf:
    """Things of which the first come up most often and most come up rarely, as topics, hosts and speakers do."""

    def __init__(self, chance, items, exponent=1.0):
        self.chance, self.items = chance, list(items)
        self.weights = list(accumulate((place + 1) ** -exponent for place in range(len(self.items))))

    def one(self):
        return self.chance.choices(self.items, cum_weights=self.weights)[0]

    def some(self, number):
        """Return `number` different things, or all when there are fewer."""
        wanted, found = min(number, len(self.items)), {}
        while len(found) < wanted:
            found |= dict.fromkeys(self.chance.choices(self.items, cum_weights=self.weights, k=wanted))
        return list(found)[:wanted]
