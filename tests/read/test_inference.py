"""The model says the same of every word, however fast it is run."""

from __future__ import annotations

import json
from typing import Any

import pytest

from avviso.knowledge.files import DATA
from avviso.knowledge.grammar import grammar
from avviso.read import inference
from avviso.read.inference import NAMES, REMEMBERED, annotate, as_it_came, load_model
from avviso.read.syntax import Parser

SAMPLES = sorted((DATA / "samples").glob("*.json"))
ODD = ["", " ", "\n\n", "…", "It's theirs; let's go, they'd won't.", "L'État, c'est-à-dire « nous »."]


def said(doc: Any, *, names: bool) -> list[tuple[str, ...]]:
    told = [(t.text, t.lemma_, t.pos_, t.dep_, str(t.head.i), str(t.morph)) for t in doc]
    return [(*word, t.ent_type_, t.ent_iob_) for word, t in zip(told, doc, strict=True)] if names else told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_is_said_as_by_the_stock_model(language: str) -> None:
    articles = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in SAMPLES if path.stem.endswith(f"-{language}")]
    lines = [*ODD, *(line for text in articles for line in text.splitlines())]
    parser = Parser(language)
    model = load_model(parser.grammar.model)
    wanted = [number % 3 > 0 for number in range(len(lines))]
    for _ in range(2):  # the second time from memory
        ours = annotate(model, lines, wanted, parser.unneeded)
        with as_it_came(model):
            stock = list(model.pipe(lines, disable=parser.grammar.unneeded))
        for one, other, names in zip(ours, stock, wanted, strict=True):
            assert said(one, names=names) == said(other, names=names)


def memories(model: Any) -> list[Any]:
    parts = [part for _, component in model.pipeline for part in inference._parts(component)]
    return [part.attrs["memory"] for part in parts if part.name == REMEMBERED]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_network_that_sees_words_remembers_them(language: str) -> None:
    assert len(memories(load_model(grammar(language).model))) == 2


def test_a_full_memory_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inference, "MOST_REMEMBERED", 8)
    model = load_model(grammar("en").model)
    for text in ("The two ministers met in the old harbour town.", "A ceasefire was signed by both of them on Monday."):
        annotate(model, [text], [True], [NAMES])
    shared = memories(model)[0]
    assert 8 < len(shared._rows) < 14
    assert max(shared._rows.values()) < len(shared._table)
