"""Clauses that tell one act between them: a noun and the verb that carries it, an attack and those it killed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from avviso.extract.merging import codes
from avviso.records import Event
from avviso.text import Clause

COMMON = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose noun is what its parties do by the verb that carries it: they sign an agreement, hold talks."""
VIOLENT = "ASSAULT"


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the clause it was read in."""

    event: Event
    clause: Clause


def fold(found: Sequence[Found]) -> list[Event]:
    """The events without those that only repeat, or only tell the outcome of, another act of their sentence."""
    by_clause = {id(f.clause): f for f in reversed(found)}
    gone: set[int] = set()
    kept = {id(f): f.event for f in found}
    for one in found:
        twin = by_clause.get(id(one.clause.parent)) if one.clause.parent is not None else None
        if one.clause.kind == "noun" and twin is not None and _carried(one, twin):
            gone.add(id(one))
    for one in found:
        attack = _attack_of(one, found) if one.event.type == VIOLENT and id(one) not in gone else None
        if attack is None or id(attack) in gone:
            continue
        whole = kept[id(attack)]
        if not codes(whole.source_actors):
            whole = replace(whole, source_actors=one.event.source_actors)
        if not codes(whole.target_actors):
            whole = replace(whole, target_actors=one.event.target_actors)
        kept[id(attack)] = whole
        gone.add(id(one))
    return [kept[id(f)] for f in found if id(f) not in gone]


def _carried(noun: Found, twin: Found) -> bool:
    """Whether a noun only repeats the act of the verb that carries it ("fournir un soutien à X", "signed an agreement")."""
    carried = any(a.phrase.head == noun.clause.predicate and a.relation in ("object", "oblique") for a in twin.clause.arguments)
    if not carried:
        return False
    mine, its = _sides(noun.event), _sides(twin.event)
    ours, theirs = mine[0] | mine[1], its[0] | its[1]
    if mine == its or (noun.event.type in COMMON and ours == theirs):
        return True
    return noun.event.type in COMMON and noun.event.type != "CONSULT" and ours <= theirs


def _sides(event: Event) -> tuple[frozenset[str], frozenset[str]]:
    return codes(event.source_actors), codes(event.target_actors)


def _attack_of(one: Found, found: Sequence[Found]) -> Found | None:
    """The attack whose outcome a clause tells: its subject ("the raid killed …"), or what it hangs on ("stormed the town, killing …")."""
    clause = one.clause
    if clause.kind != "verb":
        return None
    subject = clause.get("subject")
    for other in found:
        if other is one or other.event.type != VIOLENT or other.clause.sentence is not clause.sentence:
            continue
        if other.clause.kind == "noun" and subject is not None and subject.phrase.head == other.clause.predicate:
            return other
        hangs = clause.link in ("participial", "adverbial") and clause.parent is other.clause
        if hangs and not clause.auxiliaries and other.clause.predicate < clause.predicate:
            return other
    return None
