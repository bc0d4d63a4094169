"""The sixteen event types of PLOVER and their contexts (`data/ontology/`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from avviso.errors import DataError
from avviso.knowledge.files import DATA, read_toml
from avviso.records import Status


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event.

    `goldstein` runs from -10 (conflict) to +10 (cooperation); `quad_class` is 1 verbal cooperation, 2 material cooperation, 3 verbal
    conflict, 4 material conflict; `embeds` is the status that the act gives to the act it speaks of (a request: called-for);
    `assemblies` are the bodies of several states that can be all parties of it.
    """

    type: str
    definition: str
    goldstein: float
    quad_class: int
    symmetric: bool
    target_required: bool
    cameo: str
    embeds: Status | None
    modes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    assemblies: frozenset[str] = frozenset()


@cache
def event_types() -> Mapping[str, EventType]:
    """All types by name. Raises `DataError` when a file lacks a key."""
    types: dict[str, EventType] = {}
    for path in sorted((DATA / "ontology").glob("*.toml")):
        raw = read_toml(path)
        if "type" not in raw:
            continue
        try:
            types[raw["type"]] = EventType(
                raw["type"], raw["definition"], float(raw["goldstein"]), int(raw["quad_class"]), bool(raw["symmetric"]),
                bool(raw["target_required"]), str(raw["cameo"]), Status(raw["embeds"]) if raw.get("embeds") else None,
                {mode["id"]: tuple(mode.get("cameo", ())) for mode in raw.get("mode", ())},
                frozenset(raw.get("assemblies", ())),
            )  # fmt: skip
        except KeyError as error:
            raise DataError(f"ontology/{path.name} lacks {error}; add the key") from error
    return types


@cache
def context_words(language: str) -> Mapping[str, tuple[str, ...]]:
    """For each word of the language that points to a context, those contexts."""
    words: dict[str, list[str]] = {}
    for raw in read_toml(DATA / "ontology" / "contexts.toml").get("context", ()):
        for word in raw.get(language, ()):
            words.setdefault(word, []).append(raw["id"])
    return {word: tuple(contexts) for word, contexts in words.items()}
