"""Places that the text names: found in the gazetteer, told from persons and bodies of the same name, and resolved by context.

The longest name wins. Which of several places of one name is meant is decided by what the text says beside it ("Paris, Texas"), by the
countries and places that the rest of the text names, and by the size of the place; within one text a name keeps its sense.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from avviso.knowledge.gazetteer import SHORT_AREA, Gazetteer, PlaceWords, Sense, fold, gazetteer, place_words
from avviso.knowledge.world import world
from avviso.records import PlaceMention, Span
from avviso.text import Sentence, Token

LONGEST_NAME = 6
"""Words of the longest name that is looked for."""
SHORT_WORD = 4
"""Letters of the longest lower-case word inside a name: `de`, `of the`, `sur`."""
LEAD_REACH = 3
"""Words before a capital letter among which a name's common noun may stand: `bande de Gaza`."""
LINK_REACH = 5
"""Words that may stand between a place and what contains it."""
PROMINENT = 5.3
"""Weight (log10 of inhabitants) from which a name is a place without any other sign."""
KNOWN_TOWN = 3.3
"""Weight from which a name is a place where a preposition of place stands before it."""
SURE_TOWN = 4.4
"""Weight from which a place is well enough known to hold against what a text says of it."""
NEAR_DEGREES = 3.0
POSSESSIVES = ("'s", "’s")
JOINTS = "-–'’./&"


@dataclass(slots=True, eq=False)
class _Name:
    """A stretch of a sentence that may name a place: tokens `first` to `last` (inclusive).

    `container` is the name that stands beside it as what it lies in, `link` how: behind a comma or a preposition.
    """

    sentence: Sentence
    first: int
    last: int
    key: str
    senses: tuple[Sense, ...]
    adjective: bool = False
    locative: str = ""
    container: _Name | None = None
    link: str = ""
    contains: bool = False
    chosen: Sense | None = None

    @property
    def span(self) -> Span:
        return Span(self.sentence.tokens[self.first].start, self.sentence.tokens[self.last].end)


def find_places(sentences: Sequence[Sentence], language: str) -> list[PlaceMention]:
    """The places that the sentences name, in the order of the text, each with the place that is most likely meant."""
    return [PlaceMention(name.span, name.chosen.place) for name in _resolved(sentences, language) if name.chosen]


def find_place_claims(sentences: Sequence[Sentence], language: str) -> list[tuple[PlaceMention, Span, str]]:
    """Places that the text puts into a wrong country: the place, the words that name the country, and that country's code.

    Only where the country stands beside the place ("Kuala Lumpur, en Indonésie") and every place of that name which a reader could
    mean lies elsewhere, and no two states dispute it: each of these claims is an error of the text.
    """
    claims = []
    for name in _resolved(sentences, language):
        holder = name.container
        if holder is None or holder.chosen is None or name.chosen is None or holder.chosen.kind != "country":
            continue
        claimed = holder.chosen.place.country
        if claimed and _is_claim(name, holder) and _surely_elsewhere(name, claimed):
            claims.append((PlaceMention(name.span, name.chosen.place), holder.span, claimed))
    return claims


def _resolved(sentences: Sequence[Sentence], language: str) -> list[_Name]:
    finder = _Finder(gazetteer(language), place_words(language))
    found = [name for sentence in sentences for name in finder.names(sentence)]
    persons = _surnames(sentences)
    names = [name for name in found if finder.is_place(name, persons)]
    _choose(names, finder.words)
    return names


