import multiprocessing
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select, text
from stub_reading import NOW, SENTENCE, an_article, full_reading

from avviso.errors import ArchiveError
from avviso.identity import findings, identify
from avviso.records import Outlet, Reading
from avviso.store import schema
from avviso.store.archive import Archive
from avviso.store.codec import pack, unpack
from avviso.store.engine import connect, shown, writing

NORD = Outlet("nord", "Nord", "NOR", ("fr",), "private")


@pytest.fixture
def archive(tmp_path):
    with Archive.open(str(tmp_path / "a.sqlite"), create=True) as opened:
        yield opened


def a_reading(words=SENTENCE, **fields) -> Reading:
    return identify(full_reading(an_article(words, **fields)))


def rows(archive, table) -> int:
    with archive.engine.connect() as connection:
        return len(connection.execute(select(table)).all())


def test_what_is_stored_comes_back_as_it_was(archive):
    published = datetime(2026, 2, 3, 8, tzinfo=UTC)
    reading = a_reading(url="https://nord.example/1", outlet="Nord", headline="Trêve", byline="A. B.", published=published, retrieved=NOW)
    stored = archive.add(reading, now=NOW, outlet=NORD)
    assert archive.reading(stored.key) == reading
    assert (stored.outcome, stored.version, stored.supersedes) == ("new", 1, None)


def test_every_finding_can_be_packed_and_unpacked():
    for _, _, finding in findings(a_reading()):
        assert unpack(type(finding), pack(finding)) == finding


def test_a_field_of_a_later_record_is_passed_over():
    finding = a_reading().events[0]
    assert unpack(type(finding), pack(finding) | {"colour": "red"}) == finding


def test_the_same_article_is_stored_once(archive):
    first = archive.add(a_reading(retrieved=NOW), now=NOW)
    again = archive.add(a_reading(retrieved=None), now=NOW)
    assert (again.outcome, again.key) == ("unchanged", first.key)
    assert (rows(archive, schema.articles), rows(archive, schema.findings)) == (1, 7)


def test_other_findings_in_the_same_text_replace_the_former_ones(archive):
    archive.add(a_reading(), now=NOW)
    fewer = replace(a_reading(), events=(), persons=())
    stored = archive.add(fewer, now=NOW)
    assert (stored.outcome, stored.version) == ("reread", 1)
    assert archive.reading(stored.key) == fewer
    assert rows(archive, schema.persons) == 0


def test_a_changed_text_supersedes(archive):
    first = archive.add(a_reading(), now=NOW)
    second = archive.add(a_reading(SENTENCE + " Rien de plus."), now=NOW)
    assert (second.outcome, second.version, second.supersedes) == ("version", 2, first.key)
    assert archive.reading(second.key).article.supersedes == first.key
    assert archive.keys("an-article") == [("an-article", second.key)]
    assert archive.keys("an-art", 1) == [("an-article", first.key)]
    third = archive.add(a_reading(SENTENCE + " Rien de plus, vraiment."), now=NOW)
    assert (third.version, third.supersedes) == (3, second.key)


def test_a_file_that_was_corrected_is_a_new_version_but_another_article_in_its_place_is_not(archive):
    first = archive.add(a_reading(id="one"), now=NOW, origin="/news.txt")
    corrected = archive.add(a_reading(SENTENCE + " Corrigé.", id="two"), now=NOW, origin="/news.txt")
    other = archive.add(a_reading("Tout autre chose aujourd'hui", id="three"), now=NOW, origin="/news.txt")
    elsewhere = archive.add(a_reading(SENTENCE + " Copie.", id="four"), now=NOW, origin="/copy.txt")
    assert (corrected.version, corrected.supersedes) == (2, first.key)
    assert (other.outcome, elsewhere.outcome) == ("new", "new")


def test_an_error_midway_leaves_nothing_of_the_article(archive):
    reading = a_reading()
    broken = replace(reading, places=(replace(reading.places[0], place=replace(reading.places[0].place, name=None)),))
    with pytest.raises(ArchiveError):
        archive.add(broken, now=NOW)
    assert rows(archive, schema.articles) == rows(archive, schema.findings) == rows(archive, schema.mentions) == 0


def test_articles_are_found_by_the_beginning_of_their_id(archive):
    for name in ("abc1", "abc2", "abc"):
        archive.add(a_reading(id=name), now=NOW)
    assert [found for found, _ in archive.keys("abc")] == ["abc"]
    assert {found for found, _ in archive.keys("ab")} == {"abc", "abc1", "abc2"}
    assert archive.keys("a%c") == []
    assert archive.keys("") and archive.keys("zz") == []


def test_findings_are_found_by_the_beginning_of_their_id(archive):
    reading = a_reading()
    stored = archive.add(reading, now=NOW)
    name = reading.events[0].id
    assert archive.finding_keys(name[:8]) == [(name, stored.key)]


def test_learned_persons_come_back_once_with_their_first_evidence(archive):
    archive.add(a_reading(id="one"), now=NOW)
    archive.add(a_reading(id="two"), now=NOW)
    (person,) = archive.learned_persons()
    assert (person.actor.name, person.evidence.article_id) == ("Ana Rull", "one")
    assert [(taught.evidence.article_id, words) for taught, words in archive.evidence_of("person:ana-rull")] == [
        ("one", "la ministre Ana Rull"),
        ("two", "la ministre Ana Rull"),
    ]


def test_counts_tell_articles_from_versions(archive):
    archive.add(a_reading(outlet="Nord"), now=NOW)
    archive.add(a_reading(SENTENCE + " Plus.", outlet="Nord"), now=NOW)
    counts = archive.counts()
    assert (counts["articles"], counts["versions"], counts["outlets"], counts["statements"], counts["persons"]) == (1, 2, 1, 4, 1)


