"""What speaks for and against a finding: the weights that turn its signals into a confidence, from `data/confidence.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from avviso.errors import DataError
from avviso.knowledge.files import DATA, read_toml

FILE = DATA / "confidence.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """One kind of finding: log-odds of being right when nothing else is known, and what each signal adds to them."""

    base: float
    signals: Mapping[str, float]

    def chance(self, signals: Iterable[str]) -> float:
        """The chance, between 0 and 1, that a finding with these signals is right; a signal that is not known adds nothing."""
        odds = self.base + sum(self.signals.get(signal, 0.0) for signal in signals)
        return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


@cache
def weights(file: Path = FILE) -> dict[str, Weights]:
    """The weights of each kind of finding. Raises `DataError` when the file has another form."""
    found: dict[str, Weights] = {}
    for kind, table in read_toml(file).items():
        try:
            signals = {str(name): float(value) for name, value in table.get("signals", {}).items()}
            found[kind] = Weights(float(table["base"]), signals)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(f"{file.name}: {kind}: give a base and a table of signals, all numbers ({error})") from error
    return found