class _Finder:
    """Finds the names of places in sentences of one language."""

    def __init__(self, places: Gazetteer, words: PlaceWords) -> None:
        self.places = places
        self.words = words

    def names(self, sentence: Sentence) -> list[_Name]:
        """What may name a place in a sentence, linked to what contains it."""
        names = list(self._candidates(sentence))
        for name, following in pairwise(names):
            self._link(name, following)
        return names

    def _candidates(self, sentence: Sentence) -> Iterator[_Name]:
        tokens = sentence.tokens
        lead, adjectives = self.words.lead, self.words.adjectives
        free, ended = 0, -2
        for i, token in enumerate(tokens):
            if i < free or not token.text[:1].isupper():
                continue
            name = None
            for start in range(max(free, i - LEAD_REACH), i):
                if tokens[start].text.lower() in lead:
                    name = self._longest(sentence, start, i)
                    if name:
                        break
            if name is None and ended == i - 2 and tokens[i - 1].text == ",":
                name = self._short_area(sentence, i)
            name = name or self._longest(sentence, i, i)
            if adjectives and (name is None or not _notable(name.senses[0])):
                adjective = self._adjective(sentence, i)
                if adjective and (name is None or adjective.last >= name.last):
                    name = adjective
            if name is not None:
                name.locative = self._locative(tokens, name.first)
                free, ended = name.last + 1, name.last
                yield name

    def _longest(self, sentence: Sentence, start: int, least: int) -> _Name | None:
        """The longest name that begins at `start` and covers the token `least`."""
        tokens = sentence.tokens
        key, best = "", None
        for j in range(start, min(start + LONGEST_NAME, len(tokens))):
            text = tokens[j].text
            piece = fold(text)
            if text in POSSESSIVES or (not piece and (j == start or text not in JOINTS)):
                break
            key += piece
            if j < least or not piece:
                continue
            lower = text[0].islower()
            if self.places.of_world(key) or (not lower and self.places.known(key)):
                best = (j, key)
            elif lower and len(text) > SHORT_WORD and j > least:
                break
        if best is None:
            return None
        last, key = best
        if tokens[start].text == self.words.article and self.places.known(key.removeprefix(self.words.article)):
            start, key = start + 1, key.removeprefix(self.words.article)
        if start == last and not self._spelt(tokens[start].text, key):
            return None
        return _Name(sentence, start, last, key, self.places.senses(key))

    def _spelt(self, text: str, key: str) -> bool:
        """Whether a single word can be the name: short names of countries are acronyms, other short words in capitals are not places."""
        if key in self.words.never and not (text.isupper() and self.places.of_world(key)):
            return False
        if len(key) > SHORT_WORD:
            return True
        best = self.places.senses(key)[0]
        if _notable(best):
            return len(key) > 3 or text.isupper()
        return not text.isupper() or best.weight >= PROMINENT

    def _short_area(self, sentence: Sentence, i: int) -> _Name | None:
        text = sentence.tokens[i].text
        key = SHORT_AREA + fold(text)
        if not self.places.known(key) or (len(text) == 2 and not text.isupper()):
            return None
        return _Name(sentence, i, i, key, self.places.senses(key))

    def _adjective(self, sentence: Sentence, start: int) -> _Name | None:
        tokens = sentence.tokens
        key, best = "", None
        for j in range(start, min(start + 4, len(tokens))):
            key += fold(tokens[j].text)
            senses = self.places.adjective(key)
            if senses and self._before_noun(tokens, j):
                best = _Name(sentence, start, j, key, senses, adjective=True)
        return best

    def _before_noun(self, tokens: list[Token], i: int) -> bool:
        """Whether the token behind the adjective is its noun, or the next of several adjectives."""
        if i + 1 >= len(tokens):
            return False
        if tokens[i + 1].pos in ("NOUN", "PROPN", "ADJ", "NUM") or tokens[i + 1].text == "-":
            return True
        between = tokens[i + 1].pos == "CCONJ" or tokens[i + 1].text == ","
        return (
            between
            and i + 2 < len(tokens)
            and bool(self.places.adjective(fold(tokens[i + 2].text)) or self.places.of_world(fold(tokens[i + 2].text)))
        )

    def _locative(self, tokens: list[Token], first: int) -> str:
        i = first - 1
        while i >= 0 and first - i <= 3 and tokens[i].text.lower() in self.words.filler and tokens[i].pos in ("DET", "ADJ"):
            i -= 1
        word = tokens[i].text.lower() if i >= 0 else ""
        return word if word in self.words.locative else ""

    def _link(self, name: _Name, following: _Name) -> None:
        """Tell whether the name behind this one stands as what contains it."""
        between = [token.text.lower() for token in name.sentence.tokens[name.last + 1 : following.first]]
        if not between or len(between) > LINK_REACH or name.adjective or following.adjective:
            return
        if between in ([","], ["("]):
            name.container, name.link = following, "comma"
            return
        if between[0] in (",", "("):
            between = between[1:]
        if between and between[0] in self.words.container and all(word in self.words.filler for word in between[1:]):
            name.container, name.link = following, "preposition"

    def is_place(self, name: _Name, persons: set[str]) -> bool:
        """Whether a name of the gazetteer names a place here."""
        if name.adjective:
            return True
        if name.key.startswith(SHORT_AREA):
            return True
        tokens = name.sentence.tokens
        before = tokens[name.first - 1].text.lower() if name.first else ""
        after = tokens[name.last + 1].text.lower().rstrip(".") if name.last + 1 < len(tokens) else ""
        if before in self.words.not_before or (after in self.words.not_after and tokens[name.last + 1].text[0].isupper()):
            return False
        weight = name.senses[0].weight
        if name.senses[0].kind == "seat":
            return bool(name.locative)
        of_world = _notable(name.senses[0])
        ordinary = name.key in self.words.ordinary
        entity, wider = _entity(name)
        if _holds(name):
            return True
        if entity == "PER" or (entity != "LOC" and not of_world and name.key in persons):
            return not wider and (bool(name.locative) or (weight >= PROMINENT and not ordinary and name.key not in persons))
        if entity == "LOC":
            return not wider or of_world or weight >= PROMINENT
        if entity:
            return of_world or weight >= PROMINENT or (not wider and not ordinary and weight >= SURE_TOWN)
        if ordinary:
            return bool(name.locative) and weight >= KNOWN_TOWN and tokens[name.last].pos == "PROPN"
        if of_world or weight >= PROMINENT:
            return tokens[name.last].pos in ("PROPN", "NOUN", "ADJ", "X")
        return bool(name.locative) and weight >= KNOWN_TOWN and tokens[name.last].pos == "PROPN"


