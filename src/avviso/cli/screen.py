"""The two streams that a command writes to: results to standard output, errors, notes and progress to standard error."""

from __future__ import annotations

import io
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress

# What could move the cursor, change the terminal or turn the direction of writing round.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """The text as a terminal may show it: nothing in it can command the terminal."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def error_line(message: str) -> None:
    """One line on standard error that begins with our name."""
    sys.stderr.write("avviso: " + " ".join(safe(message).split()) + "\n")


def show_people(what: RenderableType) -> None:
    """Prints for people: in the colours and to the width of the terminal; plain, and without spaces at line ends, when it is none."""
    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.print(what)
    else:
        with console.capture() as printed:
            console.print(what)
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in printed.get().splitlines())
    sys.stdout.flush()


def for_programs() -> Any:
    """Standard output for programs: UTF-8 whatever the locale."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


@contextmanager
def undisturbed() -> Iterator[None]:
    """Lets a Ctrl-C wait until what is begun here is done; a second one does not wait."""
    came: list[int] = []

    def note(number: int, _: object) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)

    try:
        before = signal.signal(signal.SIGINT, note)
    except ValueError:  # not in the main thread, which alone is interrupted
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


class Progressing:
    """A progress bar on standard error; none when that is no terminal or there is one thing to do."""

    def __init__(self, total: int, wanted: bool) -> None:
        self._bar: Progress | None = None
        if wanted and total > 1 and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
            self._task = self._bar.add_task("reading", total=total)

    def step(self) -> None:
        """One thing more is done."""
        if self._bar:
            self._bar.advance(self._task)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Takes the bar away while something else is printed."""
        if self._bar:
            self._bar.stop()
        try:
            yield
        finally:
            if self._bar:
                self._bar.start()

    def __enter__(self) -> Progressing:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()
