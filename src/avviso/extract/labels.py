"""Speech that the layout attributes: a transcript's "MAYOR: words", a headline's "Mayor: words", a quotation signed with a dash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from avviso.extract.content import trim
from avviso.extract.context import Context
from avviso.extract.drafts import Draft
from avviso.records import ActorKind, ActorMention, Form, Part, Span
from avviso.text import Phrase, Sentence, Token

RULE = "quotation.labelled"
LABEL = re.compile(r"[\"“«]?(?P<name>[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,4})(?: \([^()\n]{1,30}\))? ?: (?=\S)")
"""What opens a paragraph of a transcript: up to five words with capitals, perhaps an office in brackets, a colon."""
SIGNED = re.compile(r"\s*(?:[―—–]|--)\s*(?P<name>[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,3} [^\W\d_a-z][\w.'’-]*)\s*\.?[ \u00a0]*(?=\n|$)")
"""A dash and a name of two to five words behind a quotation, up to the end of the line."""
HEADS = frozenset({"headline", "subheading", "standfirst"})
SPOKEN_FOR = frozenset({ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.MINISTRY, ActorKind.MEDIA, ActorKind.ANONYMOUS})
LEAST = 2
"""Paragraphs with the same label that make a transcript."""


def labelled(context: Context) -> tuple[list[Draft], list[Span]]:
    """Statements that a label or a signature attributes, and the paragraphs of transcripts, over which no other quotation runs."""
    turns = list(_turns(context))
    return [*turns, *_headlines(context), *_signed(context)], [d.content for d in turns]


def _speaker(context: Context, name: Span) -> tuple[ActorMention, Sentence] | None:
    sentence = context.sentence_at(name.start)
    if sentence is None:
        return None
    inside = [t for t in sentence.tokens if name.start <= t.start and t.end <= name.end]
    if not inside:
        return None
    head = next((t for t in inside if not inside[0].i <= t.head <= inside[-1].i), inside[-1])
    return context.resolve(Phrase(sentence, head.i, inside[0].i, inside[-1].i)), sentence


def _stripped(text: str, content: Span) -> tuple[Span, Form] | None:
    """A whole paragraph as it stands, without marks at its ends."""
    start, end = content.start, content.end
    while end > start and text[end - 1] in '"”» \n':
        end -= 1
    return (Span(start, end), Form.INDIRECT) if start < end else None


def _draft(context: Context, name: Span, content: Span, *, whole: bool = False) -> Draft | None:
    found = _speaker(context, name)
    quotations = [q for q in context.document.quotations if q.outer.overlaps(content)]
    trimmed = _stripped(context.text, content) if whole else trim(context.text, content, quotations)
    if found is None or trimmed is None:
        return None
    mention, sentence = found
    if mention.span != name:
        mention = ActorMention(name, mention.name, mention.kind, mention.code, mention.office, mention.actor_id, mention.resolved_by)
    return Draft(*trimmed, None, sentence, 0, mention, rule=RULE)


def _turns(context: Context) -> Iterator[Draft]:
    """The paragraphs of a transcript: a label in capitals, or a name, that opens several of them."""
    found: list[tuple[int, re.Match[str]]] = []
    parts = context.document.parts
    for part, following in zip(parts, [*parts[1:], Part("", Span(0, 0))], strict=False):
        if part.kind not in ("body", "dateline"):
            continue
        end = following.span.end if part.kind == "dateline" else part.span.end  # a label in capitals looks like a place
        match = LABEL.match(context.text, part.span.start, end)
        if match is not None:
            found.append((end, match))
    times = Counter(match["name"] for _, match in found)
    speakers = {name for name, count in times.items() if count >= LEAST}
    if not speakers or len(times) < LEAST:
        return
    for end, match in found:
        if match["name"] in speakers or (match["name"].isupper() and len(match["name"]) > LEAST):
            draft = _draft(context, Span(*match.span("name")), Span(match.end(), end), whole=True)
            if draft is not None:
                yield draft


def _headlines(context: Context) -> Iterator[Draft]:
    """ "Minister: roads will stay closed", "Poll: most voters undecided"."""
    for part in context.document.parts:
        colon = context.text.find(": ", part.span.start, part.span.end) if part.kind in HEADS else -1
        sentence = context.sentence_at(part.span.start) if colon > 0 else None
        if sentence is None:
            continue
        before = [t for t in sentence.tokens if t.end <= colon]
        if not before or len(before) > 6 or any(t.pos in ("VERB", "AUX", "PUNCT") for t in before):
            continue
        heads = [t for t in before if t.head > before[-1].i or t.head == t.i]
        head = heads[0] if heads else before[-1]
        phrase = Phrase(sentence, head.i, before[0].i, before[-1].i)
        mention = context.resolve(phrase)
        kicker = phrase.head_token.text.isupper() and mention.code is None
        if (mention.kind not in SPOKEN_FOR or kicker) and not context.is_document(phrase):
            continue
        draft = _draft(context, Span(part.span.start, colon), Span(colon + 1, part.span.end))
        if draft is not None:
            yield draft


def _signed(context: Context) -> Iterator[Draft]:
    """ "“Words.” — Ana Silva"."""
    for quotation in context.document.quotations:
        match = SIGNED.match(context.text, quotation.outer.end)
        draft = _draft(context, Span(*match.span("name")), quotation.outer) if match is not None else None
        if draft is not None:
            yield draft


def before_colon(mark: Token, sentence: Sentence, context: Context) -> ActorMention | None:
    """Who stands before the colon that opens a quotation, with no verb between: "The premier: « … »"."""
    colon = mark.i - 1
    if colon < 1 or sentence.tokens[colon].text != ":":
        return None
    opening = sentence.tokens[:colon]
    heads = [t for t in opening if t.pos in ("PROPN", "NOUN") and (t.head >= colon or t.head == t.i or t.relation == "root")]
    if not heads or any(t.pos in ("VERB", "AUX") for t in opening):
        return None
    mention = context.resolve(Phrase(sentence, heads[0].i, 0, colon - 1))
    return mention if mention.kind is not None else None
