"""How a language names time: its words, and rules in a small pattern language that compile to bounded regular expressions.

Patterns do not run over letters. A text is cut into words, every word that the lexicon or a pattern knows is written as one character
of its own, and patterns match that string of characters. A pattern is made of

    word        that word ("l'an", "week-end" are cut as texts are; `\\(` is the bracket itself)
    a b         one after the other
    (a|b)       either
    [a]         optional
    <class>     a word of that class of the lexicon; its value is captured under the class's name
    <n:class>   the same, captured under the name n
    @name       the pattern of that name in the table [macro]
    {a}         the words that make the mention, where they are not all that matches

Built-in classes are numbers in digits: day, monthnum, hour, minute, two (below 100), tens (10 to 99), year, sureyear (no round hundred,
not before 1700), digits, clocknum ("8.30"), dotted ("27.01.2026"); word (an unknown word in lower case), name (one with a capital),
break (a line end).
Nothing repeats without bound. A rule may add `not_after`, `not_before`, `only_after`, `only_before`: words or classes beside the match.
What is captured between braces belongs to that mention, what is captured outside to every one. Month, year and the like that one of two
mentions leaves out are those of the other ("du 3 au 7 mai").

An example of `yes` is a text with brackets around each mention, `@` and the day of publication where it matters, `=` and the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from avviso.errors import DataError
from avviso.knowledge.files import language_files, read_toml
from avviso.knowledge.patterns import Capture, Compiled, Vocabulary, compile_pattern, cut

Value = int | str
OPERATIONS = frozenset(
    ("calendar", "shift", "ago", "duration", "set", "reference", "clock", "holiday", "period", "same", "weekday-of", "nothing")
)
AROUND = ("not_after", "not_before", "only_after", "only_before")


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One way to name a time. `operation` says what the captured words mean together, `facts` what the rule adds to them."""

    id: str
    operation: str
    compiled: Compiled
    facts: Mapping[str, Any]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    file: str

    @property
    def captures(self) -> Sequence[Capture]:
        """The named words of the pattern."""
        return self.compiled.captures


@dataclass(frozen=True, slots=True)
class Hints:
    """Words near a time that tell whether it lies ahead or behind, where its own words do not.

    `participles` are endings of past participles: behind when one of `past_auxiliaries` precedes, silent after one of
    `open_auxiliaries` ("be", "être"); those of `beside` also when nothing stands between them and the time. `infinitives` lie ahead
    after one of `infinitive_markers`.
    """

    future: frozenset[str]
    past: frozenset[str]
    future_endings: tuple[str, ...]
    past_endings: tuple[str, ...]
    participles: tuple[str, ...]
    beside: tuple[str, ...]
    past_auxiliaries: frozenset[str]
    open_auxiliaries: frozenset[str]
    infinitive_markers: frozenset[str]
    infinitives: frozenset[str]
    neither: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimeGrammar:
    """All that one language's files say about time.

    `values` gives for each class the value of its words (with one space between their parts), `coded` the same by their characters.
    `by_first` lists for a character the rules that may begin with it, `run` finds stretches of known words, `telling` the word without
    which no rule matches in one.
    """

    language: str
    vocabulary: Vocabulary
    rules: tuple[TimeRule, ...]
    values: Mapping[str, Mapping[str, Value]]
    hints: Hints
    settings: Mapping[str, Any]
    run: re.Pattern[str]
    telling: re.Pattern[str]
    coded: Mapping[str, Mapping[str, Value]]
    by_first: Mapping[str, tuple[TimeRule, ...]] = field(default_factory=dict)

    def names(self, kind: str) -> Mapping[Value, str]:
        """The first word that the lexicon lists for each value of a class."""
        found: dict[Value, str] = {}
        for word, value in self.values.get(kind, {}).items():
            found.setdefault(value, word)
        return found

    def value(self, kind: str, codes: str) -> Value:
        """The value of a word of a class, given as characters of the vocabulary."""
        return self.coded[kind][codes]

    def written(self, kind: str, text: str) -> str:
        """The first word of that class in a text, as the text writes it; "" if there is none."""
        scan = self.vocabulary.scan(text, 0, len(text))
        known = self.coded.get(kind, {})
        return next((text[scan.starts[i] : scan.ends[i]] for i, code in enumerate(scan.codes) if code in known), "")


