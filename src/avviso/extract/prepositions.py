"""Attribution by preposition: "selon X", "d'après X", "according to X", "de source policière"."""

from __future__ import annotations

from dataclasses import dataclass

from avviso.extract.content import QUOTE
from avviso.extract.context import Context
from avviso.knowledge.lexicon import Entry
from avviso.records import Span
from avviso.text import Clause, Phrase, Sentence, Token

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
LONGEST = 30
"""Tokens a speaker's phrase may have."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker named by a preposition. `opening` to `closing` are its tokens, `first` to `last` those of what it attributes."""

    sentence: Sentence
    entry: Entry
    cue: Span
    speaker: Phrase
    opening: int
    closing: int
    first: int
    last: int

    @property
    def span(self) -> Span:
        """Characters of preposition and speaker."""
        tokens = self.sentence.tokens
        return Span(tokens[self.opening].start, tokens[self.closing].end)

    def covers(self, clause: Clause) -> bool:
        """Whether the clause stands in what is attributed."""
        return clause.sentence is self.sentence and self.first <= clause.predicate <= self.last


def find_attributions(sentence: Sentence, context: Context) -> list[Attribution]:
    """The attributions of one sentence, in order."""
    found: list[Attribution] = []
    tokens, table = sentence.tokens, context.lexicon.prepositions
    plain = [token.text.lower().replace("’", "'") for token in tokens]
    surfaces = [context.grammar.markers.get(word, word) for word in plain]
    position = 0
    while position < len(tokens):
        for words, entry in table.get(surfaces[position], ()):
            if tuple(surfaces[position : position + len(words)]) == words:
                attribution = _attribution(sentence, entry, position, position + len(words) - 1, context)
                if attribution is not None:
                    found.append(attribution)
                    position = attribution.closing
                break
        position += 1
    return found


def _attribution(sentence: Sentence, entry: Entry, opening: int, end: int, context: Context) -> Attribution | None:
    tokens = sentence.tokens
    adjectival = any(slot.role == "SPEAKER" and slot.form == "adj" for frame in entry.frames for slot in frame.slots)
    if (adjectival or entry.facts.get("quoted_only")) and opening and tokens[opening - 1].text != ",":
        return None
    speaker = Phrase(sentence, end, end, _adjectives(tokens, end)) if adjectival else _speaker(sentence, end + 1, context)
    if speaker is None or (adjectival and speaker.last == end):
        return None
    closing = speaker.last
    region = _region(sentence, opening, closing, context)
    if region is None and (comma := next((i for i in range(speaker.head + 1, closing) if tokens[i].text == ","), None)) is not None:
        closing, speaker = comma - 1, Phrase(sentence, speaker.head, speaker.first, comma - 1)  # what is told was read as an apposition
        region = _region(sentence, opening, closing, context)
    if region is None:
        return None
    cue = Span(tokens[opening].start, tokens[end].end)
    return Attribution(sentence, entry, cue, speaker, opening, closing, *region)


def _adjectives(tokens: list[Token], index: int) -> int:
    while index + 1 < len(tokens) and tokens[index + 1].pos in ("ADJ", "PROPN") and tokens[index + 1].text != ",":
        index += 1
    return index


def _speaker(sentence: Sentence, first: int, context: Context) -> Phrase | None:
    tokens = sentence.tokens
    if (
        first >= len(tokens)
        or tokens[first].lemma in context.grammar.relative_pronouns
        or tokens[first].lemma == QUOTE
        or tokens[first].pos in ("SCONJ", "VERB", "PUNCT")
    ):
        return None
    head = first
    while head < len(tokens) and tokens[head].pos not in NOUNS and head < first + 6:
        head += 1
    if head >= len(tokens) or tokens[head].pos not in NOUNS:
        return None
    if tokens[head].pos == "PRON":
        return Phrase(sentence, head, first, head)
    steps = 0
    while tokens[head].head != head and first <= tokens[head].head < first + LONGEST and steps < 8 and _within(tokens, head):
        head = tokens[head].head
        steps += 1
    last = min(max(sentence.right[head], head), first + LONGEST, len(tokens) - 1)
    return Phrase(sentence, head, first, _cut(sentence, head, last))