def _notable(sense: Sense) -> bool:
    """Whether a place is a country, a region of the world or one of our own list: named in the news rather than a person or a thing."""
    return sense.kind == "country" or sense.place.gazetteer_id.startswith(("region:", "avviso:"))


def _entity(name: _Name) -> tuple[str, bool]:
    """The parser's label of a name, and whether the entity reaches beyond it."""
    tokens = name.sentence.tokens
    label = tokens[name.last].entity or tokens[name.first].entity
    if not label:
        return "", False
    first, last = tokens[name.first], tokens[name.last]
    left = first.entity == label and not first.entity_start and name.first > 0 and tokens[name.first - 1].entity == label
    beyond = tokens[name.last + 1] if name.last + 1 < len(tokens) else None
    right = (
        last.entity == label
        and beyond is not None
        and beyond.entity == label
        and not beyond.entity_start
        and beyond.text not in POSSESSIVES
    )
    return label, left or right


def _surnames(sentences: Sequence[Sentence]) -> set[str]:
    """Keys of the words inside names of persons of several words."""
    surnames: set[str] = set()
    for sentence in sentences:
        run: list[Token] = []
        for token in sentence.tokens:
            if token.entity == "PER" and (not token.entity_start or not run):
                run.append(token)
                continue
            if len(run) > 1:
                surnames.update(fold(word.text) for word in run)
            run = [token] if token.entity == "PER" else []
        if len(run) > 1:
            surnames.update(fold(word.text) for word in run)
    return surnames


def _holds(name: _Name) -> bool:
    """Whether what stands beside the name as its container contains one of its senses."""
    holder = name.container
    return holder is not None and any(_inside(sense, outer) for sense in name.senses for outer in holder.senses)


def _inside(inner: Sense, outer: Sense) -> bool:
    if inner is outer or inner.kind == "country":
        return False
    if outer.kind == "country":
        return inner.place.country is not None and outer.place.country in (inner.place.country, world().sovereign(inner.place.country))
    if outer.kind == "admin1":
        return inner.admin == outer.admin and inner.kind != "admin1"
    if inner.kind in ("admin1", "region") or (outer.place.country and outer.place.country != inner.place.country):
        return False
    reach = 5.0 if outer.kind == "region" else 1.0
    return outer.kind in ("admin2", "region", "city", "capital") and outer.weight > inner.weight and _degrees(inner, outer) < reach


