#!/usr/bin/env python3
"""Fails when a figure is below its floor in floors.json.

    bench/floors.py [GOLD_FOLDER] [--dev GOLD_FOLDER] [--own] [--speed]

The folder holds gold-LANGUAGE.jsonl and articles-LANGUAGE.jsonl, and may hold sets; without it nothing is measured there and nothing
fails. Our own annotated articles (bench/gold) are measured with --own. Lowering a floor is a deliberate edit, which its commit explains.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from avviso.bench.gold import Figure, score
from avviso.bench.sets import score_set
from avviso.outcomes import Done, Failure
from avviso.records import Reading
from avviso.service import Service
from avviso.settings import Settings
from avviso.workers import pin_threads

HERE = Path(__file__).parent
DEV = HERE.parent.parent / "shared" / "dev"


def readings_of(articles: Path) -> list[Reading]:
    """The readings of a file of articles. Stops the program when one cannot be read."""
    readings: list[Reading] = []
    for outcome in service().read([str(articles)], now=datetime.now(UTC), keep=False):
        if isinstance(outcome, Failure):
            sys.exit(f"floors: {outcome.message}")
        if isinstance(outcome, Done):
            readings.append(outcome.reading)
    return readings


def figures(gold: Path, articles: Path) -> dict[str, Figure]:
    """The figures of one language."""
    annotated = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    return score(annotated, readings_of(articles)).figures


def service() -> Service:
    """The reading that ships, without an archive."""
    return Service(Settings(archive=":memory:"))


def quality(floors: dict[str, Any], dev: Path) -> Iterator[str]:
    """One line for each figure below its floor; says on the way how all stand."""
    for language, wanted in floors.items():
        gold, articles = dev / f"gold-{language}.jsonl", dev / f"articles-{language}.jsonl"
        if not isinstance(wanted, dict) or not (gold.exists() and articles.exists()):
            continue
        reached = {name: figure.f1 for name, figure in figures(gold, articles).items()}
        print(f"floors: {language} " + ", ".join(f"{name} {reached[name]:.1f} (floor {floor})" for name, floor in wanted.items()))
        yield from (f"{language} {name}: {reached[name]:.1f} is below {floor}" for name, floor in wanted.items() if reached[name] < floor)


def sets(floors: dict[str, Any], dev: Path) -> Iterator[str]:
    """One line for each figure of a set below its floor."""
    for name, wanted in floors.get("sets", {}).items():
        path = dev / f"{name}.jsonl"
        if not path.exists():
            continue
        annotated = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        reached = {figure: found.f1 for figure, found in score_set(annotated, readings_of(path)).items()}
        print(f"floors: {name} " + ", ".join(f"{figure} {reached[figure]:.1f} (floor {floor})" for figure, floor in wanted.items()))
        yield from (
            f"{name} {figure}: {reached[figure]:.1f} is below {floor}" for figure, floor in wanted.items() if reached[figure] < floor
        )


def speed(floors: dict[str, Any]) -> Iterator[str]:
    """One line for each figure of speed or memory that is worse than its floor, on the bundled articles."""
    from avviso.bench.speed import measure, peak_memory

    articles = [outcome.reading.article for outcome in service().demo(datetime.now(UTC)) if isinstance(outcome, Done)]
    for found in measure(articles, repeat=5):
        print(f"floors: {found.language} {found.reading.median:.0f} tokens/s, {found.ratio:.0%} of the bare parser")
        if found.ratio < floors["speed_ratio"]:
            yield f"{found.language} speed: {found.ratio:.0%} of the bare parser is below {floors['speed_ratio']:.0%}"
    memory = peak_memory()
    if memory is not None:
        print(f"floors: {memory:.2f} GB of memory at most")
        if memory > floors["memory_gb"]:
            yield f"memory: {memory:.2f} GB is above {floors['memory_gb']} GB"


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 when something is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="where the annotated articles are")
    parser.add_argument("--dev", type=Path, default=DEV, help="the same")
    parser.add_argument("--own", action="store_true", help="measure on our own annotated articles too")
    parser.add_argument("--speed", action="store_true", help="measure speed and memory too")
    parser.add_argument("--floors", type=Path, default=HERE / "floors.json", help="another file of floors")
    given = parser.parse_args(arguments)
    pin_threads()
    floors = json.loads(given.floors.read_text(encoding="utf-8"))
    below: list[str] = []
    if any((given.folder or given.dev).glob("gold-*.jsonl")):
        below += quality(floors, given.folder or given.dev)
        below += sets(floors, given.folder or given.dev)
    else:
        print("no gold at hand, floors not measured")
    if given.own:
        print("floors: our own articles")
        below += quality(floors["own"], HERE / "gold")
    if given.speed:
        below += speed(floors)
    for line in below:
        print(f"floors: {line}", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
