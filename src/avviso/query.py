"""What may be asked of the archive, and what it answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from avviso.identity import Finding
from avviso.records import Article


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought; all of it must hold.

    `words` are sought in the articles' text, or in the words of the findings when findings are sought (`kinds`, `actors` or
    `event_type` given): words and "quoted phrases" that must all occur, `word*` for a beginning. Each of `actors` must play some role;
    it is told by one of several names: a code ("RUS" also finds "RUS:OPP"), an actor id, or part of a name. `since` and `until` bound
    the finding's own time, else the day of publication. Findings that are less sure than `min_confidence` (0 to 1) are passed over.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    actors: tuple[tuple[str, ...], ...] = ()
    event_type: str | None = None
    since: date | None = None
    until: date | None = None
    language: str | None = None
    min_confidence: float = 0.0
    limit: int | None = 20

    @property
    def seeks_findings(self) -> bool:
        """Whether findings are sought rather than articles."""
        return bool(self.kinds or self.actors or self.event_type)


@dataclass(frozen=True, slots=True)
class Held:
    """A finding of the archive with its article."""

    article: Article
    kind: str
    id: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, or a finding in it, with some words around the place on one line."""

    article: Article
    snippet: str
    held: Held | None = None
