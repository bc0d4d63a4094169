"""The archive: every article with its findings, each version of a text once, one transaction an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Row, func, select

from avviso.errors import ArchiveError
from avviso.identity import version_key
from avviso.outcomes import Stored
from avviso.records import Article, LearnedPerson, Outlet, Reading
from avviso.store import rows
from avviso.store.codec import unpack
from avviso.store.engine import connect, explained, shown, writing
from avviso.store.schema import VERSION, articles, findings, mentions, outlets, persons, places, prepare, times, version

_WORD = re.compile(r"\w+")
_ALIKE = 0.5


class Archive:
    """One open archive. Every method raises `ArchiveError`, in one line, when the database cannot do what is asked."""

    def __init__(self, engine: Engine, where: str) -> None:
        self.engine = engine
        self.where = where

    @classmethod
    def open(cls, where: str, *, create: bool = False, lock_timeout: float = 10.0) -> Self:
        """The archive at a path or database address, its tables brought up to date; made if `create` says so."""
        with explained(where):
            if "://" not in where:
                path = Path(where).expanduser()
                if not path.exists() and not create:
                    raise ArchiveError("there is none yet; `avviso read` makes one, --archive names another")
                path.parent.mkdir(parents=True, exist_ok=True)
        engine = connect(where, lock_timeout)
        try:
            with explained(where):
                with engine.connect() as connection:
                    found = version(connection)
                if found != VERSION:
                    with writing(engine) as connection:
                        prepare(connection)
        except ArchiveError:
            engine.dispose()
            raise
        return cls(engine, where)

    def close(self) -> None:
        """Lets the database go."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def shown(self) -> str:
        """Where the archive lies, fit to be shown."""
        return shown(self.where)

    def add(self, reading: Reading, *, now: datetime, origin: str | None = None, outlet: Outlet | None = None) -> Stored:
        """Keeps a reading whose ids are settled (`identity.identify`), in one transaction.

        The same text is kept once: new findings take the place of the former ones. Another text under the same id, or from the same
        `origin` (a file) with most words in common, is a new version that supersedes the latest. `now` is the moment of storing.
        """
        with explained(self.where), writing(self.engine) as connection:
            return _add(connection, reading, now, origin, outlet)

    def reading(self, key: str) -> Reading:
        """All that is held of one version of an article, as it was read."""
        with explained(self.where), self.engine.connect() as connection:
            row = connection.execute(select(articles).where(articles.c.key == key)).one_or_none()
            if row is None:
                raise ArchiveError(f"holds no article version {key}; `avviso search` lists what it holds")
            return _reading(connection, row)

    def keys(self, prefix: str, number: int | None = None, limit: int = 10) -> list[tuple[str, str]]:
        """Id and key of the articles whose id is `prefix`, else of those whose id starts so: the latest version, or that `number`."""
        wanted = articles.c.latest.is_(True) if number is None else articles.c.version == number
        with explained(self.where), self.engine.connect() as connection:
            for match in (articles.c.id == prefix, articles.c.id.startswith(prefix, autoescape=True)):
                query = select(articles.c.id, articles.c.key).where(match, wanted).order_by(articles.c.number.desc()).limit(limit)
                found = [(row.id, row.key) for row in connection.execute(query)]
                if found:
                    return found
        return []

    def finding_keys(self, prefix: str, limit: int = 10) -> list[tuple[str, str]]:
        """Id of the finding, and key of its article's version, for the findings whose id starts so."""
        query = select(findings.c.id, findings.c.article_key).where(findings.c.id.startswith(prefix, autoescape=True)).limit(limit)
        with explained(self.where), self.engine.connect() as connection:
            return [(row.id, row.article_key) for row in connection.execute(query)]

    def learned_persons(self) -> tuple[LearnedPerson, ...]:
        """Every person, office and code that some text taught, with the earliest evidence."""
        first = select(func.min(persons.c.number)).group_by(persons.c.actor_id, persons.c.office, persons.c.code)
        query = select(persons.c.body).where(persons.c.number.in_(first)).order_by(persons.c.number)
        with explained(self.where), self.engine.connect() as connection:
            return tuple(unpack(LearnedPerson, row.body) for row in connection.execute(query))

    def evidence_of(self, actor_id: str, limit: int = 5) -> list[tuple[LearnedPerson, str]]:
        """What taught us an actor, with the words, earliest first."""
        query = (
            select(persons.c.body, func.substr(articles.c.text, persons.c.start + 1, persons.c.end - persons.c.start).label("words"))
            .join(articles, articles.c.key == persons.c.article_key)
            .where(persons.c.actor_id == actor_id)
            .order_by(persons.c.number)
            .limit(limit)
        )
        with explained(self.where), self.engine.connect() as connection:
            return [(unpack(LearnedPerson, row.body), row.words) for row in connection.execute(query)]

    def counts(self) -> dict[str, int]:
        """How many rows of each sort the archive holds: articles, versions, each kind of finding, persons, places, times."""
        by_kind = select(findings.c.kind, func.count().label("n")).group_by(findings.c.kind).order_by(findings.c.kind)
        with explained(self.where), self.engine.connect() as connection:
            held = {
                "articles": _count(connection, articles.c.id.distinct()),
                "versions": _count(connection, articles.c.key),
                "outlets": _count(connection, articles.c.outlet.distinct()),
                "persons": _count(connection, persons.c.actor_id.distinct()),
                "places": _count(connection, places.c.number),
                "times": _count(connection, times.c.number),
            }
            return held | {row.kind: row.n for row in connection.execute(by_kind)}


