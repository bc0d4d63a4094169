"""The attribute ruler of a spaCy model, with what its rules say of a word remembered.

Nearly all rules of such a ruler look at one word: its tag, its form, its relation. Matching them all against every word anew is
a seventh of an English reading; what they say of the same word once is what they say of it always.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

NAME = "remembering_ruler"
STOCK = "attribute_ruler"
MOST_REMEMBERED = 200_000
"""Words remembered at most; then memory starts anew."""


class RememberingRuler:
    """Does to a text exactly what the stock ruler does."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        self._known: dict[tuple[int, int, int, bool], dict[Any, Any] | None] = {}
        openings = [pattern[0] for rule in stock.patterns for pattern in rule["patterns"] if len(pattern) > 1]
        self._forms = {spec["LOWER"] for spec in openings if isinstance(spec.get("LOWER"), str)}
        self._relations = {spec["DEP"] for spec in openings if isinstance(spec.get("DEP"), str) and "LOWER" not in spec}
        shapes = [spec["LOWER"]["REGEX"] for spec in openings if isinstance(spec.get("LOWER"), dict) and "REGEX" in spec["LOWER"]]
        self._shapes = [re.compile(shape) for shape in shapes]
        self._plain = len(openings) == sum(self._told_by_one(spec) for spec in openings)

    def __call__(self, doc: Doc) -> Doc:
        """Sets part of speech, morphology and the like of every word; returns the same text."""
        found = []
        for token in doc:
            key = (token.tag, token.lower, token.dep, token.is_space)
            if key not in self._known:
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.clear()
                self._known[key] = self._told(token)
            told = self._known[key]
            if told is None:
                self._stock(doc)  # a rule over several words may begin here
                return doc
            found.append((token, told))
        for token, told in found:
            if told:
                set_token_attrs(token, told)
        return doc

    def _told_by_one(self, spec: Mapping[str, Any]) -> bool:
        """Whether a word that may open a rule over several words is known by its form or its relation."""
        form, relation = spec.get("LOWER"), spec.get("DEP")
        return isinstance(form, str) or (isinstance(form, dict) and "REGEX" in form) or isinstance(relation, str)

    def _told(self, token: Any) -> dict[Any, Any] | None:
        """What the rules over one word set; None where a rule over several words may begin."""
        lower = token.lower_
        opens = lower in self._forms or token.dep_ in self._relations or any(shape.search(lower) for shape in self._shapes)
        if opens or not self._plain:
            return None
        alone = Doc(token.vocab, words=[token.text], spaces=[False], tags=[token.tag_], deps=[token.dep_], heads=[0])
        told: dict[Any, Any] = {}
        for number, _, _, _ in self._stock.match(alone):
            told |= self._stock.attrs[number]
        return told


@Language.factory(NAME)
def make_ruler(nlp: Language, name: str) -> RememberingRuler:
    """The component of a model that has a stock ruler."""
    return RememberingRuler(nlp.get_pipe(STOCK))
