#!/usr/bin/env python3
"""Measures the reading of events on annotated sentences, each read as an article of its own.

    bench/sentences.py bench/sentences/{learnt,aside}/LANGUAGE.txt [--errors]

An event is right when its type and the countries of its parties are (of both sides together where the type is symmetric); types are
counted by themselves as well. With --errors every sentence that is not read as annotated is listed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from avviso.knowledge.ontology import event_types
from avviso.pipeline import Reader
from avviso.records import Article, Reading

PUBLISHED = date(2026, 3, 3)
Told = tuple[str, frozenset[str], frozenset[str]]
"""Type of an event, the countries of its sources, those of its targets; all in the first set where the type is symmetric."""


def told(kind: str, sources: frozenset[str], targets: frozenset[str]) -> Told:
    """An event as it is compared."""
    return (kind, sources | targets, frozenset()) if event_types()[kind].symmetric else (kind, sources, targets)


def countries(codes: Iterator[str]) -> frozenset[str]:
    """The countries or organisations of actor codes, without their roles."""
    return frozenset(code.partition(":")[0] for code in codes if code)


def annotated(path: Path) -> Iterator[tuple[str, list[Told]]]:
    """The sentences of a file with their events. Exits with the line's number where one is malformed."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        sentence, bar, events = line.rpartition("|")
        parts = [event.split() for event in events.split(";") if event.strip()]
        if not bar or any(len(part) != 3 or part[1].count(">") != 1 or part[0] not in event_types() for part in parts):
            sys.exit(f"{path}, line {number}: write 'sentence|TYPE SRC>TGT status; …'")
        sides = [(kind, *(countries(iter(side.split("+"))) for side in pair.split(">"))) for kind, pair, _ in parts]
        yield sentence, [told(kind, sources, targets) for kind, sources, targets in sides]


def found(reading: Reading) -> list[Told]:
    """The events of a reading as they are compared."""
    return [
        told(e.type, countries(m.code or "" for m in e.source_actors), countries(m.code or "" for m in e.target_actors))
        for e in reading.events
    ]


def figures(right: int, wanted: int, got: int) -> str:
    """Precision, recall and F1 in percent."""
    p, r = 100 * right / max(got, 1), 100 * right / max(wanted, 1)
    return f"P {p:5.1f}  R {r:5.1f}  F1 {200 * right / max(wanted + got, 1):5.1f}   (annotated {wanted}, found {got}, right {right})"


def main(arguments: list[str] | None = None) -> None:
    """Reads the sentences of a file and prints how many events are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args(arguments)
    reader, totals = Reader(), Counter[str]()
    for sentence, wanted in annotated(given.file):
        got = found(reader.read(Article("sentence", sentence, language=given.file.stem, published=PUBLISHED)))
        totals["wanted"] += len(wanted)
        totals["got"] += len(got)
        totals["right"] += (Counter(wanted) & Counter(got)).total()
        totals["types"] += (Counter(e[0] for e in wanted) & Counter(e[0] for e in got)).total()
        totals["quiet"] += not wanted and not got
        totals["empty"] += not wanted
        if given.errors and Counter(wanted) != Counter(got):
            print(sentence, [_shown(e) for e in wanted], [_shown(e) for e in got], sep="\n    ")
    print("event     ", figures(totals["right"], totals["wanted"], totals["got"]))
    print("event-type", figures(totals["types"], totals["wanted"], totals["got"]))
    print(f"nothing found in {totals['quiet']} of {totals['empty']} sentences without an event")


def _shown(event: Told) -> str:
    kind, sources, targets = event
    return f"{kind} {'+'.join(sorted(sources))}>{'+'.join(sorted(targets))}"


if __name__ == "__main__":
    main()
