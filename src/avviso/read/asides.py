"""Keeps from the parser what only tells when or how amid a clause: "a exhorté [mercredi] Kigali à …", "ont[, fin mai,] reconnu …".

A small parser takes such words for objects and loses what follows them. They are put back as the times and adverbs of the verb
before them, so that offsets and words are those of the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from avviso.knowledge.grammar import Grammar
from avviso.records import Span, TimeMention
from avviso.text import Sentence, Token

VERBAL = frozenset({"VERB", "AUX"})
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+|-[^\W_]+)*['’]?|\S")
LAST_WORD = re.compile(r"([^\W\d_]+)['’]?\s*$")
FIRST_WORD = re.compile(r"[^\W\d_]+['’]?")
REACH = 60
"""Characters before an aside that are looked at."""
DATED = frozenset({"DATE", "TIME"})


def asides(text: str, sentence: Sentence, times: Sequence[TimeMention], rules: Grammar) -> list[Span]:
    """What is not shown to the parser, in order. `times` are all that the text names, in order."""
    span = sentence.span
    first = bisect_left(times, span.start, key=lambda time: time.span.start)
    found = []
    for time in times[first:]:
        if time.span.start >= span.end:
            break
        if time.type in DATED and not any(q.masked and q.outer.contains(time.span) for q in sentence.quotations):
            found += _cut(text, span, _opened(text, span, time.span, rules), rules)
    if rules.asides is not None:
        for match in rules.asides.finditer(text, span.start, span.end):
            if not any(q.masked and q.outer.contains(Span(*match.span())) for q in sentence.quotations):
                found += _cut(text, span, Span(*match.span()), rules)
    return list(_apart(sorted(found, key=lambda s: s.start)))


def _apart(spans: Sequence[Span]) -> Iterator[Span]:
    reached = 0
    for span in spans:
        if span.start >= reached:
            yield span
            reached = span.end


def _opened(text: str, sentence: Span, span: Span, rules: Grammar) -> Span:
    """A time with the words that open it: "[en] mars 2024", "[on] Monday"."""
    start = span.start
    while (before := LAST_WORD.search(text, max(sentence.start, start - REACH), start)) and before.group(1).lower() in rules.time_openers:
        start = before.start()
    return Span(start, span.end)


def _cut(text: str, sentence: Span, aside: Span, rules: Grammar) -> list[Span]:
    """The aside, with the two commas around it, where the sentence goes on behind it; not where a clause opens there."""
    before, after = text[sentence.start : aside.start].rstrip(), text[aside.end : sentence.end].lstrip()
    bounded = before.endswith(",") and after.startswith(",")
    if bounded:
        before, end = before[:-1], text.index(",", aside.end) + 1
        start = sentence.start + len(before)
    else:
        start, end = aside.start, aside.end
    if not bounded and not (after[:1].isalnum() and before[-1:].isalpha()):
        return []
    previous = LAST_WORD.search(before[-REACH:])
    following = FIRST_WORD.match(after)
    opens_clause = following is not None and following.group().lower() in rules.relative_pronouns | rules.complementisers
    if previous is None or previous.group(1).lower() in rules.time_holders or opens_clause:
        return []
    return [Span(start, end)]


def put_back(tokens: list[Token], spans: Sequence[Span], text: str, rules: Grammar) -> list[Token]:
    """The sentence's tokens with those of the asides, each aside hanging on the verb before it as its time or adverb."""
    whole = list(tokens)
    for span in spans:
        at = next((n for n, token in enumerate(whole) if token.start >= span.start), len(whole))
        verb = _verb_before(whole, at)
        words = list(_words(text, span, at, verb, rules))
        for token in whole:
            token.i += len(words) if token.i >= at else 0
            token.head += len(words) if token.head >= at else 0
        whole[at:at] = words
    return whole


def _verb_before(tokens: Sequence[Token], at: int) -> int:
    """The verb that the aside tells of; what stands first where the parser saw none."""
    for token in reversed(tokens[:at]):
        if token.pos in VERBAL:
            return token.head if token.relation.endswith("auxiliary") else token.i
    return 0


def _words(text: str, span: Span, at: int, verb: int, rules: Grammar) -> Iterator[Token]:
    found = list(WORD.finditer(text, span.start, span.end))
    head = next(n for n in reversed(range(len(found))) if found[n].group()[0].isalnum())
    kind = ("adverb", "ADV") if rules.asides is not None and rules.asides.search(text, span.start, span.end) else ("time", "NOUN")
    hook = verb if verb < at else verb + len(found)
    for n, word in enumerate(found):
        mark = not word.group()[0].isalnum()
        relation, pos = ("punctuation", "PUNCT") if mark else kind if n == head else ("other", "X")
        surface, above = word.group(), hook if mark or n == head else at + head
        yield Token(at + n, surface, surface.lower().replace("’", "'"), pos, relation, above, *word.span())