@cache
def time_grammar(language: str) -> TimeGrammar:
    """The grammar of time of one language. Raises `DataError` when its files contradict themselves or there are none."""
    tables = [(path.name, read_toml(path)) for path in language_files(language, "times")]
    if not tables:
        raise DataError(f"there is no lang/{language}/times.toml; add it or leave the language out")
    values = _lexicon(tables)
    macros = _merged(tables, "macro")
    settings = _merged(tables, "settings")
    vocabulary = Vocabulary(
        {kind: tuple(words) for kind, words in values.items()},
        capital=settings.get("capital", ()),
        lower=settings.get("lower", ()),
        glued=settings.get("glued", ()),
    )
    rules = tuple(_rule(entry, name, vocabulary, macros) for name, table in tables for entry in table.get("rule", ()))
    _demand_unique(rules)
    first: dict[str, list[TimeRule]] = {}
    for rule in rules:
        for code in rule.compiled.first:
            first.setdefault(code, []).append(rule)
    run, telling = vocabulary.runs(vocabulary.codes_of(settings.get("common", ())))
    return TimeGrammar(
        language=language,
        vocabulary=vocabulary,
        rules=rules,
        values=values,
        hints=_hints(_merged(tables, "hints")),
        settings=settings,
        coded={kind: dict(zip(vocabulary.spelled(kind), words.values(), strict=True)) for kind, words in values.items()},
        run=run,
        telling=telling,
        by_first={code: tuple(found) for code, found in first.items()},
    )


def _merged(tables: Iterable[tuple[str, dict[str, Any]]], key: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for _, table in tables:
        merged |= table.get(key, {})
    return merged


def _lexicon(tables: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, Value]]:
    """Class → word → value, each word written as `cut` cuts it."""
    values: dict[str, dict[str, Value]] = {}
    for name, table in tables:
        for kind, entries in table.get("lexicon", {}).items():
            if not isinstance(entries, dict):
                raise DataError(f"{name}: the class {kind!r} must be a table that gives for each value its words")
            for value, words in entries.items():
                for word in words:
                    values.setdefault(kind, {})[" ".join(cut(word))] = int(value) if re.fullmatch(r"-?\d+", value) else value
    return values


def _rule(entry: dict[str, Any], file: str, vocabulary: Vocabulary, macros: Mapping[str, str]) -> TimeRule:
    known = ("id", "op", "pattern", "yes", "no", *AROUND)
    if missing := [key for key in ("id", "op", "pattern", "yes", "no") if not entry.get(key)]:
        raise DataError(f"{file}: the rule {entry.get('id', '?')!r} has no {missing[0]}; every rule needs id, op, pattern, yes and no")
    where = f"{file}: rule {entry['id']}"
    if entry["op"] not in OPERATIONS:
        raise DataError(f"{where}: unknown op {entry['op']!r}; use one of {', '.join(sorted(OPERATIONS))}")
    context = {key: entry[key] for key in AROUND if key in entry}
    compiled = compile_pattern(entry["pattern"], vocabulary, macros, context=context, where=where)
    facts = {key: value for key, value in entry.items() if key not in known}
    return TimeRule(entry["id"], entry["op"], compiled, facts, tuple(entry["yes"]), tuple(entry["no"]), file)


def _demand_unique(rules: Iterable[TimeRule]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise DataError(f"{rule.file}: two rules are called {rule.id!r}; rename one")
        seen.add(rule.id)


def _hints(table: Mapping[str, Sequence[str]]) -> Hints:
    return Hints(
        frozenset(table.get("future", ())),
        frozenset(table.get("past", ())),
        tuple(table.get("future_endings", ())),
        tuple(table.get("past_endings", ())),
        tuple(table.get("participles", ())),
        tuple(table.get("beside", ())),
        frozenset(table.get("past_auxiliaries", ())),
        frozenset(table.get("open_auxiliaries", ())),
        frozenset(table.get("infinitive_markers", ())),
        frozenset(table.get("infinitives", ())),
        frozenset(table.get("neither", ())),
    )
