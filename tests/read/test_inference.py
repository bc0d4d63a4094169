"""The model says the same of every word, however fast it is run."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from avviso.knowledge.files import DATA
from avviso.knowledge.grammar import grammar
from avviso.read import inference
from avviso.read.inference import NAMES, annotate, load_model, stock_model
from avviso.read.syntax import Parser

SAMPLES = sorted((DATA / "samples").glob("*.json"))
ODD = ["", " ", "\n\n", "…", "It's theirs; let's go, they'd won't.", "L'État, c'est-à-dire « nous »."]


@cache
def stock(language: str) -> Any:
    model = stock_model(grammar(language).model)
    for word in grammar(language).compounds:
        model.tokenizer.add_special_case(word, [{"ORTH": word}])
    return model


def said(doc: Any, *, names: bool) -> list[tuple[str, ...]]:
    told = [(t.text, t.lemma_, t.pos_, t.dep_, str(t.head.i), str(t.morph)) for t in doc]
    return [(*word, t.ent_type_, t.ent_iob_) for word, t in zip(told, doc, strict=True)] if names else told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_is_said_as_by_the_stock_model(language: str) -> None:
    articles = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in SAMPLES if path.stem.endswith(f"-{language}")]
    lines = [*ODD, *(line for text in articles for line in text.splitlines())]
    ours = Parser(language)
    wanted = [number % 3 > 0 for number in range(len(lines))]
    for _ in range(2):  # the second time from memory
        docs = annotate(load_model(ours.grammar.model), lines, wanted, ours.unneeded)
        for text, doc, names in zip(lines, docs, wanted, strict=True):
            assert said(doc, names=names) == said(stock(language)(text, disable=ours.grammar.unneeded), names=names)


def memories(model: Any) -> list[Any]:
    networks = [component.model for _, component in model.pipeline if getattr(component, "model", None) is not None]
    return [part.attrs["memory"] for network in networks for part in network.walk() if part.name == "remembered_words"]


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