def test_an_archive_that_is_not_there_is_not_made_by_asking(tmp_path):
    with pytest.raises(ArchiveError, match="there is none yet"):
        Archive.open(str(tmp_path / "none.sqlite"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"this is no database at all, but text " * 40, "is no archive of Avviso"), (b"SQLite format 3\x00" + b"\xff" * 5000, "damaged")],
)
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path, content, complaint):
    path = tmp_path / "a.sqlite"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=complaint) as refused:
        Archive.open(str(path), create=True)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "a.sqlite") as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(ArchiveError, match="another program"):
        Archive.open(str(tmp_path / "a.sqlite"), create=True)


def test_a_newer_archive_is_refused(archive):
    with writing(archive.engine) as connection:
        connection.execute(schema.schema_version.update().values(version=schema.VERSION + 1))
    with pytest.raises(ArchiveError, match="newer Avviso"):
        Archive.open(archive.where)


def test_a_folder_or_a_forbidden_place_is_refused(tmp_path):
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive.open(str(tmp_path), create=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveError, match="archive "):
        Archive.open(str(tmp_path / "file" / "a.sqlite"), create=True)


def test_an_archive_that_another_program_writes_to_is_waited_for_then_refused(archive):
    with Archive.open(archive.where, lock_timeout=0.1) as impatient:
        with writing(archive.engine) as connection:
            connection.execute(text("SELECT 1"))
            with pytest.raises(ArchiveError, match="another program is writing"):
                impatient.add(a_reading(), now=NOW)
            assert impatient.counts()["articles"] == 0
        assert impatient.add(a_reading(), now=NOW).outcome == "new"


def test_a_full_disk_is_told_and_what_was_stored_is_kept(archive):
    archive.add(a_reading(), now=NOW)
    with archive.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    archive.engine.dispose()
    archive.engine = connect(archive.where, 1.0)
    with archive.engine.connect() as connection:
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(ArchiveError, match="no space is left"):
        archive.add(a_reading("Un autre texte. " * 20_000, id="large"), now=NOW)
    assert [name for name, _ in archive.keys("")] == ["an-article"]


@pytest.mark.parametrize("address", ["nosuch://x", "postgresql+psycopg://u:secret@localhost:1/x", "://"])
def test_an_address_that_leads_nowhere_is_told_without_its_password(address):
    with pytest.raises(ArchiveError) as refused:
        Archive.open(address, create=True)
    assert "\n" not in str(refused.value) and "secret" not in str(refused.value)


def test_a_password_is_never_shown():
    assert "secret" not in shown("postgresql+psycopg://user:secret@host/db")


def test_older_tables_are_brought_up_to_date_in_order(tmp_path):
    engine = connect(str(tmp_path / "a.sqlite"), 1.0)
    with writing(engine) as connection:
        schema.prepare(connection)
    steps = [
        schema.Upgrade(schema.VERSION + 1, lambda connection: connection.execute(text("ALTER TABLE outlets ADD COLUMN motto TEXT"))),
        schema.Upgrade(schema.VERSION + 2, lambda connection: connection.execute(text("UPDATE outlets SET motto = 'x'"))),
    ]
    with writing(engine) as connection:
        schema.prepare(connection, steps, target=schema.VERSION + 2)
    with writing(engine) as connection:
        schema.prepare(connection, steps, target=schema.VERSION + 2)
        assert schema.version(connection) == schema.VERSION + 2
        assert "motto" in {column["name"] for column in inspect(connection).get_columns("outlets")}


def test_an_upgrade_that_fails_leaves_the_archive_at_its_version(tmp_path):
    engine = connect(str(tmp_path / "a.sqlite"), 1.0)
    with writing(engine) as connection:
        schema.prepare(connection)
    steps = [
        schema.Upgrade(schema.VERSION + 1, lambda connection: connection.execute(text("ALTER TABLE outlets ADD COLUMN motto TEXT"))),
        schema.Upgrade(schema.VERSION + 2, lambda connection: 1 / 0),
    ]
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        schema.prepare(connection, steps, target=schema.VERSION + 2)
    with engine.connect() as connection:
        assert schema.version(connection) == schema.VERSION
        assert "motto" not in {column["name"] for column in inspect(connection).get_columns("outlets")}


def test_an_archive_from_before_confidence_is_read_on(archive):
    archive.add(a_reading(), now=NOW)
    with writing(archive.engine) as connection:
        connection.execute(text("ALTER TABLE findings DROP COLUMN confidence"))
        connection.execute(schema.schema_version.update().values(version=1))
    with Archive.open(archive.where) as later:
        assert {finding.confidence for _, _, finding in findings(later.reading(later.keys("")[0][1]))} == {1.0}
        assert later.add(a_reading(id="another"), now=NOW).outcome == "new"


def _write_many(where, start):
    with Archive.open(where, lock_timeout=30) as archive:
        for number in range(start, start + 15):
            archive.add(a_reading(f"{SENTENCE} {number}", id=f"n{number}"), now=NOW)
        os._exit(0)


def test_two_programs_may_write_at_once(archive):
    start = multiprocessing.get_context("spawn").Process
    others = [start(target=_write_many, args=(archive.where, first)) for first in (0, 10)]
    for other in others:
        other.start()
    for other in others:
        other.join(60)
    assert [other.exitcode for other in others] == [0, 0]
    assert archive.counts()["articles"] == 25
    with archive.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
