"""How a text introduces persons: by a title before the name, an apposition after it, an honorific, or the bare full name."""

from __future__ import annotations

from avviso.read.coreference import Entity
from avviso.read.nounphrases import NounPhrase, PhraseReader
from avviso.read.owners import Owners
from avviso.read.persons import name_key, name_words
from avviso.read.runs import Run, names_person
from avviso.read.scene import Scene, with_role
from avviso.records import Actor, ActorKind, Evidence, LearnedPerson, Span

REACH = 7
"""Words between a name and the title in apposition to it: an age, an adverb."""
QUALIFYING = frozenset({"ADJ", "NOUN", "PROPN", "CCONJ", "NUM", "DET", "PUNCT"})
"""Words that may stand between a comma and the title in apposition."""


class Introductions:
    """Learns the persons of one article before it is read in order."""

    def __init__(self, scene: Scene, owners: Owners) -> None:
        self.scene, self.owners = scene, owners
        self._learned: dict[int, tuple[Entity, Span]] = {}

    def learn_titled(self, reader: PhraseReader) -> None:
        """Learns the persons of a sentence whose names are full, titled, listed, or marked by the parser."""
        for phrase in self.scene.phrases(reader):
            if phrase.name is not None:
                entity = self._person(reader, phrase.name, phrase)
                self.give_office(entity, phrase, reader)
                self._follow(entity, phrase.name.last, reader)
                self._precede(entity, phrase, reader)
        for run in reader.runs:
            if run.hit is None and run.first == run.last and run.honorific is None:
                continue
            if run.honorific is None and run.hit is None and self.scene.place_of(reader, run) is not None:
                continue
            titled = run.honorific is not None or self.apposed(reader, run.last) is not None
            if run.hit is not None or run.entity == "PER" or titled or self._of_state(run, reader):
                entity = self._person(reader, run, None)
                self._possessed(entity, run, reader)
                self._follow(entity, run.last, reader)

    def learn_bare(self, reader: PhraseReader) -> None:
        """Links lone names to the persons learned, and learns those that stand before an apposition."""
        for phrase in reader.phrases:
            lone = phrase.first == phrase.last and not phrase.determiner and reader.tokens[phrase.core].text[:1].isupper()
            bearer = self.scene.people.find(name_words(reader.tokens[phrase.core].text)) if lone and phrase.name is None else None
            if bearer is not None and bearer.keys[-1:] == name_words(reader.tokens[phrase.core].text):
                self.scene.linked[id(phrase)] = bearer  # a title that is a surname in this article ("King said")
        for run in reader.runs:
            if id(run) in self.scene.linked or run.hit is not None:
                continue
            known = self.scene.people.find(name_words(self.scene.written(reader, run.first, run.last)))
            if known is not None:
                self._possessed(self._person(reader, run, None), run, reader)
            elif self.apposed(reader, run.last) is not None:
                self._follow(self._person(reader, run, None), run.last, reader)

    @property
    def learned(self) -> tuple[LearnedPerson, ...]:
        """Persons whom the text names together with an office or employer, each once."""
        found = []
        for entity, span in self._learned.values():
            if entity.name and entity.code:
                actor_id = entity.actor_id or f"person:{entity.country.lower()}:{name_key(entity.name).replace(' ', '-')}"
                actor = Actor(actor_id, entity.name, ActorKind.PERSON, entity.code, entity.office)
                found.append(LearnedPerson(actor, Evidence("", span, "actors.title"), self.scene.published))
        return tuple(found)

    # Persons ---------------------------------------------------------------------------------------------------------------------

    def _person(self, reader: PhraseReader, run: Run, phrase: NounPhrase | None) -> Entity:
        """The person of a name: one of this article, of the register or of the archive, or a new one."""
        scene = self.scene
        written = scene.written(reader, run.first, run.last)
        words = name_words(written)
        gender = run.honorific or (phrase.form.gender if phrase is not None else "")
        entity = self._listed(run) or scene.people.find(words, gender) or scene.archived(written, words)
        if entity is None and phrase is not None and len(words) == 1:
            entity = scene.office_holder(words[0], phrase.form.title.classes, phrase.words, self.owners.named(phrase, reader))
        if entity is None:
            entity = scene.discourse.add(Entity(ActorKind.PERSON, name=written, keys=words))
        if self._fuller(entity, words):
            entity.name = written
        if len(words) > len(entity.keys):
            entity.keys = words
        scene.people.add(entity, words)
        entity.gender = entity.gender or gender or scene.first_name_gender(words)
        scene.linked[id(run)] = entity
        return entity

    def _listed(self, run: Run) -> Entity | None:
        names = run.hit.names if run.hit is not None else ()
        name = next((n for n in names if n.actor is not None and n.actor.kind is ActorKind.PERSON), None)
        return self.scene.actor(name) if name is not None else None

    def _fuller(self, entity: Entity, words: tuple[str, ...]) -> bool:
        """Whether a form of the name in this text is better than the one we have: the longest, and the text's rather than ours."""
        have = name_words(entity.name or "")
        return len(words) > len(have) or (len(words) >= 2 and entity.actor_id is not None and len(words) >= len(have))

    def give_office(self, entity: Entity, phrase: NounPhrase, reader: PhraseReader) -> None:
        """Teaches a person's office, country and gender from a title's phrase."""
        title = phrase.form.title
        for part in (phrase, *(p for p in phrase.inner if p.form.title.personal and p.premodifier)):
            entity.classes.update(part.form.title.classes)
            entity.portfolio.update(part.words)
            entity.nouns.add(part.form.text.lower())
        entity.gender = entity.gender or phrase.form.gender
        if title.office and not phrase.former:
            entity.office = entity.office or title.office
        code, explicit = self.owners.code_of(phrase, reader)
        better = code and ((explicit and not entity.explicit) or (entity.former and not phrase.former))
        ours = entity.actor_id is None or entity.resolved_by == "archive"  # what a text says itself goes before what others taught
        if entity.code is None or (better and ours):
            entity.code, entity.explicit, entity.former = code, explicit, phrase.former
        if entity.resolved_by == "name" and entity.actor_id is None:
            entity.resolved_by = "title"
        if code and explicit and not phrase.former:
            name = phrase.name or Run(phrase.first, phrase.last)
            first, last = min(phrase.first, name.first), max(phrase.last, name.last)
            self._learned.setdefault(id(entity), (entity, Span(reader.tokens[first].start, reader.tokens[last].end)))

    def _precede(self, entity: Entity, phrase: NounPhrase, reader: PhraseReader) -> None:
        """A title before the title that bears the name: "le porte-parole de l'armée, le colonel X, …"."""
        tokens, comma = reader.tokens, phrase.first - 1
        last = phrase.name.last if phrase.name is not None else phrase.last
        listed = last + 1 < len(tokens) and reader.low(last + 1) in self.scene.words.words["coordinators"]
        if comma < 1 or tokens[comma].text != "," or phrase.plural or listed or phrase.determiner == "indefinite":
            return
        before = next((p for p in reader.phrases if p.last == comma - 1 and not p.premodifier), None)
        if before is None or before.name is not None or before.plural or not before.form.title.personal:
            return
        clash = entity.gender and before.form.gender and entity.gender != before.form.gender
        if not clash and before.determiner:
            self.give_office(entity, before, reader)
            self.scene.linked.setdefault(id(before), entity)

    # What follows a name ---------------------------------------------------------------------------------------------------------

    def _follow(self, entity: Entity, last: int, reader: PhraseReader) -> None:
        """Learns from what follows a name: "X, responsable de l'organisation", "X, who heads the administration", "X de l'Observatoire"."""
        phrase = self.apposed(reader, last)
        if phrase is not None:
            self.give_office(entity, phrase, reader)
            self.scene.linked.setdefault(id(phrase), entity)
            return
        code = self._mark(reader, last) or self._employer(reader, last)
        if code and not entity.explicit:
            entity.code, entity.explicit = code, True

    def _possessed(self, entity: Entity, run: Run, reader: PhraseReader) -> None:
        """A country in the words right before a name: "France's Emmanuel Macron", "the Kenyan runner Joy Mwangi"."""
        if entity.explicit:
            return
        i, words, noun = run.first - 1, self.scene.words.words, False
        while i >= 0 and run.first - i <= REACH:
            hit, token = reader.at[i], reader.tokens[i]
            if hit is not None and hit.names:
                name = self.scene.choose(hit)
                marked = reader.low(hit.last + 1) in words["possessive_marks"]
                told = name is not None and (
                    marked or name.kind == "inhabitant" or (name.relational and noun) or (noun and self._premodifies(reader))
                )
                if name is not None and told and name.code and not names_person(hit):
                    entity.code, entity.explicit = self.scene.code(name), True
                if name is None or not name.relational or noun or entity.explicit:
                    return
                i = hit.first - 1
            elif token.text in words["possessive_marks"] or token.pos in ("NOUN", "ADJ"):
                noun = noun or token.pos == "NOUN"
                if noun and not self._premodifies(reader):
                    return
                i -= 1
            else:
                return

    def _of_state(self, run: Run, reader: PhraseReader) -> bool:
        """Whether a full name stands right after a state in the possessive: "Peru's [Ana Lima]"."""
        mark = run.first - 1
        if run.first == run.last or mark < 1 or reader.low(mark) not in self.scene.words.words["possessive_marks"]:
            return False
        hit = reader.at[mark - 1]
        name = self.scene.plain(hit) if hit is not None else None
        return name is not None and bool(name.code) and run.may_be_person and not names_person(hit)

    def _premodifies(self, reader: PhraseReader) -> bool:
        """Whether the language puts nouns that qualify before the noun."""
        return self.scene.words.premodifying

    def apposed(self, reader: PhraseReader, last: int) -> NounPhrase | None:
        """The title's phrase that stands in apposition after a name: ", 61, a Zurich resident"."""
        tokens, count = reader.tokens, len(reader.tokens)
        i = last + 1
        if i >= count or tokens[i].text not in {",", "(", "—", "–"}:
            return None
        i += 1
        ages = self.scene.words.words["ages"]
        while i < min(count, last + REACH):
            token = tokens[i]
            if not (token.text[:1].isdigit() or token.text == "," or token.pos == "ADV" or token.text.lower() in ages):
                break
            i += 1
        phrase = next((p for p in reader.phrases if p.first > last and p.first <= i <= p.core), None) or self._qualified(reader, i)
        if phrase is None or phrase.name is not None or phrase.plural or not phrase.form.title.personal:
            return None
        return phrase if self._ends(phrase, reader) else None

    def _qualified(self, reader: PhraseReader, i: int) -> NounPhrase | None:
        """A title after nouns and adjectives that qualify it: ", senior Middle East and North Africa researcher"."""
        if not self.scene.words.premodifying:
            return None
        phrase = next((p for p in reader.phrases if i < p.first <= i + REACH), None)
        if phrase is None or any(t.pos not in QUALIFYING for t in reader.tokens[i : phrase.first]):
            return None
        return phrase

    def _ends(self, phrase: NounPhrase, reader: PhraseReader) -> bool:
        """An apposition is closed by a comma or the sentence's end; a bare title that a verb follows at once is a subject of its own."""
        i = phrase.last + 1
        return i >= len(reader.tokens) or reader.tokens[i].pos not in ("VERB", "AUX") or phrase.last - phrase.first > 2

    def _mark(self, reader: PhraseReader, last: int) -> str | None:
        """ "Paul Whitcombe, D-Ohio": party and state after a name tell whose it is."""
        tokens = reader.tokens
        if last + 2 >= len(tokens) or tokens[last + 1].text not in {",", "("}:
            return None
        following = "".join(token.text for token in tokens[last + 2 : last + 5])
        return next((code for mark, code in self.scene.words.marks.items() if following.startswith(mark)), None)

    def _employer(self, reader: PhraseReader, last: int) -> str | None:
        """The code of the body that a name is said to belong to or to head."""
        tokens, count, words = reader.tokens, len(reader.tokens), self.scene.words.words
        i = last + 1
        if i + 1 >= count:
            return None
        lower = tokens[i].text.lower()
        near = lower in words["genitive"] or lower in words["at"]
        heads = tokens[i].text == "," and i + 2 < count and tokens[i + 1].pos == "PRON" and tokens[i + 2].lemma in words["heading_verbs"]
        if not (near or heads):
            return None
        start = i + 3 if heads else i + 1
        while start < count and tokens[start].pos in ("DET", "ADJ") and reader.at[start] is None:
            start += 1
        hit = reader.at[start] if start < count else None
        if hit is not None and any(name.kind == "actor" for name in hit.names):
            entity = self.scene.of_names(hit)
            return entity.code if entity is not None else None
        phrase = next((p for p in reader.phrases if p.first <= start <= p.last), None)
        if phrase is None or phrase.form.title.personal or phrase.form.title.relation:
            return None
        return self.owners.code_of(phrase, reader)[0]

    # Late knowledge ----------------------------------------------------------------------------------------------------------------

    def late_code(self, entity: Entity, phrase: NounPhrase, reader: PhraseReader) -> None:
        """A body that is only described ("responsable de l'organisation") is known once the text has been read that far."""
        if entity.explicit or entity.kind is not ActorKind.PERSON:
            return
        codes = self.owners.named(phrase, reader) if phrase.inner or phrase.affiliation is not None else []
        body = self.owners.led_body(phrase, reader) if not codes else None
        if body is not None and body.code:
            codes = [body.code]
        if codes:
            entity.code, entity.explicit = with_role(codes[0], phrase.form.title.role), True
