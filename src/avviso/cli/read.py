"""`avviso read` and `avviso demo`."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from avviso.cli.screen import Progressing, error_line, for_programs, show_people, undisturbed
from avviso.cli.start import ArchiveOption, SureOption, day, now, service
from avviso.errors import Skip
from avviso.records import Reading
from avviso.service import Done, Failure, Outcome, Service, surer

Show = Callable[[Reading], None]
Verbose = typer.Option("--verbose", "-v", count=True, show_default=False, help="Say more; twice: show faults of ours in full.")

_READ_EXAMPLES = """\b
INPUT is a text, HTML, JSON or JSONL file, a folder, an http(s) address, or - for standard input.
A JSON article has "text", and may have "id", "lang", "headline", "date", "url", "outlet".

\b
Examples:
  avviso read article.txt --published 2026-01-27
  avviso read articles/ --workers 2 --jsonl > readings.jsonl
  avviso read article.txt --min-confidence 0.7
  curl -s https://example.org/news | avviso read - --no-archive
"""
_DEMO_EXAMPLES = "\b\nExamples:\n  avviso demo\n  avviso demo --jsonl | head -1"


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog=_READ_EXAMPLES)(read)
    app.command(epilog=_DEMO_EXAMPLES)(demo)


def read(
    context: typer.Context,
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="What to read.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array of readings.")] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line, as soon as it is read.")] = False,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Day of publication, over what the inputs say.")] = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="CODE", help="Language, over what the inputs say.")] = None,
    min_confidence: SureOption = 0.0,
    archive: ArchiveOption = None,
    no_archive: Annotated[bool, typer.Option("--no-archive", help="Keep nothing.")] = False,
    workers: Annotated[int | None, typer.Option(metavar="N", min=1, help="Reading processes; each holds its own models.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    verbose: Annotated[int, Verbose] = 0,
) -> int:
    """Read articles and keep what they say in the archive.

    Prints who said or did what to whom, each finding with the words that it rests on. The archive keeps all findings, whatever
    --min-confidence says.
    """
    if as_json and as_jsonl:
        raise typer.BadParameter("--json and --jsonl exclude each other; give one of them")
    if archive and no_archive:
        raise typer.BadParameter("--archive and --no-archive exclude each other; give one of them")
    with_day = day(published) if published else None
    door = service(context, archive=archive, workers=workers)
    outcomes = door.read(inputs, now=now(), language=language.lower() if language else None, published=with_day, keep=not no_archive)
    bar = Progressing(door.count(inputs, now()), wanted=not quiet)
    with _printer(door, as_json, as_jsonl, quiet, min_confidence) as show:
        return _run(outcomes, show, bar, kept=not no_archive, quiet=quiet, verbose=verbose)


def demo(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array of readings.")] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line.")] = False,
) -> int:
    """Read the articles that ship with Avviso.

    Prints a briefing of what they say. Nothing is kept.
    """
    if as_json and as_jsonl:
        raise typer.BadParameter("--json and --jsonl exclude each other; give one of them")
    door = service(context)
    readings: list[Reading] = []
    with _printer(door, as_json, as_jsonl, quiet=False) as show:

        def remember(reading: Reading) -> None:
            readings.append(reading)
            show(reading)

        code = _run(door.demo(now()), remember, Progressing(0, wanted=False), kept=False, quiet=True, verbose=0)
    if not (as_json or as_jsonl):
        from avviso.cli.cards import briefing

        show_people(briefing(readings))
    return code


def _run(outcomes: Iterator[Outcome], show: Show, bar: Progressing, *, kept: bool, quiet: bool, verbose: int) -> int:
    """Prints what becomes of each input, and at the end what became of all; returns the exit code."""
    logging.lastResort = None  # libraries warn of what is told here in our own words
    tally: Counter[str] = Counter()
    unknown: set[str] = set()
    try:
        with bar:
            for outcome in outcomes:
                with bar.aside():
                    _report(outcome, show, tally, quiet=quiet, verbose=verbose)
                if isinstance(outcome, Done) and verbose and outcome.unknown - unknown:
                    error_line(f"{outcome.source}: nothing is done with the fields {', '.join(sorted(outcome.unknown - unknown))}")
                    unknown |= outcome.unknown
                bar.step()
    except KeyboardInterrupt:
        error_line(f"stopped; {_articles(tally['stored'] if kept else tally['read'])} {'stored and kept' if kept else 'read'}")
        return 130
    finally:
        outcomes.close()  # type: ignore[attr-defined]
    if not quiet and sum(tally[what] for what in ("read", "skipped", "failed")) > 1:
        error_line(_summary(tally, kept))
    return 1 if tally["failed"] else 0


def _report(outcome: Outcome, show: Show, tally: Counter[str], *, quiet: bool, verbose: int) -> None:
    if isinstance(outcome, Failure):
        tally["failed"] += 1
        error_line(outcome.message)
        if verbose > 1 and outcome.detail:
            error_line("the fault in full:")
            for line in outcome.detail.splitlines():
                error_line(line)
    elif isinstance(outcome, Skip):
        tally["skipped"] += 1
        if not quiet:
            error_line(f"{outcome.source}: skipped: {outcome.reason}")
    else:
        tally["read"] += 1
        if outcome.stored:
            tally["stored"] += 1
            tally[outcome.stored.outcome] += 1
        show(outcome.reading)


def _summary(tally: Counter[str], kept: bool) -> str:
    parts = [f"{_articles(tally['read'])} read"]
    if kept:
        parts.append(f"{tally['stored']} stored")
        named = {"new": "new", "version": "changed", "reread": "with other findings than before", "unchanged": "already known"}
        detail = ", ".join(f"{tally[outcome]} {name}" for outcome, name in named.items() if tally[outcome])
        parts[-1] += f" ({detail})" if detail else ""
    parts += [f"{tally[what]} {what}" for what in ("skipped", "failed") if tally[what]]
    return ", ".join(parts)


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


@contextmanager
def _printer(door: Service, as_json: bool, as_jsonl: bool, quiet: bool, least: float = 0.0) -> Iterator[Show]:
    """How each reading is printed, without what is less sure than `least`; a JSON array is closed even when the run is stopped."""
    if not (as_json or as_jsonl):
        yield (lambda _: None) if quiet else lambda reading: _show_card(surer(reading, least))
        return
    out, first = for_programs(), True

    def show(reading: Reading) -> None:
        nonlocal first
        line = json.dumps(door.as_json(surer(reading, least)), ensure_ascii=False)
        with undisturbed():
            out.write((("[\n" if first else ",\n") + line) if as_json else line + "\n")
            out.flush()
            first = False

    yield show
    if as_json:
        out.write("[]\n" if first else "\n]\n")


def _show_card(reading: Reading) -> None:
    from avviso.cli.cards import card

    show_people(card(reading))
