"""Which rules fire on a corpus, and which never do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from avviso.identity import findings
from avviso.knowledge.lexicon import lexicon
from avviso.records import Reading


@dataclass(frozen=True, slots=True)
class RuleUse:
    """One language: how often each rule fired, and those that never did, by what they find."""

    language: str
    fired: dict[str, int]
    silent: dict[str, list[str]]


def rule_use(readings: Iterable[Reading]) -> list[RuleUse]:
    """What became of every rule of the languages that the readings are in."""
    counts: dict[str, Counter[str]] = {}
    for reading in readings:
        of_language = counts.setdefault(reading.article.language or "", Counter())
        of_language.update(finding.evidence.rule for _, _, finding in findings(reading))
    return [_use(language, fired) for language, fired in sorted(counts.items()) if language]


def _use(language: str, fired: Counter[str]) -> RuleUse:
    silent: dict[str, list[str]] = {}
    for entry in lexicon(language).entries:
        known = silent.setdefault(entry.subject, [])
        if entry.id not in fired and entry.id not in known:
            known.append(entry.id)
    return RuleUse(language, dict(fired.most_common()), silent)
