"""Why a finding is held: its sentence with the words marked, the rule that read it, and who its actors are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from avviso.identity import Finding, findings, roles
from avviso.records import (
    Actor,
    ActorKind,
    ActorMention,
    Article,
    Event,
    LearnedPerson,
    Omission,
    Position,
    Reading,
    Span,
    Statement,
)

_END = re.compile(r"[.!?…]+[\"'”’»)\]\s]*\s|\n\s*\n|\r\n\s*\r\n")
_MARGIN = 600


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule as its file has it: where it stands, and the examples in which it finds something (`yes`) or nothing (`no`)."""

    id: str
    file: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


ExplainRule = Callable[[str], RuleCard | None]
EvidenceOf = Callable[[str], list[tuple[LearnedPerson, str]]]


@dataclass(frozen=True, slots=True)
class ActorCard:
    """An actor of the finding: the mention, what we hold of the actor if anything, and the words that taught us."""

    role: str
    mention: ActorMention
    entry: Actor | None
    learned: tuple[tuple[LearnedPerson, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding with its grounds. `sentence` surrounds `marks`, the words that play a role in it."""

    article: Article
    kind: str
    id: str
    finding: Finding
    sentence: Span
    marks: tuple[tuple[Span, str], ...]
    rule: RuleCard | None
    actors: tuple[ActorCard, ...]


def explain(reading: Reading, finding_id: str, explain_rule: ExplainRule, evidence_of: EvidenceOf) -> Explanation:
    """The grounds of the finding with that id. Raises KeyError when the reading has no such finding."""
    kind, finding = next(((kind, found) for kind, name, found in findings(reading) if name == finding_id), ("", None))
    if finding is None:
        raise KeyError(finding_id)
    marks = tuple(sorted(_marks(finding), key=lambda mark: (mark[0].start, -mark[0].end)))
    around = [finding.evidence.span, *(span for span, _ in marks)]
    return Explanation(
        article=reading.article,
        kind=kind,
        id=finding_id,
        finding=finding,
        sentence=_sentence(reading.article.text, Span(min(span.start for span in around), max(span.end for span in around))),
        marks=marks,
        rule=explain_rule(finding.evidence.rule),
        actors=tuple(
            ActorCard(role, actor, _entry(actor), tuple(evidence_of(actor.actor_id)) if actor.actor_id else ())
            for role, actor in roles(finding)
        ),
    )


def as_json(found: Explanation) -> dict[str, Any]:
    """The grounds in the manner of the contract."""
    from avviso.exchange.contract import actor_object, finding_object, span_object

    text = found.article.text
    return {
        "kind": found.kind,
        "finding": finding_object(text, found.id, found.finding),
        "sentence": span_object(text, found.sentence),
        "marks": [{"role": role, **span_object(text, span)} for span, role in found.marks],
        "rule": asdict(found.rule) if found.rule else {"id": found.finding.evidence.rule},
        "actors": [
            {
                "role": actor.role,
                **actor_object(text, actor.mention),
                "resolved_by": actor.mention.resolved_by,
                "entry": asdict(actor.entry) if actor.entry else None,
                "learned": [{"article_id": person.evidence.article_id, "text": words} for person, words in actor.learned],
            }
            for actor in found.actors
        ],
    }


def explain_rule(rule: str) -> RuleCard | None:
    """The card of a rule of the lexicon; None for what the code itself reads."""
    from avviso.knowledge.files import DATA
    from avviso.knowledge.lexicon import lexicon

    language = rule.partition(".")[0]
    if not (DATA / "lang" / language).is_dir() or not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    entry = lexicon(language).entry(rule)
    return RuleCard(entry.id, entry.file, entry.yes, entry.no) if entry else None


def _marks(finding: Finding) -> Iterator[tuple[Span, str]]:
    yield from ((actor.span, role) for role, actor in roles(finding))
    match finding:
        case Statement():
            parts = [("content", finding.content), ("cue", finding.cue), ("channel", finding.channel)]
            yield from ((span, role) for role, span in parts if span)
        case Event():
            yield finding.trigger, "predicate"
        case Position():
            yield finding.issue, "issue"
        case Omission():
            yield finding.topic, "topic"
        case _:
            yield finding.evidence.span, "evidence"


def _sentence(text: str, inner: Span) -> Span:
    """The sentence or sentences around some words, cut where it would grow too long."""
    start, limit = max(0, inner.start - _MARGIN), min(len(text), inner.end + _MARGIN)
    before = [match.end() for match in _END.finditer(text, start, inner.start)]
    after = [match.end() for match in _END.finditer(text, max(inner.start, inner.end - 2), limit) if match.end() >= inner.end]
    start, end = before[-1] if before else start, after[0] if after else limit
    return Span(start, max(start + len(text[start:end].rstrip()), inner.end))


def _entry(mention: ActorMention) -> Actor | None:
    """What is listed of the actor: by its id in the register, else the state that its code names."""
    from avviso.knowledge.registry import registry
    from avviso.knowledge.world import world

    listed = registry().actors.get(mention.actor_id or "")
    state = world().countries.get(mention.code or "")
    if listed or not state:
        return listed
    return Actor(state.code, state.name("en"), ActorKind.STATE, state.code, aliases=state.names.get("fr", ())[:1])
