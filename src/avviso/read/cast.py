"""The cast of one article: every entity its names, titles and descriptions speak of, linked.

First all persons are learned with their offices, wherever they stand; then the article is read once in order, so that each
description can mean what was named before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.registry import registry
from avviso.knowledge.titles import Titles
from avviso.knowledge.world import world
from avviso.read.coreference import Discourse, Entity, Occurrence, Wanted
from avviso.read.homes import Homes
from avviso.read.names import PLACE_KINDS, Hit, Name, NameIndex
from avviso.read.nounphrases import NounPhrase, PhraseReader, Run
from avviso.read.persons import PersonIndex, name_key, name_words
from avviso.records import Actor, ActorKind, ActorMention, Evidence, LearnedPerson, Span
from avviso.text import Phrase, Sentence, Token

Item = NounPhrase | Run | Hit
NAMED_BODIES = frozenset({ActorKind.MINISTRY, ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.PARTY, ActorKind.MEDIA, ActorKind.ARMED_GROUP})
SORTS = {
    ActorKind.ORGANISATION: ("body", "organisation", "ngo", "state-body"),
    ActorKind.ARMED_GROUP: ("body", "rebellion", "organisation"),
    ActorKind.ARMED_FORCE: ("military-body",),
    ActorKind.PARTY: ("party", "body"),
    ActorKind.MEDIA: ("media",),
    ActorKind.GROUP: ("body", "organisation"),
    ActorKind.GOVERNMENT: ("government",),
}


class Cast:
    """All entities of one article and the phrases that name them."""

    def __init__(
        self, index: NameIndex, words: Titles, rules: Grammar, language: str, published: date | None, persons: Mapping[str, Actor]
    ) -> None:
        self.index, self.words, self.rules, self.language = index, words, rules, language
        self.published, self.known = published, persons
        self.discourse, self.homes, self.people = Discourse(), Homes(), PersonIndex()
        self.readers: list[PhraseReader] = []
        self.spans: list[tuple[Span, Entity]] = []
        self._order: dict[int, int] = {}
        self._linked: dict[int, Entity] = {}
        self._states: dict[str, Entity] = {}
        self._actors: dict[str, Entity] = {}
        self._brands: dict[str, Entity] = {}
        self._learned: dict[int, tuple[Entity, Span]] = {}

    # Reading -------------------------------------------------------------------------------------------------------------------

    def read(self, sentences: Sequence[Sentence]) -> None:
        """Reads all sentences: noun phrases, countries, persons, then every mention in order."""
        for order, sentence in enumerate(sentences):
            reader = PhraseReader(sentence, self.index, self.words, self.rules)
            reader.read()
            self._order[id(sentence)] = order
            self.readers.append(reader)
            self._count_countries(reader, order)
        for reader in self.readers:
            self._learn_persons(reader)
        for reader in self.readers:
            self._learn_bare_names(reader)
        for order, reader in enumerate(self.readers):
            self._link(reader, order)

    def reader_of(self, sentence: Sentence) -> PhraseReader | None:
        """The noun phrases of a sentence, None for one that is not of this article."""
        order = self._order.get(id(sentence))
        return self.readers[order] if order is not None else None

    def order_of(self, sentence: Sentence) -> int:
        """The running number of a sentence."""
        return self._order.get(id(sentence), 0)

    @property
    def learned(self) -> tuple[LearnedPerson, ...]:
        """Persons named together with an office or employer."""
        found = []
        for entity, span in self._learned.values():
            if not entity.name or not entity.code:
                continue
            actor_id = entity.actor_id or f"person:{entity.country.lower()}:{name_key(entity.name).replace(' ', '-')}"
            actor = Actor(actor_id, entity.name, ActorKind.PERSON, entity.code, entity.office)
            found.append(LearnedPerson(actor, Evidence("", span, "actors.title"), self.published))
        return tuple(found)

    def _count_countries(self, reader: PhraseReader, order: int) -> None:
        for hit in reader.hits:
            name = self._plain(hit)
            if name is None:
                continue
            code = name.code if name.actor is None else (name.actor.country or name.code.partition(":")[0])
            foreign = name.actor is not None and name.actor.kind not in (ActorKind.PERSON, ActorKind.PARTY, ActorKind.GOVERNMENT) and name.code != code
            place = name.kind in ("name", "capital", "adjective", "region", "region-adjective")
            self.homes.add(order, reader.tokens[hit.first].start, code, 0.3 if foreign or name.actor is not None else 1.0, place=place)

    # Choosing among the meanings of a form ---------------------------------------------------------------------------------------

    def _plain(self, hit: Hit) -> Name | None:
        """The meaning of a listed form before the article is known: the only one, or the first with a code."""
        return next((name for name in hit.names if name.code), None)

    def choose(self, hit: Hit) -> Name | None:
        """The meaning that fits the article: the one whose country it names most, else the more usual one."""
        if not hit.names:
            return None
        if len(hit.names) == 1:
            return hit.names[0]
        listed = [name for name in hit.names if name.code]
        if not listed:
            return hit.names[0]
        if len({name.code for name in listed}) == 1:
            return listed[0]
        counts = self.homes.counts
        supported = [(counts.get(self._country(name), 0.0), -rank, name) for rank, name in enumerate(listed) if name.kind != "capital"]
        seats = [name for name in listed if name.kind == "seat"]
        if seats and len(listed) == 2:
            return seats[0]
        return max(supported, key=lambda entry: entry[:2])[2] if supported else listed[0]

    def _country(self, name: Name) -> str:
        if name.actor is not None:
            return name.actor.country or name.code.partition(":")[0]
        return name.code

    def _code(self, name: Name) -> str:
        """The code of a listed name on the day of the article."""
        if name.actor is not None and self.published is not None:
            return registry().code_at(name.actor.actor_id, self.published) or name.code
        return name.code

    # Entities of names -----------------------------------------------------------------------------------------------------------

    def state(self, code: str) -> Entity:
        """The entity of a state or of the body that a seat of power stands for."""
        known = self._states.get(code)
        if known is None:
            country = world().countries.get(code)
            kind = ActorKind.STATE if country else ActorKind.ORGANISATION
            known = Entity(kind, code, country.name(self.language) if country else None, explicit=True, classes={"country"} if country else {"body"})
            self._states[code] = self.discourse.add(known)
        return known

    def of_names(self, hit: Hit) -> Entity | None:
        """The entity of a listed name."""
        name = self.choose(hit)
        if name is None:
            return None
        if name.actor is None:
            return self.state(name.code) if name.code else None
        return self._actor(name)

    def _actor(self, name: Name, written: str = "") -> Entity:
        listed = name.actor
        assert listed is not None
        known = self._actors.get(listed.actor_id)
        if known is None:
            office = listed.office
            if self.published is not None:
                office = registry().office_at(listed.actor_id, self.published) or None
            code = self._code(name)
            known = Entity(listed.kind, code, listed.name, office, listed.actor_id, explicit=True, resolved_by="name")
            known.classes.update(SORTS.get(listed.kind, ()))
            if office:
                known.classes.update(self._office_classes(office))
            self._actors[listed.actor_id] = self.discourse.add(known)
            if listed.kind is ActorKind.PERSON:
                known.keys = name_words(listed.name)
                self.people.add(known, known.keys)
            known.name = written or listed.name
        elif written and len(written) > len(known.name or "") and listed.kind is not ActorKind.PERSON:
            known.name = written
        return known

    def _office_classes(self, office: str) -> Iterator[str]:
        for form in self.words.forms:
            if form.title.office == office:
                yield from form.title.classes

    def compound(self, token: Token) -> tuple[str, ...]:
        """The states of a compound adjective ("américano-russe", "US-Chinese")."""
        parts = [part for part in token.text.replace("–", "-").split("-") if part]
        if len(parts) < 2 or len(parts) > 3:
            return ()
        found = []
        for part in parts:
            code = self.index.prefixes.get(part.lower())
            if code is None:
                hits = self.index.hits([Token(0, part, part.lower(), "ADJ", "", 0, 0, len(part))])
                name = self._plain(hits[0]) if hits else None
                code = name.code if name is not None and name.actor is None else None
            if not code:
                return ()
            found.append(code)
        return tuple(found)

    def is_country_noun(self, word: str) -> bool:
        """Whether a noun means a country ("pays", "nations")."""
        return word in {form.text for form in self.words.forms if form.title.relation == "country"}

    # Persons ---------------------------------------------------------------------------------------------------------------------

    def _words_of(self, reader: PhraseReader, first: int, last: int) -> str:
        """The words of some tokens, spaced as in the article."""
        tokens, text = reader.tokens, ""
        for i in range(first, last + 1):
            text += (" " if i > first and tokens[i].start > tokens[i - 1].end else "") + tokens[i].text
        return text

    def _learn_persons(self, reader: PhraseReader) -> None:
        for phrase in self._all_phrases(reader):
            if phrase.name is not None:
                entity = self._person(reader, phrase.name, phrase)
                self._give_office(entity, phrase, reader)
                self._apposition(entity, phrase.name.last, reader)
        for run in reader.runs:
            if run.hit is None and (run.first == run.last and run.honorific is None):
                continue
            phrase_after = self._apposed(reader, run.last)
            if run.hit is not None or run.entity == "PER" or run.honorific is not None or phrase_after is not None:
                entity = self._person(reader, run, None)
                self._apposition(entity, run.last, reader)

    def _learn_bare_names(self, reader: PhraseReader) -> None:
        """Lone capitalised words: a word of a known name, a person by apposition, or by the parser's word."""
        for run in reader.runs:
            if id(run) in self._linked or run.hit is not None:
                continue
            words = name_words(self._words_of(reader, run.first, run.last))
            known = self.people.find(words)
            if known is not None:
                self._linked[id(run)] = known
            elif self._apposed(reader, run.last) is not None:
                entity = self._person(reader, run, None)
                self._apposition(entity, run.last, reader)

    def _all_phrases(self, reader: PhraseReader) -> Iterator[NounPhrase]:
        stack = list(reversed(reader.phrases))
        while stack:
            phrase = stack.pop()
            yield phrase
            stack.extend(phrase.inner)

    def _person(self, reader: PhraseReader, run: Run, phrase: NounPhrase | None) -> Entity:
        """The person of a name: one known in this article, in the register or in the archive, or a new one."""
        written = self._words_of(reader, run.first, run.last)
        words = name_words(written)
        gender = run.honorific or (phrase.form.gender if phrase is not None else "")
        entity: Entity | None = None
        if run.hit is not None:
            name = next((n for n in run.hit.names if n.actor is not None and n.actor.kind is ActorKind.PERSON), None)
            entity = self._actor(name) if name is not None else None
        if entity is None:
            entity = self.people.find(words, gender) or self._archived(written, words)
        if entity is None:
            entity = self.discourse.add(Entity(ActorKind.PERSON, name=written, keys=words))
        if len(words) > len(entity.keys) or entity.name is None or (len(words) >= 2 and entity.actor_id is not None and len(words) >= len(name_words(entity.name))):
            entity.name = written
            entity.keys = words if len(words) >= len(entity.keys) else entity.keys
        self.people.add(entity, words)
        if not entity.gender:
            entity.gender = gender or self._first_name_gender(words)
        self._linked[id(run)] = entity
        return entity

    def _archived(self, written: str, words: Sequence[str]) -> Entity | None:
        actor = self.known.get(name_key(written)) if len(words) > 1 else None
        if actor is None:
            return None
        entity = Entity(ActorKind.PERSON, actor.code, written, actor.office, actor.id, resolved_by="archive", keys=tuple(words))
        if actor.office:
            entity.classes.update(self._office_classes(actor.office))
        return self.discourse.add(entity)

    def _first_name_gender(self, words: Sequence[str]) -> str:
        """What a first name suggests; "" when it does not."""
        if len(words) < 2:
            return ""
        lists = self.words.words
        if words[0] in lists["feminine_names"]:
            return "f"
        if words[0] in lists["masculine_names"]:
            return "m"
        return "f" if words[0].endswith("a") and len(words[0]) > 3 else ""

    def _give_office(self, entity: Entity, phrase: NounPhrase, reader: PhraseReader) -> None:
        """Teaches a person's office, country and gender from a title's phrase."""
        title = phrase.form.title
        for part in (phrase, *(p for p in phrase.inner if p.form.title.personal and p.premodifier)):
            entity.classes.update(part.form.title.classes)
            entity.portfolio.update(part.words)
            entity.nouns.add(part.form.text.lower())
        if phrase.form.gender and not entity.gender:
            entity.gender = phrase.form.gender
        if not entity.office and title.office and not phrase.former:
            entity.office = self._office(phrase)
        code, explicit = self.code_of(phrase, reader)
        better = code and (entity.code is None or (explicit and not entity.explicit) or (entity.former and not phrase.former))
        if better and entity.actor_id is None or entity.code is None:
            entity.code, entity.explicit, entity.former = code, explicit, phrase.former
        if entity.resolved_by == "name" and entity.actor_id is None:
            entity.resolved_by = "title"
        if code and explicit and not phrase.former:
            first = min(phrase.first, phrase.name.first if phrase.name else phrase.first)
            last = max(phrase.last, phrase.name.last if phrase.name else phrase.last)
            self._learned.setdefault(id(entity), (entity, Span(reader.tokens[first].start, reader.tokens[last].end)))

    def _office(self, phrase: NounPhrase) -> str:
        return phrase.form.title.office or ""

    def _apposition(self, entity: Entity, last: int, reader: PhraseReader) -> None:
        """Learns from what follows the name: "X, responsable de l'organisation", "X, who heads the administration", "X de l'Observatoire"."""
        phrase = self._apposed(reader, last)
        if phrase is not None:
            self._give_office(entity, phrase, reader)
            self._linked.setdefault(id(phrase), entity)
            return
        body = self._employer(reader, last)
        if body is not None and body.code and (entity.code is None or not entity.explicit):
            entity.code, entity.explicit = body.code, True

    def _apposed(self, reader: PhraseReader, last: int) -> NounPhrase | None:
        """The title's phrase that stands in apposition after a name: ", 74, a Kyiv resident"."""
        tokens, count = reader.tokens, len(reader.tokens)
        i = last + 1
        if i >= count or tokens[i].text not in {",", "(", "—", "–"}:
            return None
        i += 1
        while i < count and i < last + 7 and (tokens[i].text[:1].isdigit() or tokens[i].text == "," or tokens[i].pos == "ADV" or tokens[i].text.lower() in self.words.words["ages"]):
            i += 1
        for phrase in reader.phrases:
            if phrase.first <= i <= phrase.core and phrase.first > last:
                alone = phrase.name is None and not phrase.plural and phrase.form.title.personal
                return phrase if alone and self._not_subject(phrase, reader) else None
        return None

    def _not_subject(self, phrase: NounPhrase, reader: PhraseReader) -> bool:
        """An apposition ends the sentence or is closed by a comma; a phrase that a verb follows at once is a subject of its own."""
        i = phrase.last + 1
        if i >= len(reader.tokens):
            return True
        return reader.tokens[i].pos not in ("VERB", "AUX") or phrase.last - phrase.first > 2

    def _employer(self, reader: PhraseReader, last: int) -> Entity | None:
        tokens, count = reader.tokens, len(reader.tokens)
        i = last + 1
        if i + 1 >= count:
            return None
        lower = tokens[i].text.lower()
        near = lower in self.words.words["genitive"] or lower in self.words.words["at"]
        heads = tokens[i].text == "," and i + 2 < count and tokens[i + 1].pos == "PRON" and tokens[i + 2].lemma in self.words.words["heading_verbs"]
        if not (near or heads):
            return None
        start = i + 3 if heads else i + 1
        while start < count and tokens[start].pos in ("DET", "ADJ") and reader.at[start] is None:
            start += 1
        if start >= count:
            return None
        hit = reader.at[start]
        if hit is not None and any(n.kind == "actor" for n in hit.names):
            return self.of_names(hit)
        phrase = next((p for p in reader.phrases if p.first <= start <= p.last), None)
        if phrase is not None and not phrase.form.title.personal and (near or heads):
            code, _ = self.code_of(phrase, reader)
            return Entity(phrase.form.title.kind, code)
        return None

    # Codes of title phrases ------------------------------------------------------------------------------------------------------

    def code_of(self, phrase: NounPhrase, reader: PhraseReader) -> tuple[str | None, bool]:
        """The code of whom a title's phrase names, and whether the phrase itself tells the country."""
        title = phrase.form.title
        if title.code:
            return title.code, True
        if title.country == "none":
            return None, False
        explicit = self.owner_codes(phrase, reader)
        if explicit:
            return with_role(explicit[0], title.role), True
        base = self._from_context(phrase, reader)
        return (with_role(base, title.role), False) if base else (None, False)

    def owner_codes(self, phrase: NounPhrase, reader: PhraseReader) -> list[str]:
        """The codes of all owners that the phrase names, in order, the surest first."""
        title = phrase.form.title
        codes: list[str] = []
        owners = phrase.owners
        if title.seated:
            owners = sorted(owners, key=lambda h: all(n.relational for n in h.names))
        for hit in owners:
            name = self.choose(hit)
            if name is None:
                continue
            if not name.code:
                regional = next((self.words.regional[name.text, c] for c in title.classes if (name.text, c) in self.words.regional), "")
                codes += [regional] if regional else []
            else:
                codes.append(self._code(name))
        for inner in phrase.inner:
            if codes and not phrase.plural:
                break
            if inner.name is not None and inner.form.title.personal:
                person = self._linked.get(id(inner.name))
                codes += [person.code] if person is not None and person.code else []
                continue
            code, explicit = self.code_of(inner, reader)
            entity = self._linked.get(id(inner))
            if code and explicit:
                codes.append(code)
            elif entity is not None and entity.code:
                codes.append(entity.code)
        if not codes and phrase.brand is not None and phrase.brand.hit is not None:
            entity = self.of_names(phrase.brand.hit)
            codes += [entity.code] if entity is not None and entity.code else []
        if not codes and phrase.affiliation is not None:
            entity = self._brands.get(self._brand_key(reader, phrase.affiliation))
            codes += [entity.code] if entity is not None and entity.code else []
        if not codes:
            codes += [self._code(name) for hit in phrase.places if (name := self.choose(hit)) is not None and name.code]
        return list(dict.fromkeys(codes))

    def _from_context(self, phrase: NounPhrase, reader: PhraseReader) -> str | None:
        rule = phrase.form.title.country
        order, start = self.order_of(reader.sentence), reader.tokens[phrase.first].start
        if phrase.inner:
            for inner in phrase.inner:
                code, _ = self.code_of(inner, reader)
                if code:
                    return code
        if rule == "phrase":
            return None
        coordinated = self._coordinated_owner(phrase, reader)
        if coordinated:
            return coordinated
        if rule == "own":
            return self.homes.main()
        return self.homes.local(order, start)

    def _coordinated_owner(self, phrase: NounPhrase, reader: PhraseReader) -> str | None:
        """ "Le Premier ministre arménien X et le ministre des Affaires étrangères Y": the second belongs where the first does."""
        before = phrase.first - 1
        if before < 1 or reader.tokens[before].text.lower() not in self.words.words["coordinators"]:
            return None
        previous = next((p for p in reader.phrases if p.last == before - 1), None)
        if previous is None or previous is phrase:
            return None
        codes = self.owner_codes(previous, reader)
        return codes[0].partition(":")[0] if codes else None

    # Items -----------------------------------------------------------------------------------------------------------------------

    def phrase_at(self, reader: PhraseReader, i: int) -> NounPhrase | None:
        """The title's phrase whose noun or name stands at token `i`."""
        for phrase in self._all_phrases(reader):
            if phrase.core <= i <= phrase.core + len(phrase.form.text.split()) - 1 and reader.at[i] is not None and reader.at[i].first == phrase.core:  # type: ignore[union-attr]
                return phrase
            if phrase.name is not None and phrase.name.first <= i <= phrase.name.last:
                return phrase
        return None

    def item_at(self, reader: PhraseReader, i: int, phrase: Phrase) -> Item | None:
        """What the word at token `i` of a phrase belongs to: a title's phrase, a name run, a listed name."""
        i = self._past_honorific(reader, i)
        for found in self._all_phrases(reader):
            if found.name is not None and found.name.first <= i <= found.name.last:
                return found if phrase.first <= found.core <= phrase.last or found.core >= phrase.first - 1 else found.name
            if found.covers(i) and reader.at[i] is not None and reader.at[i].first == found.core:  # type: ignore[union-attr]
                return self._outer(found, reader, phrase)
            if found.brand is not None and found.brand.first <= i <= found.brand.last:
                return found
        for run in reader.runs:
            if run.first <= i <= run.last:
                return run
        hit = reader.at[i]
        if hit is not None and hit.names:
            return hit
        for found in reader.phrases:
            if found.covers(i) and phrase.first <= found.core <= phrase.last and found.first <= phrase.first:
                return found
        return None

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
        for outer in reader.phrases:
            if found in outer.inner and outer.core <= phrase.last:
                return outer
        return found

    def entity_of(self, item: Item, reader: PhraseReader) -> Entity | None:
        """The entity that an item was linked to."""
        known = self._linked.get(id(item))
        if known is not None:
            return known
        if isinstance(item, NounPhrase):
            if item.name is not None:
                return self._linked.get(id(item.name))
            return None
        if isinstance(item, Run):
            return self.stranger(item, reader)
        return self.of_names(item)

    def stranger(self, run: Run, reader: PhraseReader) -> Entity:
        """The entity of a name that is neither listed nor introduced: a word of a known name, else somebody or something unknown."""
        known = self._linked.get(id(run))
        if known is not None:
            return known
        written = self._words_of(reader, run.first, run.last)
        person = self.people.find(name_words(written))
        if person is not None:
            return person
        brand = self._brands.get(self._brand_key(reader, run))
        if brand is not None:
            return brand
        kind = {"ORG": ActorKind.ORGANISATION, "PER": ActorKind.PERSON}.get(run.entity)
        kind = kind or (ActorKind.PERSON if run.last > run.first and run.entity != "LOC" else ActorKind.ORGANISATION if run.entity != "LOC" else None)
        entity = Entity(kind, name=written, keys=name_words(written) if kind is ActorKind.PERSON else (), classes={"body", "company"} if kind is ActorKind.ORGANISATION else set())
        self.discourse.add(entity)
        if kind is ActorKind.PERSON:
            self.people.add(entity, entity.keys)
        elif kind is ActorKind.ORGANISATION:
            self._brands[self._brand_key(reader, run)] = entity
        self._linked[id(run)] = entity
        return entity

    def _brand_key(self, reader: PhraseReader, run: Run) -> str:
        return self._words_of(reader, run.first, run.last).casefold()

    # Linking in order ------------------------------------------------------------------------------------------------------------

    def _link(self, reader: PhraseReader, order: int) -> None:
        items: list[Item] = [*reader.phrases, *reader.runs]
        taken = {i for item in items for i in range(item.first, item.last + 1)}
        items += [h for h in reader.hits if h.names and h.first not in taken]
        for phrase in reader.phrases:
            items += [h for h in (*phrase.owners, *phrase.posts, *phrase.places) if any(n.kind in PLACE_KINDS or n.kind == "actor" for n in h.names)]
        for item in sorted(items, key=lambda entry: (entry.first, -entry.last)):
            self._place(item, reader, order)

    def _place(self, item: Item, reader: PhraseReader, order: int) -> None:
        tokens = reader.tokens
        start = tokens[item.first].start
        if isinstance(item, NounPhrase):
            for inner in item.inner:
                self._place(inner, reader, order)
            entity = self.entity_of(item, reader) or self.describe(item, reader, self.discourse)
            self._late_code(entity, item, reader)
        elif isinstance(item, Hit):
            name = self.choose(item)
            if name is None or name.relational or not name.code:
                return
            entity = self._actor(name, self._words_of(reader, item.first, item.last)) if name.actor is not None else self.state(name.code)
        else:
            entity = self.stranger(item, reader)
        if entity is None:
            return
        self._linked[id(item)] = entity
        first, last = item.first, item.last
        subject = any(t.relation == "subject" and not first <= t.head <= last for t in tokens[first : last + 1])
        place = isinstance(item, Hit) and first > 0 and tokens[first - 1].pos == "ADP" and tokens[first - 1].text.lower() in self.words.words["posted"]
        self.discourse.occur(Occurrence(start, order, entity, subject, place, reader.sentence.inside is not None))
        self.spans.append((Span(start, tokens[last].end), entity))

    def _late_code(self, entity: Entity | None, phrase: NounPhrase, reader: PhraseReader) -> None:
        """An employer that is only described ("responsable de l'organisation") is known once the text has been read that far."""
        if entity is None or entity.explicit or entity.kind is not ActorKind.PERSON or not phrase.inner:
            return
        owners = self.owner_codes(phrase, reader)
        if owners:
            entity.code, entity.explicit = with_role(owners[0], phrase.form.title.role), True

    # Descriptions ----------------------------------------------------------------------------------------------------------------

    def describe(self, phrase: NounPhrase, reader: PhraseReader, discourse: Discourse) -> Entity | None:
        """The entity of a title's phrase without a personal name: one spoken of before, or a new one."""
        title = phrase.form.title
        position = reader.tokens[phrase.first].start
        order = self.order_of(reader.sentence)
        owners = self.owner_codes(phrase, reader)
        possessor = self._possessor(phrase, reader, order)
        if title.relation:
            special = self._related(phrase, reader, owners, possessor)
            if special is not None:
                return special
        brand = self._branded(phrase, reader, owners)
        if brand is not None:
            return brand
        code, explicit = self.code_of(phrase, reader)
        if possessor is not None and possessor.country and not owners:
            code, explicit = with_role(possessor.code or "", title.role), True
        definite = phrase.determiner in ("definite", "demonstrative", "possessive") or (explicit and phrase.determiner != "indefinite")
        if definite and not phrase.other:
            wanted = Wanted(
                title.classes, phrase.form.text.lower(), code or "" if explicit else "", frozenset(phrase.words), phrase.plural, title.kind if title.personal and not phrase.plural else None, phrase.form.gender
            )  # fmt: skip
            known = discourse.described(wanted, position, forward=not phrase.plural)
            if known is not None and (explicit or known.code or not code):
                self._fuller_name(known, phrase, reader)
                return known
        return self._new(phrase, reader, code, explicit, owners)

    def _fuller_name(self, entity: Entity, phrase: NounPhrase, reader: PhraseReader) -> None:
        entity.nouns.add(phrase.form.text.lower())
        if entity.kind is ActorKind.PERSON:
            return
        name = self._body_name(phrase, reader)
        if name and entity.actor_id is None and len(name) > len(entity.name or "") and (phrase.owners or phrase.inner):
            entity.name = name

    def _new(self, phrase: NounPhrase, reader: PhraseReader, code: str | None, explicit: bool, owners: list[str]) -> Entity:
        title = phrase.form.title
        kind = title.kind
        if phrase.plural and (title.personal or len(owners) > 1 or not code) and kind is not ActorKind.ANONYMOUS:
            kind = ActorKind.GROUP
        if title.personal and self._is_anonymous(phrase, reader):
            kind = ActorKind.ANONYMOUS
        entity = Entity(
            kind, code, self._body_name(phrase, reader), title.office if title.personal and not phrase.plural else None, gender=phrase.form.gender,
            plural=phrase.plural, resolved_by="nationality" if explicit else "title", explicit=explicit, classes=set(title.classes),
            nouns={phrase.form.text.lower()}, portfolio=set(phrase.words), former=phrase.former,
        )  # fmt: skip
        if phrase.plural and len(owners) > 1:
            entity.members = tuple(self._member(entity, owner, title.role) for owner in owners)
        return self.discourse.add(entity)

    def _member(self, group: Entity, owner: str, role: str) -> Entity:
        return Entity(group.kind, with_role(owner, role), None, group.office, explicit=True, resolved_by="nationality", classes=set(group.classes), plural=True)

    def _body_name(self, phrase: NounPhrase, reader: PhraseReader) -> str | None:
        """What a body is called: its words without article, for a single body that the text treats as one of its own."""
        title = phrase.form.title
        if title.personal or phrase.plural or title.kind not in NAMED_BODIES or phrase.determiner == "indefinite":
            return None
        first = phrase.first
        while first < phrase.core and reader.tokens[first].pos == "DET":
            first += 1
        return self._words_of(reader, first, phrase.last)

    def _is_anonymous(self, phrase: NounPhrase, reader: PhraseReader) -> bool:
        if phrase.determiner not in ("indefinite", "") or phrase.name is not None:
            return False
        lowered = {t.text.lower() for t in reader.tokens}
        known = self.words.words["anonymous"]
        if lowered & known:
            return True
        text = " ".join(t.text.lower() for t in reader.tokens)
        return any(" " in marker and marker in text for marker in known)

    def _possessor(self, phrase: NounPhrase, reader: PhraseReader, order: int) -> Entity | None:
        """Whom the possessive before a title means ("son gouvernement", "its army")."""
        if phrase.possessive is None:
            return None
        token = reader.tokens[phrase.possessive]
        features = self.words.pronouns.get(token.text.lower().replace("’", "'"))
        return self.discourse.antecedent(features, token.start, order) if features is not None else None

    def _branded(self, phrase: NounPhrase, reader: PhraseReader, owners: list[str]) -> Entity | None:
        """The body that a noun introduces by name ("l'ONG Human Rights Watch", "the company Huawei")."""
        if phrase.brand is None:
            return None
        title = phrase.form.title
        entity: Entity | None = None
        if phrase.brand.hit is not None:
            entity = self.of_names(phrase.brand.hit)
        if entity is None:
            key = self._brand_key(reader, phrase.brand)
            entity = self._brands.get(key)
            if entity is None:
                code, explicit = self.code_of(phrase, reader)
                entity = self.discourse.add(Entity(title.kind, code, self._words_of(reader, phrase.brand.first, phrase.brand.last), explicit=explicit))
                self._brands[key] = entity
        entity.classes.update(title.classes)
        entity.nouns.add(phrase.form.text.lower())
        if entity.code is None and owners:
            entity.code, entity.explicit = with_role(owners[0], title.role), True
        return entity

    def _related(self, phrase: NounPhrase, reader: PhraseReader, owners: list[str], possessor: Entity | None) -> Entity | None:
        """Nouns that point at another actor: counterparts, countries, allies, the man, the source, a side."""
        relation, position = phrase.form.title.relation, reader.tokens[phrase.first].start
        if relation == "counterpart":
            return self._counterpart(phrase, owners, possessor, position)
        if relation == "country":
            return self._country_meant(phrase, owners, possessor, reader)
        if owners:
            return None
        if relation == "person" and phrase.determiner in ("definite", "demonstrative") and not phrase.plural and not phrase.inner:
            return self.discourse.last(position, lambda e: e.kind is ActorKind.PERSON and not e.plural and not (e.gender and phrase.form.gender and e.gender != phrase.form.gender))
        if relation == "source" and phrase.determiner in ("definite", "demonstrative") and not phrase.plural:
            return self.discourse.last(position, lambda e: e.kind in (ActorKind.MINISTRY, ActorKind.ORGANISATION, ActorKind.MEDIA, ActorKind.ANONYMOUS))
        return None

    def _counterpart(self, phrase: NounPhrase, owners: list[str], possessor: Entity | None, position: int) -> Entity:
        office = possessor.office if possessor is not None else None
        classes = (possessor.classes if possessor is not None else set()) - {"head", "boss", "military"}
        if owners and not phrase.plural:
            named = [e for e in self.discourse.entities if e.kind is ActorKind.PERSON and e.name and e.country == owners[0].partition(":")[0] and classes & e.classes]
            if named:
                return named[0]
        code = owners[0] if owners else None
        kind = ActorKind.GROUP if phrase.plural else ActorKind.PERSON
        return self.discourse.add(Entity(kind, code, None, office, resolved_by="counterpart", explicit=bool(code), classes=set(classes), plural=phrase.plural, gender=phrase.form.gender))

    def _country_meant(self, phrase: NounPhrase, owners: list[str], possessor: Entity | None, reader: PhraseReader) -> Entity | None:
        if owners and not phrase.plural:
            return self.state(owners[0].partition(":")[0])
        if phrase.plural:
            return None
        if possessor is not None and possessor.country:
            return self.state(possessor.country)
        if phrase.determiner in ("definite", "demonstrative") and phrase.last == phrase.core:
            local = self.homes.local(self.order_of(reader.sentence), reader.tokens[phrase.first].start)
            return self.state(local) if local else None
        return None


def with_role(code: str, role: str) -> str:
    """A state's code with a role; codes of bodies and codes that have one already stay as they are."""
    return f"{code}:{role}" if role and len(code) == 3 and code in world().countries else code


def mention_of(entity: Entity, span: Span) -> ActorMention:
    """An entity as it is named at a place of the text."""
    return ActorMention(span, entity.name, entity.kind, entity.code or None, entity.office, entity.actor_id, entity.resolved_by)
