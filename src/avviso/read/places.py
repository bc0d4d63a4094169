"""Places that the text names: found in the gazetteer, told from persons and bodies of the same name, and resolved by context.

The longest name wins. Which of several places of one name is meant is decided by what the text says beside it ("Paris, Texas"), by the
countries and places that the rest of the text names, and by the size of the place; within one text a name keeps its sense.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from avviso.knowledge.gazetteer import (
    NEAR_DEGREES,
    SHORT_AREA,
    Gazetteer,
    PlaceWords,
    Sense,
    degrees,
    fold,
    gazetteer,
    lies_in,
    place_words,
)
from avviso.knowledge.world import world
from avviso.records import PlaceMention, Span
from avviso.text import Sentence, Token

LONGEST_NAME = 6
"""Words of the longest name that is looked for."""
SHORT_WORD = 4
"""Letters of the longest lower-case word inside a name: `de`, `of the`, `sur`."""
LEAD_REACH = 3
"""Words before a capital letter among which a name's common noun may stand: `bande de Gaza`."""
LINK_REACH = 7
"""Words that may stand between a place and what contains it."""
PROMINENT = 5.3
"""Weight (log10 of inhabitants) from which a name is a place without any other sign."""
KNOWN_TOWN = 3.3
"""Weight from which a name is a place where a preposition of place stands before it."""
SURE_TOWN = 4.4
"""Weight from which a place is well enough known to hold against what a text says of it."""
POSSESSIVES = ("'s", "’s")
APOSTROPHES = ("'", "’")
JOINTS = "-–'’./&"

PlaceClaim = tuple[PlaceMention, Span, str]
"""A place, the words of the country that the text puts it into, and that country's code."""


