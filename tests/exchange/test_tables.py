import csv
import io
import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from stub_reading import an_article, full_reading

from avviso.exchange.tables import COLUMNS, FORMATS, row, write
from avviso.identity import findings, identify
from avviso.query import Held


def held(**fields):
    reading = identify(full_reading(an_article(**fields)))
    return [Held(reading.article, kind, name, finding) for kind, name, finding in findings(reading)]


def written(found, form):
    stream = io.BytesIO()
    assert write(found, form, stream) == len(found)
    return stream.getvalue()


def test_every_kind_fills_known_columns_with_the_right_types():
    kinds = set()
    for item in held():
        values = row(item)
        kinds.add(item.kind)
        assert list(values) == list(COLUMNS)
        for name, value in values.items():
            assert value is None or isinstance(value, COLUMNS[name]), name
        assert values["label"] and values["rule"] and values["text"]
    assert len(kinds) == 6


def test_a_statement_and_an_event_say_who():
    statement, _, event, *_ = (row(item) for item in held())
    assert (statement["speaker"], statement["speaker_code"], statement["addressee"], statement["chain"]) == (
        "Ana Rull", "LIE", "Kaltstadt", "l'agence Nord",
    )  # fmt: skip
    assert (event["source_codes"], event["target_codes"], event["goldstein"], event["date"], event["lat"]) == (
        "LIE", "AUT:OPP", -1.5, "2026-02-03", 47.14,
    )  # fmt: skip


def test_csv_is_read_back_as_it_was_written():
    found = held(headline='Un "titre",\nsur deux lignes')
    rows = list(csv.DictReader(io.StringIO(written(found, "csv").decode(), newline="")))
    assert [line["id"] for line in rows] == [item.id for item in found]
    assert rows[0]["headline"] == 'Un "titre",\nsur deux lignes'
    assert rows[2]["goldstein"] == "-1.5"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\r", "\n=", "＝"])
def test_csv_holds_no_formula(start):
    found = [replace(item, article=replace(item.article, headline=f"{start}SUM(A1)")) for item in held()]
    rows = csv.DictReader(io.StringIO(written(found, "csv").decode(), newline=""))
    assert {line["headline"] for line in rows} == {f"'{start}SUM(A1)"}


def test_jsonl_holds_the_finding_as_the_contract_has_it():
    lines = [json.loads(line) for line in written(held(url="https://n.example/"), "jsonl").splitlines()]
    assert lines[2]["kind"] == "events"
    assert lines[2]["finding"]["source_actors"][0]["name"] == "Ana Rull"
    about = lines[2]["article"]
    assert (about["id"], about["version"], about["url"], about["language"], about["published"]) == (
        "an-article", 1, "https://n.example/", "fr", None,
    )  # fmt: skip


def test_parquet_has_typed_columns():
    found = held() * 3
    table = pq.read_table(io.BytesIO(written(found, "parquet")))
    assert table.num_rows == len(found)
    assert [str(table.schema.field(name).type) for name in ("text", "start", "goldstein")] == ["string", "int64", "double"]
    assert table.to_pylist()[2]["goldstein"] == -1.5


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_written_as_an_empty_table(form):
    data = written([], form)
    assert (data == b"") is (form == "jsonl")
