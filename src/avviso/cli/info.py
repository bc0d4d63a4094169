"""`avviso info`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from avviso.cli.screen import error_line, for_programs, safe, show_people
from avviso.cli.start import ArchiveOption, JsonOption, service

if TYPE_CHECKING:
    from rich.console import RenderableType

    from avviso.service import Info

_EXAMPLES = "\b\nExamples:\n  avviso info\n  avviso info --json"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(info)


def info(context: typer.Context, as_json: JsonOption = False, archive: ArchiveOption = None) -> int:
    """Tell languages, models, data and what the archive holds.

    Models come with version, licence and hash, data with their sources and licences.
    """
    about = service(context, archive=archive).info()
    if as_json:
        for_programs().write(json.dumps(asdict(about), ensure_ascii=False, indent=2) + "\n")
    else:
        show_people(_page(about))
    if about.problem:
        error_line(about.problem)
        return 1
    return 0


def _page(about: Info) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    def section(title: str, rows: Sequence[tuple[str, ...]]) -> list[RenderableType]:
        table = Table.grid(padding=(0, 2))
        for row in rows:
            table.add_row(*(Text(safe(cell)) for cell in row))
        return [Text(f"\n{title}", style="bold"), Padding(table, (0, 0, 0, 2))]

    held = [(name, str(count)) for name, count in about.counts.items()] or [("nothing yet", "") if about.problem is None else ("?", "")]
    models = [
        (model.name, model.version or "not installed", model.licence or "", f"sha256 {model.sha256[:16]}…" if model.sha256 else "")
        for model in about.models
    ]
    return Group(
        Text(f"avviso {about.version}", style="bold"),
        *section("Languages", [(language.code, language.model, f"{language.rules} rules") for language in about.languages]),
        *section("Models", models),
        *section("Data", [(source.name, source.licence, f"{source.what} ({source.source})") for source in about.data]),
        *section(f"Archive {about.archive}", held),
    )
