import io
import json
import os
import sys
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from stub_reading import NOW, SENTENCE, an_article, full_reading, make_no_reader, make_reader, make_teller

from avviso.errors import ArchiveError, AvvisoError, Skip
from avviso.explanation import RuleCard, explain_rule
from avviso.query import Query
from avviso.service import Done, Failure, NotFoundError, Service, pipeline_reader
from avviso.settings import load
from avviso.store.archive import Archive


@pytest.fixture
def service(tmp_path):
    settings = load(environment={"HOME": str(tmp_path)}, archive=str(tmp_path / "a.sqlite"))
    card = RuleCard("fr.dire", "cues/say.toml", ("Il [Q a dit] oui.",), ("Il se dit prêt.",))
    return Service(settings, make_reader=make_reader, explain_rule=lambda rule: card if rule == "fr.dire" else None)


@pytest.fixture
def put(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def lines(*texts):
    return "\n".join(json.dumps({"id": f"n{number}", "text": text}) for number, text in enumerate(texts))


def read(service, *inputs, **kwargs):
    return list(service.read(list(inputs), now=NOW, **kwargs))


def test_an_article_is_read_and_stored(service, put):
    (done,) = read(service, put("a.txt", SENTENCE))
    assert done.stored.outcome == "new"
    assert service.show(done.reading.article.id) == done.reading


def test_nothing_is_stored_when_nothing_is_to_be_kept(service, put, tmp_path):
    (done,) = read(service, put("a.txt", SENTENCE), keep=False)
    assert done.stored is None
    assert not (tmp_path / "a.sqlite").exists()


def test_language_and_day_of_the_user_come_before_those_of_the_input(service, put):
    path = put("a.json", json.dumps({"text": SENTENCE, "lang": "xx", "date": "2020-01-01"}))
    (done,) = read(service, path, language="fr", published=date(2026, 2, 4))
    assert (done.reading.article.language, done.reading.article.published) == ("fr", date(2026, 2, 4))
    (skip,) = read(service, path)
    assert skip == Skip(path, "the text is in xx, which is not read")


@pytest.mark.parametrize("workers", [1, 2])
def test_whatever_an_article_does_the_others_are_read_in_order(service, put, workers):
    service = replace(service, settings=replace(service.settings, workers=workers))
    path = put("a.jsonl", lines("un", "BOOM", "deux", "REFUSE", "trois") + "\n{broken\n" + lines("quatre", "cinq"))
    outcomes = read(service, path, put("b.txt", ""))
    assert [item.source.rpartition(":")[2] for item in outcomes if isinstance(item, Done)] == ["1", "3", "5", "7", "8"]
    failures = {item.message.removeprefix(path).split(":")[1]: item for item in outcomes if isinstance(item, Failure)}
    assert "the reading failed (RuntimeError: boom); please report it" in failures["2"].message
    assert 'raise RuntimeError("boom")' in failures["2"].detail
    assert failures["4"].message == f"{path}:4: the text refuses; give another"
    assert "is no JSON" in failures["6"].message
    assert any(item.message.endswith("b.txt: is empty; give a file with text") for item in outcomes if isinstance(item, Failure))


def test_a_process_that_dies_takes_one_article_with_it(service, put):
    service = replace(service, settings=replace(service.settings, workers=2))
    path = put("a.jsonl", lines("un", "DIE", "deux", "trois", "quatre"))
    outcomes = read(service, path)
    assert [item.source for item in outcomes if isinstance(item, Done)] == [f"{path}:{line}" for line in (1, 3, 4, 5)]
    (failure,) = (item for item in outcomes if isinstance(item, Failure))
    assert failure.message.startswith(f"{path}:2: the reading process died")


def test_several_processes_give_what_one_gives(service, put, tmp_path):
    path = put("a.jsonl", lines(*(f"{SENTENCE} {number}" for number in range(8))))
    alone = read(service, path, keep=False)
    together = read(replace(service, settings=replace(service.settings, workers=2)), path, keep=False)
    assert alone == together


def test_linear_algebra_has_one_thread_in_every_process_before_it_is_loaded(service, put, monkeypatch):
    for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR"):
        monkeypatch.delenv(f"{library}_NUM_THREADS", raising=False)
    teller = replace(service, make_reader=make_teller, settings=replace(service.settings, workers=2))
    told = read(teller, put("a.jsonl", lines(*[str(os.getpid())] * 3)), keep=False)
    assert {skip.reason for skip in told} == {"True {'1'} False"}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reader_that_cannot_be_made_stops_the_run(service, put, workers):
    broken = replace(service, make_reader=make_no_reader, settings=replace(service.settings, workers=workers))
    with pytest.raises(AvvisoError, match="the reading cannot start"):
        read(broken, put("a.jsonl", lines("un", "deux")))


def test_an_archive_that_fails_midway_stops_the_storing_not_the_reading(service, put, monkeypatch):
    add = Archive.add

    def fail(self, reading, **kwargs):
        if reading.article.text == "deux":
            raise ArchiveError("archive: no space is left on the disk; free some")
        return add(self, reading, **kwargs)

    monkeypatch.setattr(Archive, "add", fail)
    outcomes = read(service, put("a.jsonl", lines("un", "deux", "trois")))
    assert [item.stored is not None for item in outcomes if isinstance(item, Done)] == [True, False, False]
    assert [item.message for item in outcomes if isinstance(item, Failure)] == [
        "archive: no space is left on the disk; free some; nothing more is stored in this run"
    ]


def test_a_reader_is_given_what_earlier_texts_taught(service, put):
    taught = []

    def make(languages, persons):
        taught.append([person.actor.name for person in persons])
        return make_reader(languages, persons)

    service = replace(service, make_reader=make)
    read(service, put("a.txt", SENTENCE))
    read(service, put("b.txt", "Autre chose."))
    assert taught == [[], ["Ana Rull"]]


def test_an_outlet_is_known_by_its_address_or_name(service, put):
    texts = [
        {"text": "a", "url": "https://english.news.cn/1"},
        {"text": "b", "outlet": "xinhua"},
        {"text": "c", "outlet": "La Gazette de nulle part"},
    ]
    read(service, put("a.json", json.dumps(texts)))
    with Archive.open(service.settings.archive) as archive, archive.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT text, outlet_id FROM articles ORDER BY text").all()
    assert [tuple(row) for row in rows] == [("a", "xinhua"), ("b", "xinhua"), ("c", None)]


def test_showing_asks_for_more_when_an_id_is_not_enough(service, put):
    read(service, put("a.jsonl", lines("un", "deux")))
    with pytest.raises(NotFoundError, match="may be n1, n0; give more of the id"):
        service.show("n")
    with pytest.raises(NotFoundError, match="holds no article zz"):
        service.show("zz")
    with pytest.raises(NotFoundError):
        service.show("n0", version=2)


def test_an_article_is_shown_by_its_address(service, put):
    (done,) = read(service, put("a.json", json.dumps({"text": "un", "url": "https://n.example/a?utm_source=x"})))
    assert service.show("https://N.example/a#top") == done.reading


def test_an_explanation_holds_the_sentence_the_rule_and_the_actors(service, put):
    before, after = "Il pleut. Vraiment ! ", " Puis il a neigé. Encore."
    read(service, put("a.json", json.dumps({"id": "x", "text": before + SENTENCE + after})))
    (hit,) = service.search(Query(kinds=("events",)))
    found = service.explain(hit.held.id[:6])
    text = found.article.text
    assert found.sentence.of(text) == SENTENCE
    assert found.rule.yes == ("Il [Q a dit] oui.",)
    assert [(role, span.of(text)) for span, role in found.marks] == [
        ("source", "Ana Rull"),
        ("predicate", "a dit"),
        ("target", "Kaltstadt"),
    ]
    rull, town = found.actors
    assert (rull.role, rull.mention.resolved_by, rull.learned[0][1]) == ("source", "title", "la ministre Ana Rull")
    assert (town.entry, rull.entry.name) == (None, "Liechtenstein")
    assert json.loads(json.dumps(service.explanation_as_json(found)))["rule"]["file"] == "cues/say.toml"


def test_the_card_of_a_rule_of_the_lexicon_is_found_by_its_id():
    card = explain_rule("fr.affirmer")
    assert card is None or card.id == "fr.affirmer"
    from avviso.knowledge.lexicon import lexicon

    entry = lexicon("fr").entries[0]
    assert explain_rule(entry.id) == RuleCard(entry.id, entry.file, entry.yes, entry.no)
    assert explain_rule("check.weekday") is explain_rule("../etc") is explain_rule("") is None


def test_actors_are_sought_by_the_names_that_languages_give_them(service, put):
    read(service, put("a.txt", SENTENCE))
    assert len(service.search(Query(actors=(("Autriche",),)))) == 3
    assert len(service.search(Query(actors=(("austria",),)))) == 3
    assert service.search(Query(actors=(("Russie",),))) == []


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_findings_are_exported_whole_or_not_at_all(service, put, tmp_path, form):
    read(service, put("a.txt", SENTENCE))
    out = tmp_path / f"out.{form}"
    assert service.export_findings(Query(), form, out, io.BytesIO()) == 7
    whole = out.read_bytes()
    stream = io.BytesIO()
    assert service.export_findings(Query(kinds=("events",)), form, None, stream) == 1
    assert 0 < len(stream.getvalue()) < len(whole)
    with pytest.raises(AvvisoError, match="cannot be written"):
        service.export_findings(Query(), form, tmp_path / "nowhere" / "out", io.BytesIO())
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_export_that_fails_leaves_the_file_as_it_was(service, put, tmp_path, monkeypatch):
    read(service, put("a.txt", SENTENCE))
    out = tmp_path / "out.csv"
    out.write_text("before")
    monkeypatch.setattr("avviso.exchange.tables.row", lambda found: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        service.export_findings(Query(), "csv", out, io.BytesIO())
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out.csv"]


def test_an_archive_that_is_not_there_is_told(service):
    for ask in (lambda: service.show("x"), lambda: service.search(Query(words="x")), lambda: service.explain("x")):
        with pytest.raises(ArchiveError, match="there is none yet"):
            ask()


@pytest.mark.parametrize(
    ("article", "result"),
    [
        (an_article(SENTENCE, language=None), "fr"),
        (an_article("The minister said on Monday that the truce would hold for another week.", language=None), "en"),
        (
            an_article("Министр заявил, что перемирие продлится ещё неделю.", language=None),
            "the language ru; fr and en are read",
        ),
        (an_article("1234 5678", language=None), "its language cannot be told; name it with --lang"),
        (an_article(SENTENCE, language="de"), "the language de; fr and en are read"),
        (an_article("1234", language="en"), "en"),
    ],
)
def test_the_reading_that_ships_reads_the_languages_that_are_wanted(monkeypatch, article, result):
    class Reader:
        def __init__(self, persons):
            assert [actor.name for actor in persons.values()] == ["Ana Rull"]

        def read(self, article):
            return full_reading(article)

    monkeypatch.setitem(sys.modules, "avviso.pipeline", SimpleNamespace(Reader=Reader))
    persons = full_reading(an_article()).persons
    found = pipeline_reader(("fr", "en"), persons)(article)
    assert (found.reason if isinstance(found, Skip) else found.article.language).endswith(result)
