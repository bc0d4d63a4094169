"""The act that an act of speech names by a noun alone: "threatened Oslo with [tariffs]", "asked Rome for [tents]"."""

from __future__ import annotations

from avviso.extract.frames import Match
from avviso.knowledge.lexicon import Lexicon
from avviso.records import ActorMention, Event
from avviso.text import Phrase

NAMED = {
    "THREATEN": ("SANCTION", "ASSAULT", "COERCE"),
    "REQUEST": ("AID", "CONSULT"),
    "ACCUSE": ("ASSAULT",),
}
"""What each act of speech names by a noun, so that both sides follow from its own."""
Sides = tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]


def named_act(event: Event, match: Match) -> Phrase | None:
    """The noun phrase for what is threatened, asked for or alleged, when the act of speech has both sides."""
    said = match.roles.get("OBJECT") or match.roles.get("CONTENT")
    coded = any(m.code for m in event.source_actors) and any(m.code for m in event.target_actors)
    if event.type not in NAMED or event.mode == "disapprove" or not coded or said is None or said.form != "np":
        return None
    return said.phrase if said.phrase.head_token.pos == "NOUN" else None


def type_named(phrase: Phrase, event: Event, lexicon: Lexicon) -> str | None:
    """The type of act that the noun is listed under, or that is done with such a thing: who is asked for tents is asked for aid."""
    lemma, wanted = phrase.head_token.lemma, NAMED[event.type]
    for entry in lexicon.find("events", "nouns", lemma):
        if entry.facts.get("type") in wanted and not entry.facts.get("near"):
            return str(entry.facts["type"])
    if "AID" in wanted and any(
        entry.facts.get("type") == "AID" and entry.kind == "verbs" and lemma in entry.objects and entry.facts.get("cameo") == "070"
        for entry in lexicon.entries
    ):
        return "AID"
    return None


def sides_named(event: Event) -> Sides:
    """Who would do the act to whom: who threatens to whom is threatened, who is asked for whoever asks."""
    if event.type == "THREATEN":
        return event.source_actors, event.target_actors
    return event.target_actors, event.source_actors
