#!/usr/bin/env python3
"""Learns what each sign of a finding is worth, and writes src/avviso/data/confidence.toml.

    bench/calibrate.py GOLD_FOLDER [--check GOLD_FOLDER]

The folders hold gold-LANGUAGE.jsonl and articles-LANGUAGE.jsonl. Learnt is, for each kind of finding, a logistic regression with a
ridge penalty (Hoerl and Kennard, Technometrics 12, 1970) on the signals of `avviso.extract.confidence`, with the strength of the penalty
that foretells best when each article in turn is left out. Weights are rounded to two decimals, so that the same articles always give the
same file. Positions, omissions and checks are not annotated: their entries are kept as they are.
With --check the result is tried on other articles, of which nothing is learnt.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from avviso.bench.gold import Judged, score
from avviso.bench.reliability import bands, calibration_error
from avviso.extract.confidence import signals_of
from avviso.knowledge.weights import FILE, Weights
from avviso.outcomes import Done, Failure
from avviso.records import Reading
from avviso.service import Service
from avviso.settings import Settings
from avviso.workers import pin_threads

LEARNT = ("statements", "events", "agenda")
PENALTIES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
LEAST = 3
"""Findings that must show a signal before it is learnt."""
HEADING = """\
# How sure findings are: the log-odds of being right at the base, and what each signal adds. Written by bench/calibrate.py, but for
# positions, omissions and checks: of these the share that was right was counted by hand.
"""
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A finding's signals, and whether it is right."""

    article: str
    signals: tuple[str, ...]
    right: bool


def judged(folder: Path) -> tuple[list[Judged], list[Reading]]:
    """Every finding in the annotated articles of a folder, and the readings. Stops the program when there are none."""
    found: list[Judged] = []
    readings: list[Reading] = []
    for gold in sorted(folder.glob("gold-*.jsonl")):
        texts = gold.with_name(gold.name.replace("gold-", "articles-"))
        read: list[Reading] = []
        for outcome in Service(Settings(archive=":memory:")).read([str(texts)], now=datetime.now(UTC), keep=False):
            if isinstance(outcome, Failure):
                sys.exit(f"calibrate: {outcome.message}")
            if isinstance(outcome, Done):
                read.append(outcome.reading)
        annotated = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        found += score(annotated, read).judged
        readings += read
    if not found:
        sys.exit(f"calibrate: {folder} holds no gold-LANGUAGE.jsonl with articles; name the folder of annotated articles")
    return found, readings


def examples(found: list[Judged], readings: list[Reading], kind: str) -> list[Example]:
    """The findings of a kind as examples."""
    known = {id(finding): signals for reading in readings for finding, signals in signals_of(reading, kind)}
    return [Example(one.article, known[id(one.finding)], one.right) for one in found if one.kind == kind]


def learn(given: list[Example]) -> Weights:
    """The weights that foretell best."""
    penalty = min(PENALTIES, key=lambda penalty: left_out_loss(given, penalty))
    return fit(given, penalty)


def fit(given: list[Example], penalty: float) -> Weights:
    """Weights by Newton's method; the base is not penalised."""
    counts: dict[str, int] = {}
    for one in given:
        for signal in one.signals:
            counts[signal] = counts.get(signal, 0) + 1
    names = sorted(name for name, count in counts.items() if LEAST <= count < len(given))
    place = {name: number for number, name in enumerate(names, start=1)}
    shown: Numbers = np.zeros((len(given), len(names) + 1))
    shown[:, 0] = 1
    for row, one in enumerate(given):
        shown[row, [place[signal] for signal in one.signals if signal in place]] = 1
    right = np.array([one.right for one in given], dtype=float)
    ridge = np.diag([1e-6] + [penalty] * len(names))
    values: Numbers = np.zeros(len(names) + 1)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(shown @ values)))
        slope = shown.T @ (right - chance) - ridge @ values
        bend = (shown.T * (chance * (1 - chance))) @ shown + ridge
        step = np.linalg.solve(bend, slope)
        values = values + step
        if np.abs(step).max() < 1e-9:
            break
    rounded = {name: round(float(values[place[name]]), 2) for name in names}
    return Weights(round(float(values[0]), 2), {name: value for name, value in rounded.items() if value})


def left_out_loss(given: list[Example], penalty: float) -> float:
    """The mean log loss on each article when the others are learnt from."""
    loss = 0.0
    for article in sorted({one.article for one in given}):
        weights = fit([one for one in given if one.article != article], penalty)
        for one in given:
            if one.article == article:
                chance = min(max(weights.chance(one.signals), 1e-6), 1 - 1e-6)
                loss -= np.log(chance if one.right else 1 - chance)
    return float(loss / len(given))


def written(learnt: dict[str, Weights], former: dict[str, dict[str, object]]) -> str:
    """The file's text."""
    lines = HEADING.splitlines()
    for kind, weights in learnt.items():
        lines += ["", f"[{kind}]", f"base = {weights.base}", f"[{kind}.signals]"]
        lines += [f"{json.dumps(name, ensure_ascii=False)} = {value}" for name, value in sorted(weights.signals.items())]
    for kind, table in former.items():
        if kind not in learnt:
            lines += ["", f"[{kind}]", f"base = {table['base']}"]
    return "\n".join(lines) + "\n"


def tell(found: list[Judged], readings: list[Reading], learnt: dict[str, Weights]) -> None:
    """Prints how well the weights do."""
    signals = {id(finding): (kind, shown) for kind in LEARNT for reading in readings for finding, shown in signals_of(reading, kind)}
    anew = []
    for one in found:
        kind, shown = signals[id(one.finding)]
        anew.append(replace(one, finding=replace(one.finding, confidence=round(learnt[kind].chance(shown), 2))))
    table = list(bands(anew))
    for band in table:
        print(f"{band.kind:12} {band.low:.1f} to {band.high:.1f}  {band.count:4} findings, {band.sure:4.0%} sure, {band.right:4.0%} right")
    for kind in LEARNT:
        print(f"{kind:12} expected calibration error {calibration_error(table, kind):.3f}")


def main(arguments: list[str] | None = None) -> int:
    """Learns, writes, and tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="annotated articles to learn from")
    parser.add_argument("--check", type=Path, help="other annotated articles to try the result on")
    parser.add_argument("--output", type=Path, default=FILE, help="the file to write")
    given = parser.parse_args(arguments)
    pin_threads()
    found, readings = judged(given.folder)
    learnt = {kind: learn(rows) for kind in LEARNT if (rows := examples(found, readings, kind))}
    former = tomllib.loads(given.output.read_text(encoding="utf-8")) if given.output.exists() else {}
    given.output.write_text(written(learnt, former), encoding="utf-8")
    print("on the articles learnt from:")
    tell(found, readings, learnt)
    if given.check:
        print("on others:")
        tell(*judged(given.check), learnt)
    return 0


if __name__ == "__main__":
    sys.exit(main())
