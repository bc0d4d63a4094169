"""Who is meant by a pronoun or a description: the entities of one article and where they were named.

An entity is what the text speaks of under one or several names. Occurrences are kept in text order; a pronoun or description
takes the entity that agrees with it and is most salient there: subjects, the last speaker and what was named last come first.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from avviso.knowledge.titles import Pronoun
from avviso.records import ActorKind

FAR = 12
"""Sentences back after which a pronoun finds nobody."""
NEAR = 2
"""Sentences back where we take a speaker to have spoken, when nothing was named since."""
MOST_CANDIDATES = 60
MOST_LOOKED_AT = 250
MOST_ENTITIES = 400
"""Entities of an article that a description may mean before they are named; bounds the work on an endless text."""
PAIR_FADES, PAIR_FADES_IN = 0.5, 500
"""What a name weighs among those whom "both sides" may mean: so much less for so many characters in between."""
PLACED = 0.5
"""The same of a name that only tells where."""
LONG_AGO = 3000
"""Characters after which the last speaker is forgotten."""
REBEL = ":REB"
STATE_LIKE = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT})
BODIES = frozenset(
    {
        ActorKind.MINISTRY,
        ActorKind.ORGANISATION,
        ActorKind.ARMED_FORCE,
        ActorKind.ARMED_GROUP,
        ActorKind.PARTY,
        ActorKind.MEDIA,
        ActorKind.GROUP,
    }
)
ISSUERS = BODIES - {ActorKind.MEDIA}


@dataclass(slots=True)
class Entity:
    """Somebody or some body that the article speaks of.

    `classes` are the sorts of its titles, `nouns` the nouns it went by, `portfolio` the words of its field. `explicit` tells that
    the text gave the country, not its context. `keys` are those of a personal name, last name last.
    """

    kind: ActorKind | None
    code: str | None = None
    name: str | None = None
    office: str | None = None
    actor_id: str | None = None
    gender: str = ""
    plural: bool = False
    resolved_by: str = "name"
    explicit: bool = False
    classes: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    portfolio: set[str] = field(default_factory=set)
    keys: tuple[str, ...] = ()
    members: tuple[Entity, ...] = ()
    former: bool = False

    @property
    def introduced(self) -> bool:
        """Whether the text told more of a person than one word of a name."""
        return bool(self.classes or self.code) or len(self.keys) > 1

    @property
    def country(self) -> str:
        """The code without its role."""
        return (self.code or "").partition(":")[0]


@dataclass(slots=True)
class Occurrence:
    """An entity named at a place of the article: `start` in characters, the running number of its sentence, and how prominently.

    `place`: it only tells where. `quoted`: it stands in a quotation that was parsed apart. `opening`: it opens its sentence; `topic`:
    it is the subject that a paragraph opens with.
    """

    start: int
    sentence: int
    entity: Entity
    subject: bool
    place: bool = False
    quoted: bool = False
    opening: bool = False
    topic: bool = False


@dataclass(slots=True)
class Wanted:
    """What a description asks of its antecedent.

    `words` are those of a body's proper name, one of which its antecedent's name must have; `strict` tells that the noun must be the
    same, not only of the same sort.
    """

    classes: frozenset[str]
    noun: str
    code: str
    portfolio: frozenset[str]
    plural: bool
    kind: ActorKind | None
    gender: str = ""
    words: frozenset[str] = frozenset()
    strict: bool = False


class Discourse:
    """Occurrences of entities in text order, and who spoke."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self.occurrences: list[Occurrence] = []
        self._speakers: list[tuple[int, Entity]] = []
        self._starts: list[int] = []

    def add(self, entity: Entity) -> Entity:
        """Files a new entity."""
        self.entities.append(entity)
        return entity

    def occur(self, occurrence: Occurrence) -> None:
        """Files an occurrence; they come in text order but for those inside quotations that were parsed apart."""
        if self._starts and occurrence.start < self._starts[-1]:
            at = bisect_left(self._starts, occurrence.start)
            self._starts.insert(at, occurrence.start)
            self.occurrences.insert(at, occurrence)
        else:
            self._starts.append(occurrence.start)
            self.occurrences.append(occurrence)

    def note_speaker(self, entity: Entity, position: int) -> None:
        """Remembers who spoke at that place."""
        insort(self._speakers, (position, entity), key=lambda pair: pair[0])

    def speakers(self, position: int) -> Iterator[Entity]:
        """Who spoke before that place, the last one first."""
        for said, entity in reversed(self._speakers):
            if said <= position:
                yield entity

    def last_speaker(self, position: int) -> Entity | None:
        """Who spoke last before that place."""
        return next(self.speakers(position), None)

    def within(self, start: int, end: int) -> list[Occurrence]:
        """Occurrences between two places, in order."""
        return self.occurrences[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, position: int) -> Iterator[Occurrence]:
        """Occurrences before a place, the nearest first."""
        for at in range(bisect_left(self._starts, position) - 1, -1, -1):
            yield self.occurrences[at]

    # Pronouns ------------------------------------------------------------------------------------------------------------------

    def antecedent(
        self, pronoun: Pronoun, position: int, sentence: int, *, speaking: bool = False, barred: Entity | None = None
    ) -> Entity | None:
        """Whom a pronoun at that place stands for, None when nobody fits. An object is not the subject of its own verb: `barred`."""
        best: Entity | None = None
        top = 0.0
        spoke = next((pair for pair in reversed(self._speakers) if pair[0] <= position and agrees(pronoun, pair[1])), None)
        speaker = spoke[1] if spoke is not None else None
        seen: dict[int, float] = {}
        for rank, occurrence in enumerate(self._candidates(position, sentence, spoke)):
            distance = max(0, sentence - occurrence.sentence)
            entity = occurrence.entity
            if (
                entity is barred
                or not agrees(pronoun, entity)
                or (occurrence.quoted and not speaking and distance > 0 and entity is not speaker)
            ):
                continue
            if occurrence.topic and entity is not speaker and entity.kind is ActorKind.PERSON and entity.name:
                speaker = None  # the paragraph has turned to somebody else
            score = self._salience(pronoun, occurrence, distance, rank, speaker, speaking=speaking)
            score += seen.get(id(entity), 0.0)
            seen[id(entity)] = min(6.0, seen.get(id(entity), 0.0) + 2.0)
            if score > top:
                top, best = score, entity
        if best is not None and pronoun.stands_for == "person" and best.kind is ActorKind.PERSON and not best.gender:
            best.gender = pronoun.gender  # from here on the text has told it
        return best

    def _candidates(self, position: int, sentence: int, spoke: tuple[int, Entity] | None) -> Iterator[Occurrence]:
        """What was named in the sentences before a place, the nearest first, and the last speaker that agrees, where he spoke."""
        for rank, occurrence in enumerate(self.before(position)):
            if sentence - occurrence.sentence > FAR or rank > MOST_CANDIDATES:
                break
            if spoke is not None and occurrence.start <= spoke[0]:
                yield Occurrence(spoke[0], occurrence.sentence, spoke[1], True)
                spoke = None
            yield occurrence
        if spoke is not None and position - spoke[0] < LONG_AGO:
            yield Occurrence(spoke[0], sentence - NEAR, spoke[1], True)

    def _salience(
        self, pronoun: Pronoun, occurrence: Occurrence, distance: int, rank: int, speaker: Entity | None, *, speaking: bool
    ) -> float:
        entity = occurrence.entity
        if pronoun.stands_for == "near":
            return 100.0 - 3 * rank - 5 * distance
        score = 60.0 - 8 * distance - 0.5 * rank
        if occurrence.subject:
            score += 12
        if occurrence.opening:
            score += 6
        if entity is speaker and distance <= 3:
            score += 22 if speaking else 10
        if entity.kind is ActorKind.PERSON and not pronoun.plural and pronoun.stands_for != "thing":
            score += 14
        if pronoun.gender and entity.gender == pronoun.gender:
            score += 8
        if pronoun.plural and entity.plural:
            score += 12
        if entity.code:
            score += 4
        if occurrence.place:
            score -= 14
        if occurrence.quoted:
            score -= 25 if speaking else 6  # one is seldom named in one's own words
        if pronoun.stands_for == "thing" and entity.kind in STATE_LIKE:
            score -= 4
        return score

    # Descriptions --------------------------------------------------------------------------------------------------------------

    def described(self, wanted: Wanted, position: int, *, forward: bool = True) -> Entity | None:
        """The entity that a definite description means: one named before, or else a person whom the article names later."""
        fallback: Entity | None = None
        for occurrence in islice(self.before(position), MOST_LOOKED_AT + 1):
            entity = occurrence.entity
            if not fits(wanted, entity):
                continue
            if has_noun(entity, wanted.noun) or entity.kind is ActorKind.PERSON:
                return entity
            fallback = fallback or entity
        if fallback is not None:
            return fallback
        if not forward:
            return None
        named = [e for e in self.entities[:MOST_ENTITIES] if e.name and e.kind is ActorKind.PERSON and fits(wanted, e)]
        return named[0] if named and all(e is named[0] for e in named) else None

    def last(self, position: int, accepts: Callable[[Entity], bool]) -> Entity | None:
        """The entity named last before a place that is acceptable."""
        return next((o.entity for o in self.before(position) if accepts(o.entity)), None)

    def pair(self, position: int, accepts: Callable[[Entity], bool], share: float = 0.0) -> tuple[Entity, ...]:
        """The two acceptable entities of different countries that the text speaks of most before a place, above all right before it.

        In the order in which they were named last; nobody where they have less than a `share` of all that is said of acceptable ones.
        """
        weights: dict[str, float] = {}
        latest: dict[str, tuple[int, Entity]] = {}
        for rank, occurrence in enumerate(islice(self.before(position), MOST_LOOKED_AT)):
            weight = PAIR_FADES ** ((position - occurrence.start) / PAIR_FADES_IN) * (PLACED if occurrence.place else 1.0)
            for entity in reversed(occurrence.entity.members) if occurrence.entity.members else (occurrence.entity,):
                if accepts(entity) and entity.country:
                    weights[entity.country] = weights.get(entity.country, 0.0) + weight
                    latest.setdefault(entity.country, (rank, entity))
        both = sorted(weights, key=lambda country: -weights[country])[:2]
        if len(both) < 2 or sum(weights[c] for c in both) < share * sum(weights.values()):
            return ()
        return tuple(entity for _, entity in sorted((latest[country] for country in both), key=lambda found: -found[0]))


