"""Who acts in an event and on whom: the parties that a predicate's arguments name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from avviso.extract.context import Context
from avviso.extract.frames import Match
from avviso.extract.merging import distinct, same_party
from avviso.knowledge.ontology import EventType
from avviso.records import UNDERSTOOD, ActorKind, ActorMention, Span, Statement
from avviso.text import Argument, Clause, Phrase, inside

CONFLICT = 4
CHARGING = frozenset({"ACCUSE", "COERCE", "SANCTION"})
OWN_FORCES = frozenset({"RETREAT", "MOBILIZE"})
"""Types whose object is mostly the doer's own: "Dutch marines were flown to the island"."""
LISTED = re.compile(r"\s*,\s*(?:[^\W\d_]{1,3}['’\s]\s*)?")
"""What stands between two names of a list: a comma, perhaps an article."""
REACH = 12
"""Characters before a name within which its preposition stands."""


class Parties:
    """Finds the two sides of the events of one document. `best` gives the event rule that fits a clause."""

    def __init__(self, context: Context, statements: Sequence[Statement], best: Callable[[Clause], Match | None]) -> None:
        self.context, self.statements, self.best = context, statements, best

    def sides(self, match: Match, kind: EventType, clause: Clause) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]] | None:
        """Who acts and on whom; None when the text names a doer that is no party ("a crash killed …")."""
        source, target = match.roles.get("SOURCE"), match.roles.get("TARGET")
        if source is not None and target is None and kind.type == "ASSAULT" and self._where(source):
            source, target = None, source
        used = {id(a) for a in match.roles.values()}
        sources: tuple[ActorMention, ...] = ()
        given = [source] if source is not None else []
        if source is None or source.relation != "subject":
            given += self._understood_sources(clause, kind, used)
        given += [
            a for a in clause.arguments if a.relation == "subject" and a.marker in self.context.grammar.passive_by and a is not source
        ]
        for candidate in given:
            sources = (
                self._listed(candidate, self._actors(candidate, acting=True))
                or self._owners(candidate.phrase, kind)
                or self._issuers(candidate.phrase, clause)
            )
            used.add(id(candidate))
            if sources:
                break
        sources = sources or self._by_means(clause, match, kind)
        if not sources and source is not None and source.relation == "subject" and not self._acts(source.phrase):
            return None
        moved = match.roles.get("OBJECT")
        if not sources and clause.passive and kind.type in OWN_FORCES and moved is not None:
            sources = tuple(m for m in self._actors(moved, acting=True) if m.code) or self._owners(moved.phrase, kind)
        target = target or clause.get("undergoer")
        known: set[str | None] = {m.code for m in sources if m.code}
        targets = self._actors(target, acting=kind.symmetric, known=known) if target is not None else ()
        if source is not None and target is not None and any(slot.marker in self.context.grammar.pairing for slot in match.frame.slots):
            whole = Phrase(source.phrase.sentence, source.phrase.head, source.phrase.first, target.phrase.last)
            targets = distinct((*targets, *(m for m in self.context.resolver.resolve_all(whole) if m.code)))
        if kind.symmetric and not targets:
            targets = self._partners(clause, used)
        if kind.symmetric and not any(m.code for m in targets):
            targets = self._gathered(match, known) or targets
        targets = tuple(m for m in targets if self._other(m, known, sources, kind))
        if not any(m.code or m.name for m in targets) and not (kind.symmetric and kind.type != "AGREE"):
            mutual = self._reciprocal(clause, match, kind, sources)
            if match.entry.facts.get("domestic"):
                targets = self._state_of(sources, match)
            else:
                sources, targets = mutual or (
                    sources,
                    self._spoken_of(clause, match, known)
                    or self._quoted(clause, kind, known)
                    or targets
                    or self._matter(clause, match, known),
                )
        return distinct(self._by_name(m, clause) for m in sources), distinct(targets)

    def _by_means(self, clause: Clause, match: Match, kind: EventType) -> tuple[ActorMention, ...]:
        """Whose violence it was, where the act names only its means: "died [under the militia's bullets]", "killed [in a rebel raid]"."""
        if kind.type != "ASSAULT" or clause.kind != "verb" or match.roles.get("SOURCE") is not None:
            return ()
        means = [match.roles["OBJECT"]] if "OBJECT" in match.roles and "SOURCE" not in match.frame.roles else []
        means += [a for a in clause.arguments if a.relation == "oblique" and a.form == "np" and self._violent(a.phrase)]
        for argument in means:
            found = self._doers(argument.phrase) or self.context.owners(argument.phrase)
            if found:
                return found
        return ()

    def _where(self, argument: Argument) -> bool:
        """Whether a name beside a noun of violence tells where it took place: "the Istanbul bombing"."""
        return argument.form == "adj" and self._local(argument.phrase.span)

    def _local(self, span: Span) -> bool:
        """Whether the words name a place that is no country."""
        return any(found.place.precision != "country" for found in inside(self.context.document.places, span))

    def _violent(self, phrase: Phrase) -> bool:
        """Whether a phrase names an act of violence."""
        entries = self.context.lexicon.find("events", "nouns", phrase.head_token.lemma)
        return any(entry.facts.get("type") == "ASSAULT" for entry in entries)

    def _listed(self, subject: Argument, found: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
        """The subject's parties, with those of a long list that the parser lost: "[le Pérou, le Chili], l'Équateur et la Colombie"."""
        phrase, text = subject.phrase, self.context.text
        if subject.relation != "subject" or len([m for m in found if m.code]) < 2 or not any(t.pos == "CCONJ" for t in phrase.tokens):
            return found
        start, before = phrase.span.start, list[ActorMention]()
        for mention in reversed(self.context.resolver.mentions):
            if mention.span.end > start:
                continue
            if not mention.code or LISTED.fullmatch(text, mention.span.end, start) is None:
                break
            before.append(mention)
            start = mention.span.start
        return distinct((*reversed(before), *found))

    def _state_of(self, sources: tuple[ActorMention, ...], match: Match) -> tuple[ActorMention, ...]:
        """The government whose act a court of its country strikes down."""
        act = match.roles.get("OBJECT")
        countries = {(m.code or "").partition(":")[0] for m in sources if m.code}
        if act is None or len(countries) != 1:
            return ()
        return (ActorMention(act.phrase.span, None, ActorKind.GOVERNMENT, f"{countries.pop()}:GOV", None, None, UNDERSTOOD),)

    def _other(self, mention: ActorMention, known: Set[str | None], sources: tuple[ActorMention, ...], kind: EventType) -> bool:
        """Whether a target is somebody else than the sources; bodies of one country are, but not one's own ("withdrew its forces")."""
        if mention.code is None or not same_party(mention, known):
            return True
        if kind.type == "PROTEST" and mention.kind is ActorKind.GOVERNMENT:
            return True
        own = self.context.text[mention.span.start : mention.span.end].partition(" ")[0].casefold() in self.context.grammar.own
        if own or mention.resolved_by == "pronoun" or mention.kind in (None, ActorKind.STATE):
            return False
        alike = mention.kind in (ActorKind.GOVERNMENT, ActorKind.GROUP, ActorKind.ARMED_FORCE) and any(
            m.code == mention.code for m in sources
        )
        return not alike and all(m.name is None or m.name != mention.name for m in sources)

    def _by_name(self, mention: ActorMention, clause: Clause) -> ActorMention:
        """A pronoun's party by the words that name it in the same sentence: "[the ministry] said it had freed …"."""
        text = self.context.text[mention.span.start : mention.span.end].casefold()
        if mention.resolved_by != "pronoun" or mention.code is None or " " in text:
            return mention
        for other in self.context.clauses_of(clause.sentence):
            subject = other.get("subject") if other.kind == "verb" else None
            if subject is None or subject.phrase.last >= clause.predicate or subject.phrase.head_token.pos == "PRON":
                continue
            named = self.context.resolve(subject.phrase)
            if named.code == mention.code and (named.name or None) == (mention.name or None):
                return replace(mention, span=named.span)
        return mention

    def _understood_sources(self, clause: Clause, kind: EventType, used: set[int]) -> list[Argument]:
        """Whom a predicate without a source of its own is understood with: a subject, a possessor, a nationality, nearest first."""
        free = [a for a in clause.arguments if id(a) not in used]
        found = [a for a in free if a.relation == "subject"]
        if clause.kind == "noun":
            found += [a for a in free if a.relation == "modifier" and a.marker in self.context.grammar.passive_by]
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
        if kind.quad_class != CONFLICT and kind.type not in ("COOPERATE", "RETREAT"):
            return ()
        tokens, found = phrase.sentence.tokens, list[ActorMention]()
        violent = self._violent(phrase)
        for index in range(phrase.head - 1, phrase.first - 1, -1):
            if violent and self._local(Span(tokens[index].start, tokens[index].end)):
                continue
            if tokens[index].relation in ("conjunct", "adjective", "compound", "possessive", "modifier") or tokens[index].pos == "PROPN":
                found += self.context.resolver.resolve_adjectives(index, phrase.sentence)
            elif found and tokens[index].pos not in ("CCONJ", "PUNCT"):
                break
        owners = distinct(m for m in reversed(found) if m.code) or self.context.owners(phrase)
        return owners or self._doers(phrase) or self._users(phrase)

    def _users(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Who used a weapon: "rockets [that a militia fired]"."""
        for clause in self.context.clauses_of(phrase.sentence):
            subject = clause.get("subject") if clause.link in ("participial", "relative") and phrase.head < clause.predicate else None
            used = clause.get("object")
            if subject is not None and used is not None and used.phrase.head == phrase.head:
                return tuple(m for m in self.context.resolver.resolve_all(subject.phrase) if m.code)
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
        self, clause: Clause, match: Match, kind: EventType, sources: tuple[ActorMention, ...]
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]] | None:
        """What two parties do together or to each other: the first named is the source, the others the targets."""
        coded = distinct(m for m in sources if m.code)
        mutual = (
            kind.type == "SUPPORT"
            or match.entry.facts.get("each_other")
            or clause.lemma.startswith(f"{self.context.grammar.reflexive_lemma} ")
        )
        return (coded[:1], coded[1:]) if mutual and len(coded) > 1 else None

    def _spoken_of(self, clause: Clause, match: Match, known: set[str | None]) -> tuple[ActorMention, ...]:
        """Whom an act without a target of its own is about: the first party named in its object or complement."""
        spoken = [a for role, a in match.roles.items() if role in ("OBJECT", "CONTENT", "TARGET")]
        spoken += [a for a in clause.arguments if a.relation in ("complement", "object") and a not in spoken]
        spoken += [a for a in clause.arguments if a.relation == "oblique" and a.form in ("inf", "ing") and a not in spoken]
        for argument in spoken:
            if argument.phrase.sentence is not clause.sentence:
                continue
            named = [m for m in self.named_in(argument.phrase) if not _own_party(m, known)]
            named = named or [m for m in self.inside(argument.phrase) if not _own_party(m, known)]
            if named:
                return self._coordinated(named)
        return ()

    def _quoted(self, clause: Clause, kind: EventType, known: set[str | None]) -> tuple[ActorMention, ...]:
        """Whom a quotation that its cue makes an accusation is about: "« [Lima] betrays its allies », the envoy denounced"."""
        token = clause.sentence.tokens[clause.predicate]
        cue = Span(token.start, token.end)
        for statement in self.statements if kind.type == "ACCUSE" else ():
            if statement.cue is not None and statement.cue.contains(cue):
                named = [m for m in inside(self.context.resolver.mentions, statement.content) if m.code and not same_party(m, known)]
                return tuple(named[:1])
        return ()

    def named_in(self, phrase: Phrase) -> list[ActorMention]:
        """The parties that a phrase names, by name or by adjective, in order."""
        aside = self._asides(phrase)
        found = [m for m in inside(self.context.resolver.mentions, phrase.span) if m.code and not self._scene_of(m, aside)]
        for token in phrase.tokens:
            if token.pos == "ADJ" and not any(m.span.start <= token.start < m.span.end for m in found):
                found += [m for m in self.context.resolver.resolve_adjectives(token.i, phrase.sentence) if m.code]
        return sorted(found, key=lambda m: m.span.start)

    def _asides(self, phrase: Phrase) -> list[Span]:
        """What only describes a noun of the phrase: "the line [agreed in Minsk]", "a town [that Syria had held]"."""
        return [
            Span(phrase.sentence.tokens[clause.predicate].start, phrase.sentence.tokens[clause.last].end)
            for clause in self.context.clauses_of(phrase.sentence)
            if clause.link in ("relative", "participial") and clause.kind == "verb" and phrase.head < clause.predicate <= phrase.last
        ]

    def _scene_of(self, mention: ActorMention, asides: Sequence[Span]) -> bool:
        """Whether a party is only the place of what an aside tells: "the line agreed in [Minsk]"."""
        before = self.context.text[max(0, mention.span.start - REACH) : mention.span.start].rsplit(None, 1)[-1:]
        return (
            any(a.contains(mention.span) for a in asides) and bool(before) and before[0].casefold() in self.context.grammar.locatives_only
        )

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

    def _gathered(self, match: Match, known: Set[str | None]) -> tuple[ActorMention, ...]:
        """Who comes to what somebody holds: "hosted a meeting [of Sudanese officials]", "chaired talks [between A and B]"."""
        held = match.roles.get("OBJECT") or match.roles.get("TARGET")
        if held is None:
            return ()
        sentence, rules = held.phrase.sentence, self.context.grammar
        joining = rules.genitives | rules.two_sided | rules.companions
        for child in sentence.children[held.phrase.head]:
            opened = any(sentence.tokens[c].relation == "case" and sentence.tokens[c].lemma in joining for c in sentence.children[child])
            if child > held.phrase.head and opened:
                guests = self.context.resolver.resolve_all(Phrase(sentence, child, child, sentence.right[child]))
                return tuple(m for m in guests if m.code and m.code not in known)
        return ()

    def _actors(self, argument: Argument, *, acting: bool, known: Set[str | None] = frozenset()) -> tuple[ActorMention, ...]:
        phrase = argument.phrase
        rules = self.context.grammar
        head = phrase.head_token
        letters = head.text.isupper() and len(head.text) > 1  # "US" is no "us"
        if not letters and (head.lemma in rules.first_person or head.text.lower() in rules.first_person):
            return self._speaking(phrase)
        if argument.form == "adj":
            return self.context.adjectival(phrase)
        if argument.form == "poss" and phrase.head_token.morph.get("Poss") == "Yes":
            return self._own(phrase)
        named = self._members(phrase)
        if named:
            return named
        found = tuple(m for m in self.context.resolver.resolve_all(phrase) if m.code or m.name or self._somebody(m))
        if any(m.code for m in found):
            return tuple(m for m in found if m.code or m.name)
        if not found and phrase.head_token.pos == "PRON" and phrase.last > phrase.head:
            return self.inside(phrase)  # "raccorde son réseau à celui [de la Moldavie]"
        if acting and not found and phrase.head_token.pos == "PRON":
            return self._before(phrase)
        return found if acting else self._doers(phrase) or self._part_of(phrase, known) or found or self._thing(phrase)

    def _part_of(self, phrase: Phrase, known: Set[str | None]) -> tuple[ActorMention, ...]:
        """Whom a thing acted upon belongs to; what belongs to the doer itself is only a thing."""
        return tuple(_uncoded(m) if _own_party(m, known) else m for m in self.inside(phrase))

    def _matter(self, clause: Clause, match: Match, known: Set[str | None]) -> tuple[ActorMention, ...]:
        """What an act is about that names no party: its object, or that of the act it speaks of ("threatened to close the bridge")."""
        spoken = [match.roles["OBJECT"]] if "OBJECT" in match.roles else [a for a in clause.arguments if a.relation == "object"]
        for other in self.context.clauses_of(clause.sentence):
            if other.parent is clause and other.link in ("xcomplement", "complement", "noun"):
                spoken += [a for a in other.arguments if a.relation == "object" or (a.relation == "oblique" and a.form == "np")]
        for argument in spoken:
            found = self._thing(argument.phrase) if argument.form == "np" else ()
            if found:
                return tuple(_uncoded(m) if _own_party(m, known) else m for m in found)
        return ()

    def _before(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Whom a pronoun that the resolver knows nobody for stands for: the party that the sentence before was about ("They urged …")."""
        subject = phrase.head_token.relation == "subject" and phrase.head_token.morph.get("Person", "3") == "3"
        if not subject or phrase.head_token.text.lower() in self.context.grammar.relative_pronouns:
            return ()
        for clause in self.context.clauses.get(phrase.sentence.index - 1, ()):
            about = clause.get("subject") if clause.kind == "verb" and not clause.link else None
            if about is not None:
                span = phrase.span
                return tuple(
                    replace(m, span=span, resolved_by="pronoun") for m in self.context.resolver.resolve_all(about.phrase) if m.code
                )
        return ()

    def _somebody(self, mention: ActorMention) -> bool:
        return mention.kind is not None and mention.kind is not ActorKind.STATE

    def _thing(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """What is acted upon where it names no party: "the ban", "a bridge"."""
        return (self.context.resolve(phrase),) if phrase.head_token.pos in ("NOUN", "PROPN") else ()

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
                if (
                    match is not None
                    and match.entry.facts.get("type") == "ASSAULT"
                    and "TARGET" not in match.roles
                    and self._where(argument)
                ):
                    continue
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
        """Whose "its" is: the subject's of the same clause where that is a party, else whom the resolver takes it for.

        What somebody is accused of or held for is the object's own: "convicted two men over [their] raid".
        """
        for clause in reversed(self.context.clauses_of(phrase.sentence)):
            subject = clause.get("subject") if clause.kind == "verb" else None
            match = self.best(clause) if subject is not None else None
            charging = match is not None and match.entry.facts.get("type") in CHARGING
            blamed = (match.roles.get("TARGET") or clause.get("object")) if match is not None and charging else None
            if blamed is not None and blamed.phrase.last < phrase.first:
                subject = blamed
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

    def inside(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """Whom a thing acted upon belongs to: "des positions ukrainiennes", "le port d'Odessa"."""
        span, whole = phrase.span, self.context.resolve(phrase).span
        mentions = inside(self.context.resolver.mentions, span)
        named = [m for m in mentions if m.code and whole.contains(m.span)] or [m for m in mentions if m.code]
        if named:
            return (replace(named[0], span=whole),)
        for index in range(phrase.first, phrase.last + 1):
            if phrase.sentence.tokens[index].pos in ("ADJ", "PROPN"):
                found = self.context.resolver.resolve_adjectives(index, phrase.sentence)
                if any(m.code for m in found):
                    return tuple(replace(m, span=whole) for m in found if m.code)
        place = next((found.place for found in inside(self.context.document.places, span) if found.place.country), None)
        return (ActorMention(whole, place.name, ActorKind.STATE, place.country, None, None, "place"),) if place is not None else ()


def _uncoded(mention: ActorMention) -> ActorMention:
    return replace(mention, code=None, name=None, kind=None)


def _own_party(mention: ActorMention, known: Set[str | None]) -> bool:
    """Whether a party named inside what is acted upon is the doer's own: the very same, or just the doer's country."""
    return mention.code in known or (mention.kind in (None, ActorKind.STATE) and same_party(mention, known))
