"""`avviso bench read`: speed, quality and use of the rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avviso.cli.screen import error_line, for_programs, safe
from avviso.cli.start import JsonOption, now, service
from avviso.errors import InputError, Skip
from avviso.service import Failure, Outcome, Service

if TYPE_CHECKING:
    from avviso.bench.gold import Figure, Score
    from avviso.bench.rules import RuleUse
    from avviso.records import Reading

_EXAMPLES = """\b
Without --gold or --rules the speed is measured: tokens per second of the whole reading, beside the bare models.
GOLD holds one annotated article a line, ARTICLES the texts by the same ids. A set holds texts with quotes, events, times or places.

\b
Examples:
  avviso bench read
  avviso bench read articles/ --workers 2 --json
  avviso bench read --gold gold.jsonl --articles articles.jsonl --errors
  avviso bench read --gold gold.jsonl --articles articles.jsonl --reliability
  avviso bench read --set times.jsonl
  avviso bench read articles/ --rules
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    bench = typer.Typer(help="Measure the reading.", rich_markup_mode=None)
    bench.callback()(_measure)
    bench.command("read", epilog=_EXAMPLES)(bench_read)
    app.add_typer(bench, name="bench")


def _measure() -> None:
    """Measure the reading."""


def bench_read(
    context: typer.Context,
    inputs: Annotated[list[str] | None, typer.Argument(metavar="INPUT", help="What to read; the bundled articles without.")] = None,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="Also tell how much faster N reading processes are than one.")] = 1,
    repeat: Annotated[int, typer.Option(metavar="N", min=1, help="Runs; the median is told.")] = 3,
    gold: Annotated[Path | None, typer.Option(metavar="FILE", help="Annotated articles to score the readings against.")] = None,
    articles: Annotated[Path | None, typer.Option(metavar="FILE", help="The texts of the annotated articles.")] = None,
    annotated: Annotated[Path | None, typer.Option("--set", metavar="FILE", help="Texts annotated for one thing alone.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="With --gold: every error with its sentence, and each rule's account.")] = False,
    reliability: Annotated[bool, typer.Option("--reliability", help="With --gold: how well confidence keeps its word.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Tell which rules never fired.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Measure how fast and how well the articles are read."""
    if (gold is None) != (articles is None):
        raise typer.BadParameter("--gold and --articles belong together; give both")
    if gold is None and (errors or reliability):
        name = "--errors" if errors else "--reliability"
        raise typer.BadParameter(f"{name} tells what comes of --gold; give --gold and --articles")
    if annotated and gold:
        raise typer.BadParameter("--set and --gold exclude each other; give one of them")
    door = service(context)
    sources = [str(annotated)] if annotated else [str(articles)] if articles else inputs
    readings, failed = _readings(door.read(sources, now=now(), keep=False) if sources else door.demo(now()))
    told: dict[str, Any] = {}
    lines: list[str] = []
    if gold:
        found = _score(gold, readings, errors, told, lines)
        if reliability:
            _reliability(found, told, lines)
    if annotated:
        _set(annotated, readings, told, lines)
    if rules:
        _rules(readings, told, lines)
    if not (gold or annotated or rules):
        _speed(readings, repeat, workers, door, told, lines)
    if as_json:
        for_programs().write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        typer.echo("\n".join(safe(line) for line in lines))
    return 1 if failed else 0


def _readings(outcomes: Iterator[Outcome]) -> tuple[list[Reading], int]:
    """The readings, and how many inputs failed."""
    readings: list[Reading] = []
    failed = 0
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failed += 1
            error_line(outcome.message)
        elif isinstance(outcome, Skip):
            error_line(f"{outcome.source}: skipped: {outcome.reason}")
        else:
            readings.append(outcome.reading)
    return readings, failed


def _speed(readings: Sequence[Reading], repeat: int, workers: int, door: Service, told: dict[str, Any], lines: list[str]) -> None:
    from avviso.bench.speed import measure, peak_memory, scaling

    articles = [reading.article for reading in readings]
    speeds = measure(articles, repeat)
    told["speed"] = [asdict(speed) for speed in speeds]
    lines.append(f"{'':10}{'tokens':>9}  {'bare parser, tokens/s':26}{'whole reading, tokens/s':26}ratio")
    for speed in speeds:
        paces = [f"{p.median:7.0f} ({p.slowest:.0f} to {p.fastest:.0f})" for p in (speed.bare, speed.reading)]
        lines.append(f"{speed.language:10}{speed.tokens:9}  {paces[0]:26}{paces[1]:26}{speed.ratio:.0%}")
    told["memory_gb"] = peak_memory()
    if told["memory_gb"] is not None:
        lines.append(f"{'memory':10}{told['memory_gb']:9.2f}  GB at most, with {' and '.join(s.language for s in speeds)} loaded")
    if workers > 1:
        scale = scaling(articles, workers, door.settings.languages)
        told["workers"] = {**asdict(scale), "speedup": scale.speedup}
        rates = f"{scale.together:.1f} articles/s, one process {scale.alone:.1f}: {scale.speedup:.2f} times as fast"
        lines.append(f"{'workers':10}{workers:9}  {rates}")


def _score(gold: Path, readings: Sequence[Reading], errors: bool, told: dict[str, Any], lines: list[str]) -> Score:
    from avviso.bench.gold import score

    try:
        wanted = "annotated article; each line needs id, statements, events and agenda"
        found = score(list(_annotations(gold, _is_gold, wanted)), readings)
    except (LookupError, TypeError, ValueError) as error:
        raise InputError(f"{gold}: an annotation has not the form it should ({type(error).__name__}: {error})") from error
    _figures(found.figures, told, lines)
    told["form"], told["via"] = found.form, found.via
    lines.append(f"{'form':13} {found.form[0]}/{found.form[1]}    via {found.via[0]}/{found.via[1]}")
    if errors:
        told["errors"] = [asdict(slip) for slip in found.slips]
        told["rules"] = {rule: {"right": right, "wrong": wrong} for rule, (right, wrong) in found.rules.items()}
        lines += _errors(found)
    return found


def _reliability(found: Score, told: dict[str, Any], lines: list[str]) -> None:
    from avviso.bench.reliability import bands

    told["reliability"] = [asdict(band) for band in bands(found.judged)]
    lines.append(f"\n{'confidence':26}{'findings':>8}{'sure':>8}{'right':>8}")
    lines += (f"{b.kind:14}{b.low:.1f} to {b.high:.1f}{b.count:10}{b.sure:8.0%}{b.right:8.0%}" for b in bands(found.judged))


def _set(path: Path, readings: Sequence[Reading], told: dict[str, Any], lines: list[str]) -> None:
    from avviso.bench.sets import is_of_a_set, score_set

    wanted = "text of a set; each line needs id, text and one of quotes, gold, timexes and toponyms"
    try:
        figures = score_set(_annotations(path, is_of_a_set, wanted), readings)
    except (LookupError, TypeError, ValueError) as error:
        raise InputError(f"{path}: an annotation has not the form it should ({type(error).__name__}: {error})") from error
    _figures(figures, told, lines)


def _figures(figures: Mapping[str, Figure], told: dict[str, Any], lines: list[str]) -> None:
    told["figures"] = {name: asdict(f) | {"precision": f.precision, "recall": f.recall, "f1": f.f1} for name, f in figures.items()}
    for name, figure in figures.items():
        counts = f"gold {figure.gold}, found {figure.found}, right {figure.right}"
        lines.append(f"{name:13} P {figure.precision:5.1f}  R {figure.recall:5.1f}  F1 {figure.f1:5.1f}   ({counts})")


def _is_gold(annotated: dict[str, Any]) -> bool:
    return {"id", "statements", "events", "agenda"} <= annotated.keys()


def _annotations(path: Path, fits: Callable[[dict[str, Any]], bool], wanted: str) -> Iterator[dict[str, Any]]:
    """One annotated article a line. Raises `InputError` for a file that holds anything else."""
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                annotated = json.loads(line)
                if not isinstance(annotated, dict) or not fits(annotated):
                    raise InputError(f"{path}:{number}: no {wanted}")
                yield annotated
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as annotated articles ({error}); give a JSONL file") from error


def _errors(found: Score) -> Iterator[str]:
    """The errors, the biggest group first, and then how often each rule was right and wrong."""
    groups = Counter((slip.kind, slip.group) for slip in found.slips)
    kinds = Counter(slip.kind for slip in found.slips)
    ordered = sorted(found.slips, key=lambda s: (-kinds[s.kind], s.kind, -groups[s.kind, s.group], s.group))
    for (kind, group), slips in groupby(ordered, key=lambda s: (s.kind, s.group)):
        yield f"\n{kind}, {group} ({groups[kind, group]})"
        for slip in slips:
            yield f"  [{slip.article}] {' '.join(slip.words.split())}"
            yield f"      {slip.note}"
            yield f"      in: {slip.sentence}"
    yield f"\n{'rule':44}{'right':>6}{'wrong':>6}"
    for rule, (right, wrong) in sorted(found.rules.items(), key=lambda item: (-item[1][1], -item[1][0], item[0])):
        yield f"{rule:44}{right:6}{wrong:6}"


def _rules(readings: Sequence[Reading], told: dict[str, Any], lines: list[str]) -> None:
    from avviso.bench.rules import rule_use

    uses = rule_use(readings)
    told["rule_use"] = [asdict(use) for use in uses]
    for use in uses:
        lines += _rule_lines(use)


def _rule_lines(use: RuleUse) -> Iterator[str]:
    yield f"{use.language}: {len(use.fired)} rules fired, {sum(map(len, use.silent.values()))} never did"
    for subject, rules in use.silent.items():
        if rules:
            yield f"  {subject} ({len(rules)}): {', '.join(rules)}"
