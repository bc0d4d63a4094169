"""The examples beside every rule, read by the whole clause layer and the extractors: each `yes` is found, each `no` is not.

What a rule does not find yet stands in `known_gaps.txt`, one example a line after the rule's id; a listed example that is found fails, so
that the list only shrinks.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from examples import SUBJECTS, Example, contexts_of, example, fired, strip

from avviso.extract.context import Context
from avviso.knowledge.lexicon import Entry, lexicon

LANGUAGES = ("en", "fr")
GAPS = frozenset(
    tuple(line.split("\t", 1))
    for line in Path(__file__).with_name("known_gaps.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
RULES = {(language, entry.id): entry for language in LANGUAGES for entry in lexicon(language).entries}


@cache
def contexts(language: str) -> dict[str, Context]:
    """Every example of the language, parsed once."""
    texts = sorted({example(marked).text for (of, _), entry in RULES.items() if of == language for marked in (*entry.yes, *entry.no)})
    return dict(zip(texts, contexts_of(texts, language), strict=True))


@pytest.mark.parametrize(("language", "rule"), RULES, ids=lambda part: part)
def test_examples(language: str, rule: str) -> None:
    entry = RULES[language, rule]
    wrong = []
    for marked in (*entry.yes, *entry.no):
        shown = example(marked)
        found = fired(contexts(language)[shown.text], entry)
        right = _holds(shown, found, entry) if marked in entry.yes else not found
        if right == ((rule, marked) in GAPS):
            wrong.append(f"{'a known gap is closed: take it off the list' if right else 'found: ' + str(found)}\n    {marked}")
    assert not wrong, "\n".join(wrong)


def _holds(shown: Example, found: list[dict[str, str | None]], entry: Entry) -> bool:
    """Whether some finding has the example's roles; of an event it is enough that the actor stands in the phrase."""
    wanted = {role: strip(shown.text, span) or "" for role, span in shown.spans.items() if role != "Q"}
    inside = entry.subject == "events"

    def holds(of: dict[str, str | None]) -> bool:
        return all(of.get(role) == words or (inside and words in (of.get(role) or "")) for role, words in wanted.items())

    return any(map(holds, found))


def test_every_rule_has_examples_both_ways() -> None:
    lacking = sorted(entry.id for entry in RULES.values() if not (entry.yes and entry.no))
    assert not lacking
    assert {entry.subject for entry in RULES.values()} == set(SUBJECTS)


def test_known_gaps_name_examples_that_exist() -> None:
    examples = {(entry.id, marked) for entry in RULES.values() for marked in (*entry.yes, *entry.no)}
    assert sorted(GAPS - examples) == []
