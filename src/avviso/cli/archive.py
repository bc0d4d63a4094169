"""The commands that ask the archive: `show`, `explain`, `search`, `export findings`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from avviso.cli.screen import error_line, for_programs, show_people
from avviso.cli.start import ArchiveOption, JsonOption, SureOption, day, service
from avviso.service import Query, surer


class Kind(StrEnum):
    """The kinds of findings."""

    STATEMENTS = "statements"
    EVENTS = "events"
    POSITIONS = "positions"
    AGENDA = "agenda"
    OMISSIONS = "omissions"
    CHECKS = "checks"


class Format(StrEnum):
    """What findings can be exported to."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


Words = Annotated[list[str] | None, typer.Argument(metavar="WORDS", help='Words and "phrases" that must all occur; word* for a beginning.')]
Actors = Annotated[
    list[str] | None, typer.Option("--actor", metavar="NAME", help="Code (RUS, UN, SYR:REB) or name; again: both take part.")
]
EventType = Annotated[str | None, typer.Option(metavar="TYPE", help="Type of event: CONSULT, ACCUSE, ASSAULT …")]
Kinds = Annotated[list[Kind] | None, typer.Option("--kind", help="Kind of finding; again: either.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Not before this day: of the finding if it has one, else of publication.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Not after this day.")]
Language = Annotated[str | None, typer.Option("--language", "--lang", metavar="CODE", help="Language of the article.")]

_SHOW = "\b\nExamples:\n  avviso show 3f2a9c\n  avviso show 3f2a9c --version 1 --json"
_EXPLAIN = "\b\nThe ids of findings stand on the cards of `read` and `show`, and in their JSON.\n\n\b\nExamples:\n  avviso explain 81be02"
_SEARCH = """\b
Without --actor, --event-type or --kind articles are sought, with one of them findings.

\b
Examples:
  avviso search ceasefire
  avviso search "nuclear talks" --actor Iran --since 2026-01-01
  avviso search --actor CHN --actor RUS --kind events --json
  avviso search --actor UKR --kind events --min-confidence 0.6
"""
_EXPORT = """\b
Examples:
  avviso export findings --format csv --output findings.csv
  avviso export findings --format parquet --kind events --output events.parquet
  avviso export findings --format jsonl --actor UKR --since 2026-01-01
"""


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog=_SHOW)(show)
    app.command(epilog=_EXPLAIN)(explain)
    app.command(epilog=_SEARCH)(search)
    export = typer.Typer(help="Give findings to other programs.", rich_markup_mode=None)
    export.command("findings", epilog=_EXPORT)(export_findings)
    app.add_typer(export, name="export")


def show(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The article's id or the beginning of it, or its address.")],
    version: Annotated[int | None, typer.Option(metavar="N", min=1, help="An earlier version of its text.")] = None,
    min_confidence: SureOption = 0.0,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> int:
    """Show what was found in an article of the archive."""
    door = service(context, archive=archive)
    reading = surer(door.show(article, version), min_confidence)
    if as_json:
        for_programs().write(json.dumps(door.as_json(reading), ensure_ascii=False, indent=2) + "\n")
    else:
        from avviso.cli.cards import card

        show_people(card(reading))
    return 0


def explain(
    context: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="The finding's id, or the beginning of it.")],
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> int:
    """Tell why a finding is held.

    Shows its sentence with the words marked, the rule that read it with the rule's examples, and who the actors are.
    """
    door = service(context, archive=archive)
    explanation = door.explain(finding)
    if as_json:
        for_programs().write(json.dumps(door.explanation_as_json(explanation), ensure_ascii=False, indent=2) + "\n")
    else:
        from avviso.cli.grounds import grounds

        show_people(grounds(explanation))
    return 0


def search(
    context: typer.Context,
    words: Words = None,
    actor: Actors = None,
    event_type: EventType = None,
    kind: Kinds = None,
    since: Since = None,
    until: Until = None,
    language: Language = None,
    min_confidence: SureOption = 0.0,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")] = 20,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> int:
    """Search the archive.

    By words, actors, type of event, dates and language; all that is given must hold.
    """
    query = _query(words, actor, event_type, kind, since, until, language, min_confidence, limit)
    if not (words or query.seeks_findings or since or until or language):
        raise typer.BadParameter("nothing is sought; give words, --actor, --event-type, --kind, --since, --until or --language")
    door = service(context, archive=archive)
    hits = door.search(query)
    if as_json:
        for_programs().write(json.dumps([door.hit_as_json(hit) for hit in hits], ensure_ascii=False, indent=2) + "\n")
    elif hits:
        from avviso.cli.grounds import hit_lines

        show_people(hit_lines(hits))
    else:
        error_line("nothing found")
    return 0


def export_findings(
    context: typer.Context,
    form: Annotated[Format, typer.Option("--format", help="csv for spreadsheets, jsonl as in the contract, parquet for analysis.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output without.")] = None,
    words: Words = None,
    actor: Actors = None,
    event_type: EventType = None,
    kind: Kinds = None,
    since: Since = None,
    until: Until = None,
    language: Language = None,
    min_confidence: SureOption = 0.0,
    archive: ArchiveOption = None,
) -> int:
    """Export findings, one row each, as CSV, JSONL or Parquet."""
    if form is Format.PARQUET and output is None and sys.stdout.isatty():
        raise typer.BadParameter("parquet is not for a terminal; give --output FILE")
    query = _query(words, actor, event_type, kind, since, until, language, min_confidence, None)
    count = service(context, archive=archive).export_findings(query, form.value, output, sys.stdout.buffer)
    if output is not None:
        error_line(f"{count} finding{'' if count == 1 else 's'} written to {output}")
    return 0


def _query(
    words: Sequence[str] | None,
    actors: Sequence[str] | None,
    event_type: str | None,
    kinds: Sequence[Kind] | None,
    since: str | None,
    until: str | None,
    language: str | None,
    min_confidence: float,
    limit: int | None,
) -> Query:
    """What is sought. A word that the shell was given in quotation marks and that has spaces is a phrase."""
    return Query(
        words=" ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words or ()),
        kinds=tuple(kind.value for kind in kinds or ()),
        actors=tuple((actor,) for actor in actors or ()),
        event_type=event_type.upper() if event_type else None,
        since=day(since) if since else None,
        until=day(until) if until else None,
        language=language.lower() if language else None,
        min_confidence=min_confidence,
        limit=limit,
    )
