"""Matches the frames of the lexicon against clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Entry, Frame, Lexicon, Slot
from avviso.text import Argument, Clause, Phrase, Token

SUBJECT_ROLES = frozenset({"SPEAKER", "SOURCE", "HOLDER", "ACTORS", "SILENT"})
VERBAL = frozenset({"VERB", "AUX"})
AHEAD = frozenset({"plan", "may"})
"""Modalities of what is still to come."""
NP_FORMS = frozenset({"", "np"})


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits a clause: which arguments fill its roles. `words` are further tokens of the predicate; `weight` ranks matches."""

    entry: Entry
    frame: Frame
    clause: Clause
    roles: dict[str, Argument]
    words: tuple[int, ...]
    weight: float


def matches(clause: Clause, subject: str, lexicon: Lexicon, rules: Grammar) -> list[Match]:
    """All fitting frames of one clause, best first: expressions before single words, more and closer roles before fewer."""
    kind = "verbs" if clause.kind == "verb" else "nouns"
    found: list[Match] = []
    readings: list[tuple[str, Sequence[Argument], tuple[int, ...]]] = [(v.lemma, v.arguments, v.words) for v in clause.variants]
    readings.append((clause.lemma, clause.arguments, ()))
    for lemma, arguments, words in readings:
        entries = lexicon.find(subject, kind, lemma)
        markers = _markers(arguments, rules) if entries else frozenset()
        for entry in entries:
            for frame in entry.frames:
                roles = match_frame(frame, arguments, clause, rules) if frame.asks <= markers else None
                if roles is not None and _object_allowed(entry, roles, arguments, rules) and _circumstances(entry, clause):
                    found.append(Match(entry, frame, clause, roles, words, _weight(frame, roles, words, arguments)))
        if found and words:
            break
    return sorted(found, key=lambda m: -m.weight - _special(m.entry))


def _special(entry: Entry) -> float:
    """How much a rule goes before others for what it asks of objects, of doers, of words beside it, of a negation."""
    facts = entry.facts
    return 2.0 * bool(entry.objects) + bool(facts.get("near")) + bool(facts.get("doers")) + 2.0 * bool(facts.get("negated"))


def _markers(arguments: Sequence[Argument], rules: Grammar) -> frozenset[str]:
    """All that a frame may ask for among these arguments: their markers, a dative's for a pronoun, and what cuts an argument in two."""
    own = frozenset(argument.marker for argument in arguments)
    return own | rules.pairing | (rules.datives if any(a.relation == "iobject" for a in arguments) else frozenset())


def _weight(frame: Frame, roles: dict[str, Argument], words: tuple[int, ...], arguments: Sequence[Argument]) -> float:
    """More and closer roles weigh more; a frame that leaves a direct object unread weighs less."""
    weight = 3.0 * len(words) + 2.0 * len(roles)
    unread = any(a.relation == "object" and all(a is not r for r in roles.values()) for a in arguments)
    weight -= 1.5 * unread
    for slot in frame.slots:
        if slot.role in roles:
            weight += 0.5 * bool(slot.marker) + 0.5 * (slot.form not in NP_FORMS) + 0.5 * (roles[slot.role].form == "clause")
    return weight


def _object_allowed(entry: Entry, roles: dict[str, Argument], arguments: Sequence[Argument], rules: Grammar) -> bool:
    barred = entry.facts.get("not_objects")
    if barred:
        bare = next((a for a in arguments if a.relation == "object"), None)
        if bare is not None and bare.phrase.head_token.lemma in barred:
            return False
        if bare is not None and entry.facts.get("not_own") and bare.phrase.tokens[0].text.lower() in rules.own:
            return False
    if not _doer_allowed(entry, roles):
        return False
    if not entry.objects:
        return True
    carried = roles.get("OBJECT") or next((a for a in arguments if a.relation == "object"), None)
    if carried is None:
        return False
    return _among(carried, entry.objects)


def _circumstances(entry: Entry, clause: Clause) -> bool:
    """Whether all holds that the rule asks for besides its roles: a preposition before it, words beside it, a negation."""
    if entry.facts.get("negated") and not entry.facts.get("said") and not clause.negated:
        return False
    return _under(entry, clause) and _near(entry, clause)


def _doer_allowed(entry: Entry, roles: dict[str, Argument]) -> bool:
    """Whether who acts is one of those that the rule is for (`doers`) and none of those that it is not for (`not_doers`)."""
    doers, barred = entry.facts.get("doers"), entry.facts.get("not_doers")
    if not doers and not barred:
        return True
    doer = roles.get("SILENT") or roles.get("SOURCE") or roles.get("SPEAKER")
    if doer is None:
        return not doers
    return not (barred and _among(doer, barred)) and (not doers or _among(doer, doers))


def _under(entry: Entry, clause: Clause) -> bool:
    """Whether the noun stands after a preposition that its rule asks for: "at the request of …"."""
    wanted = entry.facts.get("under")
    if not wanted:
        return True
    tokens = clause.sentence.tokens
    cases = [tokens[c].text.lower() for c in clause.sentence.children[clause.predicate] if tokens[c].relation == "case"]
    return any(word in wanted for word in cases)


