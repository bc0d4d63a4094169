"""Sentences of `clauses_xx.toml` and the clauses that they hold.

Of each expected clause only the keys given are compared: `lemma`, any field of `Clause`, `as` (the clause read as an expression of several
words), and arguments by relation and marker (`subject`, `"oblique à"`) with their words; an argument that is "" must not be there.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from examples import contexts_of

from avviso.text import Argument, Clause

FIELDS = frozenset({"lemma", "kind", "tense", "mood", "modal", "link", "negated", "never", "passive", "question"})
Expected = dict[str, Any]
LANGUAGES = ("en", "fr")


def table(language: str) -> list[dict[str, Any]]:
    path = Path(__file__).with_name(f"clauses_{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]


TABLE = [(language, row["text"], row["clauses"]) for language in LANGUAGES for row in table(language)]


@cache
def parsed(language: str) -> dict[str, tuple[str, list[Clause]]]:
    """The clauses of every sentence of the table, parsed once, and the text that their offsets name."""
    texts = [text for of, text, _ in TABLE if of == language]
    found = zip(texts, contexts_of(texts, language), strict=True)
    return {text: (context.document.article.text, context.document.clauses) for text, context in found}


@pytest.mark.parametrize(("language", "text", "expected"), TABLE, ids=[f"{language}: {text[:60]}" for language, text, _ in TABLE])
def test_clauses(language: str, text: str, expected: list[Expected]) -> None:
    article, clauses = parsed(language)[text]
    for clause in expected:
        near = [other for other in clauses if other.lemma == clause["lemma"]]
        ways = [differences(clause, other, article) for other in near]
        assert ways, f"no clause of {clause['lemma']!r} among {[other.lemma for other in clauses]}"
        assert min(ways, key=len) == []


def differences(expected: Expected, clause: Clause, text: str) -> list[str]:
    """What a clause has otherwise than the table says."""
    arguments, wrong = clause.arguments, []
    if "as" in expected:
        variant = next((v for v in clause.variants if v.lemma == expected["as"]), None)
        if variant is None:
            return [f"not read as {expected['as']!r}"]
        arguments = variant.arguments
    for key, wanted in expected.items():
        if key in FIELDS:
            if getattr(clause, key) != wanted:
                wrong.append(f"{key}: {getattr(clause, key)!r} for {wanted!r}")
        elif key != "as":
            words = [a.phrase.span.of(text) for a in arguments if _named(a) == key]
            if (wanted not in words) if wanted else words:
                wrong.append(f"{key}: {words} for {wanted!r}; there are {[(_named(a), a.phrase.span.of(text)) for a in arguments]}")
    return wrong


def _named(argument: Argument) -> str:
    return f"{argument.relation} {argument.marker}".strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_broad(language: str) -> None:
    rows = table(language)
    assert len(rows) >= 120
    assert len({row["text"] for row in rows}) == len(rows)
    assert all(row["clauses"] for row in rows)
