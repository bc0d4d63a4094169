"""What makes an article, one version of its text, and a finding the same each time they are met: ids that hash content.

Ids do not depend on the run, the machine or the order of reading, so that repeated and shared readings merge.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from avviso.records import ActorMention, AgendaItem, Article, Check, Event, Omission, Position, Reading, Span, Statement

Finding = Statement | Event | Position | AgendaItem | Omission | Check

KINDS = ("statements", "events", "positions", "agenda", "omissions", "checks")
"""The kinds of findings, named as in the contract and as the fields of `Reading`."""

_TRACKING = re.compile(r"utm_\w+|[fgdy]clid|fbclid|msclkid|mc_[ce]id|igshid|xtor|at_(?:medium|campaign|custom\d?)|_ga", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_DIGITS = 20


def canonical_url(url: str) -> str:
    """The address without what does not change the page: fragment, tracking parameters, default port, case of the host.

    An address that cannot be taken apart is returned as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port, name = parts.port, parts.hostname
        kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(key)]
        query = urlencode(kept)
    except ValueError:
        return url.strip()
    if not name:
        return url.strip()
    scheme = parts.scheme.lower()
    host = f"[{name}]" if ":" in name else name
    if port is not None and port != _DEFAULT_PORTS.get(scheme):
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, parts.path or "/", query, ""))


def text_digest(text: str) -> str:
    """The SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_id(text: str, url: str | None = None) -> str:
    """The id of an article that came without one: from its canonical address, else from its text."""
    return _digest("article", canonical_url(url)) if url else _digest("article", text)


def version_key(article: Article) -> str:
    """What tells this text of this article from every other: the archive keeps each key once."""
    return _digest("version", article.id, text_digest(article.text))


def findings(reading: Reading) -> Iterator[tuple[str, str, Finding]]:
    """Every finding with its kind and id, in the order of the contract."""
    key = version_key(reading.article)
    met: Counter[tuple[str, Span, str]] = Counter()
    for kind in KINDS:
        for finding in getattr(reading, kind):
            place = (kind, _anchor(finding), finding.evidence.rule)
            yield kind, _digest("finding", key, kind, place[1].start, place[1].end, place[2], met[place]), finding
            met[place] += 1


def identify(reading: Reading) -> Reading:
    """The reading with ids that hash article, kind, words and rule; references between findings follow. Done twice it changes nothing."""
    new: dict[str, dict[str, str]] = {"statements": {}, "events": {}}
    ids: dict[str, list[str]] = {"statements": [], "events": []}
    for kind, name, finding in findings(reading):
        if isinstance(finding, Statement | Event):
            new[kind].setdefault(finding.id, name)
            ids[kind].append(name)
    statements = tuple(replace(found, id=name) for found, name in zip(reading.statements, ids["statements"], strict=True))
    events = tuple(
        replace(found, id=name, asserted_by=new["statements"].get(found.asserted_by) if found.asserted_by else None)
        for found, name in zip(reading.events, ids["events"], strict=True)
    )
    return replace(reading, statements=statements, events=events)


def surer(reading: Reading, least: float) -> Reading:
    """The reading without the findings that are less sure than `least`; an event whose statement is passed over stands by itself."""
    kept: dict[str, tuple[Finding, ...]] = {
        kind: tuple(finding for finding in getattr(reading, kind) if finding.confidence >= least) for kind in KINDS
    }
    reading = replace(reading, **kept)  # type: ignore[arg-type]
    named = {statement.id for statement in reading.statements}
    events = (event if event.asserted_by in named else replace(event, asserted_by=None) for event in reading.events)
    return replace(reading, events=tuple(events))


def roles(finding: Finding) -> Iterator[tuple[str, ActorMention]]:
    """Who plays which role in a finding, in the order of the record."""
    match finding:
        case Statement():
            named = [("speaker", finding.speaker), ("addressee", finding.addressee)]
            named += [("chain", link.actor) for link in finding.chain]
        case Event():
            named = [("source", actor) for actor in finding.source_actors]
            named += [("target", actor) for actor in finding.target_actors]
        case Position():
            named = [("holder", finding.holder)]
        case AgendaItem():
            named = [("actor", actor) for actor in finding.actors]
        case Omission():
            named = [("silent", finding.silent), ("reported_by", finding.reported_by)]
        case Check():
            named = []
    yield from ((role, actor) for role, actor in named if actor is not None)


def _anchor(finding: Finding) -> Span:
    """The words that tell this finding from others of its kind."""
    if isinstance(finding, Statement):
        return finding.content
    if isinstance(finding, Event):
        return finding.trigger
    return finding.evidence.span


def _digest(*parts: object) -> str:
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
