"""The verbs of Avviso. Interfaces call these and show what comes back; nothing is printed here, nothing is decided there.

Heavy rooms are imported by the verb that needs them, so that an interface starts at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from avviso.about import Info
from avviso.errors import ArchiveError, AvvisoError, InputError, Skip
from avviso.explanation import ActorCard, ExplainRule, Explanation
from avviso.identity import Finding, article_id, findings, surer
from avviso.outcomes import Done, Failure, Outcome, Stored
from avviso.query import Held, Hit, Query
from avviso.records import Article, LearnedPerson, Outlet, Reading
from avviso.settings import Settings

if TYPE_CHECKING:
    from avviso.collect.fetch import Page
    from avviso.collect.files import Collector, Found
    from avviso.store.archive import Archive
    from avviso.workers import ReadArticle

__all__ = [
    "ActorCard",
    "Done",
    "Explanation",
    "Failure",
    "Finding",
    "Held",
    "Hit",
    "Info",
    "NotFoundError",
    "Outcome",
    "Query",
    "ReaderFactory",
    "Service",
    "Stored",
    "findings",
    "pipeline_reader",
    "surer",
]

ReaderFactory = Callable[[tuple[str, ...], tuple[LearnedPerson, ...]], "ReadArticle"]


class NotFoundError(AvvisoError):
    """Nothing, or more than one thing, is meant by what was asked for."""


def pipeline_reader(languages: tuple[str, ...], persons: tuple[LearnedPerson, ...]) -> ReadArticle:
    """The reading that ships with Avviso, for the languages that the user wants; it knows the persons that earlier texts taught."""
    from avviso.pipeline import Reader
    from avviso.read.language import UNKNOWN, recognise
    from avviso.read.persons import name_key

    reader = Reader(persons={name_key(person.actor.name): person.actor for person in persons})

    def read(article: Article) -> Reading | Skip:
        language = article.language or recognise(article.text)[0]
        if language == UNKNOWN[0]:
            return Skip("", "its language cannot be told; name it with --lang")
        if language not in languages:
            return Skip("", f"the text is in the language {language}; {' and '.join(languages)} are read")
        return reader.read(replace(article, language=language))

    return read


@dataclass(frozen=True, slots=True)
class Service:
    """Avviso with its settings. The other fields are what tests, and other front doors, may put in the place of ours."""

    settings: Settings
    make_reader: ReaderFactory = pipeline_reader
    fetch: Callable[[str], Page] | None = None
    explain_rule: ExplainRule | None = None
    stdin: BinaryIO | None = field(default=None, repr=False)

    def count(self, inputs: Sequence[str], now: datetime) -> int:
        """About how many articles the inputs hold."""
        return self._collector(now).count(inputs)

    def read(
        self, inputs: Sequence[str], *, now: datetime, language: str | None = None, published: date | None = None, keep: bool = True
    ) -> Iterator[Outcome]:
        """Reads every article of the inputs and keeps each in the archive as soon as it is read.

        `language` and `published` take the place of what the inputs say. A bad input is a `Failure`, and the others are still read; so
        is an archive that can no longer be written. Raises `ArchiveError` when it cannot be opened, `AvvisoError` when
        the reading cannot start.
        """
        from avviso.store.archive import Archive
        from avviso.workers import read_each

        where, wait = self.settings.archive, self.settings.lock_timeout
        with Archive.open(where, create=True, lock_timeout=wait) if keep else nullcontext() as archive:
            persons = archive.learned_persons() if archive else ()
            make = partial(self.make_reader, self.settings.languages, persons)
            refused: list[Failure | Skip] = []
            found = self._articles(inputs, now, refused, language=language, published=published)
            for item, result in read_each(found, make, self.settings.workers):
                yield from _drained(refused)
                if not isinstance(result, Reading):
                    yield result
                    continue
                stored = None
                if archive is not None:
                    try:
                        stored = self._keep(archive, result, item, now)
                    except ArchiveError as error:
                        archive = None
                        yield Failure(f"{error}; nothing more is stored in this run")
                yield Done(item.source, result, stored, item.unknown)
            yield from _drained(refused)

    def demo(self, now: datetime) -> Iterator[Outcome]:
        """Reads the articles that ship with Avviso, without keeping them."""
        from avviso.knowledge.files import DATA

        yield from self.read([str(DATA / "samples")], now=now, keep=False)

    def show(self, article: str, version: int | None = None) -> Reading:
        """What the archive holds of the article with that id or address, or the only one whose id starts so. Raises `NotFoundError`."""
        name = article_id("", article) if article.startswith(("http://", "https://")) else article
        with self._archive() as archive:
            return archive.reading(_only(archive.keys(name, version), f"article {article}"))

    def explain(self, finding: str) -> Explanation:
        """Why a finding is held, by its id or the beginning of it. Raises `NotFoundError`."""
        from avviso.explanation import explain, explain_rule

        with self._archive() as archive:
            found = archive.finding_keys(finding)
            reading = archive.reading(_only(found, f"finding {finding}"))
            return explain(reading, found[0][0], self.explain_rule or explain_rule, archive.evidence_of)

    def search(self, query: Query) -> list[Hit]:
        """What the archive holds of that; names of states and bodies in any known language stand for their codes."""
        from avviso.store.search import search

        with self._archive() as archive:
            return search(archive, _with_codes(query, self.settings.languages))

    def export_findings(self, query: Query, form: str, output: Path | None, stdout: BinaryIO) -> int:
        """Writes the findings that the query allows, as csv, jsonl or parquet, to a file or to `stdout`; returns how many.

        A file is complete or not there at all. Raises `AvvisoError` when it cannot be written.
        """
        from avviso.exchange.tables import write
        from avviso.store.search import each_finding

        with self._archive() as archive:
            found = each_finding(archive, _with_codes(query, self.settings.languages))
            if output is None:
                return write(found, form, stdout)
            try:
                return _write_whole(output, lambda stream: write(found, form, stream))
            except OSError as error:
                raise AvvisoError(f"{output}: cannot be written ({error.strerror or error}); choose another path with --output") from error

    def info(self) -> Info:
        """What this Avviso consists of, and what its archive holds."""
        from avviso.about import describe

        return describe(self.settings)

    def as_json(self, reading: Reading) -> dict[str, Any]:
        """The reading in the form of the contract."""
        from avviso.exchange.contract import reading_object

        return reading_object(reading)

    def hit_as_json(self, hit: Hit) -> dict[str, Any]:
        """What a search found, as JSON."""
        from avviso.exchange.contract import finding_object

        held = hit.held
        found = finding_object(held.article.text, held.id, held.finding) if held else None
        return {"article": _heading(hit.article), "snippet": hit.snippet, "kind": held.kind if held else None, "finding": found}

    def explanation_as_json(self, explanation: Explanation) -> dict[str, Any]:
        """Why a finding is held, as JSON."""
        from avviso.explanation import as_json

        return as_json(explanation) | {"article": _heading(explanation.article)}

    def _archive(self) -> Archive:
        from avviso.store.archive import Archive

        return Archive.open(self.settings.archive, lock_timeout=self.settings.lock_timeout)

    def _collector(self, now: datetime) -> Collector:
        from avviso.collect.fetch import Fetcher
        from avviso.collect.files import Collector

        fetch = self.fetch or Fetcher(self.settings.user_agent, self.settings.timeout, self.settings.max_bytes).fetch
        return Collector(fetch, now, self.settings.max_bytes, self.stdin)

    def _articles(
        self, inputs: Sequence[str], now: datetime, refused: list[Failure | Skip], *, language: str | None, published: date | None
    ) -> Iterator[Found]:
        """The articles of the inputs; what is no article is put aside in `refused`."""
        for item in self._collector(now).collect(inputs):
            if isinstance(item, InputError):
                refused.append(Failure(str(item)))
            elif isinstance(item, Skip):
                refused.append(item)
            else:
                article = replace(item.article, language=language) if language else item.article
                yield replace(item, article=replace(article, published=published) if published else article)

    def _keep(self, archive: Archive, reading: Reading, found: Found, now: datetime) -> Stored:
        return archive.add(reading, now=now, origin=found.origin, outlet=_outlet(reading.article))


def _drained(refused: list[Failure | Skip]) -> Iterator[Failure | Skip]:
    while refused:
        yield refused.pop(0)


def _only(found: Sequence[tuple[str, str]], what: str) -> str:
    """The key of the one thing that was found."""
    if not found:
        raise NotFoundError(f"the archive holds no {what}; `avviso search` lists what it holds")
    if len(found) > 1:
        names = ", ".join(name for name, _ in found[:4]) + (" …" if len(found) > 4 else "")
        raise NotFoundError(f"{what} may be {names}; give more of the id")
    return found[0][1]


def _heading(article: Article) -> dict[str, Any]:
    published = article.published.isoformat() if article.published else None
    named = {name: getattr(article, name) for name in ("id", "version", "url", "outlet", "headline", "language")}
    return named | {"published": published}


def _outlet(article: Article) -> Outlet | None:
    """Who publishes the article, if we know of them: by the address, else by the name that came with it."""
    from avviso.knowledge.outlets import outlet_of_url, outlets

    found = outlet_of_url(article.url) if article.url else None
    if found or not article.outlet:
        return found
    name = article.outlet.casefold()
    return next((outlet for outlet in outlets().values() if name in {form.casefold() for form in (outlet.name, *outlet.aliases)}), None)


def _with_codes(query: Query, languages: Sequence[str]) -> Query:
    """The query with the codes beside the names of states and bodies."""
    if not query.actors:
        return query
    from avviso.knowledge import registry, world

    def codes(name: str) -> set[str]:
        sought, found = name.casefold(), set[str]()
        for language in languages:
            found |= {form.code for form in world.surface_forms(language) if form.code and form.text.casefold() == sought}
            found |= {form.actor_id for form in registry.surface_forms(language) if form.text.casefold() == sought}
        return found

    return replace(query, actors=tuple((*names, *sorted(set().union(*map(codes, names)))) for names in query.actors))


def _write_whole(output: Path, write: Callable[[BinaryIO], int]) -> int:
    """Writes beside the file and puts the result in its place once it is complete."""
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            count = write(stream)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
