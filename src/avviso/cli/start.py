"""What every command begins with: its settings, and the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from avviso.service import Service
from avviso.settings import Settings, load

ArchiveOption = Annotated[str | None, typer.Option("--archive", metavar="PATH", help="The archive: a file, or postgresql+psycopg://…")]
SureOption = Annotated[
    float,
    typer.Option("--min-confidence", metavar="SHARE", min=0, max=1, show_default=False, help="Pass over findings less sure (0 to 1)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(slots=True)
class Start:
    """How the program was started."""

    make_service: Callable[[Settings], Service]
    config: Path | None = None


def service(context: typer.Context, *, archive: str | None = None, workers: int | None = None) -> Service:
    """The service with the settings of file, environment and flags. Raises `SettingsError`."""
    start = context.find_object(Start)
    if start is None:
        raise RuntimeError("a command was called without its start")
    return start.make_service(load(start.config, archive=archive, workers=workers))


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def day(value: str) -> date:
    """A day that the user wrote. Raises a usage error."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no date; write YYYY-MM-DD") from error