def _near(entry: Entry, clause: Clause) -> bool:
    """Whether the clause holds one of the words that the rule asks for (troops sent "on a peacekeeping mission"), none of those that
    it bars, quoted words where it asks for them (called the vote "a farce"), and is still to come where it asks for that."""
    wanted, barred, quoted = entry.facts.get("near"), entry.facts.get("not_near"), entry.facts.get("quoted")
    if entry.facts.get("ahead") and clause.tense != "future" and clause.mood != "conditional" and clause.modal not in AHEAD:
        return False
    if not (wanted or barred or quoted):
        return True
    whole = clause.parent if clause.kind == "noun" and clause.parent is not None else clause
    tokens = clause.sentence.tokens[whole.first : whole.last + 1]
    words = {t.lemma for t in tokens} | {t.text.lower() for t in tokens}
    if (wanted and words.isdisjoint(wanted)) or (barred and not words.isdisjoint(barred)):
        return False
    return not quoted or _says_quoted(clause)


def _says_quoted(clause: Clause) -> bool:
    """Whether the predicate, and no verb below it, governs quoted words behind it: called the vote "a farce"."""
    tokens = clause.sentence.tokens
    for quotation in clause.sentence.quotations:
        token = next((t for t in tokens[clause.predicate + 1 :] if t.start >= quotation.outer.start), None)
        for _ in tokens:
            if token is None or token.i == clause.predicate:
                break
            outside = not quotation.outer.start <= token.start < quotation.outer.end
            token = None if token.head == token.i or (outside and token.pos in VERBAL) else tokens[token.head]
        if token is not None and quotation.outer.start > token.start:
            return True
    return False


def _among(argument: Argument, listed: Collection[str]) -> bool:
    """Whether the noun of a phrase, or the noun that it counts ("une série de contrats", "a series of strikes"), is a listed one.

    PERSON stands for any personal name, NAME also for people called by where they come from, PLACE for the name of a place.
    """
    head, counted = argument.phrase.head_token, _counted(argument)
    if head.lemma in listed or head.text.lower() in listed or (counted is not None and counted.lemma in listed):
        return True
    if "PLACE" in listed and head.entity == "LOC" and head.pos == "PROPN":
        return True
    if "PERSON" in listed or "NAME" in listed:
        return head.entity == "PER" or ("NAME" in listed and any(t is not None and _people(t) for t in (head, counted)))
    return False


def _people(token: Token) -> bool:
    return token.text[:1].isupper() and token.morph.get("Number") == "Plur"


def _counted(argument: Argument) -> Token | None:
    """What a noun of quantity counts."""
    phrase = argument.phrase
    tokens = phrase.sentence.tokens
    return next((tokens[c] for c in phrase.sentence.children[phrase.head] if c > phrase.head and tokens[c].relation == "modifier"), None)


def match_frame(frame: Frame, arguments: Sequence[Argument], clause: Clause, rules: Grammar) -> dict[str, Argument] | None:
    """Which argument fills which role, or None when a required role stays empty."""
    roles: dict[str, Argument] = {}
    taken: set[int] = set()
    for slot in frame.ordered:
        if slot.marker in rules.pairing:
            pair = _split_pair(roles)
            if pair is None and not slot.optional and not _several(roles):
                return None
            if pair is not None:
                roles.update({slot.role: pair[1], pair[2]: pair[0]})
            continue
        argument = next((a for a in candidates(slot, arguments, clause, rules) if id(a) not in taken), None)
        if argument is not None:
            roles[slot.role] = argument
            taken.add(id(argument))
        elif not slot.optional and not (slot.before and slot.role in SUBJECT_ROLES and clause.kind == "verb" and not slot.form):
            return None
    return roles


def _several(roles: dict[str, Argument]) -> bool:
    """Whether one plural phrase stands for both parties: "a meeting between [Sudanese and Ethiopian officials]"."""
    last = list(roles.values())[-1:]
    return bool(last) and last[0].phrase.head_token.morph.get("Number") == "Plur"


def _split_pair(roles: dict[str, Argument]) -> tuple[Argument, Argument, str] | None:
    """ "Entre X et Y": the argument found last is cut at its coordinator into two; with the role it filled."""
    for role, argument in reversed(roles.items()):
        phrase = argument.phrase
        tokens = phrase.sentence.tokens
        second = next((t for t in tokens[phrase.head + 1 : phrase.last + 1] if t.relation == "conjunct" and t.head == phrase.head), None)
        if second is None:
            continue
        last = phrase.head
        while last + 1 < second.i and tokens[last + 1].pos not in ("CCONJ", "PUNCT"):
            last += 1
        first = last + 1
        while first < second.i and tokens[first].pos in ("CCONJ", "PUNCT"):
            first += 1
        return (
            Argument(argument.relation, argument.marker, "np", Phrase(phrase.sentence, phrase.head, phrase.first, last)),
            Argument(argument.relation, argument.marker, "np", Phrase(phrase.sentence, second.i, first, phrase.last)),
            role,
        )
    return None


