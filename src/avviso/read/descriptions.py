"""Whom a title's phrase without a personal name means: an actor named elsewhere in the article, or one of its own."""

from __future__ import annotations

from avviso.knowledge.world import world
from avviso.read.coreference import MOST_ENTITIES, Entity, Wanted
from avviso.read.nounphrases import NounPhrase, PhraseReader
from avviso.read.owners import Owners
from avviso.read.scene import Scene, with_role
from avviso.records import ActorKind

NAMED_BODIES = frozenset(
    {ActorKind.MINISTRY, ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.PARTY, ActorKind.MEDIA, ActorKind.ARMED_GROUP}
)
SOURCES = frozenset({ActorKind.MINISTRY, ActorKind.ORGANISATION, ActorKind.MEDIA, ActorKind.ANONYMOUS})
ANAPHORIC = frozenset({"definite", "demonstrative", "possessive"})
KNOWN_BY_OFFICE = frozenset({"head", "minister", "us-party-figure", "pope"})
"""Sorts of titles that one would not use of a speaker who was not introduced by them."""
WIDE = frozenset({"head", "boss", "military", "expert", "civilian"})
"""Sorts so wide that a counterpart does not share them."""
COUNTABLE = frozenset({"state-body", "organisation", "company", "ngo", "school", "country", "side", "department"})
STRICT = frozenset({"state-body", "parliament", "us-house", "school", "facility"})
"""Sorts of bodies so mixed that a description must use the same noun."""
BRIEF = 10
"""Sentences within which a definite description may mean the last speaker, though it says something new of him."""


