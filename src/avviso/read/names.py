"""Finds listed names and titles in a sentence: one pass, longest match, over the pieces of its words.

A piece is a run of letters or digits in lower case; hyphens, apostrophes and full stops only separate, so that it does not matter
how a parser cuts words ("Quai d'Orsay", "Royaume-Uni", "U.S.").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from avviso.knowledge import registry as register
from avviso.knowledge import world
from avviso.knowledge.titles import TitleForm, titles
from avviso.records import ActorKind
from avviso.text import Token

PIECE = re.compile(r"[^\W_]+")
MOST_PIECES = 4096
"""How many different words the cache of pieces holds before it starts anew."""
JOINTS = frozenset({"-", "'", "’", "‑", "–", ".", "·"})
PLACE_KINDS = frozenset({"name", "capital", "seat", "region"})
RELATIONAL = frozenset({"adjective", "region-adjective", "prefix"})


@dataclass(frozen=True, slots=True)
class Name:
    """A listed name. `kind` is that of the world's surface forms, or "actor" (a registered actor) or "honorific"."""

    text: str
    kind: str
    code: str
    actor: register.RegistryForm | None = None

    @property
    def relational(self) -> bool:
        """Whether it stands beside a noun as an adjective does."""
        return self.kind in RELATIONAL


@dataclass(slots=True)
class Hit:
    """Listed words in a sentence: tokens `first` to `last`, with all that they may name."""

    first: int
    last: int
    names: tuple[Name, ...]
    titles: tuple[TitleForm, ...]
    honorific: str | None = None

    @property
    def title(self) -> TitleForm | None:
        """The first title, None when the words are a name."""
        return self.titles[0] if self.titles else None


@dataclass(slots=True)
class _Entry:
    """What one sequence of pieces may mean: for each written form its names and titles. `exact` maps forms whose case counts."""

    exact: dict[tuple[str, ...], list[Name]]
    loose: list[Name]
    titles: list[TitleForm]
    honorifics: dict[tuple[str, ...], str]


