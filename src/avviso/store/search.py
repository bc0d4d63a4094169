"""Finds articles and findings in the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select

from avviso.query import Held, Hit, Query
from avviso.records import Article
from avviso.store import words
from avviso.store.archive import Archive
from avviso.store.engine import explained
from avviso.store.rows import fold, to_article, to_finding
from avviso.store.schema import articles, findings, mentions

_SNIPPET = 160
_SEARCHED = 200_000
_FINDING = tuple(findings.c[name].label(f"finding_{name}") for name in ("id", "kind", "words", "body"))
_BATCH = 500


def search(archive: Archive, query: Query) -> list[Hit]:
    """The best hits first, at most `query.limit`. Only the latest version of an article counts."""
    sought = words.terms(query.words)
    if query.words.strip() and not sought:
        return []
    with explained(archive.where), archive.engine.connect() as connection:
        select_hits = _select_findings if query.seeks_findings else _select_articles
        found = connection.execute(select_hits(query, sought, connection.dialect.name))
        return [_finding_hit(row) if query.seeks_findings else _article_hit(row, sought) for row in found]


def each_finding(archive: Archive, query: Query) -> Iterator[Held]:
    """Every finding that the query allows, article by article in the order of storing, without holding them all in memory."""
    sought = words.terms(query.words)
    with explained(archive.where), archive.engine.connect() as connection:
        statement = _select_findings(replace(query, limit=None), sought, connection.dialect.name)
        bare = statement.with_only_columns(articles.c.key, *_FINDING).order_by(None).order_by(articles.c.number, findings.c.number)
        article: Article | None = None
        key = ""
        for row in connection.execution_options(yield_per=_BATCH).execute(bare):
            if article is None or row.key != key:
                key = row.key
                article = to_article(connection.execute(select(articles).where(articles.c.key == key)).one())
            yield _held(row, article)


def _select_articles(query: Query, sought: tuple[words.Term, ...], dialect: str) -> Select[Any]:
    chosen: Select[Any] = select(articles).where(articles.c.latest.is_(True), *_about_article(query))
    chosen = chosen.where(*_within(query, articles.c.published_on, articles.c.published_on))
    return _ordered(chosen, words.ARTICLES, articles.c.number, query, sought, dialect)


def _select_findings(query: Query, sought: tuple[words.Term, ...], dialect: str) -> Select[Any]:
    chosen: Select[Any] = select(articles, *_FINDING).join(findings, findings.c.article_key == articles.c.key)
    start = func.coalesce(findings.c.time_start, articles.c.published_on)
    end = func.coalesce(findings.c.time_end, findings.c.time_start, articles.c.published_on)
    chosen = chosen.where(articles.c.latest.is_(True), *_about_article(query), *_within(query, start, end))
    if query.kinds:
        chosen = chosen.where(findings.c.kind.in_(query.kinds))
    if query.event_type:
        chosen = chosen.where(findings.c.kind.in_(("events", "agenda")), findings.c.label == query.event_type)
    if query.min_confidence:
        chosen = chosen.where(findings.c.confidence >= query.min_confidence)
    for names in query.actors:
        means = or_(*(_names_actor(name) for name in names))
        chosen = chosen.where(exists().where(mentions.c.finding_id == findings.c.id, means))
    return _ordered(chosen, words.FINDINGS, findings.c.number, query, sought, dialect)


def _ordered(
    chosen: Select[Any], index: words.Index, number: ColumnElement[int], query: Query, sought: tuple[words.Term, ...], dialect: str
) -> Select[Any]:
    order: list[ColumnElement[Any]] = []
    if sought:
        chosen, best_first = words.restrict(chosen, index, number, sought, dialect)
        order.append(best_first)
    return chosen.order_by(*order, articles.c.published_on.desc().nulls_last(), number.desc()).limit(query.limit)


def _about_article(query: Query) -> list[ColumnElement[bool]]:
    return [articles.c.language == query.language] if query.language else []


def _within(query: Query, start: ColumnElement[Any], end: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if query.since:
        limits.append(end >= query.since)
    if query.until:
        limits.append(start <= query.until)
    return limits


def _names_actor(actor: str) -> ColumnElement[bool]:
    """Whether a mention means the actor, told by code, by id, or by part of a name of three letters or more."""
    code = actor.upper()
    ways = [mentions.c.code == code, mentions.c.code.startswith(f"{code}:", autoescape=True), mentions.c.actor_id == actor]
    folded = fold(actor.strip())
    is_code = actor == code and actor.isascii() and len(actor) <= len("USA")
    if len(folded) > len("un") and not is_code:
        ways.append(mentions.c.folded.contains(folded, autoescape=True))
    return or_(*ways)


def _article_hit(row: Row[Any], sought: tuple[words.Term, ...]) -> Hit:
    return Hit(to_article(row), snippet(row.text, sought))


def _finding_hit(row: Row[Any]) -> Hit:
    held = _held(row, to_article(row))
    return Hit(held.article, " ".join(row.finding_words.split()), held)


def _held(row: Row[Any], article: Article) -> Held:
    return Held(article, row.finding_kind, row.finding_id, to_finding(row.finding_kind, row.finding_body))


def snippet(text: str, sought: tuple[words.Term, ...]) -> str:
    """Some words of the text around the first place that holds one of the terms, on one line."""
    folded = fold_keeping_length(text[:_SEARCHED])
    places = [folded.find(fold_keeping_length(term.words[0])) for term in sought]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, first - _SNIPPET // 3)
    if start:
        start = text.find(" ", start, first) + 1 or start
    cut = " ".join(text[start : start + _SNIPPET].split())
    return ("… " if start else "") + cut + (" …" if start + _SNIPPET < len(text) else "")


def fold_keeping_length(text: str) -> str:
    """The text without case and accents, letter for letter, so that its offsets stay."""
    return "".join((fold(sign) or sign)[0] for sign in text)
