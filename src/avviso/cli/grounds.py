"""Why a finding is held, and what a search found, for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from avviso.cli.cards import heading, told
from avviso.cli.screen import safe
from avviso.records import UNDERSTOOD, ActorMention
from avviso.service import ActorCard, Explanation, Hit

_SHORT_ID = 10
_STYLES = ("bold cyan", "bold green", "bold magenta", "bold yellow", "bold blue", "bold red")
_MOST_EXAMPLES = 6


def grounds(found: Explanation) -> RenderableType:
    """The sentence with the words marked, the rule with its examples, and the actors."""
    parts: list[RenderableType] = [heading(found.article), Text(""), Text(f"{found.kind} {found.id}", style="bold")]
    parts.append(Text(f"{found.finding.confidence:.0%} sure", style="dim"))
    parts += [told(found.article.text, found.finding)[0], Padding(_marked(found), (1, 2)), _legend(found)]
    parts.append(Text.assemble("\nRule ", (found.finding.evidence.rule, "bold")))
    if found.rule is None:
        parts.append(Padding(Text("part of the program, not of the rule files", style="dim"), (0, 0, 0, 2)))
    else:
        parts.append(Padding(Text(safe(found.rule.file), style="dim"), (0, 0, 0, 2)))
        for mark, examples in (("finds  ", found.rule.yes), ("ignores", found.rule.no)):
            parts += [Padding(Text.assemble((f"{mark}  ", "dim"), safe(example)), (0, 0, 0, 2)) for example in examples[:_MOST_EXAMPLES]]
    if found.actors:
        parts.append(Text("\nActors"))
        parts += [Padding(_actor(found, actor), (0, 0, 0, 2)) for actor in found.actors]
    return Group(*parts)


def hit_lines(hits: Sequence[Hit]) -> RenderableType:
    """A line or two for each thing found."""
    parts: list[RenderableType] = []
    for hit in hits:
        article = hit.article
        published = article.published.isoformat()[:10] if article.published else "no date"
        line = Text.assemble((published, "green"), "  ")
        if hit.held:
            line.append(f"{hit.held.kind.removesuffix('s')} ").append(f"{hit.held.id[:_SHORT_ID]}", style="bold").append("  in ")
        line.append(safe(article.id), style="bold" if hit.held is None else "dim")
        about = [article.headline or "", article.outlet or "", article.language or ""]
        line.append("  " + " · ".join(safe(" ".join(part.split())) for part in about if part))
        parts += [line, Padding(Text(safe(hit.snippet), style="italic"), (0, 0, 0, 4))]
    return Group(*parts)


def _marked(found: Explanation) -> Text:
    """The sentence; an earlier mark gives way to a shorter one inside it."""
    sentence = found.sentence
    raw = found.article.text[sentence.start : sentence.end]
    text = Text(safe(raw.replace("\r\n", " \n")))
    for number, (span, _) in sorted(enumerate(found.marks), key=lambda mark: mark[1][0].start - mark[1][0].end):
        text.stylize(_STYLES[number % len(_STYLES)] + " underline", span.start - sentence.start, span.end - sentence.start)
    return text


def _legend(found: Explanation) -> Table:
    """The marked words once more with their roles: colour alone does not tell everybody everything."""
    table = Table.grid(padding=(0, 2))
    for number, (span, role) in enumerate(found.marks):
        words = " ".join(safe(span.of(found.article.text)).split())
        table.add_row(Text(f"  {role}", style=_STYLES[number % len(_STYLES)]), Text(words), Text(f"{span.start}–{span.end}", style="dim"))
    return table


def _how(mention: ActorMention) -> str:
    return "understood from the text" if mention.resolved_by == UNDERSTOOD else f"resolved by {safe(mention.resolved_by)}"


def _actor(found: Explanation, actor: ActorCard) -> Text:
    mention, entry = actor.mention, actor.entry
    words = safe(mention.span.of(found.article.text))
    line = Text.assemble((actor.role, "dim"), "  ", (words, "bold"), f"  {_how(mention)}")
    told = [mention.name, mention.office, mention.kind.value if mention.kind else None, mention.code]
    line.append(f" as {', '.join(safe(part) for part in told if part)}" if any(told) else "")
    if entry:
        about = [entry.name, entry.kind.value, entry.code, entry.office, *entry.aliases[:3]]
        line.append(f"\n  entry {safe(entry.id)}: {', '.join(safe(part) for part in about if part)}")
    for person, evidence in actor.learned:
        line.append(f"\n  learned from “{safe(evidence)}” in {safe(person.evidence.article_id)}")
    return line
