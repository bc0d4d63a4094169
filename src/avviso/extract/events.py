"""Finds political events in the PLOVER ontology: who did what to whom, with status, time and place.

Verbs and nouns of the event lexicon are matched with their frames. Acts of speech are events too, and set the status of
the act they speak of: what is asked for is called-for, what is threatened is threatened, what somebody is accused of is alleged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from avviso.extract.circumstances import place_of, time_of
from avviso.extract.context import Context
from avviso.extract.frames import Match, entries_for, matches
from avviso.extract.merging import codes, distinct, join_halves, merge, same_party
from avviso.extract.status import status_of
from avviso.knowledge.lexicon import Frame
from avviso.knowledge.ontology import EventType, context_words, event_types
from avviso.records import ActorKind, ActorMention, Event, Evidence, Span, Statement, Status
from avviso.text import Argument, Clause, Phrase, inside

VERBAL = frozenset({1, 3})
CONFLICT = 4
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
PARTIES = 2


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the clause it was read in."""

    event: Event
    clause: Clause


class EventFinder:
    """Finds the events of one document."""

    def __init__(self, context: Context, statements: Sequence[Statement]) -> None:
        self.context, self.statements = context, statements
        self.types = event_types()
        self.found: list[Found] = []
        self.located: set[Span] = set()
        self._matched: dict[int, Match | None] = {}

    def find(self) -> list[Event]:
        """The document's events: one entry for each, whatever the number of mentions, in text order."""
        for clause in self.context.document.clauses:
            if clause.question or clause.mood == "imperative":
                continue
            event = self._event(clause)
            if event is not None:
                self.found.append(Found(event, clause))
        halves = join_halves([found.event for found in self.found if not self._carried(found)])
        events = merge([e for e in halves if e.source_actors or e.trigger not in self.located], self.types)
        return [replace(self._since(event), id=f"e{number}") for number, event in enumerate(events)]

    def _since(self, event: Event) -> Event:
        """An act that goes on, with its beginning where the text tells it elsewhere ("le conflit en Ukraine qui a débuté en 2022")."""
        if event.status is not Status.ONGOING or event.time is not None or event.quad_class != CONFLICT:
            return event
        rules, parties = self.context.grammar, codes(event.target_actors)
        for clause in self.context.document.clauses:
            subject = clause.get("subject") if clause.lemma in rules.beginning else None
            if subject is None or not any(t.lemma in rules.lasting_nouns for t in subject.phrase.tokens):
                continue
            named = {m.code for m in self._parties_in(subject.phrase)} | {m.code for m in self._inside(subject.phrase)}
            began = time_of(clause, self.context)
            if began is not None and named & parties:
                return replace(event, time=began.when)
        return event

    def _carried(self, found: Found) -> bool:
        """Whether a noun only repeats the act of the verb that carries it ("fournir un soutien à X")."""
        above = found.clause.parent
        if found.clause.kind != "noun" or above is None:
            return False
        twin = next((other.event for other in self.found if other.clause is above), None)
        if twin is None or not any(a.phrase.head == found.clause.predicate and a.relation == "object" for a in above.arguments):
            return False
        return codes(twin.source_actors) == codes(found.event.source_actors) and codes(twin.target_actors) == codes(
            found.event.target_actors
        )

    def best(self, clause: Clause) -> Match | None:
        """The event rule that fits the clause best."""
        if id(clause) not in self._matched:
            found = matches(clause, "events", self.context.lexicon, self.context.grammar)
            self._matched[id(clause)] = (
                found[0] if found and (found[0].words or not clause.variants) else self._together(clause) or (found[0] if found else None)
            )
        return self._matched[id(clause)]

    def kind_of(self, clause: Clause) -> EventType | None:
        """The type of the act; a promise of a hostile act is a threat."""
        match = self.best(clause)
        kind = self.types.get(str(match.entry.facts.get("type"))) if match is not None else None
        if kind is None or kind.type != "AGREE":
            return kind
        for other in self.context.clauses_of(clause.sentence):
            inner = self.best(other) if other.parent is clause and other.link in ("xcomplement", "complement") else None
            hostile = self.types.get(str(inner.entry.facts.get("type"))) if inner is not None else None
            if hostile is not None and hostile.quad_class == CONFLICT and hostile.type in HOSTILE:
                return self.types["THREATEN"]
        return kind

    def _together(self, clause: Clause) -> Match | None:
        """An expression for what several do together ("joint exercises") needs no frame: its parties are those that carry it out."""
        if clause.kind == "noun":
            for entry, words in entries_for(clause, "events", self.context.lexicon):
                kind = self.types.get(str(entry.facts.get("type")))
                if words and kind is not None and kind.symmetric:
                    return Match(entry, Frame("", ()), clause, {}, words, 0.0)
        return None

    def _event(self, clause: Clause) -> Event | None:
        match = self.best(clause)
        if match is None:
            return None
        kind = self.kind_of(clause)
        if kind is None:
            return None
        status, embedded = status_of(clause, match, self)
        if status is None:
            return None
        sides = self._sides(match, kind, clause)
        if sides is None:
            return None
        sources, targets = sides
        target = match.roles.get("TARGET")
        if target is not None and clause.kind == "noun" and target.marker in self.context.grammar.locatives_only:
            token = clause.sentence.tokens[clause.predicate]
            self.located.add(Span(token.start, token.end))
        if not self._plausible(kind, sources, targets, embedded=embedded):
            return None
        return self._record(clause, match, kind, status, sources, targets)

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
        mode, time = match.entry.facts.get("mode"), time_of(clause, self.context)
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
            cameo=str(match.entry.facts.get("cameo") or kind.cameo),
            quad_class=kind.quad_class,
            goldstein=kind.goldstein,
        )

    # Who ------------------------------------------------------------------------------------------------------------------

    def _sides(self, match: Match, kind: EventType, clause: Clause) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]] | None:
        """Who acts and on whom; None when the text names a doer that is no party ("a crash killed …")."""
        source, target = match.roles.get("SOURCE"), match.roles.get("TARGET")
        used = {id(a) for a in match.roles.values()}
        sources: tuple[ActorMention, ...] = ()
        given = [source] if source is not None else []
        if source is None or source.relation != "subject":
            given += self._understood_sources(clause, kind, used)
        for candidate in given:
            sources = (
                self._actors(candidate, acting=True) or self._owners(candidate.phrase, kind) or self._issuers(candidate.phrase, clause)
            )
            used.add(id(candidate))
            if sources:
                break
        if not sources and source is not None and source.relation == "subject" and not self._acts(source.phrase):
            return None
        target = target or clause.get("undergoer")
        targets = self._actors(target, acting=kind.symmetric) if target is not None else ()
        if source is not None and target is not None and any(slot.marker in self.context.grammar.pairing for slot in match.frame.slots):
            whole = Phrase(source.phrase.sentence, source.phrase.head, source.phrase.first, target.phrase.last)
            targets = distinct((*targets, *(m for m in self.context.resolver.resolve_all(whole) if m.code)))
        if kind.symmetric and not targets:
            targets = self._partners(clause, used)
        known: set[str | None] = {m.code for m in sources if m.code}
        targets = tuple(m for m in targets if m.code is None or not same_party(m, known))
        if not any(m.code for m in targets) and not (kind.symmetric and kind.type != "AGREE"):
            sources, targets = self._reciprocal(clause, kind, sources) or (sources, self._spoken_of(clause, match, known) or targets)
        return distinct(sources), distinct(targets)

    def _understood_sources(self, clause: Clause, kind: EventType, used: set[int]) -> list[Argument]:
        """Whom a predicate without a source of its own is understood with: a subject, a possessor, a nationality, nearest first."""
        free = [a for a in clause.arguments if id(a) not in used]
        found = [a for a in free if a.relation == "subject"]
        if clause.kind == "noun":
            found += [a for a in free if a.relation == "modifier" and a.form == "poss"]
            found += [a for a in free if a.relation == "modifier" and a.form == "adj"]
            above = clause.parent.get("subject") if clause.parent is not None else None
            if above is not None and (kind.symmetric or self._amid(clause)):
                found.append(above)
        return found

    def _amid(self, clause: Clause) -> bool:
        """Whether the noun tells amid what its verb's subject acts: "used a missile during an attack on …"."""
        assert clause.parent is not None
        return any(a.phrase.head == clause.predicate and a.marker in self.context.grammar.amid for a in clause.parent.arguments)

    def _owners(self, phrase: Phrase, kind: EventType) -> tuple[ActorMention, ...]:
        """The state whose weapons, ships or forces act: "a Ukrainian drone killed …"."""
        if kind.quad_class != CONFLICT:
            return ()
        for child in phrase.sentence.children[phrase.head]:
            if phrase.first <= child <= phrase.last and phrase.sentence.tokens[child].relation in ("adjective", "compound", "possessive"):
                found = self.context.resolver.resolve_adjectives(child, phrase.sentence)
                if any(m.code for m in found):
                    return tuple(m for m in found if m.code)
        return ()

    def _issuers(self, phrase: Phrase, clause: Clause) -> tuple[ActorMention, ...]:
        """Who put out the document that speaks: "Amnesty published a report accusing …"."""
        above = clause.parent
        if above is None or not self.context.is_document(phrase):
            return ()
        subject = above.get("subject")
        if subject is None or subject.phrase.head == phrase.head:
            return ()
        return tuple(m for m in self.context.resolver.resolve_all(subject.phrase) if m.code)

    def _acts(self, phrase: Phrase) -> bool:
        """Whether a phrase that names no party can still do what the event says: an attack kills, a statement condemns."""
        head = phrase.head_token
        mention = self.context.resolve(phrase)
        if mention.kind is not None or self.context.is_document(phrase) or head.pos in ("PRON", "PROPN"):
            return True
        return bool(self.context.lexicon.find("events", "nouns", head.lemma))

    def _reciprocal(
        self, clause: Clause, kind: EventType, sources: tuple[ActorMention, ...]
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]] | None:
        """What two parties do together or to each other: the first named is the source, the others the targets."""
        coded = distinct(m for m in sources if m.code)
        mutual = kind.type == "SUPPORT" or clause.lemma.startswith(f"{self.context.grammar.reflexive_lemma} ")
        return (coded[:1], coded[1:]) if mutual and len(coded) > 1 else None

    def _spoken_of(self, clause: Clause, match: Match, known: set[str | None]) -> tuple[ActorMention, ...]:
        """Whom an act without a target of its own is about: the first party named in its object or complement."""
        spoken = [a for role, a in match.roles.items() if role in ("OBJECT", "CONTENT", "TARGET")]
        spoken += [a for a in clause.arguments if a.relation in ("complement", "object") and a not in spoken]
        spoken += [a for a in clause.arguments if a.relation == "oblique" and a.form in ("inf", "ing") and a not in spoken]
        for argument in spoken:
            if argument.phrase.sentence is not clause.sentence:
                continue
            named = [m for m in self._parties_in(argument.phrase) if not same_party(m, known)]
            named = named or [m for m in self._inside(argument.phrase) if not same_party(m, known)]
            if named:
                return self._coordinated(named)
        return ()

    def _parties_in(self, phrase: Phrase) -> list[ActorMention]:
        """The parties that a phrase names, by name or by adjective, in order."""
        found = [m for m in inside(self.context.resolver.mentions, phrase.span) if m.code]
        for token in phrase.tokens:
            if token.pos == "ADJ" and not any(m.span.start <= token.start < m.span.end for m in found):
                found += [m for m in self.context.resolver.resolve_adjectives(token.i, phrase.sentence) if m.code]
        return sorted(found, key=lambda m: m.span.start)

    def _coordinated(self, named: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
        """The first party named, with those that only a coordinator parts from it ("la pression turque et iranienne")."""
        found = [named[0]]
        for mention in named[1:]:
            between = self.context.text[found[-1].span.end : mention.span.start].strip().casefold()
            if between != "," and between not in self.context.grammar.pairing:
                break
            found.append(mention)
        return tuple(found)

    def _partners(self, clause: Clause, used: set[int]) -> tuple[ActorMention, ...]:
        for argument in clause.arguments:
            if id(argument) not in used and argument.marker in self.context.grammar.companions:
                return self._actors(argument, acting=False)
        return ()

    def _actors(self, argument: Argument, *, acting: bool) -> tuple[ActorMention, ...]:
        phrase = argument.phrase
        rules = self.context.grammar
        if phrase.head_token.lemma in rules.first_person or phrase.head_token.text.lower() in rules.first_person:
            return self._speaking(phrase)
        if argument.form == "adj":
            return self.context.resolver.resolve_adjectives(phrase.head, phrase.sentence)
        if argument.form == "poss" and phrase.head_token.morph.get("Poss") == "Yes":
            return self._own(phrase)
        named = self._members(phrase)
        if named:
            return named
        found = tuple(
            m for m in self.context.resolver.resolve_all(phrase) if m.code or (m.kind is not None and m.kind is not ActorKind.STATE)
        )
        if any(m.code for m in found):
            return tuple(m for m in found if m.code)
        return (self._doers(phrase) or self._inside(phrase) or found) if not acting else found

    def _doers(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Whose act the phrase names: condemning "the Israeli strikes on Syria" is aimed at Israel."""
        for clause in self.context.clauses_of(phrase.sentence):
            if clause.kind != "noun" or clause.predicate != phrase.head:
                continue
            match = self.best(clause)
            source = match.roles.get("SOURCE") if match is not None else None
            own = (
                [source] if source is not None else [a for a in clause.arguments if a.relation == "modifier" and a.form in ("adj", "poss")]
            )
            for argument in own:
                coded = tuple(m for m in self._actors(argument, acting=True) if m.code)
                if coded:
                    return coded
        return ()

    def _members(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The parties of a group that the text names: "the allies, including France and Germany", "des ONG, dont Amnesty"."""
        for token in phrase.tokens:
            if token.text.lower() in self.context.grammar.including and token.i > phrase.head:
                return tuple(
                    m for m in self.context.resolver.mentions if m.code and phrase.span.contains(m.span) and m.span.start > token.start
                )
        return ()

    def _own(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Whose "its" is: the subject's of the same clause where that is a party, else whom the resolver takes it for."""
        for clause in self.context.clauses_of(phrase.sentence):
            subject = clause.get("subject") if clause.kind == "verb" else None
            if subject is not None and subject.phrase.last < phrase.first and clause.first <= phrase.first <= clause.last:
                coded = tuple(m for m in self.context.resolver.resolve_all(subject.phrase) if m.code)
                if coded:
                    return coded
        return tuple(m for m in self.context.resolver.resolve_all(phrase) if m.code)

    def _speaking(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Who says "we": the speaker of the quotation."""
        holders = [s for s in self.statements if s.content.contains(phrase.span) and s.speaker is not None]
        speaker = min(holders, key=lambda s: s.content.end - s.content.start).speaker if holders else None
        return (speaker,) if speaker is not None else ()

    def _inside(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Whom a thing acted upon belongs to: "des positions ukrainiennes", "le port d'Odessa"."""
        span = phrase.span
        named = [m for m in inside(self.context.resolver.mentions, span) if m.code]
        if named:
            return (named[0],)
        for index in range(phrase.first, phrase.last + 1):
            if phrase.sentence.tokens[index].pos in ("ADJ", "PROPN"):
                found = self.context.resolver.resolve_adjectives(index, phrase.sentence)
                if any(m.code for m in found):
                    return tuple(m for m in found if m.code)
        for mention in inside(self.context.document.places, span):
            if mention.place.country:
                return (ActorMention(mention.span, mention.place.name, ActorKind.STATE, mention.place.country, None, None, "place"),)
        return ()

    def _plausible(self, kind: EventType, sources: tuple[ActorMention, ...], targets: tuple[ActorMention, ...], *, embedded: bool) -> bool:
        """At least one party must be known; of an act that another act only speaks of, both."""
        coded_sources, coded_targets = [m for m in sources if m.code], [m for m in targets if m.code]
        if not coded_sources and not coded_targets:
            return False
        if embedded and not (coded_sources and coded_targets) and not (kind.symmetric and len(coded_sources) > 1):
            return False
        if kind.symmetric and kind.type != "AGREE" and len({m.code for m in [*coded_sources, *coded_targets]}) < PARTIES:
            return False
        if kind.quad_class in VERBAL and not sources:
            return False
        if kind.type == "AID" and not coded_sources:
            return False
        together = kind.symmetric and len({m.code for m in coded_sources}) >= PARTIES
        return not kind.target_required or bool(targets) or together

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
