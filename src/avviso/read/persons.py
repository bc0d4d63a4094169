"""Personal names: when two spellings mean one person.

"Zelentsov", "Zelentzoff" and "Zelenzov" are one name in three transliterations; "M. Béréni" is Claude Bereni. Names are compared
folded, and by the skeleton of their consonants where the folded forms differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from avviso.read.coreference import Entity

_WORD = re.compile(r"[^\W\d_]+")
_SOUNDS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"shch|chtch|tsch|tch|sch|sh|ch|cz|sz", "s"), (r"kh|gh|qu|ck|q|x", "k"), (r"ph", "f"), (r"th", "t"),
        (r"dzh|dj|zh", "j"), (r"tz|ts", "z"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"gu(?=[ei])", "g"), (r"w", "v"), (r"ff?$", "v"),
        (r"[aeiouyh]", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
MOST_REMEMBERED = 20_000
"""Words whose skeleton is remembered, at the most."""
SHORTEST = 3
"""Consonants that a skeleton needs before it may tell two spellings to be one name."""


def fold(word: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace("’", "'").replace("ł", "l").replace("ø", "o")


@lru_cache(MOST_REMEMBERED)
def skeleton(word: str) -> str:
    """What is left of a name in any transliteration: its consonants, sounds written in several ways made one."""
    bare = fold(word)
    for pattern, instead in _SOUNDS:
        bare = pattern.sub(instead, bare)
    return bare


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, initials and particles among them."""
    return tuple(fold(word) for word in _WORD.findall(name))


def name_key(name: str) -> str:
    """A key of a full name that stays the same in other transliterations: for a table of persons known from elsewhere."""
    return " ".join(skeleton(word) or fold(word) for word in _WORD.findall(name))


def same_word(first: str, second: str) -> bool:
    """Whether two folded words of names are spellings of one."""
    if first == second:
        return True
    one, other = skeleton(first), skeleton(second)
    return len(one) >= SHORTEST and one == other


class PersonIndex:
    """The persons of one article by every word of their names."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[Entity]] = defaultdict(list)
        self._by_skeleton: dict[str, list[Entity]] = defaultdict(list)

    def add(self, entity: Entity, words: Sequence[str]) -> None:
        """Makes a person findable by the words of one of its names."""
        for word in words:
            if entity not in self._by_word[word]:
                self._by_word[word].append(entity)
            bones = skeleton(word)
            if len(bones) >= SHORTEST and entity not in self._by_skeleton[bones]:
                self._by_skeleton[bones].append(entity)

    def find(self, words: Sequence[str], gender: str = "") -> Entity | None:
        """The person whom a name means; a lone word is a surname rather than a first name."""
        if not words:
            return None
        last = words[-1]
        found = [e for e in self._candidates(last) if compatible(words, e.keys) and not (gender and e.gender and gender != e.gender)]
        if not found and len(words) > 1:
            found = [e for e in self._candidates(words[0]) if compatible(words, e.keys)]
        if len(found) <= 1:
            return found[0] if found else None
        by_surname = [e for e in found if e.keys and same_word(e.keys[-1], last)]
        return (by_surname or found)[0]

    def _candidates(self, word: str) -> Iterable[Entity]:
        exact = self._by_word.get(word)
        return exact if exact else self._by_skeleton.get(skeleton(word), ())


def compatible(words: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether a name can be a shorter, longer or differently spelled form of another: each word of the shorter is one of the longer or
    an initial of one, or surname and first name are the same. An initial alone tells nothing.
    """
    if not keys or not words:
        return False
    short, long = (words, keys) if len(words) <= len(keys) else (keys, words)
    whole = [word for word in short if len(word) > 1]
    if whole and all(any(same_word(word, other) for other in long) for word in whole):
        initials = [word for word in short if len(word) == 1]
        return all(any(other.startswith(word) for other in long) for word in initials)
    return len(short) > 1 and same_word(words[-1], keys[-1]) and same_first(words[0], keys[0])


def same_first(one: str, other: str) -> bool:
    """Whether two first names can be one: alike, or one the other's initial."""
    return same_word(one, other) or (1 in (len(one), len(other)) and one[0] == other[0])