class Descriptions:
    """Resolves the descriptions of one article."""

    def __init__(self, scene: Scene, owners: Owners) -> None:
        self.scene, self.owners = scene, owners

    def describe(self, phrase: NounPhrase, reader: PhraseReader) -> Entity | None:
        """The entity of a title's phrase: one spoken of before, a person named later, or a new one."""
        title = phrase.form.title
        owners = self.owners.named(phrase, reader)
        possessor = self._possessor(phrase, reader)
        if title.relation == "realm":
            return self._realm(phrase, owners, reader.tokens[phrase.first].start)
        if title.relation:
            special = self._related(phrase, reader, owners, possessor)
            if special is not None:
                return special
        branded = self._branded(phrase, reader, owners)
        if branded is not None:
            return branded
        code, explicit = self.owners.code_of(phrase, reader)
        if possessor is not None and possessor.country and not owners:
            code, explicit = with_role(possessor.code or "", title.role), True
        known = self._spoken_of(phrase, reader, code, explicit=explicit)
        if known is not None:
            self._fuller_name(known, phrase, reader)
            return known
        if self._abstract(phrase, reader):
            return None
        body = self.owners.led_body(phrase, reader) if not explicit else None
        if body is not None:
            code, explicit = with_role(body.code or "", title.role), True
        return self._new(phrase, reader, code, explicit, owners)

    # What was spoken of ------------------------------------------------------------------------------------------------------------

    def _spoken_of(self, phrase: NounPhrase, reader: PhraseReader, code: str | None, *, explicit: bool) -> Entity | None:
        title, position = phrase.form.title, reader.tokens[phrase.first].start
        definite = phrase.determiner in ANAPHORIC or phrase.premodifier or (explicit and phrase.determiner != "indefinite")
        bare = not phrase.determiner and not code and phrase.plural
        if phrase.other or not (definite or bare):
            return None
        single = title.personal and not phrase.plural
        wanted = Wanted(
            classes=title.classes,
            noun=phrase.form.text.lower(),
            code=(code or "") if explicit and not phrase.former else "",
            portfolio=frozenset(phrase.words | title.field),
            plural=phrase.plural,
            kind=title.kind if single else None,
            gender=phrase.form.gender,
            words=frozenset() if title.personal else self._proper_words(phrase, reader),
            strict=title.id in STRICT or (title.personal and phrase.determiner == "possessive"),
        )
        known = self.scene.discourse.described(wanted, position, forward=not phrase.plural)
        if known is not None and (explicit or known.code or not code):
            return known
        if single and phrase.determiner == "definite" and not phrase.owners and not title.classes & KNOWN_BY_OFFICE:
            return self._last_speaker(phrase, reader, position)
        return None

    def _proper_words(self, phrase: NounPhrase, reader: PhraseReader) -> frozenset[str]:
        """The capitalised words that make a body's noun a name of its own ("the Republican National Committee")."""
        owned = {i for hit in phrase.owners for i in range(hit.first, hit.last + 1)}
        core = reader.at[phrase.core]
        owned |= set(range(phrase.core, core.last + 1)) if core is not None else set()
        inside = [i for i in range(phrase.first, phrase.last + 1) if i not in owned and i > 0]
        return frozenset(
            reader.low(i) for i in inside if reader.tokens[i].text[:1].isupper() and reader.tokens[i].pos in ("PROPN", "ADJ", "NOUN")
        )

    def _abstract(self, phrase: NounPhrase, reader: PhraseReader) -> bool:
        """A body's noun without article, number or owner names no body where nouns bear articles ("has broad authority")."""
        bare = not phrase.determiner and not phrase.plural and not phrase.owners and not phrase.inner and phrase.affiliation is None
        return bare and phrase.form.title.id in COUNTABLE and reader.tokens[phrase.core].text[:1].islower()

    def _last_speaker(self, phrase: NounPhrase, reader: PhraseReader, position: int) -> Entity | None:
        """ "The government spokesman", of the minister who just spoke: something new said of a known person."""
        order = self.scene.order_of(reader.sentence)
        near = next((o for o in self.scene.discourse.before(position) if o.entity.name and o.subject and not o.quoted), None)
        if near is None or order - near.sentence > BRIEF or near.entity.kind is not ActorKind.PERSON or near.sentence == order:
            return None
        if not near.entity.introduced:
            return None
        clash = near.entity.gender and phrase.form.gender and near.entity.gender != phrase.form.gender
        return None if clash or self._introduces(phrase) else near.entity

    def _introduces(self, phrase: NounPhrase) -> bool:
        """Whether the phrase says whose the title is by a name of its own."""
        return any(inner.owners or inner.brand for inner in phrase.inner) or phrase.affiliation is not None

    def _fuller_name(self, entity: Entity, phrase: NounPhrase, reader: PhraseReader) -> None:
        entity.nouns.add(phrase.form.text.lower())
        if entity.kind is ActorKind.PERSON or entity.actor_id is not None:
            return
        name = self.body_name(phrase, reader)
        if name and len(name) > len(entity.name or "") and (phrase.owners or phrase.inner):
            entity.name = name

    # New entities --------------------------------------------------------------------------------------------------------------------

    def _new(self, phrase: NounPhrase, reader: PhraseReader, code: str | None, explicit: bool, owners: list[str]) -> Entity:
        title, kind = phrase.form.title, phrase.form.title.kind
        if phrase.plural and (title.personal or len(owners) > 1 or not code) and kind is not ActorKind.ANONYMOUS:
            kind = ActorKind.GROUP
        if title.personal and self._anonymous(phrase, reader):
            kind = ActorKind.ANONYMOUS
        entity = Entity(
            kind,
            code,
            self.body_name(phrase, reader),
            title.office if title.personal and not phrase.plural else None,
            gender=phrase.form.gender,
            plural=phrase.plural,
            resolved_by="nationality" if explicit else "title",
            explicit=explicit,
            classes=set(title.classes),
            nouns={phrase.form.text.lower()},
            portfolio=phrase.words | title.field,
            former=phrase.former,
        )
        if phrase.plural and len(owners) > 1:
            entity.members = tuple(self._member(entity, owner, title.role) for owner in owners)
        return self.scene.discourse.add(entity)

    def _member(self, group: Entity, owner: str, role: str) -> Entity:
        return Entity(group.kind, with_role(owner, role), office=group.office, plural=True, resolved_by="nationality", explicit=True)

    def body_name(self, phrase: NounPhrase, reader: PhraseReader) -> str | None:
        """What a body is called: its words without article, for a single body that the text treats as one of its own."""
        title = phrase.form.title
        if title.personal or phrase.plural or title.kind not in NAMED_BODIES or phrase.determiner == "indefinite":
            return None
        first = phrase.first
        while first < phrase.core and reader.tokens[first].pos in ("DET", "NUM"):
            first += 1
        return self.scene.written(reader, first, phrase.last)

    def _anonymous(self, phrase: NounPhrase, reader: PhraseReader) -> bool:
        """Whether the sentence says that the person did not want to be named."""
        if phrase.determiner not in ("indefinite", "") or phrase.name is not None:
            return False
        lowered = [token.text.lower() for token in reader.tokens]
        known = self.scene.words.words["anonymous"]
        if not known.isdisjoint(lowered):
            return True
        text = " ".join(lowered)
        return any(" " in marker and marker in text for marker in known)

    def _possessor(self, phrase: NounPhrase, reader: PhraseReader) -> Entity | None:
        """Whom the possessive before a title means ("son gouvernement", "its army")."""
        if phrase.possessive is None:
            return None
        token = reader.tokens[phrase.possessive]
        features = self.scene.words.pronouns.get(token.text.lower().replace("’", "'"))
        if features is None:
            return None
        return self.scene.discourse.antecedent(features, token.start, self.scene.order_of(reader.sentence))

    def _branded(self, phrase: NounPhrase, reader: PhraseReader, owners: list[str]) -> Entity | None:
        """The body that a noun introduces by name ("l'ONG Oxfam", "the company Huawei")."""
        brand, title, scene = phrase.brand, phrase.form.title, self.scene
        if brand is None:
            return None
        entity = scene.of_names(brand.hit) if brand.hit is not None else None
        if entity is None:
            key = scene.brand_key(reader, brand)
            entity = scene.brands.get(key)
            if entity is None:
                code, explicit = self.owners.code_of(phrase, reader)
                first = phrase.core if reader.tokens[phrase.core].text[:1].isupper() else brand.first
                entity = scene.discourse.add(Entity(title.kind, code, scene.written(reader, first, brand.last), explicit=explicit))
                scene.brands[key] = entity
        entity.classes.update(title.classes)
        entity.nouns.add(phrase.form.text.lower())
        if entity.code is None and owners:
            entity.code, entity.explicit = with_role(owners[0], title.role), True
        return entity

    # Nouns that point at another actor -----------------------------------------------------------------------------------------------

    def _related(self, phrase: NounPhrase, reader: PhraseReader, owners: list[str], possessor: Entity | None) -> Entity | None:
        """Counterparts, countries, allies, the man, the source, a side."""
        relation, position = phrase.form.title.relation, reader.tokens[phrase.first].start
        if relation == "counterpart":
            return self._counterpart(phrase, owners, possessor)
        if relation == "country":
            return self._country(phrase, reader, owners, possessor)
        if owners or phrase.plural or phrase.determiner not in ("definite", "demonstrative"):
            return None
        if relation == "person" and not phrase.inner:
            gender = phrase.form.gender
            return self.scene.discourse.last(
                position, lambda e: e.kind is ActorKind.PERSON and e.introduced and not e.plural and e.gender in ("", gender or e.gender)
            )
        if relation == "source":
            spoke = next((e for e in self.scene.discourse.speakers(position) if e.kind in SOURCES), None)
            return spoke or self.scene.discourse.last(
                position, lambda e: e.kind in SOURCES and (bool(e.code) or e.kind is ActorKind.ANONYMOUS)
            )
        return None

    def _counterpart(self, phrase: NounPhrase, owners: list[str], possessor: Entity | None) -> Entity:
        """The one who holds the same office for another: named anywhere in the article, or known by country alone."""
        classes = (possessor.classes if possessor is not None else set()) - WIDE
        code = owners[0] if owners else None
        if code is None and possessor is not None and phrase.form.title.id == "colleague":
            code = possessor.code
        if owners and code and not phrase.plural:
            for entity in self.scene.discourse.entities[:MOST_ENTITIES]:
                if (
                    entity.kind is ActorKind.PERSON
                    and entity.name
                    and entity.country == code.partition(":")[0]
                    and classes & entity.classes
                ):
                    return entity
        counterpart = Entity(
            ActorKind.GROUP if phrase.plural else ActorKind.PERSON,
            code,
            office=possessor.office if possessor is not None else None,
            gender=phrase.form.gender,
            plural=phrase.plural,
            resolved_by="counterpart",
            explicit=bool(code),
            classes=set(classes),
        )
        return self.scene.discourse.add(counterpart)

    def _realm(self, phrase: NounPhrase, owners: list[str], position: int) -> Entity | None:
        """ "The kingdom": the state named last that is one, or one that the article names at all."""
        if owners or phrase.plural:
            return self.scene.state(owners[0].partition(":")[0]) if owners and not phrase.plural else None
        countries, classes = world().countries, phrase.form.title.classes
        realms = frozenset(code for code, country in countries.items() if country.realm in classes)
        known = self.scene.discourse.last(position, lambda e: e.country in realms)
        code = known.country if known is not None else self.scene.homes.leading_of(realms)
        return self.scene.state(code) if code else None

    def _country(self, phrase: NounPhrase, reader: PhraseReader, owners: list[str], possessor: Entity | None) -> Entity | None:
        """ "Son pays", "the country": the state of the possessor, or the one spoken of."""
        if phrase.plural:
            return None
        if owners:
            return self.scene.state(owners[0].partition(":")[0])
        if possessor is not None and possessor.country:
            return self.scene.state(possessor.country)
        if phrase.determiner in ("definite", "demonstrative") and phrase.last == phrase.core:
            local = self.scene.homes.local(self.scene.order_of(reader.sentence), reader.tokens[phrase.first].start)
            return self.scene.state(local) if local else None
        return None
