"""Tells which language a text is in, and which languages Avviso reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Any

from avviso.knowledge.files import DATA

#: Languages of the news that are told apart. The fewer there are, the surer a headline is recognised.
CANDIDATES = ("ar", "de", "en", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "uk", "zh")
#: Languages that look like one of the candidates; they are told apart as well once a text is long enough to be sure.
NEIGHBOURS = (
    "ca",
    "cs",
    "da",
    "fi",
    "hu",
    "ms",
    "no",
    "ro",
    "sr",
    "bg",
    "sv",
    "vi",
    "el",
    "hy",
    "ka",
    "ur",
    "bn",
    "ta",
    "sw",
    "az",
    "kk",
    "gl",
)
LONG = 200
"""Letters from which the neighbours are considered."""
SHORT = 120
"""Letters under which a text is a headline or a sentence, and a guess uncertain."""
FAVOUR = 2.5
SAMPLE = 20_000
"""Characters of a text that are looked at: more do not make the answer surer."""
UNKNOWN = ("und", 0.0)

_NOT_PROSE = re.compile(r"https?://\S{1,500}|www\.\S{1,500}|\S{1,100}@\S{1,100}|[#@]\w{1,100}|\d+")
_NOT_LATIN = re.compile(r"[^\W\d_A-Za-z\u00aa-\u024f\u1e00-\u1eff\ufb00-\ufb06]+")
_Rank = Callable[[str], list[tuple[str, float]]]


@cache
def supported() -> tuple[str, ...]:
    """The languages that Avviso reads: those with a folder in `data/lang`, by code."""
    return tuple(sorted(path.name for path in (DATA / "lang").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))))


def recognise(text: str) -> tuple[str, float]:
    """The ISO 639-1 code of the text's main language and how likely it is (0 to 1); `("und", 0.0)` for a text without words."""
    sample = _of_one_script(_NOT_PROSE.sub(" ", text[:SAMPLE]))
    letters = sum(map(str.isalpha, sample))
    if letters == 0:
        return UNKNOWN
    ranked = _rank(letters >= LONG)(" ".join(sample.split()))
    return ranked[0] if letters >= SHORT else _likelier(ranked)


def _of_one_script(sample: str) -> str:
    """The sample without the letters of other scripts, when most of it is in Latin ones: a translation below is not what it is about.

    An ideograph weighs three letters, and a text that is mostly in another script is left alone: it may well quote Latin names.
    """
    others = _NOT_LATIN.findall(sample)
    weight = sum(3 * len(run) if run[0] >= "\u2e80" else len(run) for run in others)
    latin = sum(map(str.isalpha, sample)) - sum(map(len, others))
    return _NOT_LATIN.sub(" ", sample) if latin > weight else sample


def _likelier(ranked: list[tuple[str, float]]) -> tuple[str, float]:
    """The best guess for a few words, where the languages that are read have the benefit of the doubt."""
    weighed = [(code, p * (FAVOUR if code in supported() else 1)) for code, p in ranked]
    code, best = max(weighed, key=lambda pair: pair[1])
    return code, best / sum(p for _, p in weighed)


@cache
def _identifier() -> Any:
    """The model, loaded when it is first needed: it takes half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _rank(wide: bool) -> _Rank:
    """How the model ranks the candidates, alone or with their neighbours."""
    identifier = copy(_identifier())
    wanted = CANDIDATES + NEIGHBOURS if wide else CANDIDATES
    identifier.set_languages([code for code in wanted if code in identifier.labels])
    rank: _Rank = identifier.rank
    return rank
