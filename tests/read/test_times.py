"""Every rule of time against its own examples, and what the rules share."""

from __future__ import annotations

import re
from datetime import date

import pytest

from avviso.knowledge.times import TimeRule, time_grammar
from avviso.read.times import find_times
from avviso.read.timewords import find_matches
from avviso.records import Span, TimeMention

LANGUAGES = ("fr", "en")
EXAMPLE = re.compile(r"(?P<text>.*?)(?: @(?P<day>\d{4}-\d\d-\d\d))? =(?P<values>.*)", re.DOTALL)
PUBLISHED = date(2026, 1, 21)

RULES = [rule for language in LANGUAGES for rule in time_grammar(language).rules]
YES = [(rule, example) for rule in RULES for example in rule.yes]
NO = [(rule, example) for rule in RULES for example in rule.no]


def read(text: str, language: str, published: date | None = PUBLISHED) -> list[TimeMention]:
    return find_times(text, [Span(0, len(text))], language, published=published)


def winners(text: str, language: str) -> set[str]:
    grammar = time_grammar(language)
    return {match.rule.id for match in find_matches(grammar.vocabulary.scan(text, 0, len(text)), grammar)}


def language_of(rule: TimeRule) -> str:
    return rule.id.split(".", 1)[0]


@pytest.mark.parametrize(("rule", "example"), YES, ids=lambda value: value if isinstance(value, str) else value.id)
def test_yes(rule: TimeRule, example: str) -> None:
    match = EXAMPLE.fullmatch(example)
    assert match is not None
    text = re.sub(r"[\[\]]", "", match["text"])
    found = read(text, language_of(rule), date.fromisoformat(match["day"]) if match["day"] else PUBLISHED)
    assert [mention.when.value for mention in found] == match["values"].split()
    assert [mention.span.of(text) for mention in found] == re.findall(r"\[([^\]]*)\]", match["text"])
    assert rule.id in winners(text, language_of(rule))


@pytest.mark.parametrize(("rule", "example"), NO, ids=lambda value: value if isinstance(value, str) else value.id)
def test_no(rule: TimeRule, example: str) -> None:
    assert rule.id not in winners(example, language_of(rule))
