"""Full text, the one thing that SQLite (FTS5) and PostgreSQL (text search) do each in its own way.

What a user seeks is a list of words and "quoted phrases" that must all occur; `word*` seeks a beginning. Accents do not matter in
SQLite; in PostgreSQL they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Float, Integer, Select, column, func, literal, literal_column, table, text

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")
_MOST_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other; `open` tells that the last one may go on."""

    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """A full-text index over some columns of a table with a `number`."""

    name: str
    table: str
    columns: tuple[str, ...]


ARTICLES = Index("article_words", "articles", ("headline", "text"))
FINDINGS = Index("finding_words", "findings", ("words",))


def terms(sought: str) -> tuple[Term, ...]:
    """What the user's words ask for."""
    return tuple(_terms(sought))


def _terms(sought: str) -> Iterator[Term]:
    for phrase, word in _TERM.findall(sought):
        parts = tuple(_WORD.findall(phrase or word))
        if parts:
            yield Term(parts, open=word.endswith("*"))


def create(connection: Connection) -> None:
    """Makes the indexes in a new database."""
    for index in (ARTICLES, FINDINGS):
        if connection.dialect.name == "sqlite":
            _create_fts5(connection, index)
        else:
            connection.execute(text(f"CREATE INDEX ix_{index.name} ON {index.table} USING gin ({_vector(index)})"))


def _create_fts5(connection: Connection, index: Index) -> None:
    """An index without a copy of the text; triggers keep it in step with its table."""
    columns = ", ".join(index.columns)
    new, old = (", ".join(f"{row}.{name}" for name in index.columns) for row in ("new", "old"))
    add = f"INSERT INTO {index.name}(rowid, {columns}) VALUES (new.number, {new});"
    drop = f"INSERT INTO {index.name}({index.name}, rowid, {columns}) VALUES ('delete', old.number, {old});"
    connection.execute(
        text(
            f"CREATE VIRTUAL TABLE {index.name} USING fts5({columns}, content='{index.table}', content_rowid='number', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
    )
    for name, when, what in (
        ("insert", "AFTER INSERT", add),
        ("delete", "AFTER DELETE", drop),
        ("update", f"AFTER UPDATE OF {columns}", drop + add),
    ):
        connection.exec_driver_sql(f"CREATE TRIGGER {index.name}_{name} {when} ON {index.table} BEGIN {what} END")


def _vector(index: Index) -> str:
    """A PostgreSQL vector of a row's words; it may not pass one megabyte, so a longer text is indexed by its beginning."""
    joined = " || ' ' || ".join(f"coalesce({index.table}.{name}, '')" for name in index.columns)
    return f"to_tsvector('simple', left({joined}, {_MOST_CHARACTERS}))"


def restrict(
    query: Select[tuple[object, ...]], index: Index, number: ColumnElement[int], sought: tuple[Term, ...], dialect: str
) -> tuple[Select[tuple[object, ...]], ColumnElement[float]]:
    """The query kept to the rows that hold all the terms, and what to sort by so that the best come first."""
    if dialect == "sqlite":
        fts = table(index.name, column("rowid", Integer), column("rank", Float))
        found = literal_column(index.name).op("MATCH")(_fts5(sought))
        return query.join(fts, fts.c.rowid == number).where(found), fts.c.rank
    vector: ColumnElement[str] = literal_column(_vector(index))
    wanted = func.to_tsquery(literal_column("'simple'"), literal(_tsquery(sought)))
    return query.where(vector.op("@@")(wanted)), -func.ts_rank(vector, wanted)


def _fts5(sought: tuple[Term, ...]) -> str:
    return " AND ".join('"' + " ".join(term.words) + '"' + ("*" if term.open else "") for term in sought)


def _tsquery(sought: tuple[Term, ...]) -> str:
    return " & ".join("(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.open else "") + ")" for term in sought)
