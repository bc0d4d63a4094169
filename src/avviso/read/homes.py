"""Which country an article speaks of: on the whole, and just here.

Offices and bodies that a text names without a country ("the mayor", "local authorities") belong to the country it is about.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

CLEAR = 1.7
"""How many times oftener than the next one a country must be named to be the article's own."""
FIRST_SENTENCES = 3
LOCAL_REACH = 6
"""Sentences back in which a place still tells where we are."""


@dataclass(slots=True)
class Homes:
    """Countries named in one article, in text order."""

    places: list[tuple[int, int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _main: str | None = None
    _counted: bool = False

    def add(self, sentence: int, start: int, code: str, weight: float, *, place: bool) -> None:
        """Files one naming of a country. `place` tells that it says where something is, rather than whose."""
        if len(code) != 3:
            return
        self.counts[code] += weight * (2.0 if sentence < FIRST_SENTENCES else 1.0)  # type: ignore[assignment]
        if place:
            self.places.append((sentence, start, code))

    def main(self) -> str | None:
        """The country that the article is mainly about, None when none clearly leads."""
        if not self._counted:
            self._counted = True
            ranked = self.counts.most_common(2)
            if ranked and (len(ranked) == 1 or ranked[0][1] >= CLEAR * ranked[1][1]):
                self._main = ranked[0][0]
        return self._main

    def leading(self) -> str | None:
        """The country that is named most, clearly or not."""
        ranked = self.counts.most_common(1)
        return ranked[0][0] if ranked else None

    def local(self, sentence: int, start: int) -> str | None:
        """The country of the place named last before `start`, or else in the rest of the same sentence; the main country without."""
        before: tuple[int, str] | None = None
        after: str | None = None
        for order, position, code in self.places:
            if position < start and sentence - order <= LOCAL_REACH:
                before = (order, code)
            elif order == sentence and position > start and after is None:
                after = code
        if before is not None and before[0] == sentence:
            return before[1]
        return after or (before[1] if before is not None else None) or self.main()
