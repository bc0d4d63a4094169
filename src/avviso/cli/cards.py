"""A reading as a card that people can read: every finding with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from avviso.cli.screen import safe
from avviso.records import (
    UNDERSTOOD,
    ActorMention,
    AgendaItem,
    Article,
    Check,
    Event,
    Omission,
    Place,
    Position,
    Reading,
    Span,
    Statement,
    When,
)
from avviso.service import Finding, findings

_LONGEST = 400
_SHORT_ID = 10
_TITLES = {
    "statements": "Statements",
    "events": "Events",
    "positions": "Positions",
    "agenda": "Agenda",
    "omissions": "Not mentioned",
    "checks": "Checks",
}
_COLOURS = {"events": "magenta", "statements": "cyan", "positions": "blue", "agenda": "green", "omissions": "yellow", "checks": "red"}


def card(reading: Reading) -> RenderableType:
    """The whole card of one article."""
    parts: list[RenderableType] = [Panel(heading(reading.article), expand=True, border_style="dim")]
    for kind, title in _TITLES.items():
        found = [(name, finding) for of, name, finding in findings(reading) if of == kind]
        if found:
            parts.append(Text(f"{title} ({len(found)})", style=f"bold {_COLOURS[kind]}"))
            parts += [_entry(reading.article.text, name, finding) for name, finding in found]
    if len(parts) == 1:
        parts.append(Padding(Text("nothing found", style="dim"), (0, 0, 0, 2)))
    parts.append(Text(""))
    return Group(*parts)


def heading(article: Article) -> Text:
    """Headline, and below it who published the article when."""
    first = next((line.strip() for line in article.text.splitlines() if line.strip()), "")
    about = [article.outlet, article.byline, _day(article), article.language, f"version {article.version}" if article.version > 1 else None]
    text = Text(_clip(article.headline or first), style="bold")
    text.append("\n" + " · ".join(safe(part) for part in about if part) if any(about) else "", style="not bold")
    text.append(f"\n{safe(article.url)}" if article.url else "", style="not bold dim")
    text.append(f"\n{safe(article.id)}", style="not bold dim")
    return text


def briefing(readings: Sequence[Reading]) -> RenderableType:
    """What several articles hold together: how much was found, and what lies ahead, by date."""
    counts = ", ".join(f"{sum(len(getattr(reading, kind)) for reading in readings)} {kind}" for kind in _TITLES)
    parts: list[RenderableType] = [Text(f"In all: {len(readings)} articles, {counts}", style="bold")]
    items = [(item, reading.article) for reading in readings for item in reading.agenda]
    dated = sorted((entry for entry in items if entry[0].time and entry[0].time.value), key=lambda entry: _when(entry[0].time))
    if dated:
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for item, article in dated:
            table.add_row(
                Text(_when(item.time), style="green"),
                Text(item.what, style="bold"),
                Text(_names(article.text, item.actors)),
                Text(_where(item.place)),
            )
        parts += [Text("Ahead", style="bold green"), Padding(table, (0, 0, 0, 2))]
    return Group(*parts)


def _entry(text: str, name: str, finding: Finding) -> RenderableType:
    line, words = told(text, finding)
    line.append(f"  {finding.confidence:.0%}  {name[:_SHORT_ID]}", style="dim")
    quoted = Text(f"“{_clip(words.of(text))}”", style="italic")
    return Group(Padding(line, (0, 0, 0, 2)), Padding(quoted, (0, 0, 0, 6)))


def told(text: str, finding: object) -> tuple[Text, Span]:
    """A finding in one line, and the words to quote below it."""
    match finding:
        case Statement():
            return _statement(text, finding), finding.content
        case Event():
            line = Text.assemble((finding.type, "bold"), "  ", _sides(text, finding), "  ", (finding.status.value, "dim"))
            return _placed(line, finding.time, finding.place), finding.evidence.span
        case Position():
            line = Text.assemble((_name(text, finding.holder), "bold"), "  ", finding.stance, "  ", _clip(finding.issue.of(text)))
            return _placed(line, finding.since, None), finding.evidence.span
        case AgendaItem():
            line = Text.assemble((_when(finding.time) or "no date", "bold"), "  ", finding.what, "  ", _names(text, finding.actors))
            line.append(f"  {finding.certainty}", style="dim")
            return _placed(line, None, finding.place), finding.evidence.span
        case Omission():
            silent = _name(text, finding.silent) if finding.silent else _clip(finding.document.of(text)) if finding.document else "the text"
            return Text.assemble((silent, "bold"), "  does not mention  ", _clip(finding.topic.of(text))), finding.evidence.span
        case Check():
            line = Text.assemble((finding.kind, "bold"), f"  says {_clip(finding.says)}")
            return line.append(f", we hold {_clip(finding.holds)}" if finding.holds else ""), finding.evidence.span
    raise TypeError(f"{type(finding).__name__} is no finding")


def _statement(text: str, found: Statement) -> Text:
    line = Text.assemble((_name(text, found.speaker) if found.speaker else "somebody", "bold"))
    if found.addressee:
        line.append(f" → {_name(text, found.addressee)}")
    line.append(f"  {'not ' if found.negated else ''}{found.act}, {found.form.value}", style="dim")
    if found.cue:
        line.append(f"  “{_clip(found.cue.of(text))}”", style="dim")
    if found.chain:
        line.append(f"  via {' via '.join(_name(text, link.actor) for link in found.chain)}", style="yellow")
    if found.channel:
        line.append(f"  by {_clip(found.channel.of(text))}", style="dim")
    return line


def _placed(line: Text, when: When | None, place: Place | None) -> Text:
    for part in (_when(when), _where(place)):
        line.append(f"  {part}" if part else "", style="green")
    return line


def _sides(text: str, event: Event) -> str:
    return f"{_names(text, event.source_actors) or '?'} → {_names(text, event.target_actors) or '?'}"


def _names(text: str, actors: Iterable[ActorMention]) -> str:
    return ", ".join(_name(text, actor) for actor in actors)


def _name(text: str, actor: ActorMention) -> str:
    """What the actor is called, with the code of whom they act for; who is only understood is put in brackets."""
    if actor.resolved_by == UNDERSTOOD:
        return f"[{safe(actor.code or actor.name or '?')} understood]"
    name = _clip(actor.name or actor.span.of(text))
    return f"{name} ({safe(actor.code)})" if actor.code and actor.code != name else name


def _when(when: When | None) -> str:
    return safe(when.value) if when else ""


def _where(place: Place | None) -> str:
    return safe(f"{place.name} ({place.country})" if place.country else place.name) if place else ""


def _day(article: Article) -> str | None:
    published = article.published
    if published is None:
        return None
    return published.isoformat(sep=" ", timespec="minutes") if isinstance(published, datetime) else published.isoformat()


def _clip(text: str) -> str:
    """The text on one line, safe to show, cut where it is too long."""
    line = " ".join(safe(text[: 2 * _LONGEST]).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 2].rstrip() + " …"