def _degrees(a: Sense, b: Sense) -> float:
    """The distance of two places, in degrees of a great circle, roughly."""
    turn = abs(a.place.lon - b.place.lon) % 360
    return hypot(a.place.lat - b.place.lat, min(turn, 360 - turn) * cos(radians((a.place.lat + b.place.lat) / 2)))


def _choose(names: list[_Name], words: PlaceWords) -> None:
    """Choose the sense of every name, first by itself, then by what the rest of the text names."""
    for name in names:
        name.chosen = name.senses[0]
    for _ in range(2):
        groups: dict[str, list[_Name]] = defaultdict(list)
        for name in names:
            groups[name.key].append(name)
        context = _Context(names)
        for key, group in groups.items():
            shared = max(group[0].senses, key=lambda sense: context.score(sense, key) + _preference(sense, group, words))
            for name in group:
                name.chosen = shared
                if _holds(name) and name.container:
                    held = [s for s in name.senses if any(_inside(s, outer) for outer in name.container.senses)]
                    name.chosen = max(held, key=lambda sense: context.score(sense, key))
    for name in names:
        if name.container and name.chosen:
            outer = [sense for sense in name.container.senses if _inside(name.chosen, sense)]
            if outer and name.container in names:
                name.container.chosen = outer[0]


def _preference(sense: Sense, group: list[_Name], words: PlaceWords) -> float:
    """What the words beside the mentions of one name tell of its senses."""
    value = 0.0
    if any(name.container and any(_inside(sense, outer) for outer in name.container.senses) for name in group):
        value += 4.0
    area = sense.kind in ("country", "region", "admin1", "admin2")
    if any(name.locative in (words.area if area else words.city) for name in group if name.locative):
        value += 0.8
    return value


class _Context:
    """What a text's names tell of where it is about: how often each country and area is named, and which points."""

    def __init__(self, names: list[_Name]) -> None:
        self.countries: Counter[str] = Counter()
        self.areas: Counter[str] = Counter()
        self.points: dict[str, Sense] = {}
        for name in names:
            sense = name.chosen
            if sense is None:
                continue
            if sense.place.country:
                self.countries[sense.place.country] += 1
            if sense.admin:
                self.areas[sense.admin] += 1
            if sense.kind != "country":
                self.points[name.key] = sense
        self.total = sum(self.countries.values())
        self.own: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            if name.chosen and name.chosen.place.country:
                self.own[name.key][name.chosen.place.country] += 1
                self.own[name.key][name.chosen.admin] += 1

    def score(self, sense: Sense, key: str) -> float:
        """How likely a sense is in this text, on the scale of the weights. The name's own mentions do not count for it."""
        own = self.own.get(key, Counter())
        country = self.countries[sense.place.country or ""] - own[sense.place.country or ""]
        area = self.areas[sense.admin] - own[sense.admin] if sense.admin else 0
        near = sum(1 for other, point in self.points.items() if other != key and _degrees(sense, point) < NEAR_DEGREES)
        if sense.kind == "country":
            area = near = country
        return sense.weight + 1.5 * country / (country + 2) + (area > 0) * 0.8 + 0.4 * min(near, 3)


def _is_claim(name: _Name, holder: _Name) -> bool:
    """Whether the words say that the place lies in the country, and are no enumeration of places."""
    if not name.locative:
        return False
    tokens = holder.sentence.tokens
    following = tokens[holder.last + 1].text if holder.last + 1 < len(tokens) else "."
    return following in (".", ",", ")", ";", ":", "!", "?", "…", "»", "”") or name.link == "preposition"


def _surely_elsewhere(name: _Name, claimed: str) -> bool:
    states = {world().sovereign(sense.place.country) for sense in name.senses if sense.place.country}
    known = bool(name.chosen and name.chosen.weight >= SURE_TOWN and name.chosen.kind in ("city", "capital"))
    return known and world().sovereign(claimed) not in states
