"""What Avviso emits: one frozen record a finding, each with the words that carry it.

This module imports nothing of ours. Offsets are characters into the article's text, half open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Form(StrEnum):
    """How reported words stand in the text: wholly in quotation marks, not at all, or in part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Status(StrEnum):
    """What the text says of an event's reality."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CALLED_FOR = "called-for"
    THREATENED = "threatened"
    ALLEGED = "alleged"
    DENIED = "denied"


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    GOVERNMENT = "government"
    MINISTRY = "ministry"
    ARMED_FORCE = "armed-force"
    ORGANISATION = "organisation"
    ARMED_GROUP = "armed-group"
    PARTY = "party"
    MEDIA = "media"
    PERSON = "person"
    GROUP = "group"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (half open) of an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs from {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """The words of `text` that this span names."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a finding rests on, and the id of the rule that read them."""

    article_id: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. `reliability` is a letter A to F of the Admiralty scale (F: cannot be judged)."""

    id: str
    name: str
    country: str | None
    languages: tuple[str, ...] = ()
    ownership: str = ""
    reliability: str = "F"
    feeds: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the article and what it is.

    `kind` is one of headline, standfirst, byline, dateline, caption, credit, subheading, body, boilerplate.
    """

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One text as an outlet published it. `text` is kept to the letter: every offset refers to it."""

    id: str
    text: str
    url: str | None = None
    outlet: str | None = None
    headline: str | None = None
    byline: str | None = None
    published: date | datetime | None = None
    retrieved: datetime | None = None
    language: str | None = None
    version: int = 1
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer; `precision` is point, city, region or country."""

    name: str
    country: str | None
    lat: float
    lon: float
    gazetteer_id: str
    precision: str


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time. `start` and `end` are ISO dates (inclusive) as precise as the text allows.

    `value` is the TIMEX3 value (`2026-01-27`, `2026-W05`, `P2D`), `precision` minute, day, week, month, year,
    and `resolved_by` says what fixed it: explicit, published, dateline, weekday, text.
    """

    value: str
    precision: str
    start: date | None = None
    end: date | None = None
    words: Span | None = None
    resolved_by: str = "explicit"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or speaks. `code` is what an expert would write: ISO 3166-1 alpha-3, an acronym, or `SYR:REB`."""

    id: str
    name: str
    kind: ActorKind
    code: str | None = None
    office: str | None = None
    aliases: tuple[str, ...] = ()


UNDERSTOOD = "understood"


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor as the text names it: the words, who is meant, and how that was found out.

    `resolved_by` is one of name, title, nationality, seat, acronym, pronoun, description, counterpart, archive, none; and
    `UNDERSTOOD` for a side of an act that its sentence leaves out, and that follows from what the text tells elsewhere.
    """

    span: Span
    name: str | None
    kind: ActorKind | None
    code: str | None = None
    office: str | None = None
    actor_id: str | None = None
    resolved_by: str = "none"


@dataclass(frozen=True, slots=True)
class Link:
    """One intermediary between a speaker and us: the words that name it, and its relation (cited, reported, interviewed, published)."""

    actor: ActorMention
    relation: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Reported words: who said what to whom, through whom. `chain` runs from the link nearest to the speaker to us."""

    id: str
    content: Span
    form: Form
    evidence: Evidence
    speaker: ActorMention | None = None
    cue: Span | None = None
    addressee: ActorMention | None = None
    chain: tuple[Link, ...] = ()
    channel: Span | None = None
    place: Place | None = None
    time: When | None = None
    act: str = "assert"
    negated: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """A political interaction in the PLOVER ontology; `asserted_by` is the id of the statement that reports it, if any."""

    id: str
    type: str
    status: Status
    evidence: Evidence
    trigger: Span
    source_actors: tuple[ActorMention, ...] = ()
    target_actors: tuple[ActorMention, ...] = ()
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    place: Place | None = None
    time: When | None = None
    asserted_by: str | None = None
    cameo: str | None = None
    quad_class: int = 0
    goldstein: float = 0.0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where a party stands on an issue, by the text's own words."""

    holder: ActorMention
    issue: Span
    stance: str
    evidence: Evidence
    since: When | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something announced: a PLOVER type, or VOTE, ANNOUNCEMENT, DEADLINE. `certainty` is announced, expected or possible."""

    what: str
    evidence: Evidence
    actors: tuple[ActorMention, ...] = ()
    time: When | None = None
    place: Place | None = None
    certainty: str = "announced"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Omission:
    """What a document or a speaker is said not to have mentioned."""

    topic: Span
    evidence: Evidence
    document: Span | None = None
    silent: ActorMention | None = None
    reported_by: ActorMention | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Check:
    """A slip of the report itself: what the text says, and what we hold against it."""

    kind: str
    says: str
    holds: str
    evidence: Evidence
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as the text names it."""

    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time as the text names it; `type` is DATE, TIME, DURATION or SET as in TIMEX3."""

    span: Span
    type: str
    when: When


@dataclass(frozen=True, slots=True)
class LearnedPerson:
    """A person that a text taught us, with the words that name person and office together."""

    actor: Actor
    evidence: Evidence
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one article."""

    article: Article
    parts: tuple[Part, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    omissions: tuple[Omission, ...] = ()
    checks: tuple[Check, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    persons: tuple[LearnedPerson, ...] = field(default=())
