"""Whether the words around a time look ahead or back: auxiliaries, endings, words such as "prévu" or "scheduled"."""

from __future__ import annotations

import re

from avviso.knowledge.times import Hints

WORD = re.compile(r"[^\W\d_]+|[.!?;,\n]")
STOP = re.compile(r"[.!?;]\s+(?=[^\Wa-z\d_])|\n")
REACH_BACK, REACH_ON = 220, 160
COMMA = 3
#: An infinitive ("to meet") speaks of times no more words away.
INFINITIVE_REACH = 4
#: A participle stands for the past without its auxiliary only right beside the time.
BESIDE = 1


def direction(text: str, start: int, end: int, hints: Hints) -> int:
    """1 when the sentence around the words from `start` to `end` speaks of what is to come, -1 of what was, 0 when it does not tell.

    The nearest telling word decides; a comma between it and the time counts as some words more.
    """
    before = STOP.split(text[max(0, start - REACH_BACK) : start])[-1]
    after = STOP.split(text[end : end + REACH_ON], maxsplit=1)[0]
    back = _nearest(WORD.findall(before.lower())[::-1], hints, reverse=True)
    on = _nearest(WORD.findall(after.lower()), hints, reverse=False)
    best = min(back, on, key=lambda found: found[0])
    return best[1]


def _nearest(words: list[str], hints: Hints, *, reverse: bool) -> tuple[int, int]:
    """How far the nearest telling word is, and which way it points. `words` run away from the time; `reverse` if that is backwards."""
    distance = 0
    for i, word in enumerate(words):
        if not word[0].isalpha():
            distance += COMMA
            continue
        distance += 1
        near = words[i + 1 : i + 4] if reverse else words[max(0, i - 3) : i][::-1]
        way = _way(word, near, hints, beside=reverse and distance <= BESIDE, close=distance <= INFINITIVE_REACH)
        if way:
            return distance, way
    return 1000, 0


def _way(word: str, before: list[str], hints: Hints, *, beside: bool, close: bool) -> int:
    """Which way one word points; `before` are the words that stand before it in the text, nearest first."""
    if word in hints.neither:
        return 0
    if word in hints.future:
        return 1
    if close and before and before[0] in hints.infinitive_markers and word in hints.infinitives:
        return 1
    if word in hints.past:
        return 0 if before and before[0] in hints.open_auxiliaries else -1
    if len(word) > 4 and word.endswith(hints.future_endings):
        return 1
    if len(word) > 2 and word.endswith(hints.participles):
        if any(w in hints.open_auxiliaries or w in hints.future for w in before[:2]):
            return 0
        return -1 if (beside and word.endswith(hints.beside)) or any(w in hints.past_auxiliaries for w in before[:2]) else 0
    if len(word) > 4 and word.endswith(hints.past_endings):
        return 0 if before and before[0] in hints.open_auxiliaries else -1
    return 0
