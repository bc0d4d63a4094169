"""Finds political events in the PLOVER ontology: who did what to whom, with status, time and place.

Verbs and nouns of the event lexicon are matched with their frames. Acts of speech are events too, and set the status of
the act they speak of: what is asked for is called-for, what is threatened is threatened, what somebody is accused of is alleged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from avviso.extract.circumstances import place_of, time_of
from avviso.extract.context import Context
from avviso.extract.folding import Found, fold
from avviso.extract.frames import Match, entries_for, matches
from avviso.extract.merging import codes, join_halves, merge
from avviso.extract.parties import CONFLICT, Parties
from avviso.extract.partners import at_home, complete, with_attackers
from avviso.extract.said import Said, same_country
from avviso.extract.spoken import named_act, sides_named, type_named
from avviso.extract.status import status_of
from avviso.extract.unsaid import completed, foreign, switched
from avviso.knowledge.lexicon import Frame
from avviso.knowledge.ontology import EventType, context_words, event_types
from avviso.records import ActorKind, ActorMention, Event, Evidence, Span, Statement, Status
from avviso.text import Clause

VERBAL = frozenset({1, 3})
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
PARTIES = 2
JUDGING = frozenset({"ACCUSE", "REJECT"})
ANSWERED = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
"""What is said to the party that turns it down."""
JOINT = frozenset({"CONSULT", "COOPERATE"})
TOLD_EARLIER = frozenset({"ACCUSE", "SUPPORT"})
"""Types that need a target, which may stand in another sentence: "welcomed the ruling"."""


class EventFinder:
    """Finds the events of one document."""

    def __init__(self, context: Context, statements: Sequence[Statement]) -> None:
        self.context, self.statements = context, statements
        self.types = event_types()
        self.found: list[Found] = []
        self.located: set[Span] = set()
        self.spoken_of: list[Event] = []
        self._matched: dict[int, Match | None] = {}
        self._blaming: dict[int, Match] = {}
        self.parties = Parties(context, statements, self.best)
        self.said = Said(context, statements, self.types)

    def find(self) -> list[Event]:
        """The document's events: one entry for each, whatever the number of mentions, in text order."""
        for clause in self.context.document.clauses:
            if clause.question or clause.mood == "imperative":
                order = self._order(clause)
                self.found += [Found(order, clause)] if order is not None else []
                continue
            blame = self._blame(clause)
            read = (
                (blame,)
                if blame is not None
                else (self._event(clause), self._demand(clause), self._answered(clause), self._imputed(clause))
            )
            self.found += [Found(event, clause) for event in read if event is not None]
            self.found += [Found(event, clause) for event in self._threatened(clause, read[0])]
        self.found += self._named()
        halves = join_halves(fold(self.found))
        halves = [e for e in complete(halves, self.context, self.spoken_of) if self._aimed(e)]
        halves = at_home(halves)
        events = merge([e for e in halves if e.source_actors or e.trigger not in self.located], self.types)
        events = merge(with_attackers(events), self.types)
        return [replace(self._since(event), id=f"e{number}") for number, event in enumerate(events)]

    def _aimed(self, event: Event) -> bool:
        """Whether an event that must have a target has one, now that the rest of the text was asked."""
        return event.type not in TOLD_EARLIER or any(self._party(m) for m in event.target_actors)

    def _since(self, event: Event) -> Event:
        """An act that goes on, with its beginning where the text tells it elsewhere ("la guerre au Soudan", "qui dure depuis 2023")."""
        if event.status is not Status.ONGOING or event.time is not None or event.quad_class != CONFLICT:
            return event
        rules, parties = self.context.grammar, codes(event.target_actors)
        for clause in self.context.document.clauses:
            subject = clause.get("subject") if clause.lemma in rules.beginning else None
            if subject is None or not any(t.lemma in rules.lasting_nouns for t in subject.phrase.tokens):
                continue
            named = {m.code for m in self.parties.named_in(subject.phrase)} | {m.code for m in self.parties.inside(subject.phrase)}
            began = time_of(clause, self.context)
            if began is not None and named & parties:
                return replace(event, time=began.when)
        return event

    def best(self, clause: Clause) -> Match | None:
        """The event rule that fits the clause best."""
        if id(clause) not in self._matched:
            fitting = matches(clause, "events", self.context.lexicon, self.context.grammar)
            fitting = [match for match in fitting if not match.entry.facts.get("hostile") or self._hostile_below(clause)]
            found = [match for match in fitting if not match.entry.facts.get("said")]
            if len(found) < len(fitting):
                self._blaming[id(clause)] = next(match for match in fitting if match.entry.facts.get("said"))
            self._matched[id(clause)] = (
                found[0] if found and (found[0].words or not clause.variants) else self._together(clause) or (found[0] if found else None)
            )
        return self._matched[id(clause)]

    def _hostile_below(self, clause: Clause) -> bool:
        """Whether what a clause takes as object or complement tells a hostile act: "reserved the right [to strike the port]"."""
        spans = [a.phrase for a in clause.arguments if a.relation in ("complement", "object") or a.form in ("inf", "clause")]
        for other in self.context.clauses_of(clause.sentence):
            if other is clause or not any(p.sentence is clause.sentence and p.first <= other.predicate <= p.last for p in spans):
                continue
            inner = self.best(other)
            if inner is not None and inner.entry.facts.get("type") in HOSTILE:
                return True
        return False

    def kind_of(self, clause: Clause) -> EventType | None:
        """The type of the act; a promise of a hostile act is a threat."""
        match = self.best(clause)
        kind = self.types.get(str(match.entry.facts.get("type"))) if match is not None else None
        if kind is None or kind.type != "AGREE":
            return kind
        for other in self.context.clauses_of(clause.sentence):
            inner = self.best(other) if other.parent is clause and other.link in ("xcomplement", "complement") else None
            hostile = self.types.get(str(inner.entry.facts.get("type"))) if inner is not None else None
            kept = match is not None and "TARGET" in match.roles and hostile is not None and hostile.type != "ASSAULT"
            if hostile is not None and hostile.quad_class == CONFLICT and hostile.type in HOSTILE and not kept:
                return self.types["THREATEN"]
        return kind

    def _together(self, clause: Clause) -> Match | None:
        """An expression for what several do together ("joint exercises") needs no frame: its parties are those that carry it out."""
        if clause.kind == "noun":
            for entry, words in entries_for(clause, "events", self.context.lexicon):
                kind = self.types.get(str(entry.facts.get("type")))
                if words and kind is not None and kind.symmetric:
                    return Match(entry, Frame("", ()), clause, {}, words, 0.0)
        return self._by_doer(clause)

    def _by_doer(self, clause: Clause) -> Match | None:
        """A noun that no frame fits names an act all the same where its doer stands beside it: "the ambush laid [by rebels]"."""
        doers = [a for a in clause.arguments if a.marker in self.context.grammar.passive_by]
        if clause.kind != "noun" or not any(m.code for a in doers for m in self.context.resolver.resolve_all(a.phrase)):
            return None
        for entry, words in entries_for(clause, "events", self.context.lexicon):
            if not entry.objects and not entry.facts.keys() & {"said", "under", "near", "doers"}:
                return Match(entry, Frame("", ()), clause, {}, words, 0.0)
        return None

    def _event(self, clause: Clause) -> Event | None:
        match = self.best(clause)
        if match is None:
            return None
        kind = self.kind_of(clause)
        if kind is None:
            return None
        sides = self.parties.sides(match, kind, clause)
        if sides is None:
            return None
        sides = completed(kind, clause, match, sides, self.context)
        kind = self.types[switched(kind, match, sides)]
        sources, targets = sides
        if kind.type in JOINT and any(m.code for m in targets) and not any(m.code or m.name for m in sources):
            sources = self.said.partner(clause, targets) or sources
        if match.entry.facts.get("others") and not foreign(sides):
            return None
        if (kind.type in JUDGING and self._grievance(clause)) or self._ended(clause):
            return None
        if kind.type == "THREATEN" and self.said.of_others(match, clause, sources):
            return None
        verbal = self.said.kind_of(clause, kind, sources)
        status, embedded = (Status.HAPPENED, False) if verbal is not None else status_of(clause, match, self)
        if status is None:
            if embedded:
                self.spoken_of.append(self._record(clause, match, kind, Status.PLANNED, sources, targets))
            return None
        kind = verbal or kind
        if kind.quad_class in VERBAL and not any(m.code for m in targets):
            targets = self.said.told(clause, sources) or targets
        target = match.roles.get("TARGET")
        if target is not None and clause.kind == "noun" and target.marker in self.context.grammar.locatives_only:
            token = clause.sentence.tokens[clause.predicate]
            self.located.add(Span(token.start, token.end))
        if not self._plausible(kind, sources, targets, embedded=embedded) and not self._hits_ground(clause, kind, sources):
            return None
        if match.entry.facts.get("mutual") and len({m.code for m in (*sources, *targets) if m.code}) < PARTIES:
            return None
        return self._record(clause, match, kind, status, sources, targets)

    def _grievance(self, clause: Clause) -> bool:
        """Whether a judgement is only what a protest is for: "marched [to denounce the decree]"."""
        above = self.best(clause.parent) if clause.parent is not None and clause.mood == "infinitive" else None
        return above is not None and above.entry.facts.get("type") == "PROTEST"

    def _ended(self, clause: Clause) -> bool:
        """Whether an act is what a sanction puts an end to: "stopped [selling gas]"."""
        above = self.best(clause.parent) if clause.parent is not None and clause.link == "xcomplement" else None
        return above is not None and above.entry.facts.get("type") == "SANCTION"

    def _threatened(self, clause: Clause, threat: Event | None) -> list[Event]:
        """The hostile act that a threat by its doer amounts to ("« We will strike Oran »"), where both sides are known."""
        match = self.best(clause)
        if threat is None or match is None or threat.type != "THREATEN" or match.entry.facts.get("type") not in HOSTILE:
            return []
        sources, targets = threat.source_actors, threat.target_actors
        if not (any(m.code for m in sources) and any(m.code for m in targets)):
            return []
        return [self._record(clause, match, self.types[str(match.entry.facts["type"])], Status.THREATENED, sources, targets)]

    def _answered(self, clause: Clause) -> Event | None:
        """The demand or accusation that somebody turns down, made of whoever does: "rejected [the Peruvian demand]"."""
        above = clause.parent if clause.kind == "noun" else None
        match = self.best(above) if above is not None and above.kind == "verb" else None
        if above is None or match is None or match.entry.facts.get("type") != "REJECT":
            return None
        thing = match.roles.get("TARGET") or match.roles.get("OBJECT")
        entry = next((e for e, _ in entries_for(clause, "events", self.context.lexicon) if e.facts.get("type") in ANSWERED), None)
        sides = self.parties.sides(match, self.types["REJECT"], above)
        if thing is None or entry is None or sides is None or thing.phrase.head != clause.predicate:
            return None
        refusing = tuple(m for m in sides[0] if m.code)
        asking = tuple(m for m in self.context.owners(thing.phrase) if m.code not in {r.code for r in refusing})
        if not refusing or not asking:
            return None
        kind = self.types[str(entry.facts["type"])]
        return self._record(clause, Match(entry, Frame("", ()), clause, {}, (), 0.0), kind, Status.HAPPENED, asking, refusing)

    def _imputed(self, clause: Clause) -> Event | None:
        """The hostile act that somebody is accused of, by the noun that names it: "blamed [the raid on its port] on Lima"."""
        above = clause.parent if clause.kind == "noun" else None
        match = self.best(above) if above is not None and above.kind == "verb" else None
        if above is None or match is None or match.entry.facts.get("type") != "ACCUSE" or match.entry.facts.get("mode") != "allege":
            return None
        told = next((a for a in above.arguments if a.phrase.head == clause.predicate and a is not match.roles.get("TARGET")), None)
        entry = next((e for e, _ in entries_for(clause, "events", self.context.lexicon) if e.facts.get("type") in HOSTILE), None)
        sides = self.parties.sides(match, self.types["ACCUSE"], above)
        if told is None or entry is None or sides is None or above.negated:
            return None
        blamed = tuple(m for m in sides[1] if m.code)
        hit = tuple(m for m in self.parties.named_in(told.phrase) if m.code not in {b.code for b in blamed})[:1]
        if not hit and any(t.text.lower() in self.context.grammar.own for t in told.phrase.tokens):
            hit = tuple(m for m in sides[0] if m.code)
        if not blamed or not hit:
            return None
        kind = self.types[str(entry.facts["type"])]
        return self._record(clause, Match(entry, Frame("", ()), clause, {}, (), 0.0), kind, Status.ALLEGED, blamed, hit)

    def _named(self) -> list[Found]:
        """The acts that acts of speech name by a noun which tells nothing by itself: "threatened Oslo with [tariffs]"."""
        read = {(id(f.clause.sentence), f.clause.predicate) for f in self.found}
        found = []
        for one in self.found:
            match = self.best(one.clause)
            phrase = named_act(one.event, match) if match is not None and match.entry.id == one.event.evidence.rule else None
            kind = self.types.get(type_named(phrase, one.event, self.context.lexicon) or "") if phrase is not None else None
            status = self.types[one.event.type].embeds
            if match is None or phrase is None or kind is None or status is None or (id(phrase.sentence), phrase.head) in read:
                continue
            sources, targets = sides_named(one.event)
            act = self._record(one.clause, match, kind, status, sources, targets)
            token = phrase.head_token
            found.append(Found(replace(act, trigger=Span(token.start, token.end)), one.clause))
        return found

    def _demand(self, clause: Clause) -> Event | None:
        """A request that a statement amounts to: it says what another party must do."""
        demanded = self.said.demanded_of(clause)
        if demanded is None:
            return None
        statement, subject = demanded
        speaker, entry = statement.speaker, self.context.lexicon.entry(statement.evidence.rule)
        targets = tuple(m for m in self.context.resolver.resolve_all(subject.phrase) if m.code)
        if speaker is None or speaker.code is None or entry is None or not targets or any(same_country(speaker, m) for m in targets):
            return None
        match = Match(entry, Frame("", ()), clause, {"TARGET": subject}, (), 0.0)
        return self._record(clause, match, self.types["REQUEST"], Status.HAPPENED, (speaker,), targets)

    def _order(self, clause: Clause) -> Event | None:
        """A request that quoted words in the imperative amount to."""
        statement = self.said.ordered(clause) if not clause.question else None
        entry = self.context.lexicon.entry(statement.evidence.rule) if statement is not None else None
        if statement is None or entry is None or statement.speaker is None or statement.addressee is None:
            return None
        match = Match(entry, Frame("", ()), clause, {}, (), 0.0)
        return self._record(clause, match, self.types["REQUEST"], Status.HAPPENED, (statement.speaker,), (statement.addressee,))

    def _blame(self, clause: Clause) -> Event | None:
        """An accusation that a statement amounts to: it says what wrong another party does."""
        self.best(clause)
        match = self._blaming.get(id(clause))
        holder = self.said.blaming(clause) if match is not None else None
        if match is None or holder is None or holder.speaker is None or clause.negated != bool(match.entry.facts.get("negated")):
            return None
        targets = tuple(m for m in self.context.resolver.resolve_all(match.roles["TARGET"].phrase) if m.code)
        if not targets or any(same_country(holder.speaker, m) for m in targets):
            return None
        return self._record(clause, match, self.types["ACCUSE"], Status.HAPPENED, (holder.speaker,), targets)

    def _record(
        self,
        clause: Clause,
        match: Match,
        kind: EventType,
        status: Status,
        sources: tuple[ActorMention, ...],
        targets: tuple[ActorMention, ...],
    ) -> Event:
        tokens = clause.sentence.tokens
        indices = [clause.predicate, *match.words]
        trigger = Span(tokens[min(indices)].start, tokens[max(indices)].end)
        evidence = self._evidence(clause, match, trigger)
        facts, time = match.entry.facts, time_of(clause, self.context)
        mode = facts.get("mode") if facts.get("type") == kind.type else None
        return Event(
            id="",
            type=kind.type,
            status=status,
            evidence=Evidence(self.context.document.article.id, evidence, match.entry.id),
            trigger=trigger,
            source_actors=sources,
            target_actors=targets,
            mode=str(mode) if mode else None,
            contexts=self._contexts(clause),
            place=place_of(clause, self.context),
            time=time.when if time is not None else None,
            asserted_by=self._asserted_by(trigger),
            cameo=str(facts.get("cameo") or kind.cameo) if facts.get("type") == kind.type else kind.cameo,
            quad_class=kind.quad_class,
            goldstein=kind.goldstein,
        )

    def _plausible(self, kind: EventType, sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...], *, embedded: bool) -> bool:
        """At least one party must be known; of an act that another act only speaks of, both."""
        coded_sources, coded_targets = [m for m in sources if m.code], [m for m in targets if m.code]
        if not coded_sources and not coded_targets and not self._somebody_named(sources, targets):
            return False
        if embedded and not (coded_sources and coded_targets) and not (kind.symmetric and len(coded_sources) > 1):
            return False
        known = {m.name or m.code for m in (*sources, *targets) if m.code or m.kind is not ActorKind.GROUP} - {None}
        if kind.symmetric and kind.type != "AGREE" and len(known) < PARTIES and not self._assembly(kind, sources):
            return False
        if kind.quad_class in VERBAL and not sources:
            return False
        if kind.type == "AID" and not coded_sources:
            return False
        if not kind.target_required or any(self._party(m) for m in targets):
            return True
        return (bool(coded_sources) and kind.type in TOLD_EARLIER) or (kind.symmetric and len({m.code for m in coded_sources}) >= PARTIES)

    def _somebody_named(self, sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...]) -> bool:
        """Whether the text names who acts and tells on whom, though it does not say of what country they are."""
        return any(m.name for m in sources) and any(self._party(m) for m in targets)

    def _hits_ground(self, clause: Clause, kind: EventType, sources: tuple[ActorMention, ...]) -> bool:
        """Whether a known attacker hits a thing in a place that tells whose it is: "a missile hit a school in Kharkiv"."""
        if kind.type != "ASSAULT" or not any(m.code for m in sources):
            return False
        place = place_of(clause, self.context)
        return place is not None and place.country is not None

    def _assembly(self, kind: EventType, sources: tuple[ActorMention, ...]) -> bool:
        """Whether a body of several states meets, whose members are the parties."""
        return any(m.code in kind.assemblies and m.kind is ActorKind.ORGANISATION for m in sources)

    def _party(self, mention: ActorMention) -> bool:
        """Whether a target is somebody rather than a thing: known, named, of a kind of actors, or called by a name of its own."""
        words = self.context.text[mention.span.start : mention.span.end].split()
        return bool(mention.code or mention.name or mention.kind) or any(word[:1].isupper() for word in words)

    # When, where, according to whom -------------------------------------------------------------------------------------------

    def _asserted_by(self, trigger: Span) -> str | None:
        holders = [s for s in self.statements if s.content.contains(trigger)]
        return min(holders, key=lambda s: s.content.end - s.content.start).id if holders else None

    def _evidence(self, clause: Clause, match: Match, trigger: Span) -> Span:
        start, end = trigger.start, trigger.end
        for argument in match.roles.values():
            if argument.phrase.sentence is clause.sentence:
                start, end = min(start, argument.phrase.span.start), max(end, argument.phrase.span.end)
        return Span(start, end)

    def _contexts(self, clause: Clause) -> tuple[str, ...]:
        words = context_words(self.context.grammar.language)
        found = [c for t in clause.sentence.tokens for c in words.get(t.lemma, ())]
        return tuple(dict.fromkeys(found))[:4]


def find_events(context: Context, statements: Sequence[Statement]) -> list[Event]:
    """The events of a document, in text order."""
    return EventFinder(context, statements).find()
