"""Reads articles in this process or in several, in the order in which they came."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, TypeVar

from avviso.errors import AvvisoError, InputError, Skip
from avviso.identity import identify
from avviso.outcomes import Failure
from avviso.records import Article, Reading

ReadArticle = Callable[[Article], Reading | Skip]
MakeReader = Callable[[], ReadArticle]

_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


class Source(Protocol):
    """An article and the name that the user knows it by."""

    @property
    def source(self) -> str:
        """FILE or FILE:LINE."""

    @property
    def article(self) -> Article:
        """What is to be read."""


Item = TypeVar("Item", bound=Source)
Read = Reading | Skip | Failure


def pin_threads() -> None:
    """One thread of linear algebra a process, unless the user set another number: more only get in each other's way.

    Works for this process if numpy is not imported yet, and for every process that it starts.
    """
    for variable in _THREADS:
        os.environ.setdefault(variable, "1")


def read_each(items: Iterable[Item], make: MakeReader, workers: int) -> Iterator[tuple[Item, Read]]:
    """What each article gives, in order. `make` builds the reader, once a process, and must be picklable if `workers` is above 1.

    Raises `AvvisoError` when the reader cannot be made at all.
    """
    pin_threads()
    if workers == 1:
        reader = _Reader(make)
        for item in items:
            yield item, reader.read(item.source, item.article)
        return
    pool = _Pool(make, workers)
    pending: deque[tuple[Item, Future[Read]]] = deque()
    try:
        for item in items:
            pending.append((item, pool.submit(item)))
            while pending and (len(pending) > 2 * workers or pending[0][1].done()):
                yield pool.take(*pending.popleft())
        while pending:
            yield pool.take(*pending.popleft())
    except BaseException:
        pool.abandon()
        raise
    pool.close()


class _Pool:
    """Reading processes. One that dies takes its article with it, not the run."""

    def __init__(self, make: MakeReader, workers: int) -> None:
        self.make = make
        self.workers = workers
        self.others = set(multiprocessing.active_children())
        self.executor = _executor(make, workers)

    def submit(self, item: Item) -> Future[Read]:
        """Hands an article to some process."""
        try:
            return self.executor.submit(_read, item.source, item.article)
        except BrokenProcessPool:
            self.executor.shutdown(wait=True)
            self.executor = _executor(self.make, self.workers)
            return self.executor.submit(_read, item.source, item.article)

    def take(self, item: Item, future: Future[Read]) -> tuple[Item, Read]:
        """The article's result; when a process died meanwhile, that of a second reading in a process of its own."""
        try:
            return item, future.result()
        except BrokenProcessPool:
            with _executor(self.make, 1) as alone:
                try:
                    return item, alone.submit(_read, item.source, item.article).result()
                except BrokenProcessPool:
                    return item, Failure(f"{item.source}: the reading process died, perhaps for want of memory; use fewer --workers")

    def close(self) -> None:
        """Ends the processes once they are idle."""
        self.executor.shutdown(wait=True)

    def abandon(self) -> None:
        """Ends the processes at once."""
        for process in set(multiprocessing.active_children()) - self.others:
            process.terminate()
        self.executor.shutdown(wait=True, cancel_futures=True)


class _Reader:
    """The reader of one process, made when the first article comes."""

    def __init__(self, make: MakeReader) -> None:
        self.make = make
        self.made: ReadArticle | None = None

    def read(self, source: str, article: Article) -> Read:
        """One reading with settled ids. The one place where a fault of our own becomes a failure of the input that met it."""
        read = self._reader()
        try:
            found = read(article)
            return identify(found) if isinstance(found, Reading) else Skip(source, found.reason)
        except InputError as error:
            return Failure(f"{source}: {error}")
        except AvvisoError:
            raise
        except Exception as error:  # noqa: BLE001 - the run's edge: whatever one article does to us, the others are read
            what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            return Failure(f"{source}: the reading failed ({what}); please report it", traceback.format_exc())

    def _reader(self) -> ReadArticle:
        try:
            self.made = self.made or self.make()
        except AvvisoError:
            raise
        except Exception as error:
            raise AvvisoError(f"the reading cannot start ({type(error).__name__}: {error}); install avviso anew") from error
        return self.made


_here: list[_Reader] = []
"""In a reading process: its reader."""


def _executor(make: MakeReader, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(make,))


def _start(make: MakeReader) -> None:
    """Readies a process. Ctrl-C reaches every process of the terminal; the one that the user started decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here[:] = [_Reader(make)]


def _read(source: str, article: Article) -> Read:
    return _here[0].read(source, article)
