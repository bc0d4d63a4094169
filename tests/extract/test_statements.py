"""Statements in whole sentences and paragraphs: speaker, cue, content, form, chain, act, negation."""

from __future__ import annotations

from functools import cache

import pytest
from examples import contexts_of, strip

from avviso.extract.context import Context
from avviso.extract.statements import find_statements
from avviso.pipeline import Reader
from avviso.records import Article, Form, Statement

# language, text, speaker, content, form, act
TABLE = [
    # direct, with the cue after, before and in between
    ("fr", "« Nous ne céderons pas », a déclaré le ministre.", "le ministre", "Nous ne céderons pas", Form.DIRECT, "assert"),
    (
        "fr",
        "« Nous ne céderons pas », a déclaré mardi à la presse le ministre.",
        "le ministre",
        "Nous ne céderons pas",
        Form.DIRECT,
        "assert",
    ),
    ("fr", "Le ministre a répondu : « Nous ne céderons pas. »", "Le ministre", "Nous ne céderons pas", Form.DIRECT, "reply"),
    ("fr", "« La trêve tient encore », a-t-elle assuré.", "-elle", "La trêve tient encore", Form.DIRECT, "assert"),
    ("en", '"We will not yield," said the minister.', "the minister", "We will not yield", Form.DIRECT, "assert"),
    ("en", '"We will not yield," the minister told reporters.', "the minister", "We will not yield", Form.DIRECT, "assert"),
    ("en", 'The minister replied: "We will not yield."', "The minister", "We will not yield", Form.DIRECT, "reply"),
    ("en", "“The truce is holding,” she insisted.", "she", "The truce is holding", Form.DIRECT, "insist"),
    # indirect
    ("fr", "Le porte-parole affirme que la trêve tient.", "Le porte-parole", "la trêve tient", Form.INDIRECT, "assert"),
    ("fr", "Le juge a nié avoir reçu de l'argent.", "Le juge", "avoir reçu de l'argent", Form.INDIRECT, "deny"),
    ("fr", "La maire promet de reconstruire l'école.", "La maire", "reconstruire l'école", Form.INDIRECT, "promise"),
    ("en", "The spokesman said the truce was holding.", "The spokesman", "the truce was holding", Form.INDIRECT, "assert"),
    ("en", "The judge denied taking money.", "The judge", "taking money", Form.INDIRECT, "deny"),
    ("en", "The mayor promised to rebuild the school.", "The mayor", "rebuild the school", Form.INDIRECT, "promise"),
    # mixed
    (
        "fr",
        "Le roi a dit que son pays « ne cédera pas à la menace ».",
        "Le roi",
        "son pays « ne cédera pas à la menace",
        Form.MIXED,
        "assert",
    ),
    (
        "en",
        'The king said that his country "will not bow to threats".',
        "The king",
        'his country "will not bow to threats',
        Form.MIXED,
        "assert",
    ),
    # prepositions and parentheses
    ("fr", "Selon le maire, la route restera fermée.", "le maire", "la route restera fermée", Form.INDIRECT, None),
    ("fr", "La route restera fermée, selon le maire.", "le maire", "La route restera fermée", Form.INDIRECT, None),
    ("fr", "La route, explique le maire, restera fermée.", "le maire", "La route, explique le maire, restera fermée", Form.INDIRECT, None),
    ("en", "According to the mayor, the road will stay closed.", "the mayor", "the road will stay closed", Form.INDIRECT, None),
    ("en", "The road will stay closed, the mayor said.", "the mayor", "The road will stay closed", Form.INDIRECT, "assert"),
]
NOTHING = [
    ("fr", "Le dollar a perdu deux points mardi."),
    ("fr", "Le port de Dakar a rouvert lundi."),
    ("fr", "Le film « Les Ombres du fleuve » a été primé à Cannes."),
    ("en", "The dollar lost two points on Tuesday."),
    ("en", "The port of Lagos reopened on Monday."),
    ("en", "The film “Shadows of the River” won a prize in Cannes."),
]
LONG = {
    "fr-continued": "Le maire a pris la parole. « La route restera fermée », a-t-il dit. « Personne ne passera ce soir. »",
    "fr-split": "« La route, a expliqué le maire, restera fermée jusqu'au printemps. »",
    "fr-chain": "« La route restera fermée », a déclaré le maire, cité par l'agence Nord.",
    "fr-chain-selon": "Le maire a déclaré que la route resterait fermée, selon l'agence Nord.",
    "fr-addressee": "Le maire a assuré aux commerçants que la route rouvrirait.",
    "fr-two": "« La route est fermée », a dit le maire. « Elle rouvrira demain », a répondu le préfet.",
    "en-continued": "The mayor took the floor. “The road stays closed,” he said. “Nobody will pass tonight.”",
    "en-two": "“The road is closed,” the mayor said. “It will reopen tomorrow,” the governor replied.",
    "en-addressee": "The mayor told shopkeepers that the road would reopen.",
    "en-negated": "The mayor did not say that the road would reopen.",
    "en-channel": "The mayor said in a statement that the road would reopen.",
}


