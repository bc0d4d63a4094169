"""Finds slips in the report itself.

Precision comes first: a check accuses the text, so it needs the text's own evidence or a settled fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from avviso.extract.context import Context
from avviso.knowledge.registry import registry
from avviso.knowledge.world import world
from avviso.records import Check, Evidence, LearnedPerson, PlaceMention, Span

WORD = re.compile(r"[^\W\d_]{6,30}")
NEIGHBOUR = re.compile(r"[^\W_]+")


def find_checks(
    context: Context,
    *,
    unclosed: Iterable[Span],
    claims: Iterable[tuple[PlaceMention, Span, str]],
    dates: Iterable[tuple[Span, str, str]],
    persons: Sequence[LearnedPerson],
) -> list[Check]:
    """Slips in text order.

    `unclosed` are quotation marks that never close, `claims` places with the words and code of the wrong country the text puts
    them in, `dates` spans with what the text says of them and what holds, `persons` whom the text gives an office.
    """
    article, text = context.document.article.id, context.text
    checks = [
        Check(
            "quotation-without-end",
            context.text[m.start : m.start + 40].strip(),
            "the quotation is never closed",
            Evidence(article, m, "check.quotation"),
        )
        for m in unclosed
    ]
    for place, words, code in claims:
        span = Span(place.span.start, max(place.span.end, words.end))
        named, held = _country(code, context), _country(place.place.country, context)
        checks.append(
            Check(
                "place-in-wrong-country",
                f"{place.span.of(text)} in {named}",
                f"{place.place.name} is in {held}",
                Evidence(article, span, "check.place"),
            )
        )
    checks += [Check("date-weekday-mismatch", says, holds, Evidence(article, span, "check.date")) for span, says, holds in dates]
    checks += [
        Check("misspelling", wrong, right, Evidence(article, span, "check.spelling")) for span, wrong, right in misspellings(text, context)
    ]
    checks += _offices(persons, article, text)
    return sorted(checks, key=lambda check: check.evidence.span.start)


def _country(code: str | None, context: Context) -> str:
    country = world().countries.get(code or "")
    names = country.names.get(context.grammar.language, ()) if country is not None else ()
    return names[0] if names else code or "another country"


def misspellings(text: str, context: Context) -> list[tuple[Span, str, str]]:
    """Words that miss, double or swap letters of a word that stands elsewhere in the text between the same neighbours."""
    words = [(m.start(), m.group()) for part in context.document.parts for m in WORD.finditer(text, part.span.start, part.span.end)]
    counts = Counter(word.casefold() for _, word in words)
    first = {word.casefold(): start for start, word in reversed(words)}
    by_key: dict[tuple[str, str], list[str]] = {}
    for word in counts:
        by_key.setdefault((word[0], word[-1]), []).append(word)
    found: list[tuple[Span, str, str]] = []
    for group in by_key.values():
        for wrong in (w for w in group if counts[w] == 1):
            for right in group:
                if (
                    right != wrong
                    and len(right) >= len(wrong)
                    and slipped(wrong, right)
                    and _shared_neighbours(text, first[wrong], wrong, right, words)
                ):
                    start = first[wrong]
                    found.append((Span(start, start + len(wrong)), text[start : start + len(wrong)], right))
                    break
    return found


def slipped(wrong: str, right: str) -> bool:
    """Whether `wrong` is `right` with one inner letter missing, or two inner letters swapped."""
    if len(right) == len(wrong) + 1:
        return any(right[:i] + right[i + 1 :] == wrong for i in range(1, len(right) - 1))
    if len(right) == len(wrong):
        differing = [i for i in range(len(right)) if right[i] != wrong[i]]
        return (
            len(differing) == 2
            and differing[1] == differing[0] + 1
            and right[differing[0]] == wrong[differing[1]]
            and right[differing[1]] == wrong[differing[0]]
        )
    return False


def _shared_neighbours(text: str, start: int, wrong: str, right: str, words: Sequence[tuple[int, str]]) -> bool:
    here = _neighbours(text, start, len(wrong))
    return any(_neighbours(text, other, len(right)) & here for other, word in words if word.casefold() == right)


def _neighbours(text: str, start: int, length: int) -> set[tuple[str, str]]:
    """The words right before and right after, with their side."""
    before = NEIGHBOUR.findall(text[max(0, start - 30) : start])[-2:]
    after = NEIGHBOUR.findall(text[start + length : start + length + 40])[:2]
    sides = set()
    if len(before) == 2:
        sides.add(("before", " ".join(before).casefold()))
    if len(after) == 2:
        sides.add(("after", " ".join(after).casefold()))
    return sides


def _offices(persons: Sequence[LearnedPerson], article: str, text: str) -> list[Check]:
    """A person of the register whom the text gives an office of another country."""
    checks = []
    for person in persons:
        known = registry().actors.get(person.actor.id)
        if known is None or not known.code or not person.actor.code or person.actor.code == known.code:
            continue
        if len(known.code) == 3 and len(person.actor.code) == 3 and known.code.isupper():
            span = person.evidence.span
            checks.append(
                Check("unknown-title", span.of(text), f"{known.name} is known for {known.code}", Evidence(article, span, "check.title"))
            )
    return checks
