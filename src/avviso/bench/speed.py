"""How fast the whole reading is, beside the bare models on the same texts in the same process and run."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from avviso.errors import InputError
from avviso.records import Article

Read = Callable[[Article], object]
Clock = Callable[[], float]

BATCH = 64
"""Paragraphs that the bare parser is given at once; it is slower with much fewer, and no faster with more."""
LEAST_TOKENS = 12_000
"""Tokens a language that one run is to take at least: short runs measure the noise of the machine."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Tokens per second: the median of the runs, the slowest and the fastest."""

    median: float
    slowest: float
    fastest: float


@dataclass(frozen=True, slots=True)
class Speed:
    """One language. `ratio` is the reading's pace as a share of the bare parser's, the median over pairs of runs one after the other."""

    language: str
    articles: int
    tokens: int
    bare: Pace
    reading: Pace
    ratio: float


@dataclass(frozen=True, slots=True)
class Scaling:
    """Articles per second with one reading process and with several, once all have started."""

    workers: int
    alone: float
    together: float

    @property
    def speedup(self) -> float:
        """How many times faster the several are."""
        return self.together / self.alone


def by_language(articles: Iterable[Article]) -> dict[str, list[Article]]:
    """The articles of each language that is read."""
    from avviso.pipeline import Reader

    reader, found = Reader(), dict[str, list[Article]]()
    for article in articles:
        found.setdefault(reader.language_of(article), []).append(article)
    return dict(sorted(found.items()))


def measure(articles: Sequence[Article], repeat: int) -> list[Speed]:
    """The speed in each language that the articles are in. Raises `InputError` without articles."""
    from avviso.pipeline import Reader

    if not articles:
        raise InputError("there is nothing to measure on; name articles in a language that is read")
    reader = Reader()
    return [pace(language, group, reader.read, bare_parser(language), repeat) for language, group in by_language(articles).items()]


def bare_parser(language: str) -> Callable[[Sequence[str]], int]:
    """A function that runs the language's model, with all its own components, over texts and returns the number of tokens."""
    from avviso.knowledge.grammar import grammar
    from avviso.read.inference import as_it_came, load_model

    model = load_model(grammar(language).model)

    def parse(texts: Sequence[str]) -> int:
        with as_it_came(model):
            return sum(sum(not token.is_space for token in doc) for doc in model.pipe(texts, batch_size=BATCH))

    return parse


def pace(
    language: str,
    articles: Sequence[Article],
    read: Read,
    parse: Callable[[Sequence[str]], int],
    repeat: int,
    clock: Clock = time.process_time,
    least: int = LEAST_TOKENS,
) -> Speed:
    """Runs parser and reading by turns, `repeat` times, over the articles, taken as often as `least` tokens need.

    The parser is given whole paragraphs. Both paces count the tokens that it sees, and the time of the processor, so that other programs
    disturb neither; linear algebra must be kept to one thread (`workers.pin_threads`). The same articles are read in every run, so the
    reader has met their words (`read.inference`): the first articles that a process reads take a tenth longer.
    """
    paragraphs = [line for article in articles for line in article.text.splitlines() if line.strip()]
    tokens = max(1, parse(paragraphs))
    read(articles[0])
    times = max(1, -(-least // tokens))
    tokens *= times
    bare: list[float] = []
    reading: list[float] = []
    for _ in range(repeat):
        bare.append(tokens / _seconds(partial(_drain, parse, [paragraphs] * times), clock))
        reading.append(tokens / _seconds(partial(_drain, read, list(articles) * times), clock))
    ratio = statistics.median(r / b for r, b in zip(reading, bare, strict=True))
    return Speed(language, len(articles) * times, tokens, _pace(bare), _pace(reading), ratio)


def _drain(function: Callable[..., object], arguments: Iterable[object]) -> None:
    for argument in arguments:
        function(argument)


def _seconds(run: Callable[[], None], clock: Clock) -> float:
    start = clock()
    run()
    return max(clock() - start, 1e-9)


def _pace(runs: Sequence[float]) -> Pace:
    return Pace(statistics.median(runs), min(runs), max(runs))


@dataclass(frozen=True, slots=True)
class _Item:
    source: str
    article: Article


def scaling(articles: Sequence[Article], workers: int, languages: tuple[str, ...], least: int = 160) -> Scaling:
    """Articles per second in one process and in `workers`, once the first quarter is read: by then every process holds its models."""
    from avviso.service import pipeline_reader
    from avviso.workers import read_each

    if not articles:
        raise InputError("there is nothing to measure on; name articles in a language that is read")
    make = partial(pipeline_reader, languages, ())
    items = [_Item(article.id, article) for article in list(articles) * max(1, -(-least // len(articles)))]
    early = len(items) // 4

    def rate(processes: int) -> float:
        started = time.perf_counter()
        for done, _ in enumerate(read_each(items, make, processes), start=1):
            if done == early:
                started = time.perf_counter()
        return (len(items) - early) / max(time.perf_counter() - started, 1e-9)

    return Scaling(workers, rate(1), rate(workers))


def peak_memory() -> float | None:
    """The most memory that this process ever held, in gigabytes; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e9 if sys.platform == "darwin" else most * 1024 / 1e9