class NameIndex:
    """All listed names and titles of one language."""

    def __init__(self, language: str) -> None:
        self._root: dict[str, Any] = {}
        self._pieces: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.prefixes: dict[str, str] = {}
        for form in world.surface_forms(language):
            if form.kind == "prefix":
                self.prefixes[form.text.rstrip("-").lower()] = form.code
            else:
                self._add_name(Name(form.text, form.kind, form.code), form.case_sensitive)
        known = titles(language)
        fields = self._fields = known.words["portfolios"]
        self._seconds = known.words["seconds"]
        for listed in register.surface_forms(language):
            medium = listed.kind is ActorKind.MEDIA and all(word in fields for word in listed.text.lower().split())
            if not medium:
                self._add_name(Name(listed.text, "actor", listed.code, listed), listed.case_sensitive)
        for word, code in known.adjectives.items():
            self._add_name(Name(word, "adjective", code), True)
        for title in known.forms:
            lower, exact = self.pieces(title.text)
            self._entry(lower).titles.append(title)
        for word, gender in known.honorifics.items():
            lower, exact = self.pieces(word)
            self._entry(lower).honorifics[exact] = gender

    def _add_name(self, name: Name, sensitive: bool) -> None:
        lower, exact = self.pieces(name.text)
        if not lower:
            return
        entry = self._entry(lower)
        if sensitive:
            entry.exact.setdefault(exact, []).append(name)
        else:
            entry.loose.append(name)

    def _entry(self, lower: tuple[str, ...]) -> _Entry:
        node = self._root
        for piece in lower:
            node = node.setdefault(piece, {})
        entry: _Entry | None = node.get("")
        if entry is None:
            entry = node[""] = _Entry({}, [], [], {})
        return entry

    def pieces(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The pieces of a word in lower case, and as written."""
        found = self._pieces.get(word)
        if found is None:
            exact = tuple(PIECE.findall(word))
            if exact and "." in word and all(len(piece) == 1 for piece in exact):
                exact = ("".join(exact),)
            elif len(exact) > 1 and exact[0].lower() == "ex":
                exact = exact[1:]
            found = tuple(piece.lower() for piece in exact), exact
            if len(self._pieces) > MOST_PIECES:
                self._pieces.clear()
            self._pieces[word] = found
        return found

    def hits(self, tokens: Sequence[Token]) -> list[Hit]:
        """The listed words of a sentence, in order, without overlap, the longest first from the left."""
        root, cut = self._root, [self.pieces(token.text) for token in tokens]
        found: list[Hit] = []
        i, count = 0, len(tokens)
        while i < count:
            lower = cut[i][0]
            hit = self._longest(tokens, cut, i) if lower and lower[0] in root else None
            if hit is not None and hit.first == hit.last and i + 1 < count:
                hit = self._in_context(hit, tokens, cut)
            if hit is None or self._overlapped(hit, tokens, cut):
                i += 1
            else:
                found.append(hit)
                i = hit.last + 1
        return found

    def _in_context(self, hit: Hit, tokens: Sequence[Token], cut: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> Hit | None:
        """One word as its neighbours make it: "Deputy" before another title is part of it, "Labour" in "Minister for Labour" no party."""
        i, word = hit.first, tokens[hit.first].text.lower()
        if word in self._seconds:
            lower = cut[i + 1][0]
            held = self._longest(tokens, cut, i + 1) if lower and lower[0] in self._root else None
            if held is not None and held.titles and not held.names and all(form.title.personal for form in held.titles):
                return Hit(i, held.last, (), held.titles, None)
        if hit.names and _inside_name(tokens, i) and all(n.actor is not None and n.actor.kind is ActorKind.MEDIA for n in hit.names):
            return None  # "Sudan Tribune" is not the paper that is known as the Tribune
        party = bool(hit.names) and all(n.actor is not None and n.actor.kind is ActorKind.PARTY for n in hit.names)
        if party and not hit.titles and word in self._fields and i and (_inside_name(tokens, i) or _field_of_office(tokens, i)):
            return None
        return hit

    def _overlapped(self, hit: Hit, tokens: Sequence[Token], cut: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> bool:
        """Whether a longer listed form begins inside and ends beyond: "the Gulf" gives way to "Gulf Cooperation Council"."""
        for start in range(hit.first + 1, hit.last + 1):
            lower = cut[start][0]
            other = self._longest(tokens, cut, start) if lower and lower[0] in self._root else None
            if other is not None and other.last > hit.last and other.last - start >= hit.last - hit.first:
                return True
        return False

    def _longest(self, tokens: Sequence[Token], cut: list[tuple[tuple[str, ...], tuple[str, ...]]], start: int) -> Hit | None:
        node, i, ends = self._root, start, []
        while i < len(cut):
            lower = cut[i][0]
            if not lower and tokens[i].text not in JOINTS:
                break
            for piece in lower:
                node = node.get(piece)  # type: ignore[assignment]
                if node is None:
                    break
            if node is None:
                break
            if "" in node and lower:
                ends.append((i, node[""]))
            i += 1
        for last, entry in reversed(ends):
            hit = self._hit(tokens, cut, start, last, entry)
            if hit is not None:
                return hit
        return None

    def _hit(
        self, tokens: Sequence[Token], cut: list[tuple[tuple[str, ...], tuple[str, ...]]], first: int, last: int, entry: _Entry
    ) -> Hit | None:
        exact = cut[first][1] if first == last else tuple(piece for part in cut[first : last + 1] for piece in part[1])
        names = list(entry.exact.get(exact, ()))
        head = exact[0]
        upper = head[0].isupper()
        if entry.loose:
            names += [n for n in entry.loose if upper or n.relational or n.text[0].islower() or (" " in n.text and n.kind == "actor")]
        fitting = [t for t in entry.titles if self._title_fits(t, tokens, first, last, upper)]
        honorific = entry.honorifics.get(exact)
        if not names and not fitting and honorific is None:
            return None
        return Hit(first, last, tuple(names), tuple(fitting), honorific)

    def _title_fits(self, form: TitleForm, tokens: Sequence[Token], first: int, last: int, upper: bool) -> bool:
        if form.capital and (not upper or (form.title.code and _inside_name(tokens, first))):
            return False
        if first != last:
            return True
        token = tokens[first]
        if form.text[0].isupper() and not form.capital and not upper:
            return False
        return (
            token.pos in ("NOUN", "PROPN", "ADJ", "X", "PRON", "NUM", "INTJ")
            or upper
            or (token.pos == "VERB" and _after_determiner(tokens, first))
        )


def _inside_name(tokens: Sequence[Token], i: int) -> bool:
    """Whether a capitalised word right before makes the word part of another name: "State House", "Labour Congress"."""
    before = tokens[i - 1] if i > 1 else None
    return before is not None and before.text.istitle() and before.pos in ("NOUN", "PROPN", "ADJ") and not before.text.endswith(".")


def _field_of_office(tokens: Sequence[Token], i: int) -> bool:
    """Whether a preposition after a capitalised word comes right before: "Minister of State for Labour", "Ministry of Labour"."""
    return i > 1 and tokens[i - 1].pos == "ADP" and tokens[i - 2].text.istitle() and tokens[i - 2].entity != "PER"


def _after_determiner(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].morph.get("VerbForm") == "Fin":
        return False
    j = i - 2 if i > 1 and tokens[i - 1].pos == "ADJ" else i - 1
    return j >= 0 and tokens[j].pos == "DET"


@cache
def name_index(language: str) -> NameIndex:
    """The names and titles of a language, built once."""
    return NameIndex(language)