def _count(connection: Connection, what: Any) -> int:
    return connection.execute(select(func.count(what))).scalar_one()


def _add(connection: Connection, reading: Reading, now: datetime, origin: str | None, outlet: Outlet | None) -> Stored:
    key, digest = version_key(reading.article), rows.digest(reading)
    held = connection.execute(select(articles).where(articles.c.key == key)).one_or_none()
    if held is not None and held.digest == digest:
        return Stored(key, "unchanged", held.version, held.supersedes)
    if outlet is not None:
        _put_outlet(connection, outlet)
    about = rows.of_article(reading, origin=origin, outlet_id=outlet.id if outlet else None)
    if held is not None:
        for table in (mentions, findings, persons, places, times):
            connection.execute(table.delete().where(table.c.article_key == key))
        connection.execute(articles.update().where(articles.c.key == key).values(**about, digest=digest))
        _put_findings(connection, reading, key)
        return Stored(key, "reread", held.version, held.supersedes)
    former = _former(connection, reading.article, origin)
    number, supersedes = (former.version + 1, former.key) if former is not None else (1, None)
    if former is not None:
        connection.execute(articles.update().where(articles.c.key == former.key).values(latest=False))
    connection.execute(
        articles.insert().values(
            **about, key=key, version=number, supersedes=supersedes, latest=True, stored=now.isoformat(timespec="seconds"), digest=digest
        )
    )
    _put_findings(connection, reading, key)
    return Stored(key, "new" if former is None else "version", number, supersedes)


def _former(connection: Connection, article: Article, origin: str | None) -> Row[Any] | None:
    """The version that this text supersedes: the latest of the same id, else what the same file held if it is much the same text."""
    latest = select(articles).where(articles.c.latest.is_(True)).order_by(articles.c.number.desc()).limit(1)
    same = connection.execute(latest.where(articles.c.id == article.id)).one_or_none()
    if same is not None or origin is None:
        return same
    before = connection.execute(latest.where(articles.c.origin == origin)).one_or_none()
    return before if before is not None and _alike(before.text, article.text) else None


def _alike(one: str, other: str) -> bool:
    """Whether two texts have so many words in common that one must be a correction of the other."""
    a, b = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return len(a & b) >= _ALIKE * len(a | b)


def _put_outlet(connection: Connection, outlet: Outlet) -> None:
    same = outlets.c.id == outlet.id
    known = connection.execute(select(outlets.c.id).where(same)).one_or_none() is not None
    connection.execute((outlets.update().where(same) if known else outlets.insert()).values(**rows.of_outlet(outlet)))


def _put_findings(connection: Connection, reading: Reading, key: str) -> None:
    for table, values in rows.of_findings(reading, key):
        if values:
            connection.execute(table.insert(), values)


def _reading(connection: Connection, row: Row[Any]) -> Reading:
    def bodies(table: Any) -> Iterator[Row[Any]]:
        yield from connection.execute(select(table).where(table.c.article_key == row.key).order_by(table.c.number))

    return rows.to_reading(row, list(bodies(findings)), list(bodies(places)), list(bodies(times)), list(bodies(persons)))
