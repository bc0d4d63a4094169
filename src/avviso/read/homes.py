"""Which country an article speaks of: on the whole, and just here.

Offices and bodies that a text names without a country ("the mayor", "local authorities") belong to the country it is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

CLEAR = 1.7
"""How many times oftener than the next one a country must be named to be the article's own."""
FIRST_SENTENCES = 3


@dataclass(slots=True)
class Homes:
    """Countries named in one article, in text order."""

    places: list[tuple[int, int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)
    """How often each state and body is named, by its code, persons aside."""
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

    def leading_of(self, codes: Collection[str]) -> str | None:
        """Which of some countries is named most, None when none is."""
        return max((code for code in self.counts if code in codes), key=lambda code: self.counts[code], default=None)

    def local(self, sentence: int, start: int) -> str | None:
        """The country of the place named last before `start` in its sentence, or else first behind it there; the leading one without."""
        here = [(position, code) for order, position, code in self.places if order == sentence]
        before = [code for position, code in here if position < start]
        after = [code for position, code in here if position > start]
        return before[-1] if before else after[0] if after else self.leading()
