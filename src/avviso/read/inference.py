"""Runs a spaCy model faster than it runs itself, and with the same result to the letter.

What a model's network makes of a word by itself, before it looks at the neighbours, is always the same: it is remembered.
And parsing step by step from here spares the lock of the interpreter that spaCy's own loop takes and leaves dozens of times a word.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy
from spacy.attrs import NORM, ORTH, SPACY
from spacy.pipeline.transition_parser import Parser as StepwiseParser
from spacy.tokens import Doc
from thinc.api import Model

from avviso.read import ruler

NAMES = "ner"
"""The model's component that finds names. It takes half of the parser's time, and is run where there may be some."""
REMEMBERED = "remembered_words"
MOST_REMEMBERED = 50_000
"""Words remembered at most, some thirty megabytes a network; then memory starts anew."""
FIRST_ROOM = 4_096


@cache
def load_model(name: str) -> Any:
    """A spaCy model that remembers words, by the name of its package, which must be installed (no download)."""
    model = importlib.import_module(name).load()
    if ruler.STOCK in model.pipe_names:
        model.add_pipe(ruler.NAME, after=ruler.STOCK)
    for _, component in model.pipeline:
        remember_words(component)
    return model


@contextmanager
def as_it_came(model: Any) -> Iterator[None]:
    """Within, the model computes everything anew and runs its stock ruler, as its package has it: for comparison."""
    memories = [part for _, component in model.pipeline for part in _parts(component) if part.name == REMEMBERED]
    try:
        for part in memories:
            part.attrs["asked"] = False
        with model.select_pipes(disable=[ruler.NAME] if ruler.NAME in model.pipe_names else []):
            yield
    finally:
        for part in memories:
            part.attrs["asked"] = True


def annotate(model: Any, texts: Sequence[str], named: Sequence[bool], unneeded: Iterable[str]) -> list[Doc]:
    """The texts with all that the model's components, without the unneeded, say of them; names only of the `named` ones."""
    docs = [model.make_doc(text) for text in texts]
    for name, component in model.pipeline:
        if name in unneeded:
            continue
        some = [doc for doc, wanted in zip(docs, named, strict=True) if wanted] if name == NAMES else docs
        if isinstance(component, StepwiseParser):
            _parse(component, some)
        elif hasattr(component, "predict"):
            component.set_annotations(some, component.predict(some))
        else:
            for doc in some:
                component(doc)
    return docs


def _parse(component: Any, docs: Sequence[Doc]) -> None:
    """Takes the best step of all texts at once, until none has one left; the model was trained, so it knows every kind of step."""
    states = component.moves.init_batch(docs)
    unfinished = [state for state in states if not state.is_final()]
    if unfinished:
        step = component.model.predict(docs)
        while unfinished:
            vectors = step.state2vec.predict(step.get_token_ids(unfinished))
            unfinished = component.transition_states(unfinished, step.vec2scores.predict(vectors))
        step.clear_memory()
    component.set_annotations(docs, states)


def remember_words(component: Any) -> None:
    """Puts a memory before every part of a component's network that sees each word by itself."""
    for node in _parts(component):
        for number, layer in enumerate(node.layers):
            if _sees_words_alone(layer):
                node.layers[number] = Model(REMEMBERED, _recall, layers=[layer], attrs={"memory": WordMemory(layer), "asked": True})


def _parts(component: Any) -> list[Any]:
    network = getattr(component, "model", None)
    return list(network.walk()) if isinstance(network, Model) else []


def _sees_words_alone(layer: Any) -> bool:
    """Whether a layer turns the features of words into vectors, before any other mixes them with their neighbours."""
    return bool(layer.layers) and layer.layers[-1].name == "ragged2list" and any(part.name == "extract_features" for part in layer.walk())


def _recall(network: Any, docs: Sequence[Doc], is_train: bool) -> tuple[list[Any], Any]:
    return network.attrs["memory"](docs) if network.attrs["asked"] else network.layers[0].predict(docs), None


class WordMemory:
    """What one layer of a network, which sees each word by itself, makes of the words that it has met."""

    def __init__(self, layer: Any) -> None:
        self._layer = layer
        self._rows: dict[tuple[int, ...], int] = {}
        self._table = numpy.empty((0, 0), dtype="f")

    def __call__(self, docs: Sequence[Doc]) -> list[Any]:
        """For each text an array with one row a token, as the layer itself gives it."""
        if len(self._rows) > MOST_REMEMBERED:
            self._rows.clear()
        words = [list(map(tuple, doc.to_array([ORTH, NORM, SPACY]).tolist())) for doc in docs]
        first: dict[tuple[int, ...], Any] = {}
        for doc, keys in zip(docs, words, strict=True):
            if not self._rows.keys() >= set(keys):
                first |= {key: token for key, token in zip(keys, doc, strict=True) if key not in self._rows}
        if first:
            self._learn(first)
        return [self._table[[self._rows[key] for key in keys]] for keys in words]

    def _learn(self, words: dict[tuple[int, ...], Any]) -> None:
        tokens = list(words.values())
        alone = Doc(tokens[0].vocab, words=[t.text for t in tokens], spaces=[bool(t.whitespace_) for t in tokens])
        for copy, token in zip(alone, tokens, strict=True):
            if copy.norm != token.norm:
                copy.norm_ = token.norm_
        start, end = len(self._rows), len(self._rows) + len(tokens)
        learnt = self._layer.predict([alone])[0]
        if end > len(self._table):
            larger = numpy.empty((max(FIRST_ROOM, 2 * end), learnt.shape[1]), dtype=learnt.dtype)
            if start:
                larger[:start] = self._table[:start]
            self._table = larger
        self._table[start:end] = learnt
        self._rows.update(zip(words, range(start, end), strict=True))
