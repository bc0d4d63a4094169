"""The few things that can go wrong, each with a one-line message that says what and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class AvvisoError(Exception):
    """Base of what Avviso raises on purpose; its text is fit for the user's eyes."""


class DataError(AvvisoError):
    """A file of our own `data/` is wrong."""


class InputError(AvvisoError):
    """An input cannot be read; the other inputs still are."""


class ArchiveError(AvvisoError):
    """The archive cannot be opened or written."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Why an input was passed over on purpose: counted and shown, never silent."""

    source: str
    reason: str
