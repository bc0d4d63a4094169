"""Events in whole sentences, read as articles are: type, who, whom, status, and who asserts them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from avviso.knowledge.files import read_toml
from avviso.pipeline import Reader
from avviso.records import UNDERSTOOD, Article, Event, Reading, Status

# language, text, type, sources, targets, status
TABLE = [
    ("fr", "La Russie a bombardé la ville ukrainienne de Kharkiv dans la nuit.", "ASSAULT", {"RUS"}, {"UKR"}, Status.HAPPENED),
    ("fr", "L'Union européenne a imposé des sanctions à la Biélorussie.", "SANCTION", {"EU"}, {"BLR"}, Status.HAPPENED),
    ("fr", "La France va expulser deux diplomates algériens.", None, {"FRA"}, {"DZA"}, Status.PLANNED),
    ("fr", "L'Iran aurait livré des missiles à la Russie.", "AID", {"IRN"}, {"RUS"}, Status.ALLEGED),
    ("fr", "Le Pérou a rompu ses relations diplomatiques avec le Mexique.", None, {"PER"}, {"MEX"}, Status.HAPPENED),
    ("fr", "Le Japon menace d'imposer des sanctions à la Corée du Nord.", "THREATEN", {"JPN"}, {"PRK"}, Status.HAPPENED),
    ("en", "Russia bombed the Ukrainian city of Kharkiv overnight.", "ASSAULT", {"RUS"}, {"UKR"}, Status.HAPPENED),
    ("en", "The European Union imposed sanctions on Belarus.", "SANCTION", {"EU"}, {"BLR"}, Status.HAPPENED),
    ("en", "Iran allegedly supplied missiles to Russia.", "AID", {"IRN"}, {"RUS"}, Status.ALLEGED),
    ("en", "Norway urged Israel to stop its strikes on Gaza.", "REQUEST", {"NOR"}, {"ISR"}, Status.HAPPENED),
    ("en", "Japan threatened to impose sanctions on North Korea.", "THREATEN", {"JPN"}, {"PRK"}, Status.HAPPENED),
    ("en", "Kenya will send humanitarian aid to Sudan.", "AID", {"KEN"}, {"SDN"}, Status.PLANNED),
    ("fr", "La Turquie a condamné les frappes israéliennes sur la Syrie.", "ACCUSE", {"TUR"}, {"ISR"}, Status.HAPPENED),
    ("fr", "La Norvège a appelé Israël à cesser ses frappes à Gaza.", "REQUEST", {"NOR"}, {"ISR"}, Status.HAPPENED),
    ("en", "Turkey condemned Israeli strikes on Syria.", "ACCUSE", {"TUR"}, {"ISR"}, Status.HAPPENED),
    ("fr", "Le Chili et l'Argentine ont signé un accord.", "SUPPORT", {"CHL"}, {"ARG"}, Status.HAPPENED),
]
# language, text, type, both parties
SYMMETRIC = [
    ("fr", "Le président turc a rencontré son homologue égyptien au Caire.", "CONSULT", {"TUR", "EGY"}),
    ("fr", "Des négociations entre l'Inde et le Pakistan ont repris à Genève.", "CONSULT", {"IND", "PAK"}),
    ("en", "Turkey's president met his Egyptian counterpart in Cairo.", "CONSULT", {"TUR", "EGY"}),
    ("en", "Talks between India and Pakistan resumed in Geneva.", "CONSULT", {"IND", "PAK"}),
]
NOTHING = [
    ("fr", "La Suisse a battu la Norvège deux buts à un."),
    ("fr", "La population du Tchad a doublé en vingt ans."),
    ("en", "The population of Chad has doubled in twenty years."),
    ("en", "Swiss cheese is popular in Norway."),
    ("en", "The Swiss envoy called a Norwegian waiter who had said “the soup is ready”."),
    ("en", "The minister said Kenya sponsors a football club."),
    ("en", "The minister said Kosovo uses the euro as its currency."),
    ("fr", "Le ministre a dit que le Kenya considère la Norvège comme un partenaire."),
    ("en", "Nobody knows whether Russia attacked Georgia."),
    ("en", "The harvest will fail if Russia attacks Georgia."),
    ("fr", "La récolte sera perdue si la Russie attaque la Géorgie."),
    ("en", "Efforts to bomb Georgia cost Russia its fleet."),
]
SENTENCES = [
    (language, row["text"], row["events"])
    for language, rows in read_toml(Path(__file__).with_name("event_sentences.toml")).items()
    for row in rows
]


@cache
def reader() -> Reader:
    return Reader()


@cache
def reading(language: str, text: str) -> Reading:
    title = {"fr": "Les nouvelles du jour", "en": "The news of the day"}[language]
    return reader().read(Article("an-article", f"{title}\n\n{text}\n", language=language, published=date(2026, 2, 3)))


def test_a_verb_is_no_part_of_a_noun_of_several_words() -> None:
    found = reading("en", "Ghanaian students protested in Accra.").events
    assert [(event.type, event.evidence.rule) for event in found] == [("PROTEST", "en.protest.demonstrate")]


def test_a_side_that_no_words_name_is_marked_as_understood() -> None:
    (event,) = reading("en", "The Ghanaian opposition called for early elections.").events
    assert [m.resolved_by for m in event.target_actors] == [UNDERSTOOD]
    assert UNDERSTOOD not in {m.resolved_by for m in event.source_actors}


def sides(event: Event) -> tuple[set[str | None], set[str | None]]:
    return {m.code for m in event.source_actors}, {m.code for m in event.target_actors}


@pytest.mark.parametrize(("language", "text", "kind", "sources", "targets", "status"), TABLE, ids=[row[1][:50] for row in TABLE])
def test_event(language: str, text: str, kind: str | None, sources: set[str], targets: set[str], status: Status) -> None:
    found = [(e.type if kind else None, *sides(e), e.status) for e in reading(language, text).events]
    assert (kind, sources, targets, status) in found


@pytest.mark.parametrize(("language", "text", "kind", "parties"), SYMMETRIC, ids=[row[1][:50] for row in SYMMETRIC])
def test_symmetric_event(language: str, text: str, kind: str, parties: set[str]) -> None:
    assert (kind, parties) in [(e.type, set.union(*sides(e))) for e in reading(language, text).events]


@pytest.mark.parametrize(("language", "text"), NOTHING, ids=[text[:50] for _, text in NOTHING])
def test_no_event(language: str, text: str) -> None:
    assert reading(language, text).events == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Premier ministre arménien a affirmé que l'Azerbaïdjan avait attaqué un village arménien."),
        ("en", "Armenia's prime minister said that Azerbaijan had attacked an Armenian village."),
    ],
)
def test_an_event_inside_a_statement_is_asserted_by_its_speaker(language: str, text: str) -> None:
    found = reading(language, text)
    statement = next(s for s in found.statements if s.speaker is not None and s.speaker.code == "ARM")
    attack = next(e for e in found.events if e.type == "ASSAULT")
    assert sides(attack) == ({"AZE"}, {"ARM"})
    assert attack.asserted_by == statement.id


@pytest.mark.parametrize(("language", "text"), [row[:2] for row in TABLE], ids=[row[1][:50] for row in TABLE])
def test_an_event_points_to_its_words_and_rule(language: str, text: str) -> None:
    for event in reading(language, text).events:
        assert event.evidence.span.contains(event.trigger)
        assert event.evidence.rule.startswith(f"{language}.")
        assert event.quad_class in (1, 2, 3, 4)


def told(event: Event) -> tuple[str, frozenset[str], frozenset[str]]:
    """Type and parties as countries or bodies, without their roles; of what parties do together all on one side."""
    first, second = ({(code or "").partition(":")[0] for code in side} - {""} for side in sides(event))
    together = event.type in ("CONSULT", "AGREE", "COOPERATE")
    return (event.type, frozenset(first | second), frozenset()) if together else (event.type, frozenset(first), frozenset(second))


@pytest.mark.parametrize(("language", "text", "events"), SENTENCES, ids=[row[1][:60] for row in SENTENCES])
def test_sentence_of_the_news(language: str, text: str, events: list[str]) -> None:
    found = {told(event) for event in reading(language, text).events}
    for wanted in events:
        kind, _, parties = wanted.partition(" ")
        first, _, second = parties.partition(">")
        assert (kind, frozenset(first.split("+")) - {""}, frozenset(second.split("+")) - {""}) in found, found
