"""Scores readings against gold annotations, and tells which rules are right and which are wrong.

A statement is found when its content and the gold one share at least half of the characters that either covers; it is attributed
when the speaker's country is right too, and a named person's surname. An event is right with its type and the same actors on each
side (on both together for symmetric types); its type alone is right when the evidence overlaps. An agenda item is right with its
date and one actor.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from avviso.exchange.contract import iso_date
from avviso.records import ActorMention, AgendaItem, Event, Reading, Span, Statement

SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})
ENOUGH = 0.5
FIGURES = ("statement", "attributed", "event", "event-loose", "event-type", "agenda")
Json = Mapping[str, Any]
Pair = tuple[int, int]


@dataclass(slots=True)
class Figure:
    """How many there are in the gold, how many were found, how many of these are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Right of found, in percent."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of gold, in percent."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both, in percent."""
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0

    def add(self, gold: int, found: int, right: int) -> None:
        """Counts one article."""
        self.gold, self.found, self.right = self.gold + gold, self.found + found, self.right + right


@dataclass(frozen=True, slots=True)
class Slip:
    """One error. `kind` is "missed statement", "false event", "wrong speaker" …; `group` the rule that fired, or what was missed."""

    article: str
    kind: str
    group: str
    words: str
    note: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and whether it is wholly right: a statement with its speaker, an event with both sides, an item with its date."""

    article: str
    kind: str
    finding: Statement | Event | AgendaItem
    right: bool


@dataclass(slots=True)
class Score:
    """All figures. `rules` tells of each rule how often it was right and how often wrong; `form` and `via` are right of all.

    `judged` holds every finding of the annotated parts, in order.
    """

    figures: dict[str, Figure] = field(default_factory=lambda: {name: Figure() for name in FIGURES})
    form: list[int] = field(default_factory=lambda: [0, 0])
    via: list[int] = field(default_factory=lambda: [0, 0])
    slips: list[Slip] = field(default_factory=list)
    rules: dict[str, list[int]] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)

    def fired(self, rule: str, right: bool) -> None:
        """Counts a firing of a rule."""
        self.rules.setdefault(rule, [0, 0])[0 if right else 1] += 1

    def judge(self, article: str, kind: str, found: Sequence[Statement | Event | AgendaItem], right: set[int]) -> None:
        """Notes which of an article's findings of a kind are right."""
        self.judged += (Judged(article, kind, finding, number in right) for number, finding in enumerate(found))


def score(gold: Iterable[Json], readings: Iterable[Reading]) -> Score:
    """Compares readings with the gold annotations of the same article ids; an article that was not read counts as read without findings."""
    total, by_id = Score(), {reading.article.id: reading for reading in readings}
    for annotated in gold:
        reading = by_id.get(annotated["id"])
        one = _Comparison(total, annotated, reading)
        one.statements()
        one.events()
        one.agenda()
    return total