@cache
def contexts(language: str) -> dict[str, Context]:
    texts = [row[1] for row in (*TABLE, *NOTHING) if row[0] == language]
    texts += [text for name, text in LONG.items() if name.startswith(language)]
    return dict(zip(texts, contexts_of(texts, language), strict=True))


def statements(language: str, text: str) -> tuple[str, list[Statement]]:
    context = contexts(language)[text]
    return context.text, find_statements(context)


def named(name: str) -> tuple[str, list[Statement]]:
    return statements(name[:2], LONG[name])


def speaker_of(text: str, statement: Statement) -> str | None:
    return statement.speaker.span.of(text) if statement.speaker else None


@pytest.mark.parametrize(("language", "text", "speaker", "content", "form", "act"), TABLE, ids=[row[1][:50] for row in TABLE])
def test_statement(language: str, text: str, speaker: str, content: str, form: Form, act: str | None) -> None:
    whole, found = statements(language, text)
    assert [(speaker_of(whole, s), strip(whole, s.content).strip(' .»”"'), s.form) for s in found] == [(speaker, content, form)]
    assert act is None or found[0].act == act


@pytest.mark.parametrize(("language", "text"), NOTHING, ids=[text[:50] for _, text in NOTHING])
def test_no_statement(language: str, text: str) -> None:
    assert statements(language, text)[1] == []


@pytest.mark.parametrize("name", ["fr-continued", "en-continued"])
def test_a_quotation_without_a_cue_has_the_speaker_before_it(name: str) -> None:
    text, found = named(name)
    assert len(found) in (1, 2)
    assert len({speaker_of(text, s) for s in found}) == 1
    assert ("ce soir" if name[:2] == "fr" else "tonight") in found[-1].content.of(text)


@pytest.mark.parametrize(("name", "speakers"), [("fr-two", ["le maire", "le préfet"]), ("en-two", ["the mayor", "the governor"])])
def test_each_quotation_has_its_own_cue(name: str, speakers: list[str]) -> None:
    text, found = named(name)
    assert [speaker_of(text, s) for s in found] == speakers


def test_a_quotation_that_its_cue_splits_is_one_statement() -> None:
    text, found = named("fr-split")
    assert [speaker_of(text, s) for s in found] == ["le maire"]
    assert found[0].form is Form.DIRECT


@pytest.mark.parametrize("name", ["fr-chain", "fr-chain-selon"])
def test_who_passes_words_on_stands_in_the_chain(name: str) -> None:
    text, found = named(name)
    assert [(speaker_of(text, s).lower(), [link.actor.span.of(text) for link in s.chain]) for s in found] == [
        ("le maire", ["l'agence Nord"])
    ]


@pytest.mark.parametrize(("name", "addressee"), [("fr-addressee", "commerçants"), ("en-addressee", "shopkeepers")])
def test_addressees(name: str, addressee: str) -> None:
    text, (found,) = named(name)
    assert found.addressee is not None
    assert found.addressee.span.of(text) == addressee


def test_negation_and_channel() -> None:
    _, said = named("en-negated")
    assert all(s.negated for s in said)
    text, (found,) = named("en-channel")
    assert found.channel is None or "statement" in found.channel.of(text)
    assert found.content.of(text) == "the road would reopen"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A readout from the Chilean Ministry of Transport said that the ferries would sail.", "CHL"),
        ("Orlimax of Finland said that it had no orders.", "FIN"),
        ("Rain fell on Peru and on its coast. Peru has closed two roads in Lima. Marta Keller said that the bridge had gone.", None),
        ("Viktor Orban's sherpa said that the text was dead.", "HUN"),
        ("A Venezuelan trawler reported that the lamp was out.", "VEN"),
        ("Marta Keller said that the bridge had gone.", None),
    ],
)
def test_a_speaker_is_of_the_country_that_the_words_beside_it_tell(text: str, code: str | None) -> None:
    read = Reader().read(Article(id="a", text=text, language="en"))
    speaker = read.statements[-1].speaker
    assert speaker is not None
    assert (speaker.code or "").partition(":")[0] == (code or "")


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("The envoy told the council that the truce was failing and urged it to act.", ["the truce was failing", "act"]),
        ("Ms Okafor, asked about the delay, said the firm had no money.", ["the firm had no money"]),
        ("Bola Ade told mediapersons that the state had written four times to Accra.", ["the state had written four times to Accra"]),
        ("The envoy left early, the summit closed.", []),
    ],
)
def test_verbs_keep_their_own_subject_and_content(text: str, contents: list[str]) -> None:
    read = Reader().read(Article(id="a", text=text, language="en"))
    assert [text[s.content.start : s.content.end] for s in read.statements] == contents