def _within(tokens: list[Token], index: int) -> bool:
    """Whether a noun belongs to the phrase of its head, no quotation, nor what is told after a comma ("According to X, a slip")."""
    above = tokens[index].head
    if tokens[above].pos not in NOUNS or tokens[above].lemma == QUOTE:
        return False
    return tokens[index].relation != "oblique" or not any(t.text == "," for t in tokens[index:above])


def _cut(sentence: Sentence, head: int, last: int) -> int:
    """The phrase ends at a comma, unless an apposition or a relative clause between commas follows; never with a stray verb."""
    tokens = sentence.tokens
    index = head + 1
    while index <= last:
        token = tokens[index]
        if token.lemma == QUOTE:
            return index - 1
        if token.text == ",":
            follower = next(
                (t for t in tokens[index + 1 : last + 1] if t.relation in ("apposition", "relative", "participial") and t.head <= index),
                None,
            )
            if follower is None:
                return index - 1
            index = max(index, min(sentence.right[follower.i], last))
            if not (index + 1 < len(tokens) and tokens[index + 1].pos == "PUNCT"):
                return head if index <= head else index
        index += 1
    while last > head and tokens[last].pos == "PUNCT":
        last -= 1
    return last


def _past_citing(tokens: list[Token], closing: int, context: Context) -> int:
    """The first token after what is told of the speaker ("s'exprimant sous couvert d'anonymat, …", "…, citée par une radio, …")."""
    aside = closing + 1
    while aside < len(tokens) - 1 and tokens[aside].relation == "reflexive":
        aside += 1
    if aside < len(tokens) and tokens[aside].morph.get("VerbForm") == "Part" and tokens[aside].pos == "VERB":
        comma = next((t.i for t in tokens[aside:] if t.text == ","), None)
        return comma + 1 if comma is not None else closing + 1
    opening = closing + 2
    if opening + 1 >= len(tokens) or tokens[closing + 1].text != "," or tokens[opening + 1].pos != "ADP":
        return closing + 1
    surface = tokens[opening].text.lower()
    if not any(surface.startswith(form) and len(surface) - len(form) <= 2 for form in context.sources.citing):
        return closing + 1
    comma = next((t.i for t in tokens[opening:] if t.text == ","), None)
    return comma + 1 if comma is not None else closing + 1


def _region(sentence: Sentence, opening: int, closing: int, context: Context) -> tuple[int, int] | None:
    """First and last token of what is attributed."""
    tokens = sentence.tokens
    before = [t for t in tokens[:opening] if t.pos != "PUNCT"]
    after = [t for t in tokens[closing + 1 :] if t.pos != "PUNCT"]
    connecting = len(before) <= 3 and " ".join(t.text.lower() for t in before) in context.sources.connectives
    if not before or connecting:
        first = _past_citing(tokens, closing, context)
        after = [t for t in after if t.i >= first]
        return (after[0].i, after[-1].i) if after else None
    if not after:
        return before[0].i, before[-1].i
    conjunction = tokens[opening - 1].pos in ("CCONJ", "SCONJ") and closing + 1 < len(tokens) and tokens[closing + 1].text == ","
    if conjunction:
        return after[0].i, after[-1].i
    if tokens[opening - 1].text == "," or tokens[opening - 1].lemma in context.grammar.relative_pronouns:
        index = opening - 1 if tokens[opening - 1].text == "," else opening
        if index > 0 and (tokens[index - 1].lemma in context.grammar.relative_pronouns or tokens[index - 1].pos in ("CCONJ", "SCONJ")):
            return after[0].i, after[-1].i
        return before[0].i, after[-1].i
    stop = next((t.i for t in after if tokens[t.i - 1].text in (",", ";")), None)
    return before[0].i, before[-1].i if stop is not None or len(after) > 2 else after[-1].i