@dataclass(slots=True, eq=False)
class _Name:
    """A stretch of a sentence that may name a place: tokens `first` to `last` (inclusive).

    `container` is the name that stands beside it as what it lies in, `link` how: behind a comma or a preposition. `part` are the
    characters of a name inside a word ("Vienna-based").
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
    chosen: Sense | None = None
    part: Span | None = None

    @property
    def span(self) -> Span:
        return self.part or Span(self.sentence.tokens[self.first].start, self.sentence.tokens[self.last].end)


def find_places(sentences: Sequence[Sentence], language: str) -> list[PlaceMention]:
    """The places that the sentences name, in the order of the text, each with the place that is most likely meant."""
    return read_places(sentences, language)[0]


def find_place_claims(sentences: Sequence[Sentence], language: str) -> list[PlaceClaim]:
    """Places that the text puts into a wrong country: the place, the words that name the country, and that country's code.

    Only where the country stands beside the place ("Kuala Lumpur, en Indonésie") and every place of that name which a reader could
    mean lies elsewhere, and no two states dispute it: each of these claims is an error of the text.
    """
    return read_places(sentences, language)[1]


def read_places(sentences: Sequence[Sentence], language: str) -> tuple[list[PlaceMention], list[PlaceClaim]]:
    """What `find_places` and `find_place_claims` give, for the price of one."""
    words = place_words(language)
    names = _resolved(sentences, language)
    mentions = {id(name): PlaceMention(name.span, name.chosen.place) for name in names if name.chosen}
    holders = {id(name.container) for name in names if name.container}
    claims = []
    for name in names:
        holder = name.container
        if holder is None or holder.chosen is None or holder.chosen.kind != "country" or id(name) not in mentions:
            continue
        claimed = holder.chosen.place.country
        if claimed and _is_claim(name, holder, holders, words) and _surely_elsewhere(name, claimed):
            claims.append((mentions[id(name)], holder.span, claimed))
    return sorted(mentions.values(), key=lambda mention: mention.span.start), claims


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
            if name is None and "-" in token.text[1:]:
                yield from self._inside_word(sentence, i)
            elif name is not None:
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
            if text in POSSESSIVES or (not piece and (text not in JOINTS or not _joined(tokens, j))):
                break
            key += piece
            if j < least or not piece:
                continue
            lower = text[0].islower()
            if self.places.known(key) and (not lower or _notable(self.places.senses(key)[0])):
                best = (j, key)
            elif lower and len(text) > SHORT_WORD and j > least:
                break
        if best is None:
            return None
        last, key = best
        if tokens[start].text[1:2] in APOSTROPHES and not self._has_apostrophe(key):
            return None
        bare = key.removeprefix(self.words.article)
        if tokens[start].text == self.words.article and bare not in self.words.never and self.places.known(bare):
            start, key = start + 1, bare
        if start == last and not self._spelt(tokens[start].text, key):
            return None
        return _Name(sentence, start, last, key, self.places.senses(key))

    def _has_apostrophe(self, key: str) -> bool:
        """Whether a name has an apostrophe of its own, so that `L'Aquila` is one and `L'Orient` not Lorient."""
        return any(char in APOSTROPHES for char in self.places.senses(key)[0].place.name)

    def _spelt(self, text: str, key: str) -> bool:
        """Whether a single word can be the name: an acronym stands in capitals, another short word in capitals is something else's."""
        if key in self.words.never and not (text.isupper() and self.places.of_world(key)):
            return False
        if self.places.is_acronym(key) or not self.places.known(key):
            return text.isupper()
        best = self.places.senses(key)[0]
        if _notable(best):
            return len(key) > 3 or text.isupper()
        return len(key) > SHORT_WORD or not text.isupper() or best.weight >= PROMINENT

    def _inside_word(self, sentence: Sentence, i: int) -> Iterator[_Name]:
        """Names joined to others or to a participle in one word: "U.S.-led", "l'axe Moscou-Téhéran"."""
        token = sentence.tokens[i]
        start = token.start
        for piece in token.text.split("-"):
            key = fold(piece)
            senses = self.places.senses(key) if piece[:1].isupper() and self._spelt(piece, key) else ()
            if senses and senses[0].weight >= PROMINENT:
                yield _Name(sentence, i, i, key, senses, part=Span(start, start + len(piece)))
            start += len(piece) + 1

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
            piece = fold(tokens[j].text)
            if not piece:
                break
            key += piece
            senses = self.places.adjective(key)
            spelt = tokens[j].text.isupper() or not self.places.is_acronym(key)
            if senses and spelt and self._before_noun(tokens, j):
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
        if word in self.words.locative:
            return word
        while i > 0 and first - i <= LEAD_REACH and tokens[i].text.lower() in self.words.filler:
            i -= 1
        word = tokens[i].text.lower() if i >= 0 else ""
        return word if i < first - 1 and word in self.words.kinds_of_town | self.words.kinds_of_area else ""

    def _link(self, name: _Name, following: _Name) -> None:
        """Tell whether the name behind this one stands as what contains it."""
        between = [token.text.lower() for token in name.sentence.tokens[name.last + 1 : following.first]]
        if not between or len(between) > LINK_REACH or name.adjective or following.adjective:
            return
        comma = between[0] in (",", "(")
        rest = between[1:] if comma else between
        if not rest:
            name.container, name.link = following, "comma"
        elif rest[0] in self.words.container and all(word in self.words.filler for word in rest[1:]):
            name.container, name.link = following, "comma preposition" if comma else "preposition"

    def is_place(self, name: _Name, persons: set[str]) -> bool:
        """Whether a name of the gazetteer names a place here. `persons` are keys of words in names of persons."""
        if name.adjective or name.key.startswith(SHORT_AREA):
            return True
        tokens = name.sentence.tokens
        before = tokens[name.first - 1].text.lower() if name.first else ""
        after = tokens[name.last + 1].text if name.last + 1 < len(tokens) else ""
        if before in self.words.not_before or (after[:1].isupper() and after.lower().rstrip(".") in self.words.not_after):
            return False
        best = name.senses[0]
        if best.kind == "seat":
            return bool(name.locative)
        if name.part or _holds(name) or (_notable(best) and before in self.words.articles):
            return True
        return self._by_entity(name, name.key in persons)

    def _by_entity(self, name: _Name, person: bool) -> bool:
        """Whether a name is a place by the parser's label, its size and the preposition before it."""
        best, ordinary = name.senses[0], name.key in self.words.ordinary
        notable, weight = _notable(best), best.weight
        entity, wider = _entity(name)
        introduced = bool(name.locative) and weight >= KNOWN_TOWN and name.sentence.tokens[name.last].pos == "PROPN"
        if entity == "PER" or (entity != "LOC" and not notable and person):
            sure = SURE_TOWN if name.last > name.first else PROMINENT
            return not wider and (bool(name.locative) or (weight >= sure and not ordinary and not person))
        if entity == "LOC":
            return not wider or notable or weight >= PROMINENT
        if entity:
            return notable or weight >= PROMINENT or (not wider and not ordinary and weight >= SURE_TOWN)
        if ordinary or not (notable or weight >= PROMINENT):
            return introduced
        return name.sentence.tokens[name.last].pos in ("PROPN", "NOUN", "ADJ", "X")


