"""The words that carry findings: cues of speech, events, positions, agenda, omissions, each with frames and tested examples.

A frame is a string such as "SPEAKER CUE [à ADDRESSEE] que CONTENT": CUE is the predicate, words in upper case are roles,
words before a role its marker, `:form` its form, brackets make a role optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from avviso.errors import DataError
from avviso.knowledge.files import language_files, read_toml
from avviso.knowledge.grammar import Grammar, grammar

ELEMENT = re.compile(r"\[|\]|[^\s\[\]]+")
ANY_NOUN = "np!"
"""A noun phrase that is the verb's whatever stands before it: "remind both sides [of their duties]"."""
PIECE = re.compile(r"[^\s']+'?")
ROLE = re.compile(r"^([A-Z][A-Z]+)(?::([a-z+]+))?$")
KINDS = ("verbs", "nouns", "words")
SUBJECTS = {
    "cues": ("cue", "SPEAKER"), "events": ("event", "SOURCE"), "positions": ("position", "HOLDER"),
    "agenda": ("agenda", "ACTORS"), "omissions": ("omission", "SILENT"),
}  # fmt: skip
FORMS = frozenset({"", "np", "clause", "inf", "ing", "wh", "adj", "poss", "np+inf", "np+ing", "np+pred", "np+as", "np+clause"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One role of a frame: where it stands, what marks it, what form it has ("" for any that fits)."""

    role: str
    marker: str
    form: str
    before: bool
    optional: bool

    @property
    def asks_marker(self) -> bool:
        """Whether only an argument with the slot's own marker, a single word, can fill what must be filled."""
        free = self.optional or self.before or self.form in ("adj", "poss") or self.form.startswith("np+")
        return not free and bool(self.marker) and " " not in self.marker


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate's pattern. `ordered` holds the slots in the order in which they are filled: the required ones first.

    `asks` holds the prepositions and conjunctions of one word that it cannot do without.
    """

    text: str
    slots: tuple[Slot, ...]
    ordered: tuple[Slot, ...] = ()
    asks: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "ordered", tuple(sorted(self.slots, key=lambda slot: slot.optional)))
        object.__setattr__(self, "asks", frozenset(slot.marker for slot in self.slots if slot.asks_marker))

    @property
    def roles(self) -> frozenset[str]:
        """The roles the frame names."""
        return frozenset(slot.role for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: predicates that share frames and meaning. `facts` holds the other keys of the entry (act, type, mode, cameo, stance …)."""

    id: str
    subject: str
    kind: str
    lemmas: tuple[str, ...]
    frames: tuple[Frame, ...]
    facts: Mapping[str, Any]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    file: str
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of one language, by subject and lemma.

    `takes` tells for a verb which markers and forms its frames expect beside an object or an addressee: ("à", "inf") for "appeler";
    `noun_takes` the same of nouns, `noun_markers` all prepositions that a noun's frames name.
    `genitive` holds verbs that govern "de" or "of", for which a partitive ("fournir du blé") must not be read.
    `accompanied` holds verbs whose frames tell with whom one acts ("s'entretenir avec"), `transitive` those whose acts have an object.
    `present` gives the verb of each third-person present form that a tagger may take for a noun or an adjective,
    `stems` that of each stem on which the future is formed, `past` that of each past participle.
    """

    language: str
    entries: tuple[Entry, ...]
    index: Mapping[tuple[str, str, str], tuple[Entry, ...]] = field(default_factory=dict)
    nouns: frozenset[str] = frozenset()
    expressions: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    noun_expressions: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    speech: frozenset[str] = frozenset()
    prepositions: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]] = field(default_factory=dict)
    takes: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    noun_takes: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    noun_markers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    genitive: frozenset[str] = frozenset()
    accompanied: frozenset[str] = frozenset()
    transitive: frozenset[str] = frozenset()
    present: Mapping[str, str] = field(default_factory=dict)
    stems: Mapping[str, str] = field(default_factory=dict)
    past: Mapping[str, str] = field(default_factory=dict)

    def find(self, subject: str, kind: str, lemma: str) -> tuple[Entry, ...]:
        """Entries of a subject ("cues", "events" …) and kind ("verbs", "nouns", "words") that list the lemma."""
        return self.index.get((subject, kind, lemma), ())

    def entry(self, rule: str) -> Entry | None:
        """The entry with that id."""
        return next((entry for entry in self.entries if entry.id == rule), None)


def parse_frame(text: str, where: str) -> Frame:
    """Reads a frame. Raises `DataError` naming `where` when it has no CUE or an unknown form."""
    slots: list[Slot] = []
    before, optional, marker = True, False, []
    for element in ELEMENT.findall(text):
        if element in "[]":
            optional = element == "["
            continue
        match = ROLE.match(element)
        if match is None:
            marker.append(element.replace("’", "'"))
        elif match.group(1) in ("CUE", "VERB", "NOUN"):
            before, marker = False, []
        else:
            form = match.group(2) or ""
            if form not in FORMS:
                raise DataError(f"{where}: unknown form {form!r} in the frame {text!r}; use one of {', '.join(sorted(FORMS - {''}))}")
            slots.append(Slot(match.group(1), " ".join(marker), form, before, optional))
            marker = []
    if before:
        raise DataError(f"{where}: the frame {text!r} has no CUE; add it")
    return Frame(text, tuple(slots))


def _entries(language: str, subject: str) -> Iterator[Entry]:
    table, _ = SUBJECTS[subject]
    for path in language_files(language, subject):
        for raw in read_toml(path).get(table, []):
            yield from _entry(raw, subject, path)


def _entry(raw: dict[str, Any], subject: str, path: Path) -> Iterator[Entry]:
    rule = raw.get("id")
    if not isinstance(rule, str):
        raise DataError(f"{path.name}: an entry has no id; add one")
    frames = tuple(parse_frame(text, f"{path.name}: {rule}") for text in raw.get("frames", []))
    facts = {k: v for k, v in raw.items() if k not in ("id", "frames", "yes", "no", "objects", *KINDS)}
    kinds = [kind for kind in KINDS if raw.get(kind)]
    if not kinds:
        raise DataError(f"{path.name}: {rule} lists no verbs, nouns or words; add some")
    for kind in kinds:
        lemmas = tuple(lemma.lower().replace("’", "'") for lemma in raw[kind])
        yield Entry(
            rule, subject, kind, lemmas, frames, facts, tuple(raw.get("yes", ())), tuple(raw.get("no", ())),
            f"{path.parent.name}/{path.name}", frozenset(raw.get("objects", ())),
        )  # fmt: skip


@cache
def lexicon(language: str) -> Lexicon:
    """Everything the language's rules say. Raises `DataError` on a malformed file."""
    entries = tuple(entry for subject in SUBJECTS for entry in _entries(language, subject))
    index: dict[tuple[str, str, str], list[Entry]] = {}
    nouns: set[str] = set()
    expressions: dict[str, set[tuple[str, ...]]] = {}
    noun_expressions: dict[str, set[tuple[str, ...]]] = {}
    speech: set[str] = set()
    prepositions: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    takes: dict[str, set[tuple[str, str]]] = {}
    noun_takes: dict[str, set[tuple[str, str]]] = {}
    noun_markers: dict[str, set[str]] = {}
    genitive: set[str] = set()
    accompanied: set[str] = set()
    transitive: set[str] = set()
    rules = grammar(language)
    for entry in entries:
        for lemma in entry.lemmas:
            index.setdefault((entry.subject, entry.kind, lemma), []).append(entry)
            words = lemma.split()
            if entry.kind == "verbs":
                takes.setdefault(words[0] if words[0] != rules.reflexive_lemma else lemma, set()).update(_beside(entry, rules))
                if any(slot.marker in rules.companions - rules.two_sided for frame in entry.frames for slot in frame.slots):
                    accompanied.add(lemma)
                if entry.subject == "events" and any(_bare(slot) for frame in entry.frames for slot in frame.slots):
                    transitive.add(lemma)
                if not rules.genitives.isdisjoint(_markers(entry)):
                    genitive.add(lemma)
                if entry.subject == "cues":
                    speech.add(lemma)
                head, rest = (" ".join(words[:2]), words[2:]) if words[0] == rules.reflexive_lemma else (words[0], words[1:])
                if rest:
                    expressions.setdefault(head, set()).add(tuple(rest))
            elif entry.kind == "words":
                parts = tuple(rules.markers.get(part, part) for part in PIECE.findall(lemma))
                prepositions.setdefault(parts[0], []).append((parts, entry))
            elif entry.kind == "nouns":
                noun_takes.setdefault(words[0], set()).update(_beside(entry, rules))
                noun_markers.setdefault(words[-1 if rules.lifts_prepositions else 0], set()).update(_markers(entry))
                if len(words) > 1:
                    noun_expressions.setdefault(words[0], set()).add(tuple(words[1:]))
                else:
                    nouns.add(lemma)
    return Lexicon(
        language,
        entries,
        {key: tuple(value) for key, value in index.items()},
        frozenset(nouns),
        _longest_first(expressions),
        _longest_first(noun_expressions),
        frozenset(speech),
        {head: tuple(sorted(found, key=lambda f: -len(f[0]))) for head, found in prepositions.items()},
        {lemma: frozenset(found) for lemma, found in takes.items() if found},
        {lemma: frozenset(found) for lemma, found in noun_takes.items() if found},
        {lemma: frozenset(found) for lemma, found in noun_markers.items() if found},
        frozenset(genitive),
        frozenset(accompanied),
        frozenset(transitive),
        _present(entries, rules),
        _stems(entries, rules),
        _past(entries, rules),
    )


def _markers(entry: Entry) -> Iterator[str]:
    """The prepositions before noun phrases in an entry's frames."""
    return (slot.marker for frame in entry.frames for slot in frame.slots if slot.marker and slot.form in ("", "np"))


def _longest_first(expressions: dict[str, set[tuple[str, ...]]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {head: tuple(sorted(rests, key=lambda words: (-len(words), words))) for head, rests in expressions.items()}


def _single_verbs(entries: tuple[Entry, ...], rules: Grammar) -> Iterator[str]:
    for entry in entries:
        if entry.kind == "verbs":
            for lemma in entry.lemmas:
                words = lemma.split()
                yield words[1] if words[0] == rules.reflexive_lemma and len(words) > 1 else words[0]


def _stems(entries: tuple[Entry, ...], rules: Grammar) -> Mapping[str, str]:
    """The future stem of each verb: its infinitive, without a final e."""
    return {lemma.removesuffix("e"): lemma for lemma in _single_verbs(entries, rules)} if rules.future_endings else {}


def _present(entries: tuple[Entry, ...], rules: Grammar) -> Mapping[str, str]:
    """Third-person forms of the regular verbs in the lexicon, by the language's endings, and the listed irregular ones."""
    forms = dict(rules.verb_forms)
    for lemma in _single_verbs(entries, rules):
        for infinitive, ending in rules.present_endings:
            if lemma.endswith(infinitive):
                forms.setdefault(lemma[: -len(infinitive)] + ending, lemma)
    return forms


def _past(entries: tuple[Entry, ...], rules: Grammar) -> Mapping[str, str]:
    """The past participles of the verbs in the lexicon, by the language's endings, and the listed irregular ones."""
    forms: dict[str, str] = {}
    for lemma in _single_verbs(entries, rules):
        for infinitive, ending in rules.past_endings:
            if lemma.endswith(infinitive):
                forms.setdefault(lemma[: -len(infinitive)] + ending, lemma)
    return {**forms, **rules.participles} if rules.past_endings else {}


def _bare(slot: Slot) -> bool:
    """Whether a direct object fills the slot."""
    return not slot.before and not slot.marker and slot.form in ("", "np")


def _beside(entry: Entry, rules: Grammar) -> Iterator[tuple[str, str]]:
    """Markers and forms that the entry's frames expect after an object or a dative."""
    for frame in entry.frames:
        after = [slot for slot in frame.slots if not slot.before]
        for slot in after:
            if slot.form.startswith("np+"):
                form = slot.form[3:]
                yield from ((marker, form) for marker in rules.genitives) if form in ("inf", "ing") else ()
            elif slot.marker and len(after) > 1 and slot is not after[0] and " " not in slot.marker:
                if after[0].role == "ADDRESSEE" and not after[0].marker:
                    yield slot.marker, ANY_NOUN
                yield slot.marker, slot.form if slot.form in ("inf", "ing") else "np"
