"""How well confidence keeps its word: of the findings that are held 80 % sure, about 80 % should be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from avviso.bench.gold import Judged

EDGES = (0.2, 0.4, 0.6, 0.8)
KINDS = ("statements", "events", "agenda")


@dataclass(frozen=True, slots=True)
class Band:
    """The findings of a kind with a confidence from `low` to below `high`: how many, how sure on average, and the share that is right."""

    kind: str
    low: float
    high: float
    count: int
    sure: float
    right: float


def bands(judged: Iterable[Judged]) -> Iterator[Band]:
    """The bands that hold findings, kind by kind, the least sure first."""

    def band(found: Judged) -> tuple[int, int]:
        return KINDS.index(found.kind), sum(found.finding.confidence >= edge for edge in EDGES)

    for (kind, number), members in groupby(sorted(judged, key=band), key=band):
        found = list(members)
        low, high = (0.0, *EDGES)[number], (*EDGES, 1.0)[number]
        sure = sum(one.finding.confidence for one in found) / len(found)
        yield Band(KINDS[kind], low, high, len(found), sure, sum(one.right for one in found) / len(found))


def calibration_error(found: Iterable[Band], kind: str) -> float:
    """The expected calibration error: how far confidence and share lie apart, on average over the findings of a kind."""
    of_kind = [band for band in found if band.kind == kind]
    total = sum(band.count for band in of_kind)
    return sum(band.count * abs(band.sure - band.right) for band in of_kind) / total if total else 0.0
