"""Goes through one article and links every name, title and description to its entity.

First all persons are learned with their offices, wherever they stand; then the article is read once in order, so that each
description can mean what was named before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from avviso.knowledge.titles import Titles
from avviso.read.coreference import BODIES, Entity, Occurrence
from avviso.read.descriptions import Descriptions
from avviso.read.introductions import Introductions
from avviso.read.names import PLACE_KINDS, Hit
from avviso.read.nounphrases import NounPhrase, PhraseReader
from avviso.read.owners import Owners
from avviso.read.runs import Run
from avviso.read.scene import Item, Scene, home_of
from avviso.records import ActorKind, Span
from avviso.text import Phrase, Sentence, Token

UNSURE = 0.1
"""What a form that several countries share counts for one of them."""
LOCATING = frozenset({"name", "capital", "adjective", "region", "region-adjective"})
OPENING = 3
"""Words of a sentence in which what it is about usually stands."""
AT_HOME = frozenset({ActorKind.PERSON, ActorKind.PARTY, ActorKind.GOVERNMENT, ActorKind.MEDIA})


class Cast:
    """The cast of one article: which words mean whom."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.owners = Owners(scene)
        self.introductions = Introductions(scene, self.owners)
        self.descriptions = Descriptions(scene, self.owners)
        self.spans: list[tuple[Span, Entity]] = []

    def read(self, sentences: Sequence[Sentence]) -> None:
        """Reads all sentences: noun phrases and countries, then persons, then every mention in order."""
        for order, sentence in enumerate(sentences):
            self._count_countries(self.scene.open(sentence), order)
        for reader in self.scene.readers:
            self.introductions.learn_titled(reader)
        for reader in self.scene.readers:
            self.introductions.learn_bare(reader)
        for order, reader in enumerate(self.scene.readers):
            self._link(reader, order)

    def _count_countries(self, reader: PhraseReader, order: int) -> None:
        homes = self.scene.homes
        covered: set[int] = set()
        for hit in reader.hits:
            name = self.scene.plain(hit)
            if name is None:
                continue
            start = reader.tokens[hit.first].start
            covered.add(start)
            abroad = name.actor is not None and name.actor.kind not in AT_HOME and name.code.partition(":")[0] != home_of(name)
            weight = UNSURE if self.scene.shared(hit) else 0.2 if abroad else 0.4 if name.actor is not None else 1.0
            homes.add(order, start, home_of(name), weight, place=name.kind in LOCATING and weight > UNSURE)
            if weight > UNSURE and (name.actor is None or name.actor.kind is not ActorKind.PERSON):
                homes.bodies[name.code.partition(":")[0]] += 1
        if self.scene.places:
            covered |= {reader.tokens[run.first].start for run in reader.runs if self.introductions.apposed(reader, run.last) is not None}
            for token in reader.tokens:
                mention = self.scene.places.get(token.start)
                if mention is not None and token.start not in covered and mention.place.country:
                    homes.add(order, token.start, mention.place.country, 0.7, place=True)

    # Linking -----------------------------------------------------------------------------------------------------------------------

    def _link(self, reader: PhraseReader, order: int) -> None:
        items: list[Item] = [p for p in reader.phrases if not p.premodifier]
        items += reader.runs
        taken = {i for item in items for i in range(item.first, item.last + 1)}
        items += [hit for hit in reader.hits if hit.names and hit.first not in taken]
        for phrase in reader.phrases:
            for hit in (*phrase.owners, *phrase.posts, *phrase.places):
                if any(name.kind in PLACE_KINDS or name.kind == "actor" for name in hit.names):
                    items.append(hit)
        for item in sorted(items, key=lambda entry: (entry.first, -entry.last)):
            self._place(item, reader, order)

    def _place(self, item: Item, reader: PhraseReader, order: int) -> None:
        entity = self._entity(item, reader, order)
        if entity is None:
            return
        self.scene.linked[id(item)] = entity
        tokens, first, last = reader.tokens, item.first, item.last
        subject = any(t.relation == "subject" and not first <= t.head <= last for t in tokens[first : last + 1])
        before = tokens[first - 1] if first else None
        located = (
            isinstance(item, Hit) and before is not None and before.pos == "ADP" and before.text.lower() in self.scene.words.words["posted"]
        )
        self._acronym(entity, last, reader)
        start = tokens[first].start
        quoted = reader.sentence.inside is not None
        topic = self._topic(reader, order, first, last)
        self.scene.discourse.occur(Occurrence(start, order, entity, subject, located, quoted, first <= OPENING, topic))
        self.spans.append((Span(start, tokens[last].end), entity))

    def _topic(self, reader: PhraseReader, order: int, first: int, last: int) -> bool:
        """Whether the words are what a paragraph turns to: its first sentence opens with them, or they are its main subject."""
        before = self.scene.readers[order - 1].sentence if 0 < order <= len(self.scene.readers) else None
        if before is not None and before.paragraph == reader.sentence.paragraph:
            return False
        tokens = reader.tokens
        if first <= OPENING:
            return all(t.pos in ("DET", "ADJ", "NOUN", "PROPN", "PUNCT") for t in tokens[:first])
        return any(t.relation == "subject" and tokens[t.head].relation == "root" for t in tokens[first : last + 1])

    def _acronym(self, entity: Entity, last: int, reader: PhraseReader) -> None:
        """ "The Civil Aviation Authority (CAA)": from here on the acronym names the body."""
        tokens = reader.tokens
        if last + 3 >= len(tokens) or tokens[last + 1].text != "(" or tokens[last + 3].text != ")" or entity.kind not in BODIES:
            return
        acronym = tokens[last + 2].text
        if acronym.isupper() and acronym.isalpha() and reader.at[last + 2] is None:
            self.scene.brands.setdefault(acronym.casefold(), entity)

    def _entity(self, item: Item, reader: PhraseReader, order: int) -> Entity | None:
        if isinstance(item, NounPhrase):
            for inner in item.inner:
                self._place(inner, reader, order)
            if item.form.title.relation == "source" and item.determiner in ("definite", "demonstrative"):
                return None  # whom it means depends on who speaks before it
            entity = self.entity_of(item, reader)
            if entity is not None:
                self.introductions.late_code(entity, item, reader)
            return entity
        if isinstance(item, Run):
            return self._bare_name(item, reader, order)
        name = self.scene.choose(item)
        if name is None or name.relational or not name.code:
            return None
        if name.actor is not None:
            return self.scene.actor(name, self.scene.written(reader, item.first, item.last))
        return self.scene.state(name.code)

    def _bare_name(self, run: Run, reader: PhraseReader, order: int) -> Entity | None:
        """The entity of a name without title. A new one may unveil somebody just described: "La doyenne … a dit X"."""
        entity = self.scene.stranger(run, reader)
        if entity is None or entity.kind is not ActorKind.PERSON or entity.code or entity.classes:
            return entity
        for occurrence in self.scene.discourse.before(reader.tokens[run.first].start):
            other = occurrence.entity
            if occurrence.sentence < order - 1 or (other.kind is ActorKind.PERSON and other.name and occurrence.subject):
                break
            if other.kind is ActorKind.PERSON and not other.name and occurrence.subject and not other.plural:
                entity.code, entity.office, entity.explicit = other.code, other.office, other.explicit
                entity.classes |= other.classes
                other.name, other.keys = entity.name, entity.keys
                break
        return entity

    # Items -------------------------------------------------------------------------------------------------------------------------

    def phrase_at(self, reader: PhraseReader, i: int) -> NounPhrase | None:
        """The title's phrase whose noun or name stands at token `i`."""
        for phrase in self.scene.phrases(reader):
            if self._holds_core(phrase, reader, i) or (phrase.name is not None and phrase.name.first <= i <= phrase.name.last):
                return phrase
        return None

    def _holds_core(self, phrase: NounPhrase, reader: PhraseReader, i: int) -> bool:
        hit = reader.at[i]
        return hit is not None and hit.first == phrase.core and phrase.covers(i)

    def item_at(self, reader: PhraseReader, i: int, phrase: Phrase) -> Item | None:
        """What the word at token `i` of a phrase belongs to: a title's phrase, a name run, a listed name."""
        i = self._past_honorific(reader, i)
        for found in self.scene.phrases(reader):
            if found.name is not None and found.name.first <= i <= found.name.last:
                return found if found.core >= phrase.first - 1 else found.name
            if self._holds_core(found, reader, i):
                return self._outer(found, reader, phrase)
            if found.brand is not None and found.brand.first <= i <= found.brand.last:
                return found
        for run in reader.runs:
            if run.first <= i <= run.last:
                return self._whole_body(run, reader) or run
        for found in reader.phrases:
            if found.covers(i) and phrase.first <= found.core <= phrase.last and found.first <= max(phrase.first, i):
                return found
        hit = reader.at[i]
        return hit if hit is not None and hit.names else None

    def _whole_body(self, run: Run, reader: PhraseReader) -> Hit | None:
        """A capitalised word right after a listed body belongs to its name ("Fox News Digital")."""
        before = reader.at[run.first - 1] if run.first else None
        if before is None or run.first != run.last or run.hit is not None or reader.tokens[run.first].entity == "PER":
            return None
        body = any(name.actor is not None and name.actor.kind is not ActorKind.PERSON for name in before.names)
        return before if body else None

    def _past_honorific(self, reader: PhraseReader, i: int) -> int:
        """ "M.", "Mr": the parser may take the honorific for the head of the name."""
        hit = reader.at[i]
        if hit is None or hit.honorific is None or any(run.first <= i <= run.last for run in reader.runs):
            return i
        after = hit.last + 1
        if after < len(reader.tokens) and reader.tokens[after].text == ".":
            after += 1
        return after if after < len(reader.tokens) and reader.tokens[after].text[:1].isupper() else i

    def _outer(self, found: NounPhrase, reader: PhraseReader, phrase: Phrase) -> NounPhrase:
        """The phrase that a premodifying title belongs to ("Commandant Major General"): the parser may take either for the head."""
        if not found.premodifier:
            return found
        return next((outer for outer in reader.phrases if found in outer.inner and outer.core <= phrase.last), found)

    def entity_of(self, item: Item, reader: PhraseReader) -> Entity | None:
        """The entity of an item: the one it was linked to, or the one it turns out to mean."""
        known = self.scene.linked.get(id(item))
        if known is not None:
            return known
        if isinstance(item, NounPhrase):
            if item.name is not None:
                return self.scene.linked.get(id(item.name))
            return self.descriptions.describe(item, reader)
        if isinstance(item, Run):
            return self.scene.stranger(item, reader)
        return self.scene.of_names(item)

    def compound(self, token: Token) -> tuple[str, ...]:
        """The states of a compound adjective ("américano-russe", "US-Chinese")."""
        parts = [part for part in token.text.replace("–", "-").split("-") if part]
        if not 2 <= len(parts) <= 3:
            return ()
        found = []
        for part in parts:
            code = self.scene.index.prefixes.get(part.lower())
            if code is None:
                hits = self.scene.index.hits([Token(0, part, part.lower(), "ADJ", "", 0, 0, len(part))])
                name = self.scene.plain(hits[0]) if hits else None
                code = name.code if name is not None and name.actor is None else None
            if not code:
                return ()
            found.append(code)
        return tuple(found)


def country_nouns(words: Titles) -> frozenset[str]:
    """The nouns that mean a country ("pays", "nations")."""
    return frozenset(form.text for form in words.forms if form.title.relation == "country")