def agrees(pronoun: Pronoun, entity: Entity) -> bool:
    """Whether number, gender and kind allow the pronoun to stand for the entity."""
    person = entity.kind is ActorKind.PERSON and not entity.plural
    if entity.kind is None or (entity.kind is ActorKind.ANONYMOUS and not person and pronoun.stands_for == "thing"):
        return False
    if (
        pronoun.gender
        and entity.gender
        and pronoun.gender != entity.gender
        and (person or pronoun.stands_for == "person" or not pronoun.plural)
    ):
        return False
    if pronoun.stands_for == "person" and not person and not (entity.kind is ActorKind.ANONYMOUS and not entity.plural):
        return False
    if pronoun.stands_for == "thing" and (person or entity.plural):
        return False
    if pronoun.plural and not entity.plural and (person or entity.kind is ActorKind.STATE):
        return False
    return pronoun.plural or not entity.plural


def fits(wanted: Wanted, entity: Entity) -> bool:
    """Whether an entity can be what a description means."""
    if (
        entity.plural != wanted.plural
        and not (wanted.plural and entity.kind in BODIES)
        and not (entity.plural and entity.kind in STATE_LIKE)
    ):
        return False
    if not has_noun(entity, wanted.noun) and (wanted.strict or not wanted.classes & entity.classes):
        return False
    if wanted.kind is ActorKind.PERSON and entity.kind is not ActorKind.PERSON:
        return False
    if wanted.gender and entity.gender and wanted.gender != entity.gender and wanted.kind is ActorKind.PERSON:
        return False
    if wanted.words and entity.name and wanted.words.isdisjoint(entity.name.casefold().split()):
        return False
    if wanted.code and entity.country and wanted.code.partition(":")[0] != entity.country:
        return False
    if wanted.code and entity.code and wanted.code.endswith(REBEL) != entity.code.endswith(REBEL):
        return False  # "its own forces" are not "the separatist forces"
    return not (wanted.portfolio and entity.portfolio and not (wanted.portfolio & entity.portfolio))


def has_noun(entity: Entity, noun: str) -> bool:
    """Whether an entity went by a noun, alone or in a longer one ("authority" for "civil aviation authority"), or bears it in its name."""
    if noun in entity.nouns or any(noun in longer.split() for longer in entity.nouns):
        return True
    return entity.kind is not ActorKind.PERSON and entity.name is not None and noun in entity.name.casefold().split()