def _joined(tokens: list[Token], i: int) -> bool:
    """Whether a hyphen or its like stands between words without a space."""
    return 0 < i < len(tokens) - 1 and tokens[i - 1].end == tokens[i].start and tokens[i].end == tokens[i + 1].start


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
        runs: list[list[Token]] = [[]]
        for token in sentence.tokens:
            if token.entity != "PER" or token.entity_start:
                runs.append([])
            if token.entity == "PER":
                runs[-1].append(token)
        surnames.update(fold(word.text) for run in runs if len(run) > 1 for word in run)
    return surnames


def _holds(name: _Name) -> bool:
    """Whether what stands beside the name as its container contains one of its senses."""
    holder = name.container
    return holder is not None and any(lies_in(sense, outer) for sense in name.senses for outer in holder.senses)


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
            senses, shared = group[0].senses, group[0].senses[0]
            if len(senses) > 1:
                shared = max(senses, key=lambda sense: context.score(sense, key) + _preference(sense, group, words))
            for name in group:
                name.chosen = shared
                if _holds(name) and name.container:
                    held = [s for s in name.senses if any(lies_in(s, outer) for outer in name.container.senses)]
                    name.chosen = max(held, key=lambda sense: context.score(sense, key))
    for name in names:
        if name.container and name.chosen:
            outer = [sense for sense in name.container.senses if lies_in(name.chosen, sense)]
            if outer and name.container in names:
                name.container.chosen = outer[0]


def _preference(sense: Sense, group: list[_Name], words: PlaceWords) -> float:
    """What the words beside the mentions of one name tell of its senses."""
    value = 0.0
    if any(name.container and any(lies_in(sense, outer) for outer in name.container.senses) for name in group):
        value += 4.0
    area = sense.kind in ("country", "region", "admin1", "admin2")
    fitting = words.area | words.kinds_of_area if area else words.city | words.kinds_of_town
    if sense.place.country in words.home and sense.kind != "country":
        value += 0.7
    if any(name.locative in fitting for name in group if name.locative):
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
        if sense.kind == "country":
            area = near = country
        else:
            area = self.areas[sense.admin] - own[sense.admin] if sense.admin else 0
            beside = (point for other, point in self.points.items() if other != key and degrees(sense, point) < NEAR_DEGREES)
            near = sum(1 for _ in islice(beside, 3))
        return sense.weight + 2.0 * country / (country + 2) + (area > 0) * 1.2 + 0.5 * min(near, 3)


def _is_claim(name: _Name, holder: _Name, holders: set[int], words: PlaceWords) -> bool:
    """Whether the words say that the place lies in the country, and are no enumeration of places."""
    if id(name) in holders or not (name.locative or name.link == "comma preposition"):
        return False
    tokens = holder.sentence.tokens
    after = tokens[holder.last + 1 : holder.last + 3]
    if not after or after[0].pos == "CCONJ":
        return not after
    if after[0].text != ",":
        return name.link != "comma" or after[0].pos == "PUNCT"
    following = after[1] if len(after) > 1 else None
    return following is None or not (following.pos in ("CCONJ", "PROPN") or following.text.lower() in words.locative)


def _surely_elsewhere(name: _Name, claimed: str) -> bool:
    """Whether every place of the name lies outside the claimed country, the likeliest is well known, and nobody disputes it."""
    known = world()
    places = [sense.place.country for sense in name.senses if sense.place.country]
    if name.chosen is None or name.chosen.weight < SURE_TOWN or name.chosen.kind not in ("city", "capital"):
        return False
    return all(known.sovereign(country) != known.sovereign(claimed) and not known.disputed(country, claimed) for country in places)
