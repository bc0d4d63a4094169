"""The archive's tables, and how an older archive becomes a newer one. The same for SQLite and PostgreSQL.

Full text is the one thing that the two do differently: see `words.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    inspect,
)
from sqlalchemy.dialects.postgresql import JSONB

from avviso.errors import ArchiveError
from avviso.store import words

VERSION = 2

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"})
_json = JSON().with_variant(JSONB(), "postgresql")


def _of_article() -> Column[str]:
    return Column("article_key", Text, ForeignKey("articles.key", ondelete="CASCADE"), nullable=False, index=True)


def _span(name: str = "") -> tuple[Column[int], Column[int]]:
    return Column(f"{name}start", Integer, nullable=False), Column(f"{name}end", Integer, nullable=False)


schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

outlets = Table(
    "outlets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("ownership", Text, nullable=False, default=""),
    Column("owner", Text, nullable=False, default=""),
    Column("reliability", Text, nullable=False, default="F"),
    Column("languages", _json, nullable=False),
)

# One row a version of an article's text. `key` names the version, `id` the article, `supersedes` the key of the version before.
# `published` keeps the ISO text (a date, or a moment with its time zone), `published_on` the day for searching.
# `origin` is the file that an article without address came from; `digest` tells whether a new reading found anything else.
articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("supersedes", Text),
    Column("latest", Boolean, nullable=False),
    Column("url", Text),
    Column("origin", Text, index=True),
    Column("outlet", Text),
    Column("outlet_id", Text, ForeignKey("outlets.id"), index=True),
    Column("headline", Text),
    Column("byline", Text),
    Column("published", Text),
    Column("published_on", Date, index=True),
    Column("retrieved", Text),
    Column("language", Text, index=True),
    Column("text", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("parts", _json, nullable=False),
    Column("stored", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

# One row a finding. `label` is what its kind is told by: the act of a statement, the type of an event, the stance of a position,
# what is on the agenda, the kind of a check. `start` and `end` are the evidence, `words` all the words that the finding rests on,
# `body` the record itself.
findings = Table(
    "findings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _of_article(),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("status", Text),
    Column("rule", Text, nullable=False, index=True),
    Column("confidence", Float, nullable=False, server_default="1"),
    *_span(),
    Column("words", Text, nullable=False),
    Column("time_start", Date, index=True),
    Column("time_end", Date),
    Column("asserted_by", Text),
    Column("body", _json, nullable=False),
    Index("ix_findings_kind_label", "kind", "label"),
)

# Who plays a role in a finding; `folded` is name, words and office without case and accents, for searching.
mentions = Table(
    "mentions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("finding_id", Text, ForeignKey("findings.id", ondelete="CASCADE"), nullable=False, index=True),
    _of_article(),
    Column("role", Text, nullable=False),
    *_span(),
    Column("text", Text, nullable=False),
    Column("name", Text),
    Column("code", Text, index=True),
    Column("kind", Text),
    Column("office", Text),
    Column("actor_id", Text, index=True),
    Column("resolved_by", Text, nullable=False),
    Column("folded", Text, nullable=False),
)

# One row each time that a text taught us a person and an office.
persons = Table(
    "persons",
    metadata,
    Column("number", Integer, primary_key=True),
    _of_article(),
    Column("actor_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("code", Text),
    Column("office", Text),
    Column("since", Date),
    *_span(),
    Column("rule", Text, nullable=False),
    Column("body", _json, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("number", Integer, primary_key=True),
    _of_article(),
    *_span(),
    Column("text", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", Text, index=True),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("gazetteer_id", Text, nullable=False, index=True),
    Column("precision", Text, nullable=False),
)

times = Table(
    "times",
    metadata,
    Column("number", Integer, primary_key=True),
    _of_article(),
    *_span(),
    Column("text", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("time_start", Date),
    Column("time_end", Date),
    Column("body", _json, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One step from the schema before to schema `to`."""

    to: int
    apply: Callable[[Connection], None]


def _add_confidence(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE findings ADD COLUMN confidence FLOAT DEFAULT 1 NOT NULL")


UPGRADES: tuple[Upgrade, ...] = (Upgrade(2, _add_confidence),)
"""In order. A new archive is made at `VERSION` at once; these bring an older one there."""


def version(connection: Connection) -> int | None:
    """The schema that the database holds, None for an empty database. Raises `ArchiveError` for a database of another program."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if schema_version.name not in tables:
        raise ArchiveError("is a database of another program; choose another path with --archive")
    found = connection.execute(schema_version.select()).scalar()
    if found is None:
        raise ArchiveError("does not tell the version of its tables; restore it from a copy or choose another path with --archive")
    return int(found)


def prepare(connection: Connection, upgrades: Sequence[Upgrade] = UPGRADES, target: int = VERSION) -> None:
    """Makes the tables in an empty database, or brings older ones to the target, in the caller's transaction.

    Raises `ArchiveError` when the database was made by a newer Avviso.
    """
    found = version(connection)
    if found is None:
        metadata.create_all(connection)
        words.create(connection)
        connection.execute(schema_version.insert().values(version=target))
        return
    if found > target:
        raise ArchiveError(f"was written by a newer Avviso (tables of version {found}, this one knows {target}); upgrade Avviso")
    for upgrade in upgrades:
        if found < upgrade.to <= target:
            upgrade.apply(connection)
            connection.execute(schema_version.update().values(version=upgrade.to))
