"""Statements in the making, and what happens to them once all are found: paragraphs joined, doubles and echoes dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from avviso.knowledge.lexicon import Entry
from avviso.records import ActorKind, ActorMention, Form, Link, Span
from avviso.text import Clause, Quotation, Sentence


@dataclass(slots=True)
class Draft:
    """A statement in the making. `rank` decides between drafts of the same words: the lower wins."""

    content: Span
    form: Form
    entry: Entry | None
    sentence: Sentence
    rank: int
    speaker: ActorMention | None = None
    cue: Span | None = None
    addressee: ActorMention | None = None
    chain: list[Link] = field(default_factory=list)
    clause: Clause | None = None
    negated: bool = False
    channel: Span | None = None
    rule: str = "quotation.continued"


def join_paragraphs(drafts: list[Draft], quotations: Sequence[Quotation], text: str) -> list[Draft]:
    """A quotation whose marks each paragraph reopens is one statement, wherever its cue stands."""
    chains: list[list[Quotation]] = []
    for quotation in quotations:
        if quotation.continues and chains:
            chains[-1].append(quotation)
        else:
            chains.append([quotation])
    for chain in (c for c in chains if len(c) > 1):
        stretch = Span(chain[0].outer.start, chain[-1].outer.end)
        held = [d for d in drafts if stretch.overlaps(d.content) and any(q.outer.overlaps(d.content) for q in chain)]
        spoken_whole = [d for d in held if d.form is Form.DIRECT]
        if not spoken_whole:
            continue
        best = min(spoken_whole, key=lambda d: (d.cue is None, d.rank, d.content.start))
        end = chain[-1].span.end
        while end > chain[0].span.start and text[end - 1] in ", \n":
            end -= 1
        best.content = Span(chain[0].span.start, end)
        gone = {id(d) for d in held if d is not best and any(q.outer.contains(d.content) for q in chain)}
        drafts = [d for d in drafts if id(d) not in gone]
    return drafts


def without_echoes(drafts: list[Draft]) -> list[Draft]:
    """What a speaker says of their own saying inside their own statement is no statement of its own."""
    kept: list[Draft] = []
    open_drafts: list[Draft] = []
    for draft in drafts:
        open_drafts = [d for d in open_drafts if d.content.end > draft.content.start]
        outer = [d for d in open_drafts if d.content.contains(draft.content) and d.content != draft.content]
        if not any(_same_speaker(draft.speaker, d.speaker) for d in outer):
            kept.append(draft)
        open_drafts.append(draft)
    return kept


def without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Of drafts with nearly the same words the better one stays; the chain of the other is kept."""
    kept: list[Draft] = []
    for group in _overlapping(drafts):
        better: list[Draft] = []
        for draft in sorted(group, key=lambda d: (d.rank, -(d.content.end - d.content.start))):
            twin = next((k for k in better if _alike(k.content, draft.content)), None)
            if twin is None:
                better.append(draft)
            else:
                _keep_link(twin, draft)
        kept += better
    return sorted(kept, key=lambda d: (d.content.start, -d.content.end))


def _overlapping(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """Groups of drafts whose contents touch, in text order."""
    group: list[Draft] = []
    end = -1
    for draft in sorted(drafts, key=lambda d: d.content.start):
        if group and draft.content.start >= end:
            yield group
            group = []
        group.append(draft)
        end = max(end, draft.content.end)
    if group:
        yield group


def _keep_link(twin: Draft, draft: Draft) -> None:
    """A medium that only reported the words another draft attributes to their speaker becomes a link of its chain."""
    reported = draft.entry is not None and twin.entry is not None and twin.cue != draft.cue
    if not reported or draft.speaker is None or draft.speaker.kind is not ActorKind.MEDIA:
        return
    if all(link.actor.span != draft.speaker.span for link in twin.chain):
        twin.chain.append(Link(draft.speaker, "reported"))


def _same_speaker(a: ActorMention | None, b: ActorMention | None) -> bool:
    if a is None or b is None:
        return False
    if a.name and a.name == b.name:
        return True
    return a.name is None and b.name is None and a.code is not None and a.code == b.code


def _alike(a: Span, b: Span) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0.75 * (max(a.end, b.end) - min(a.start, b.start))
