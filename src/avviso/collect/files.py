"""From what the user names to articles: files, folders, standard input, addresses; one bad input does not stop the others."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from avviso.collect.articles import article_from_fields, check_text, unknown_fields
from avviso.collect.decode import declared_charset, decode
from avviso.collect.fetch import Page
from avviso.collect.pages import article_from_page
from avviso.errors import InputError, Skip
from avviso.identity import article_id
from avviso.records import Article

_TEXT, _PAGE, _JSON, _LINES = "text", "page", "json", "lines"
_BY_SUFFIX = {
    ".txt": _TEXT, ".text": _TEXT, ".md": _TEXT, ".html": _PAGE, ".htm": _PAGE, ".xhtml": _PAGE,
    ".json": _JSON, ".jsonl": _LINES, ".ndjson": _LINES,
}  # fmt: skip
_BY_MEDIA_TYPE = {
    "text/html": _PAGE, "application/xhtml+xml": _PAGE, "text/plain": _TEXT, "application/json": _JSON,
    "application/x-ndjson": _LINES, "application/jsonl": _LINES,
}  # fmt: skip
_SNIFFED = 2_048


@dataclass(frozen=True, slots=True)
class Found:
    """An article and where it came from: `source` as shown to the user (FILE or FILE:LINE), `origin` the whole path of a file that
    holds one article, `unknown` the fields of its JSON that nothing is done with."""

    source: str
    article: Article
    origin: str | None = None
    unknown: frozenset[str] = frozenset()


Outcome = Found | Skip | InputError
"""What became of one input; the error's text begins with the input's name."""


@dataclass(frozen=True, slots=True)
class Collector:
    """Turns inputs into articles. `max_bytes` bounds a file, a page or a line of JSONL; `now` is when this happens."""

    fetch: Callable[[str], Page]
    now: datetime
    max_bytes: int = 20_000_000
    stdin: BinaryIO | None = None

    def collect(self, inputs: Sequence[str]) -> Iterator[Outcome]:
        """Every article of the inputs, in their order; folders are walked in the order of their names."""
        for name in inputs:
            if name == "-":
                yield from self._guarded(name, self._standard_input)
            elif name.startswith(("http://", "https://")):
                yield from self._guarded(name, self._address)
            else:
                yield from self._guarded(name, self._path)

    def count(self, inputs: Sequence[str]) -> int:
        """About how many articles the inputs hold, for showing progress; nothing is refused here."""
        return sum(self._count(name) for name in inputs)

    def _count(self, name: str) -> int:
        path = Path(name)
        try:
            if path.is_dir():
                return sum(self._count(str(file)) for file in _walk(path) if _readable(file))
            if _BY_SUFFIX.get(path.suffix.lower()) == _LINES and path.is_file():
                with path.open("rb") as stream:
                    return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b"")) or 1
        except OSError:
            pass
        return 1

    def _guarded(self, name: str, read: Callable[[str], Iterator[Outcome]]) -> Iterator[Outcome]:
        """What an input gives, with its failure as one line that names it."""
        try:
            yield from read(name)
        except InputError as error:
            yield InputError(f"{name}: {error}")
        except OSError as error:
            yield InputError(f"{name}: cannot be read ({error.strerror or type(error).__name__}); check the path and its permissions")

    def _path(self, name: str) -> Iterator[Outcome]:
        yield from self._folder(Path(name)) if name and Path(name).is_dir() else self._file(name)

    def _folder(self, folder: Path) -> Iterator[Outcome]:
        empty, closed = True, list[OSError]()
        for path in _walk(folder, closed.append):
            empty = False
            if _readable(path):
                yield from self._guarded(str(path), self._file)
            else:
                yield Skip(str(path), f"files of the kind {path.suffix} are not read")
        for error in closed:
            yield InputError(f"{error.filename}: cannot be listed ({error.strerror}); check its permissions")
        if empty and not closed:
            yield InputError(f"{folder}: the folder holds no files; give one that does")

    def _file(self, name: str) -> Iterator[Outcome]:
        path = Path(name)
        if not name or not path.exists():
            raise InputError("there is no such file; check the path")
        kind = _BY_SUFFIX.get(path.suffix.lower())
        with path.open("rb") as stream:
            head = stream.peek(_SNIFFED)[:_SNIFFED]
            kind = kind or _sniff(head)
            if kind == _LINES:
                yield from self._lines(name, stream)
                return
            size = os.fstat(stream.fileno()).st_size
            if size > self.max_bytes:
                raise InputError(f"is too large ({size // 1_000_000} MB, at most {self.max_bytes // 1_000_000}); split it")
            data = self._bounded(stream)
        yield from self._content(name, data, kind, origin=str(path.resolve()))

    def _standard_input(self, name: str) -> Iterator[Outcome]:
        stream = self.stdin or sys.stdin.buffer
        head = stream.readline(self.max_bytes + 1)
        if _sniff(head) == _LINES:
            yield from self._lines(name, stream, head)
            return
        data = head + self._bounded(stream, self.max_bytes - len(head))
        yield from self._content(name, data, _sniff(data[:_SNIFFED]))

    def _address(self, name: str) -> Iterator[Outcome]:
        page = self.fetch(name)
        kind = _BY_MEDIA_TYPE.get(page.kind) or _sniff(page.data[:_SNIFFED])
        if kind == _LINES:
            for number, line in enumerate(page.data.splitlines(), 1):
                yield from self._line(name, number, line)
            return
        yield from self._content(name, page.data, kind, url=page.url, charset=page.charset)

    def _bounded(self, stream: BinaryIO, most: int | None = None) -> bytes:
        """All that the stream still holds. Raises `InputError` when that is more than `most`."""
        most = self.max_bytes if most is None else most
        data = stream.read(most + 1) if most >= 0 else b"?"
        if len(data) > max(most, 0):
            raise InputError(f"is too large (more than {self.max_bytes // 1_000_000} MB); split it")
        return data

    def _content(
        self, name: str, data: bytes, kind: str, *, origin: str | None = None, url: str | None = None, charset: str | None = None
    ) -> Iterator[Outcome]:
        """The articles of one text, page or JSON document."""
        if not data.strip():
            raise InputError("is empty; give a file with text")
        if kind == _PAGE:
            page = decode(data, charset or declared_charset(data))
            article = article_from_page(page, url=url, retrieved=self.now if url else None, today=self._today)
            yield Found(name, article, None if article.url else origin)
            return
        text = decode(data, charset)
        if kind == _JSON:
            yield from self._json(name, text, origin)
            return
        check_text(text)
        yield Found(name, Article(article_id(text, url), text, url=url, retrieved=self.now if url else None), origin)

    @property
    def _today(self) -> date:
        return self.now.date()

    def _json(self, name: str, text: str, origin: str | None) -> Iterator[Outcome]:
        document = _parse(text)
        if not isinstance(document, list):
            named = isinstance(document, dict) and (document.get("id") or document.get("url"))
            yield replace(_article(name, document), origin=None if named else origin)
            return
        if not document:
            raise InputError("is an empty list; give a list of articles")
        for number, entry in enumerate(document, 1):
            try:
                yield _article(name, entry)
            except InputError as error:
                yield InputError(f"{name}: article {number}: {error}")

    def _lines(self, name: str, stream: BinaryIO, head: bytes = b"") -> Iterator[Outcome]:
        """The articles of JSONL, one line in memory at a time."""
        number, line, any_line = 0, head or stream.readline(self.max_bytes + 1), False
        while line:
            number += 1
            if len(line) > self.max_bytes:
                yield InputError(f"{name}:{number}: the line is longer than {self.max_bytes // 1_000_000} MB; split the article")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(1 << 20)
                any_line = True
            else:
                any_line = any_line or bool(line.strip())
                yield from self._line(name, number, line)
            line = stream.readline(self.max_bytes + 1)
        if not any_line:
            raise InputError("is empty; give a file with one article a line")

    def _line(self, name: str, number: int, line: bytes) -> Iterator[Outcome]:
        """The article of one line of JSONL; empty lines are passed over."""
        if not line.strip():
            return
        try:
            yield _article(f"{name}:{number}", _parse(decode(line)))
        except InputError as error:
            yield InputError(f"{name}:{number}: {error}")


def _article(source: str, document: Any) -> Found:
    if not isinstance(document, dict):
        raise InputError('is no JSON object; give an object with the field "text"')
    return Found(source, article_from_fields(document), unknown=unknown_fields(document))


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise InputError(f"is no JSON ({error.msg} at {place}); correct it") from error
    except (RecursionError, ValueError) as error:
        raise InputError("is JSON that is nested too deep or holds too long a number; correct it") from error


def _sniff(head: bytes) -> str:
    """What the first bytes of a nameless input look like."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:_SNIFFED]
    if start[:1] == b"<" and any(mark in start[:512].lower() for mark in (b"<!doctype html", b"<html", b"<head", b"<body")):
        return _PAGE
    if start[:1] not in b"{[" or not start:
        return _TEXT
    if start[:1] == b"[":
        return _JSON if start[1:].lstrip()[:1] in (b"{", b"]") else _TEXT
    if start[1:].lstrip()[:1] not in (b'"', b"}"):
        return _TEXT
    line, end, _ = start.partition(b"\n")
    return _LINES if end and line.rstrip().endswith(b"}") else _JSON


def _walk(folder: Path, refused: Callable[[OSError], object] | None = None) -> Iterator[Path]:
    """The files below a folder, in the order of their names, without hidden ones; `refused` hears of folders that are closed to us."""
    for base, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(base) / name for name in sorted(names) if not name.startswith("."))


def _readable(path: Path) -> bool:
    return path.suffix.lower() in _BY_SUFFIX or not path.suffix
