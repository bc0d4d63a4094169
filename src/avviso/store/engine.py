"""Opens a database so that a kill leaves no half transaction, and says in one line what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from avviso.errors import ArchiveError

# A part of the database's own message, and what we say instead.
_MEANINGS = (
    ("database is locked", "another program is writing to it; wait for that to end, or choose another path with --archive"),
    ("disk is full", "no space is left on the disk; free some and run again (what was stored is kept)"),
    ("not a database", "is no archive of Avviso, or damaged; restore it from a copy or choose another path with --archive"),
    ("malformed", "is damaged; restore it from a copy or choose another path with --archive"),
    ("readonly database", "cannot be written; check its permissions or choose another path with --archive"),
    ("unable to open database", "cannot be opened; check the path and its permissions"),
    ("disk i/o error", "the disk cannot be read or written; check it and run again (what was stored is kept)"),
)


def connect(where: str, lock_timeout: float) -> Engine:
    """The database at a path (SQLite) or an address with `://`. `lock_timeout` in seconds. Raises `ArchiveError`."""
    with explained(where):
        url = make_url(where) if "://" in where else URL.create("sqlite", database=str(Path(where).expanduser()))
        if url.get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True)
        engine = create_engine(url, connect_args={"timeout": lock_timeout})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write: all of it is kept, or nothing."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turns what a database or its driver raises into an `ArchiveError` of one line."""
    try:
        yield
    except ArchiveError as error:
        if str(error).startswith("archive "):
            raise
        raise ArchiveError(f"archive {shown(where)}: {error}") from error
    except NoSuchModuleError as error:
        raise ArchiveError(f"archive {shown(where)}: this kind of database is not known; use a path or postgresql+psycopg://") from error
    except ModuleNotFoundError as error:
        raise ArchiveError(f"archive {shown(where)}: the database driver {error.name} is missing; install it") from error
    except ArgumentError as error:
        raise ArchiveError(f"archive {shown(where)}: this is no database address; use a path or postgresql+psycopg://") from error
    except (SQLAlchemyError, OSError) as error:
        raise ArchiveError(f"archive {shown(where)}: {_meaning(error)}") from error


def shown(where: str) -> str:
    """The path or address as it may be shown: without a password."""
    if "://" not in where:
        return where
    try:
        return make_url(where).render_as_string(hide_password=True)
    except ArgumentError:
        return where.partition("://")[0] + "://…"


def _meaning(error: Exception) -> str:
    message = str(getattr(error, "orig", None) or error)
    for part, meaning in _MEANINGS:
        if part in message.lower():
            return meaning
    return f"{message.splitlines()[0] if message else type(error).__name__}; check the database"


def _set_up_sqlite(connection: Any, _: object) -> None:
    """Transactions begin where we say, are on the disk when they end, and readers do not wait for a writer."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes the lock at once, so that it waits for another writer instead of failing midway."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
