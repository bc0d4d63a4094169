from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from stub_reading import NOW, SENTENCE, an_article, full_reading

from avviso.identity import identify
from avviso.query import Query
from avviso.store import schema, words
from avviso.store.archive import Archive
from avviso.store.search import _select_articles, _select_findings, each_finding, search, snippet

LONG = "Le conseil s'est réuni. " * 30 + "Les députés ont évoqué la sécheresse en Moldavie. " + "Puis ils sont partis. " * 30


@pytest.fixture
def archive(tmp_path):
    with Archive.open(str(tmp_path / "a.sqlite"), create=True) as opened:
        for reading in (
            full_reading(an_article(SENTENCE, id="truce", headline="La trêve de Vaduz", published=date(2026, 2, 4))),
            full_reading(an_article(LONG, id="drought", published=date(2026, 1, 1))),
            full_reading(an_article("The talks about the drought failed.", id="talks", language="en")),
        ):
            opened.add(identify(reading), now=NOW)
        yield opened


def ids(archive, **query):
    return [hit.article.id for hit in search(archive, Query(**query))]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("secheresse", ["drought"]),
        ("SÉCHERESSE moldavie", ["drought"]),
        ("sécheresse trêve", []),
        ('"députés ont évoqué"', ["drought"]),
        ('"évoqué députés"', []),
        ("séch*", ["drought"]),
        ("séch", []),
        ("l'agence", ["truce"]),
        ("vaduz", ["truce"]),
        ("drought", ["talks"]),
        ("tr*", ["truce"]),
        ('" OR 1=1 --', []),
        ("NEAR(a b) AND *", []),
        ("*", []),
        ('"', []),
        ("((", []),
    ],
)
def test_articles_are_found_by_words(archive, sought, found):
    assert ids(archive, words=sought) == found


def test_articles_are_found_by_language_and_day(archive):
    assert ids(archive, language="en") == ["talks"]
    assert ids(archive, since=date(2026, 1, 2)) == ["truce"]
    assert ids(archive, until=date(2026, 1, 2)) == ["drought"]
    assert ids(archive, limit=1) == ["truce"]


def test_only_the_latest_version_is_found(archive):
    archive.add(identify(full_reading(an_article("Démenti.", id="truce"))), now=NOW)
    assert ids(archive, words="vaduz") == []
    assert ids(archive, kinds=("events",)) == []
    assert ids(archive, words="démenti") == ["truce"]


def test_words_of_a_reading_that_was_replaced_are_forgotten(archive):
    reading = identify(full_reading(an_article(SENTENCE, id="truce", headline="Autre titre")))
    archive.add(replace(reading, events=()), now=NOW)
    assert ids(archive, words="autre titre") == ["truce"]
    assert ids(archive, words="trêve vaduz titre") == ["truce"]
    assert ids(archive, words="tient", kinds=("events",)) == []
    assert len(ids(archive, words="tient", kinds=("statements",))) == 2


@pytest.mark.parametrize(
    ("actors", "count"),
    [
        ((("LIE",),), 5),
        ((("lie",),), 5),
        ((("AUT",),), 3),
        ((("AUT:OPP",),), 3),
        ((("person:ana-rull",),), 5),
        ((("rull",),), 5),
        ((("LIE",), ("AUT",)), 3),
        ((("LIE",), ("XXX",)), 0),
        ((("XXX", "AUT"),), 3),
        ((("agence nord",),), 2),
        ((("%",),), 0),
        ((("_IE",),), 0),
    ],
)
def test_findings_are_found_by_who_takes_part(archive, actors, count):
    assert len(search(archive, Query(actors=actors))) == count


def test_findings_are_found_by_kind_type_and_their_own_time(archive):
    assert [hit.held.kind for hit in search(archive, Query(event_type="CONSULT"))] == ["events"]
    assert [hit.held.kind for hit in search(archive, Query(event_type="VOTE"))] == ["agenda"]
    assert {hit.held.kind for hit in search(archive, Query(kinds=("checks", "omissions")))} == {"checks", "omissions"}
    assert len(search(archive, Query(kinds=("events",), since=date(2026, 2, 3), until=date(2026, 2, 3)))) == 1
    assert search(archive, Query(kinds=("events",), since=date(2026, 2, 4))) == []
    assert len(search(archive, Query(kinds=("checks",), since=date(2026, 2, 4)))) == 1


def test_each_finding_comes_once_in_the_order_of_the_articles(archive):
    found = list(each_finding(archive, Query()))
    assert [held.kind for held in found] == ["statements", "statements", "events", "positions", "agenda", "omissions", "checks"]
    assert found[2].finding.type == "CONSULT" and found[2].article.id == "truce"


def test_a_snippet_shows_the_first_place_on_one_line():
    shown = snippet(LONG, words.terms("secheresse"))
    assert "sécheresse en Moldavie" in shown and shown.startswith("… ") and shown.endswith(" …") and len(shown) < 180
    assert snippet("un\ndeux", ()) == "un deux"
    assert snippet("ﬁn " * 100 + "là", words.terms("là")).endswith("là")


def test_the_same_schema_and_queries_are_understood_by_postgresql():
    dialect = postgresql.dialect()
    for table in schema.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))
    query = Query(words='"a b" c*', kinds=("events",), actors=(("RUS",),), since=date(2026, 1, 1), language="fr")
    sought = words.terms(query.words)
    for chosen in (_select_articles(query, sought, "postgresql"), _select_findings(query, sought, "postgresql")):
        compiled = str(chosen.compile(dialect=dialect))
        assert "to_tsquery('simple'" in compiled and "MATCH" not in compiled
