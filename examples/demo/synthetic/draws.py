# SPDX-License-Identifier: MIT
"""Chance that is the same on every machine: sums and products of random(), nothing from libm."""

import datetime
import random

DAY = datetime.timedelta(days=1)


class Draws:
    """One stream of chance. Streams of different names do not depend on each other's length."""

    def __init__(self, seed, name):
        # A text seed goes through SHA-512, and only random() is promised never to change.
        self.unit = random.Random(f"{seed}/{name}").random

    def below(self, limit):
        """A whole number from 0 to limit - 1."""
        return int(self.unit() * limit)

    def between(self, first, last):
        """A whole number from first to last, both included."""
        return first + self.below(last - first + 1)

    def chance(self, share):
        return self.unit() < share

    def one_of(self, things):
        return things[self.below(len(things))]

    def weighted(self, things):
        """One of (thing, weight) pairs."""
        left = self.unit() * sum(weight for _, weight in things)  # whole weights: exact
        for thing, weight in things:
            left -= weight
            if left < 0:
                return thing
        return things[-1][0]

    def bell(self):
        """About normal with mean 0 and standard deviation 1: the sum of twelve uniforms."""
        total = -6.0
        for _ in range(12):  # not sum(), which rounds otherwise since Python 3.12
            total += self.unit()
        return total

    def some(self, things, count):
        """`count` different ones of a list, in the list's order."""
        places = list(range(len(things)))
        for at in range(count):
            other = self.between(at, len(places) - 1)
            places[at], places[other] = places[other], places[at]
        return [things[place] for place in sorted(places[:count])]


class Quota:
    """Says yes to an exact share of its questions, spread evenly, so that effects show in small groups."""

    def __init__(self):
        self.owed = 0.5

    def yes(self, share):
        self.owed += share
        if self.owed >= 1.0:
            self.owed -= 1.0
            return True
        return False


def months_later(day, months):
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return datetime.date(year, month + 1, min(day.day, (following - DAY).day))
