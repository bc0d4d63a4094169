"""What saying so makes of an act: a refusal, a promise, a threat, a demand, an accusation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from avviso.extract.context import Context
from avviso.extract.frames import Match
from avviso.knowledge.ontology import EventType
from avviso.records import ActorKind, ActorMention, Span, Statement
from avviso.text import Argument, Clause

COOPERATIVE = frozenset({1, 2})
KIND = frozenset({"AID", "RETREAT", "CONCEDE", "SUPPORT", "COOPERATE"})
"""Types whose announcement by the doer is a promise; an announced meeting stays a planned meeting."""
WARNING = frozenset({"warn", "threaten"})
"""Acts of speech that make a threat of what their speaker may do: "Ankara could close the strait, he warned"."""
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST"})


class Said:
    """What the statements of one document make of the acts they speak of."""

    def __init__(self, context: Context, statements: Sequence[Statement], types: Mapping[str, EventType]) -> None:
        self.context, self.statements, self.types = context, statements, types

    def holder(self, clause: Clause) -> Statement | None:
        """The innermost statement that holds the predicate, with a speaker."""
        token = clause.sentence.tokens[clause.predicate]
        span = Span(token.start, token.end)
        holders = [s for s in self.statements if s.content.contains(span) and s.speaker is not None]
        return min(holders, key=lambda s: s.content.end - s.content.start) if holders else None

    def kind_of(self, clause: Clause, kind: EventType, sources: Sequence[ActorMention]) -> EventType | None:
        """The verbal act that an act not done yet amounts to, None where it stays what it is."""
        if clause.kind != "verb":
            return None
        ahead = clause.tense == "future" or clause.mood == "conditional"
        if clause.modal == "fail":
            return self.types["REJECT"] if kind.type in ("AGREE", "CONSULT", "SUPPORT") else None
        holder = self.holder(clause)
        warned = clause.modal == "may" and holder is not None and holder.act in WARNING
        if not ahead or (clause.modal and not warned):
            return None
        own = holder is not None and holder.speaker is not None and any(_same(holder.speaker, m) for m in sources)
        if clause.negated:
            if any(t.lemma in self.context.grammar.wholes for a in clause.arguments if a.relation == "object" for t in a.phrase.tokens):
                return None  # "will not withdraw all its forces"
            refused = kind.quad_class in COOPERATIVE and (clause.tense == "future" or own)
            return self.types["REJECT"] if refused else None
        if not own:
            return None
        return self.types["AGREE"] if kind.type in KIND else self.types["THREATEN"] if kind.type in HOSTILE else None

    def told(self, clause: Clause, sources: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
        """Whom the speaker says it to, where the speaker is who acts: "« We will not give in », he told [Lima]"."""
        holder = self.holder(clause)
        if holder is None or holder.speaker is None or holder.addressee is None or not holder.addressee.code:
            return ()
        own = any(_same(holder.speaker, m) for m in sources) and not same_country(holder.speaker, holder.addressee)
        return (holder.addressee,) if own else ()

    def partner(self, clause: Clause, targets: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
        """Who speaks of talks with another party, where nobody else is named: "« The talks [with Lima] go on », the envoy said"."""
        holder = self.holder(clause)
        speaker = holder.speaker if holder is not None and clause.kind == "noun" else None
        if speaker is None or not speaker.code or speaker.kind is ActorKind.MEDIA:
            return ()
        return () if any(m.code and same_country(speaker, m) for m in targets) else (speaker,)

    def of_others(self, match: Match, clause: Clause, sources: Sequence[ActorMention]) -> bool:
        """Whether a warning tells what a third party may do: "warned Kyiv that Moscow could attack" threatens nobody."""
        told = next((a for a in clause.arguments if a.relation == "complement" and a.form == "clause"), None)
        if told is None or not match.roles:
            return False
        for inner in self.context.clauses_of(clause.sentence):
            subject = inner.get("subject") if inner.kind == "verb" and inner.parent is clause and inner.link == "complement" else None
            if subject is not None:
                doers = [m for m in self.context.resolver.resolve_all(subject.phrase) if m.code]
                return bool(doers) and not any(same_country(m, source) for m in doers for source in sources)
        return False

    def blaming(self, clause: Clause) -> Statement | None:
        """The statement whose own main clause this is, when its speaker is a party and no medium."""
        holder = self.holder(clause)
        if holder is None or holder.speaker is None or not holder.speaker.code or holder.speaker.kind is ActorKind.MEDIA:
            return None
        above, below = clause.parent, clause
        while above is not None and below.link in ("conjunct", "parataxis") and above is not below:
            below, above = above, above.parent
        token = above.sentence.tokens[above.predicate] if above is not None else None
        return None if token is not None and holder.content.contains(Span(token.start, token.end)) else holder

    def demanded_of(self, clause: Clause) -> tuple[Statement, Argument] | None:
        """Who says that somebody must act, and who must: "the envoy said Ankara should withdraw"."""
        must = clause.modal == "should" or self._needed(clause)
        if clause.kind != "verb" or not must or clause.mood == "conditional" or clause.passive or clause.question:
            return None
        holder, subject = self.holder(clause), clause.get("subject")
        if holder is None or subject is None or subject.phrase.sentence is not clause.sentence or holder.cue is None:
            return None
        return (holder, subject) if holder.content.contains(subject.phrase.span) else None

    def _needed(self, clause: Clause) -> bool:
        """Whether a clause tells what an impersonal verb asks for: "il faut [que Lima rende les îles]"."""
        above, rules = clause.parent, self.context.grammar
        asked = above is not None and clause.link == "complement" and above.lemma in rules.impersonal and above.get("subject") is None
        return above is not None and asked and not above.negated and rules.modals.get(above.lemma) == "should"

    def ordered(self, clause: Clause) -> Statement | None:
        """The quotation whose own verb is an order to who is told: "« Withdraw your forces », he told [Lima]"."""
        holder = self.holder(clause) if clause.mood == "imperative" and clause.parent is None and clause.kind == "verb" else None
        told = holder.addressee if holder is not None else None
        if holder is None or holder.speaker is None or told is None or not holder.speaker.code or not told.code:
            return None
        return None if same_country(holder.speaker, told) else holder


def _same(speaker: ActorMention, actor: ActorMention) -> bool:
    """Whether who speaks is who acts, or speaks for it."""
    if speaker.span == actor.span or (speaker.name and speaker.name == actor.name):
        return True
    return speaker.code is not None and speaker.code == actor.code


AT_ODDS = frozenset({"REB", "OPP"})
"""Roles of those who stand against the government of their country."""


def same_country(speaker: ActorMention, actor: ActorMention) -> bool:
    """Whether both belong to one country, and neither stands against it."""
    return one_party(speaker.code or "", actor.code or "")


def one_party(one: str, other: str) -> bool:
    """Whether two codes are of one country, and neither of those who stand against its government."""
    (country, _, role), (second, _, part) = one.partition(":"), other.partition(":")
    return country == second and (role == part or AT_ODDS.isdisjoint({role, part}))