class _Comparison:
    """One article's gold against its reading."""

    def __init__(self, total: Score, gold: Json, reading: Reading | None) -> None:
        self.total, self.gold, self.id = total, gold, str(gold["id"])
        self.text = reading.article.text if reading else ""
        until = gold.get("until") or len(self.text)
        self.said: Sequence[Statement] = [s for s in reading.statements if s.content.start < until] if reading else []
        self.acts: Sequence[Event] = [e for e in reading.events if e.evidence.span.start < until] if reading else []
        self.ahead: Sequence[AgendaItem] = [a for a in reading.agenda if a.evidence.span.start < until] if reading else []

    def statements(self) -> None:
        wanted, found, total = self.gold["statements"], self.said, self.total
        near = [(shared(_span(g["content"]), p.content), i, j) for i, g in enumerate(wanted) for j, p in enumerate(found)]
        pairs = match(p for p in near if p[0] >= ENOUGH)
        right = [(i, j) for i, j in pairs if speaker_right(wanted[i]["speaker"], found[j].speaker, self.text)]
        total.figures["statement"].add(len(wanted), len(found), len(pairs))
        total.figures["attributed"].add(len(wanted), len(found), len(right))
        for i, j in pairs:
            total.form[0] += wanted[i]["form"] == found[j].form.value
            total.form[1] += 1
            links = [fold(link.actor.span.of(self.text)) for link in found[j].chain]
            for medium in map(fold, wanted[i].get("via", ())):
                total.via[0] += any(medium in link or link in medium for link in links)
                total.via[1] += 1
            if (i, j) not in right:
                self._wrong_speaker(wanted[i], found[j])
        total.judge(self.id, "statements", found, {j for _, j in right})
        hit, matched = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, g in enumerate(wanted):
            if i not in hit:
                self._slip("missed statement", f"{g['form']}: {g.get('cue') or 'no cue'}", _span(g["content"]), _name(g["speaker"]))
        for j, p in enumerate(found):
            total.fired(p.evidence.rule, j in matched)
            if j not in matched:
                self._slip("false statement", p.evidence.rule, p.content, p.speaker.span.of(self.text) if p.speaker else "nobody")

    def _wrong_speaker(self, gold: Json, found: Statement) -> None:
        have = f"{found.speaker.span.of(self.text)} ({found.speaker.name}, {found.speaker.code})" if found.speaker else "nobody"
        note = f"{have}; should be {_name(gold['speaker'])} ({gold['speaker'].get('country')})"
        self._slip("wrong speaker", found.evidence.rule, found.content, note)

    def events(self) -> None:
        wanted, found = self.gold["events"], self.acts
        exact: list[tuple[float, int, int]] = []
        loose: list[tuple[float, int, int]] = []
        kind: list[tuple[float, int, int]] = []
        for i, g in enumerate(wanted):
            sources, targets = _sides(g["type"], _codes(g["sources"]), _codes(g["targets"]))
            for j, p in enumerate(found):
                if g["type"] != p.type:
                    continue
                acting, acted_on = _sides(p.type, _codes(m.code for m in p.source_actors), _codes(m.code for m in p.target_actors))
                near = shared(_span(g["evidence"]), p.evidence.span)
                if (sources, targets) == (acting, acted_on):
                    exact.append((1 + near, i, j))
                if near > 0:
                    kind.append((near, i, j))
                    if (not sources or sources & acting) and (not targets or targets & acted_on):
                        loose.append((near, i, j))
        for name, near_pairs in (("event", exact), ("event-loose", loose), ("event-type", kind)):
            self.total.figures[name].add(len(wanted), len(found), len(match(near_pairs)))
        self._event_slips(wanted, match(exact), match(kind))

    def _event_slips(self, wanted: Sequence[Json], exact: list[Pair], kind: list[Pair]) -> None:
        hit, matched = {i for i, _ in exact}, {j for _, j in exact}
        self.total.judge(self.id, "events", self.acts, matched)
        typed_gold, typed = {i for i, _ in kind}, {j for _, j in kind}
        for i, g in enumerate(wanted):
            if i not in hit:
                what = "other actors" if i in typed_gold else "not found"
                self._slip("missed event", f"{g['type']}: {what}", _span(g["evidence"]), f"{g['sources']} → {g['targets']}")
        for j, p in enumerate(self.acts):
            self.total.fired(p.evidence.rule, j in matched)
            if j not in matched:
                sides = [sorted(_codes(m.code for m in side)) for side in (p.source_actors, p.target_actors)]
                what = "type right" if j in typed else "type wrong"
                self._slip("false event", p.evidence.rule, p.evidence.span, f"{p.type} {sides[0]} → {sides[1]}, {what}")

    def agenda(self) -> None:
        wanted, found = self.gold["agenda"], self.ahead
        pairs = []
        for i, g in enumerate(wanted):
            codes = _codes(g["actors"])
            for j, p in enumerate(found):
                same_day = (g.get("date") or "") == (iso_date(p.time) or "")
                if same_day and (not codes or codes & _codes(m.code for m in p.actors)):
                    pairs.append((1.0, i, j))
        matched = match(pairs)
        self.total.figures["agenda"].add(len(wanted), len(found), len(matched))
        self.total.judge(self.id, "agenda", found, {j for _, j in matched})
        for i, g in enumerate(wanted):
            if i not in {i for i, _ in matched}:
                words = _span(g["evidence"]) if g.get("evidence") else Span(0, 0)
                self._slip("missed agenda", str(g.get("what", "")), words, f"{g.get('date')} {g['actors']}")
        for j, p in enumerate(found):
            self.total.fired(p.evidence.rule, j in {j for _, j in matched})
            if j not in {j for _, j in matched}:
                note = f"{iso_date(p.time)} {sorted(_codes(m.code for m in p.actors))}"
                self._slip("false agenda", p.evidence.rule, p.evidence.span, note)

    def _slip(self, kind: str, group: str, words: Span, note: str) -> None:
        self.total.slips.append(Slip(self.id, kind, group, words.of(self.text), note, sentence_around(self.text, words)))


def match(pairs: Iterable[tuple[float, int, int]]) -> list[Pair]:
    """One-to-one pairs, the best first."""
    firsts, seconds, kept = set[int](), set[int](), list[Pair]()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in firsts and j not in seconds:
            firsts.add(i)
            seconds.add(j)
            kept.append((i, j))
    return kept


def shared(one: Span, other: Span) -> float:
    """Characters in both spans as a share of those in either."""
    inside = min(one.end, other.end) - max(one.start, other.start)
    return inside / (max(one.end, other.end) - min(one.start, other.start)) if inside > 0 else 0.0


def speaker_right(gold: Json, found: ActorMention | None, text: str) -> bool:
    """Whether the speaker is the annotated one: by country, by surname for a named person, else by a word in common."""
    words = fold(found.span.of(text)) if found else ""
    name = fold(found.name or "") if found else ""
    countries = set((gold.get("country") or "").split("|")) - {""}
    if countries and not countries & _codes([found.code if found else None]):
        return False
    if gold.get("kind") == "person" and gold.get("name"):
        parts = fold(gold["name"]).split()
        return parts[-1] in name or parts[-1] in words or parts[0] in name.split()
    return bool(countries) or bool(set(fold(gold.get("text") or "").split()) & set(words.split()))


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def sentence_around(text: str, words: Span) -> str:
    """The sentence or sentences that the words stand in, roughly cut: from stop to stop, never over the end of a line."""
    starts = [text.rfind(stop, 0, words.start) for stop in (". ", "! ", "? ", "\n")]
    start = max([at + 1 for at in starts if at >= 0], default=0)
    ends = [end for end in (text.find(stop, max(words.start, words.end - 1)) for stop in (". ", "! ", "? ", "\n")) if end >= 0]
    return " ".join(text[start : min(ends, default=len(text)) + 1].split())


def _span(pair: Sequence[int]) -> Span:
    return Span(pair[0], pair[1])


def _name(speaker: Json | None) -> str:
    return str((speaker or {}).get("text") or "nobody")


def _codes(codes: Iterable[str | None]) -> set[str]:
    """Countries and bodies, without the role after the colon."""
    return {(code or "").split(":")[0] for code in codes} - {""}


def _sides(kind: str, sources: set[str], targets: set[str]) -> tuple[set[str], set[str]]:
    return (sources | targets, set()) if kind in SYMMETRIC else (sources, targets)
