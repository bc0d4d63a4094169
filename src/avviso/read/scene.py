"""What is known so far of one article's actors: its entities, and which words were linked to which.

Everything that reads actors works on one `Scene`: `owners` tells the code of a title's phrase, `introductions` learns persons,
`descriptions` resolves what is not a name, `cast` goes through the article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.registry import RegistryForm, registry, surname_forms
from avviso.knowledge.titles import Titles
from avviso.knowledge.world import world
from avviso.read.coreference import Discourse, Entity
from avviso.read.homes import Homes
from avviso.read.names import Hit, Name, NameIndex
from avviso.read.nounphrases import NounPhrase, PhraseReader
from avviso.read.persons import PersonIndex, fold, name_key, name_words
from avviso.read.runs import Run
from avviso.records import Actor, ActorKind, PlaceMention
from avviso.text import Sentence

Item = NounPhrase | Run | Hit
SORTS = {
    ActorKind.ORGANISATION: ("body", "organisation", "ngo"),
    ActorKind.ARMED_GROUP: ("body", "rebellion", "organisation"),
    ActorKind.ARMED_FORCE: ("military-body",),
    ActorKind.PARTY: ("party", "body"),
    ActorKind.MEDIA: ("media",),
    ActorKind.GROUP: ("body", "organisation"),
}
GENERIC = frozenset({"head", "boss"})
"""Sorts that offices of all kinds share: they tell no office of a bearer of a surname."""
FIELDED = frozenset({"minister", "secretary"})
"""Sorts of offices that differ by their field."""


class Scene:
    """The entities of one article and the links from its words to them."""

    def __init__(
        self,
        index: NameIndex,
        words: Titles,
        rules: Grammar,
        language: str,
        published: date | None,
        persons: Mapping[str, Actor],
        places: Iterable[PlaceMention],
    ) -> None:
        self.index, self.words, self.rules, self.language = index, words, rules, language
        self.published, self.known = published, persons
        self.discourse, self.homes, self.people = Discourse(), Homes(), PersonIndex()
        self.readers: list[PhraseReader] = []
        self.linked: dict[int, Entity] = {}
        self._kept: list[Run] = []
        self.brands: dict[str, Entity] = {}
        self.places: dict[int, PlaceMention] = {mention.span.start: mention for mention in places}
        self._order: dict[int, int] = {}
        self._states: dict[str, Entity] = {}
        self._actors: dict[str, Entity] = {}

    # Sentences -----------------------------------------------------------------------------------------------------------------

    def open(self, sentence: Sentence) -> PhraseReader:
        """Reads the noun phrases of the next sentence."""
        reader = PhraseReader(sentence, self.index, self.words, self.rules)
        reader.read()
        self._order[id(sentence)] = len(self.readers)
        self.readers.append(reader)
        return reader

    def reader_of(self, sentence: Sentence) -> PhraseReader | None:
        """The noun phrases of a sentence, None for one that is not of this article."""
        order = self._order.get(id(sentence))
        return self.readers[order] if order is not None else None

    def order_of(self, sentence: Sentence) -> int:
        """The running number of a sentence."""
        return self._order.get(id(sentence), 0)

    def written(self, reader: PhraseReader, first: int, last: int) -> str:
        """The words of some tokens, spaced as in the article."""
        tokens, text = reader.tokens, ""
        for i in range(first, last + 1):
            text += (" " if i > first and tokens[i].start > tokens[i - 1].end else "") + tokens[i].text
        return text

    def phrases(self, reader: PhraseReader) -> Iterator[NounPhrase]:
        """The noun phrases of a sentence with those inside them, outer ones first."""
        stack = list(reversed(reader.phrases))
        while stack:
            phrase = stack.pop()
            yield phrase
            stack.extend(phrase.inner)

    # Listed names ----------------------------------------------------------------------------------------------------------------

    def plain(self, hit: Hit) -> Name | None:
        """The meaning of a listed form before the article is known: the first one with a code."""
        return next((name for name in hit.names if name.code), None)

    def shared(self, hit: Hit) -> bool:
        """Whether a listed form may mean actors of several countries ("Congo", "PS")."""
        return len({home_of(name) for name in hit.names if name.code}) > 1

    def choose(self, hit: Hit) -> Name | None:
        """The meaning that fits the article: the one whose country it names most, else the more usual one."""
        if len(hit.names) <= 1:
            return hit.names[0] if hit.names else None
        listed = [name for name in hit.names if name.code]
        if not listed:
            return hit.names[0]
        if len({name.code for name in listed}) == 1:
            return listed[0]
        seats = [name for name in listed if name.kind == "seat"]
        if seats and len(listed) == 2:
            return seats[0]
        counts = self.homes.counts
        return max(listed, key=lambda name: (counts.get(home_of(name), 0.0), -listed.index(name)))

    def code(self, name: Name) -> str:
        """The code of a listed name on the day of the article. Armed forces of states stand for their state."""
        code = name.code
        if name.actor is None:
            return code
        if self.published is not None:
            code = registry().code_at(name.actor.actor_id, self.published) or code
        else:
            code = self._undated(name.actor.actor_id) or code
        return code.removesuffix(":MIL") if name.actor.kind is ActorKind.ARMED_FORCE else code

    def _undated(self, actor_id: str) -> str | None:
        """In an article without a date, the state or body among those of a person's offices that it names most; None when it names none."""
        held = {tenure.code: tenure for tenure in registry().tenures.get(actor_id, ())}
        named = [code for code in reversed(held) if self.homes.bodies[code]] if len(held) > 1 else []
        return max(named, key=lambda code: self.homes.bodies[code], default=None)

    def state(self, code: str) -> Entity:
        """The entity of a state, or of the body that a seat of power stands for."""
        known = self._states.get(code)
        if known is None:
            country = world().countries.get(code)
            kind = ActorKind.STATE if country else ActorKind.ORGANISATION
            name = country.name(self.language) if country else None
            known = Entity(kind, code, name, explicit=True, resolved_by="nationality", classes={"country"} if country else {"body"})
            self._states[code] = self.discourse.add(known)
        return known

    def of_names(self, hit: Hit) -> Entity | None:
        """The entity of a listed name, None for a region of no country."""
        name = self.choose(hit)
        if name is None:
            return None
        if name.actor is None:
            return self.state(name.code) if name.code else None
        return self.actor(name)

    def actor(self, name: Name, written: str = "") -> Entity:
        """The entity of a registered actor; a fuller form in the text becomes its name."""
        listed = name.actor
        assert listed is not None
        known = self._actors.get(listed.actor_id)
        if known is None:
            known = self._registered(listed, self.code(name))
            known.name = written or listed.name
        elif written and len(written) > len(known.name or "") and listed.kind is not ActorKind.PERSON:
            known.name = written
        return known

    def _registered(self, listed: RegistryForm, code: str) -> Entity:
        register = registry()
        office = register.office_at(listed.actor_id, self.published) if self.published is not None else listed.office
        known = Entity(listed.kind, code, listed.name, office, listed.actor_id, explicit=True)
        known.classes.update(SORTS.get(listed.kind, ()))
        self.take_office(known, office)
        if listed.kind is ActorKind.PERSON:
            known.keys = name_words(listed.name)
            known.gender = self.first_name_gender(known.keys)
            self.people.add(known, known.keys)
        else:
            known.nouns.update(word.casefold() for alias in register.actors[listed.actor_id].aliases for word in alias.split())
        self._actors[listed.actor_id] = self.discourse.add(known)
        return known

    def take_office(self, entity: Entity, office: str | None) -> None:
        """Gives an entity the classes and the field of an office of the register."""
        classes, field = self.words.offices.get(office or "", (frozenset(), frozenset()))
        entity.classes |= classes
        entity.portfolio |= field

    def first_name_gender(self, words: Sequence[str]) -> str:
        """What the first name of a full name suggests; "" when it does not."""
        if len(words) < 2:
            return ""
        lists = self.words.words
        if words[0] in lists["feminine_names"]:
            return "f"
        if words[0] in lists["masculine_names"]:
            return "m"
        return "f" if words[0].endswith("a") and len(words[0]) > 3 else ""

    def office_holder(
        self, surname: str, classes: frozenset[str], words: Collection[str] = (), owners: Collection[str] = ()
    ) -> Entity | None:
        """The listed person of that surname who held an office of one of these sorts, on the article's day if we know it.

        `words` are those of the office's field, `owners` the states or bodies that the title names. Of bearers in several
        countries, one who held the office on another day, or has a rival abroad, is meant only where the article names the country.
        """
        register, found, named = registry(), [], {owner.partition(":")[0] for owner in owners}
        specific = classes - GENERIC or classes
        for form in surnames(self.language).get(surname, ()):
            for tenure in register.tenures.get(form.actor_id, ()):
                sorts, field = self.words.offices.get(tenure.office, (frozenset(), frozenset()))
                base, shared = tenure.code.partition(":")[0], sorts & specific
                other_field = shared <= FIELDED and words and field and field.isdisjoint(words)
                if shared and not other_field and (not named or base in named):
                    covers = self.published is None or tenure.covers(self.published)
                    found.append((covers, self.homes.counts.get(base, 0.0), tenure.start or "", base, form))
        if not found:
            return None
        covers, mentions, _, _, form = max(found, key=lambda entry: entry[:3])
        rivals = {base for held, _, _, base, _ in found if held == covers}
        alone = len({bearer.country for bearer in surnames(self.language)[surname]}) == 1
        if not named and not mentions and not alone and (not covers or len(rivals) > 1):
            return None
        return self.actor(Name(form.text, "actor", form.code, form))

    def archived(self, written: str, words: Sequence[str]) -> Entity | None:
        """The person whom other articles taught under this name."""
        actor = self.known.get(name_key(written)) if len(words) > 1 else None
        if actor is None:
            return None
        entity = Entity(ActorKind.PERSON, actor.code, written, actor.office, actor.id, resolved_by="archive", keys=tuple(words))
        entity.gender = self.first_name_gender(words)
        self.take_office(entity, actor.office)
        return self.discourse.add(entity)

    # Unlisted names --------------------------------------------------------------------------------------------------------------

    def brand_key(self, reader: PhraseReader, run: Run) -> str:
        """What an unlisted body's name is found by."""
        return self.written(reader, run.first, run.last).casefold()

    def place_of(self, reader: PhraseReader, run: Run) -> PlaceMention | None:
        """The place that was found at a run of words, None without."""
        return self.places.get(reader.tokens[run.first].start)

    def stranger(self, run: Run, reader: PhraseReader) -> Entity | None:
        """The entity of a name that is neither listed nor introduced: a word of a known name, else somebody or something unknown."""
        known = self.linked.get(id(run))
        if known is not None:
            return known
        place = self.place_of(reader, run)
        if place is not None and run.honorific is None:
            return self.state(place.place.country) if place.place.country else None
        written = self.written(reader, run.first, run.last)
        words = name_words(written)
        entity = self.people.find(words, run.honorific or "") or self.brands.get(written.casefold())
        if entity is None:
            entity = self.archived(written, words) or self._unknown(run, written, words, reader)
        self.linked[id(run)] = entity
        self._kept.append(run)  # what is known by its id must live on, or another would bear the id
        return entity

    def _named_after(self, run: Run, reader: PhraseReader) -> str | None:
        """The country that a body's own name names: "Sudan Tribune", "Georgian Young Lawyers"."""
        hits = (
            hit for hit in reader.hits if run.first <= hit.first and hit.last <= run.last and hit.last - hit.first < run.last - run.first
        )
        names = (name for hit in hits if (name := self.plain(hit)) is not None and name.actor is None and name.code)
        return next((self.code(name) for name in names), None)

    def _owner_beside(self, run: Run, reader: PhraseReader) -> str | None:
        """The country that owns a name: "Finland's Lorimax", "Lorimax of Finland"."""
        marks, genitive = self.words.words["possessive_marks"], self.words.words["genitive"]
        for hit in reader.hits:
            ahead = hit.last + 2 == run.first and reader.low(hit.last + 1) in marks
            if ahead or (hit.first == run.last + 2 and reader.low(run.last + 1) in genitive):
                name = self.plain(hit)
                if name is not None and name.actor is None and name.kind in ("name", "seat") and name.code in world().countries:
                    return name.code
        return None

    def _unknown(self, run: Run, written: str, words: Sequence[str], reader: PhraseReader) -> Entity:
        personal = run.entity == "PER" or run.honorific is not None or (run.last > run.first and run.entity not in ("LOC", "ORG"))
        if personal:
            entity = self.discourse.add(Entity(ActorKind.PERSON, self._owner_beside(run, reader), written, keys=tuple(words)))
            self.people.add(entity, words)
            return entity
        kind = {"LOC": None, "MISC": ActorKind.GROUP}.get(run.entity, ActorKind.ORGANISATION)
        code = (self._named_after(run, reader) or self._owner_beside(run, reader)) if kind is ActorKind.ORGANISATION else None
        entity = self.discourse.add(Entity(kind, code, written, classes={"body", "company"} if kind else set()))
        if kind is not None:
            self.brands[written.casefold()] = entity
        return entity


@cache
def surnames(language: str) -> dict[str, list[RegistryForm]]:
    """The listed persons of a language by their surname."""
    found: dict[str, list[RegistryForm]] = {}
    for form in surname_forms(language):
        found.setdefault(fold(form.text), []).append(form)
    return found


def home_of(name: Name) -> str:
    """The country that a listed name belongs to, "" for none."""
    if name.actor is not None:
        return name.actor.country or name.code.partition(":")[0]
    return name.code


def with_role(code: str, role: str) -> str:
    """A state's code with a role; codes of bodies and codes that have one already stay as they are."""
    return f"{code}:{role}" if role and len(code) == 3 and code in world().countries else code
