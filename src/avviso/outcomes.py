"""What becomes of an input: it is read, it fails, or it is passed over (`errors.Skip`)."""

from __future__ import annotations

from dataclasses import dataclass

from avviso.errors import Skip
from avviso.records import Reading


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a reading in the archive: `outcome` is new, unchanged, version (a changed text) or reread (the same text, other
    findings). `key` names the version."""

    key: str
    outcome: str
    version: int
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An article that was read; `stored` is None when it was not kept, `unknown` are the fields of its JSON that nothing is done with."""

    source: str
    reading: Reading
    stored: Stored | None = None
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an input could not be read or kept, in one line that names it; `detail` is the traceback of a fault of our own."""

    message: str
    detail: str = ""


Outcome = Done | Failure | Skip
