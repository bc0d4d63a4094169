"""Whose a title is: the code that a title's phrase, or else its context, gives to whom it names."""

from __future__ import annotations

from avviso.read.complements import LED
from avviso.read.coreference import BODIES, Entity
from avviso.read.names import Hit
from avviso.read.nounphrases import NounPhrase, PhraseReader
from avviso.read.persons import fold
from avviso.read.runs import Run
from avviso.read.scene import Scene, home_of, with_role
from avviso.records import ActorKind

AT_HOME = frozenset({ActorKind.PERSON, ActorKind.GOVERNMENT})
HEADS = frozenset({"head"})
RULING = frozenset({ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.MINISTRY, ActorKind.ARMED_FORCE})
"""Who speaks for a country without naming it."""
BESIDE = 5
"""Words between a title and the place where its holder is."""
OPENING = 4
"""Words within which a sentence says where it takes place."""
REACH = 3
"""Words from a name up to the subject that it is part of."""


class Owners:
    """Reads codes off the title phrases of one article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def code_of(self, phrase: NounPhrase, reader: PhraseReader) -> tuple[str | None, bool]:
        """The code of whom a title's phrase names, and whether the phrase itself tells it."""
        title = phrase.form.title
        if title.code and title.country != "phrase":
            return title.code, True
        if title.country == "none":
            return None, False
        named = self.named(phrase, reader) or ([title.code] if title.code else [])
        if named:
            return with_role(named[0], title.role), True
        base = self._from_context(phrase, reader)
        return (with_role(base, title.role), False) if base else (None, False)

    def named(self, phrase: NounPhrase, reader: PhraseReader) -> list[str]:
        """The codes of all owners that the phrase names, the surest first."""
        codes = [code for hit in self._ranked(phrase) if (code := self._of_hit(hit, phrase))]
        if not codes or phrase.plural:
            codes += self._of_inner(phrase, reader)
        if not codes and phrase.brand is not None and phrase.brand.hit is not None:
            codes += self._known(self.scene.of_names(phrase.brand.hit))
        if not codes and phrase.affiliation is not None:
            place = self.scene.place_of(reader, phrase.affiliation)
            if place is not None and place.place.country:
                codes.append(place.place.country)
            else:
                codes += self._of_affiliation(phrase, phrase.affiliation, reader)
        if not codes:
            codes += [self.scene.code(name) for hit in phrase.places if (name := self.scene.choose(hit)) is not None and name.code]
        return list(dict.fromkeys(codes))

    def _of_affiliation(self, phrase: NounPhrase, run: Run, reader: PhraseReader) -> list[str]:
        """The code of an unlisted name before or after a title: a body of this article, or whose government it is ("the Bush cabinet")."""
        known = self._known(self.scene.brands.get(self.scene.brand_key(reader, run)))
        if known or phrase.form.title.kind is not ActorKind.GOVERNMENT or run.first != run.last:
            return known
        return self._known(self.scene.office_holder(fold(reader.tokens[run.first].text), HEADS))

    def _ranked(self, phrase: NounPhrase) -> list[Hit]:
        """Owners in the order of their weight: for a school or the like the town it stands in says more than an adjective."""
        if not phrase.form.title.seated:
            return phrase.owners
        return sorted(phrase.owners, key=lambda hit: all(name.relational for name in hit.names))

    def _of_hit(self, hit: Hit, phrase: NounPhrase) -> str:
        name = self.scene.choose(hit)
        if name is None:
            return ""
        if name.code:
            return self.scene.code(name)
        regional = self.scene.words.regional
        return next((regional[name.text, sort] for sort in phrase.form.title.classes if (name.text, sort) in regional), "")

    def _known(self, entity: Entity | None) -> list[str]:
        return [entity.code] if entity is not None and entity.code else []

    def _of_inner(self, phrase: NounPhrase, reader: PhraseReader) -> list[str]:
        codes: list[str] = []
        for inner in phrase.inner:
            if inner.name is not None and inner.form.title.personal:
                codes += self._known(self.scene.linked.get(id(inner.name)))
                continue
            code, explicit = self.code_of(inner, reader)
            if code and explicit:
                codes.append(code)
            else:
                codes += self._known(self.scene.linked.get(id(inner)))
        return codes

    # Context ---------------------------------------------------------------------------------------------------------------------

    def _from_context(self, phrase: NounPhrase, reader: PhraseReader) -> str | None:
        for inner in phrase.inner:
            code, _ = self.code_of(inner, reader)
            if code:
                return code
        title = phrase.form.title
        if phrase.owners or any(inner.determiner != "indefinite" for inner in phrase.inner):
            return None  # it is told whose it is, by a body or a region that has no code
        if title.country == "phrase" or (phrase.affiliation is not None and title.classes & LED):
            return None
        if phrase.plural and title.kind is ActorKind.GOVERNMENT and title.country == "own":
            return None  # several governments are not of one country
        coordinated = self._coordinated(phrase, reader)
        if coordinated:
            return coordinated
        order, start = self.scene.order_of(reader.sentence), reader.tokens[phrase.first].start
        local = self.scene.homes.local(order, start)
        if phrase.form.title.country == "own":
            return self._own(phrase, reader, order) or self.scene.homes.main() or (local if title.kind in RULING else None)
        return local

    def _own(self, phrase: NounPhrase, reader: PhraseReader, order: int) -> str | None:
        """The country that the sentence, or the one before, gives to a minister or the like."""
        if phrase.first and reader.low(phrase.first - 1) in self.scene.words.words["whose"]:
            return self._antecedent(phrase, reader)
        if phrase.possessive is not None:
            return self._subject_of(reader, phrase.possessive) or self._subject_before(reader, order)
        near = self._place_beside(phrase, reader, order) or self._opening_place(phrase, reader, order)
        return near or (self._subject_before(reader, order) if phrase.form.title.kind in RULING else None)

    def _antecedent(self, phrase: NounPhrase, reader: PhraseReader) -> str | None:
        """ "Le Pérou, dont le président …": the state named last before the relative pronoun."""
        for hit in reversed([hit for hit in reader.hits if hit.last < phrase.first]):
            name = self.scene.plain(hit)
            if name is not None and name.code:
                return home_of(name) or None
        return None

    def _place_beside(self, phrase: NounPhrase, reader: PhraseReader, order: int) -> str | None:
        """The place that follows with nothing but nouns and a preposition between: "a foreign ministry official in Suva"."""
        tokens, first = reader.tokens, reader.tokens[phrase.core]
        for at, start, code in self.scene.homes.places:
            if at == order and start > first.end:
                between = [t for t in tokens[phrase.core + 1 :] if t.start < start]
                beside = len(between) <= BESIDE and all(t.pos in ("NOUN", "ADJ", "ADP", "DET") for t in between)
                return code if beside and any(t.pos == "ADP" for t in between) else None
        return None

    def _opening_place(self, phrase: NounPhrase, reader: PhraseReader, order: int) -> str | None:
        """ "In Dhaka, the foreign minister …": where a sentence opens, its ministers are at home."""
        tokens = reader.tokens
        if not tokens or tokens[0].pos != "ADP":
            return None
        opening = tokens[min(OPENING, phrase.first, len(tokens) - 1)].start
        return next((code for at, start, code in self.scene.homes.places if at == order and start < opening), None)

    def _subject_before(self, reader: PhraseReader, order: int) -> str | None:
        """The country of what the sentence before, in the same paragraph, is about: "Lima has refused. The foreign minister …"."""
        before = self.scene.readers[order - 1] if 0 < order <= len(self.scene.readers) else None
        if before is None or before.sentence.paragraph != reader.sentence.paragraph:
            return None
        return self._subject_of(before, len(before.tokens))

    def _subject_of(self, reader: PhraseReader, end: int) -> str | None:
        """The country of a sentence's main subject, where that stands before token `end`."""
        for hit in reader.hits:
            name = self.scene.plain(hit)
            if hit.last >= end or name is None or not name.code or (name.actor is not None and name.actor.kind not in AT_HOME):
                continue
            token, steps = reader.tokens[hit.last], 0
            while token.relation != "subject" and token.head != token.i and steps < REACH:
                token, steps = reader.tokens[token.head], steps + 1
            if token.relation == "subject" and reader.tokens[token.head].relation == "root":
                return home_of(name) or None
        return None

    def _coordinated(self, phrase: NounPhrase, reader: PhraseReader) -> str | None:
        """ "La présidente maltaise X et le ministre du Budget Y": the second belongs where the first does."""
        before = phrase.first - 1
        if before < 1 or reader.tokens[before].text.lower() not in self.scene.words.words["coordinators"]:
            return None
        previous = next((p for p in reader.phrases if p.last == before - 1), None)
        if previous is None or previous is phrase:
            return None
        codes = self.named(previous, reader)
        return codes[0].partition(":")[0] if codes else None

    def led_body(self, phrase: NounPhrase, reader: PhraseReader) -> Entity | None:
        """The body spoken of just before that a title without owner must belong to ("the director", "a spokesperson")."""
        if not phrase.form.title.classes & LED or phrase.owners or phrase.inner or phrase.affiliation is not None:
            return None
        order, start = self.scene.order_of(reader.sentence), reader.tokens[phrase.first].start
        for rank, occurrence in enumerate(self.scene.discourse.before(start)):
            if rank > 12 or order - occurrence.sentence > 1:
                return None
            entity = occurrence.entity
            if entity.kind in BODIES and entity.kind is not ActorKind.MEDIA and entity.code and not entity.plural:
                return entity
        return None