def candidates(slot: Slot, arguments: Sequence[Argument], clause: Clause, rules: Grammar) -> Iterator[Argument]:
    """The arguments that could fill a slot, best first."""
    if slot.before and not slot.marker and slot.form in NP_FORMS:
        yield from (a for a in arguments if a.relation == "subject")
        return
    if slot.form == "adj" and clause.kind == "verb":
        yield from (a for a in arguments if a.relation == "attribute" or _described(a))
        return
    if slot.form in ("adj", "poss"):
        yield from (a for a in arguments if a.relation == "modifier" and a.form == slot.form)
        return
    if slot.form.startswith("np+"):
        yield from (a for a in arguments if a.relation == "object" and a.form == "np" and _said_of(a, slot, arguments, rules))
        if slot.form == "np+pred":
            yield from (a for a in arguments if a.relation == "attribute" and _small_clause(a))
        return
    for argument in sorted(arguments, key=lambda a: a.relation == "iobject") if slot.marker else arguments:
        if _fits(slot, argument, clause, rules):
            yield argument


def _described(argument: Argument) -> bool:
    """ "Se dit [préoccupé par …]": a participle that tells what somebody is."""
    head = argument.phrase.head_token
    return argument.relation == "complement" and not argument.marker and head.morph.get("VerbForm") == "Part"


def _small_clause(argument: Argument) -> bool:
    """ "Calling [the drills a warning]": the attribute carries its own subject."""
    phrase = argument.phrase
    return any(phrase.sentence.tokens[c].relation == "subject" for c in phrase.sentence.children[phrase.head])


def _said_of(argument: Argument, slot: Slot, arguments: Sequence[Argument], rules: Grammar) -> bool:
    """Something is said of the object: an infinitive, a gerund, an attribute, or what a preposition adds."""
    after = [
        a
        for a in arguments
        if a is not argument and a.phrase.first > argument.phrase.head and a.relation in ("complement", "oblique", "attribute")
    ]
    wanted = slot.form[3:]
    if wanted == "as":
        return any(a.marker in rules.comparing for a in after) or any(
            t.relation == "case" and t.text.lower() in rules.comparing for t in argument.phrase.tokens
        )
    if wanted == "pred":
        return any(a.relation == "attribute" or a.form == "adj" for a in after)
    inside = any(t.relation in ("participial", "modifier", "adverbial") for t in argument.phrase.tokens)
    return bool(after) or inside


def _fits(slot: Slot, argument: Argument, clause: Clause, rules: Grammar) -> bool:
    if argument.relation == "time" or (argument.relation == "subject" and clause.kind == "verb"):
        return False
    if clause.kind == "noun" and argument.relation == "subject":
        return slot.before and not slot.marker
    if not _form_fits(slot, argument, rules):
        return False
    if not slot.marker:
        return _bare(slot, argument)
    if argument.marker == slot.marker:
        return argument.relation != "object"
    if " " in slot.marker:
        return _words_before(argument, clause, rules).endswith(slot.marker)
    if argument.marker == slot.marker:
        return argument.relation != "object"
    if argument.relation == "iobject":
        return slot.marker in rules.datives
    return False


def _bare(slot: Slot, argument: Argument) -> bool:
    if slot.form in NP_FORMS:
        return argument.relation in ("object", "iobject") if slot.role == "ADDRESSEE" else argument.relation == "object"
    return argument.relation == "complement" and (not argument.marker or slot.form in ("wh", "clause"))


def _form_fits(slot: Slot, argument: Argument, rules: Grammar) -> bool:
    if slot.form == "":
        if slot.role == "TOPIC":
            return True
        if slot.marker.rpartition(" ")[2] in rules.complementisers or slot.marker.endswith(" lequel"):
            return argument.form == "clause"
        return argument.form == "np"
    if slot.form == "inf":
        return argument.form == "inf"
    if slot.form == "clause":
        return argument.form in ("clause", "wh")
    return argument.form == slot.form


def _words_before(argument: Argument, clause: Clause, rules: Grammar) -> str:
    words = []
    for token in clause.sentence.tokens[max(0, argument.phrase.first - 5) : argument.phrase.first]:
        surface = token.text.lower().replace("’", "'")
        words.append(rules.markers.get(surface, surface))
    return " ".join(words).replace("' ", "'")


def entries_for(clause: Clause, subject: str, lexicon: Lexicon) -> list[tuple[Entry, tuple[int, ...]]]:
    """The rules that list the clause's predicate, whatever their frames, expressions first."""
    kind = "verbs" if clause.kind == "verb" else "nouns"
    found = [(entry, v.words) for v in clause.variants for entry in lexicon.find(subject, kind, v.lemma)]
    return found + [(entry, ()) for entry in lexicon.find(subject, kind, clause.lemma)]
