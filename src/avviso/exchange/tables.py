"""Findings as tables, one row a finding: CSV, JSONL and Parquet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import islice
from typing import Any, BinaryIO

from avviso.exchange.contract import finding_object, iso_date
from avviso.identity import Finding
from avviso.query import Held
from avviso.records import ActorMention, AgendaItem, Check, Event, Omission, Place, Position, Span, Statement, When

FORMATS = ("csv", "jsonl", "parquet")

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_BATCH = 10_000
_BETWEEN = " | "


def write(found: Iterable[Held], form: str, stream: BinaryIO) -> int:
    """Writes the findings to a binary stream in one of `FORMATS`; returns how many there were."""
    return {"csv": _write_csv, "jsonl": _write_jsonl, "parquet": _write_parquet}[form](found, stream)


def row(found: Held) -> dict[str, str | int | float | None]:
    """One finding as a flat row: the same columns for every kind, empty where a column does not concern it."""
    article, finding = found.article, found.finding
    text = article.text
    span = finding.content if isinstance(finding, Statement) else finding.evidence.span
    values: dict[str, str | int | float | None] = dict.fromkeys(COLUMNS)
    values |= {
        "id": found.id,
        "kind": found.kind,
        "article_id": article.id,
        "article_version": article.version,
        "url": article.url,
        "outlet": article.outlet,
        "headline": article.headline,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "rule": finding.evidence.rule,
        "confidence": finding.confidence,
        "start": span.start,
        "end": span.end,
        "text": span.of(text),
    }
    return values | _particulars(text, finding)


COLUMNS: dict[str, type] = {
    **dict.fromkeys(("id", "kind", "label", "article_id"), str),
    "article_version": int,
    **dict.fromkeys(("url", "outlet", "headline", "published", "language", "rule"), str),
    "confidence": float,
    **dict.fromkeys(("start", "end"), int),
    **dict.fromkeys(("text", "speaker", "speaker_code", "cue", "addressee", "addressee_code", "form", "chain", "channel"), str),
    **dict.fromkeys(("source_actors", "source_codes", "target_actors", "target_codes", "status", "mode", "asserted_by", "cameo"), str),
    "quad_class": int,
    "goldstein": float,
    **dict.fromkeys(("issue", "certainty", "says", "holds", "date", "date_from", "date_to", "place", "country"), str),
    **dict.fromkeys(("lat", "lon"), float),
}
"""The columns of a table and the type of each."""


def _particulars(text: str, finding: Finding) -> dict[str, str | int | float | None]:
    """The columns that only this kind of finding fills."""
    match finding:
        case Statement():
            return {
                "label": finding.act,
                **_one("speaker", text, finding.speaker),
                "cue": _words(text, finding.cue),
                **_one("addressee", text, finding.addressee),
                "form": finding.form.value,
                "chain": _BETWEEN.join(_name(text, link.actor) for link in finding.chain) or None,
                "channel": _words(text, finding.channel),
                **_time(finding.time),
                **_place(finding.place),
            }
        case Event():
            return {
                "label": finding.type,
                **_many("source", text, finding.source_actors),
                **_many("target", text, finding.target_actors),
                "status": finding.status.value,
                "mode": finding.mode,
                "asserted_by": finding.asserted_by,
                "cameo": finding.cameo,
                "quad_class": finding.quad_class,
                "goldstein": finding.goldstein,
                **_time(finding.time),
                **_place(finding.place),
            }
        case Position():
            sides = _many("source", text, (finding.holder,))
            return {"label": finding.stance, **sides, "issue": _words(text, finding.issue), **_time(finding.since)}
        case AgendaItem():
            sides = _many("source", text, finding.actors)
            return {"label": finding.what, **sides, "certainty": finding.certainty, **_time(finding.time), **_place(finding.place)}
        case Omission():
            return {"label": "omission", "issue": _words(text, finding.topic), **_one("speaker", text, finding.silent)}
        case Check():
            return {"label": finding.kind, "says": finding.says, "holds": finding.holds}


def _name(text: str, actor: ActorMention) -> str:
    return actor.name or actor.span.of(text)


def _one(role: str, text: str, actor: ActorMention | None) -> dict[str, str | None]:
    return {role: _name(text, actor) if actor else None, f"{role}_code": actor.code if actor else None}


def _many(role: str, text: str, actors: Sequence[ActorMention]) -> dict[str, str | None]:
    return {
        f"{role}_actors": _BETWEEN.join(_name(text, actor) for actor in actors) or None,
        f"{role}_codes": _BETWEEN.join(actor.code or "" for actor in actors) or None,
    }


def _words(text: str, span: Span | None) -> str | None:
    return span.of(text) if span else None


def _time(when: When | None) -> dict[str, str | None]:
    if when is None:
        return {}
    start, end = (day.isoformat() if day else None for day in (when.start, when.end))
    return {"date": iso_date(when), "date_from": start, "date_to": end}


def _place(place: Place | None) -> dict[str, str | float | None]:
    return {} if place is None else {"place": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}


def _write_csv(found: Iterable[Held], stream: BinaryIO) -> int:
    """CSV for spreadsheets: a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    wrapper = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.DictWriter(wrapper, fieldnames=list(COLUMNS), lineterminator="\r\n")
        writer.writeheader()
        count = 0
        for count, item in enumerate(found, 1):  # noqa: B007 - the count is what is returned
            writer.writerow({key: _harmless(value) for key, value in row(item).items()})
        return count
    finally:
        wrapper.detach()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _write_jsonl(found: Iterable[Held], stream: BinaryIO) -> int:
    """The findings of the contract, each with its kind and article."""
    count = 0
    for item in found:
        article = item.article
        about = {
            "kind": item.kind,
            "article": {
                "id": article.id,
                "version": article.version,
                "url": article.url,
                "outlet": article.outlet,
                "headline": article.headline,
                "published": article.published.isoformat() if article.published else None,
                "language": article.language,
            },
            "finding": finding_object(article.text, item.id, item.finding),
        }
        stream.write(json.dumps(about, ensure_ascii=False).encode("utf-8") + b"\n")
        count += 1
    return count


def _write_parquet(found: Iterable[Held], stream: BinaryIO) -> int:
    """Parquet with typed columns, compressed, a batch of rows in memory at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    count = 0
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for rows in _batches(map(row, found)):
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch
