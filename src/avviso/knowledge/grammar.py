"""How a language's parser is read: its model, its labels, its markers (`data/lang/xx/syntax.toml`, `clauses.toml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avviso.errors import DataError
from avviso.knowledge.files import DATA, read_toml


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the clause layer needs to know of a language and of the model that parses it."""

    language: str
    model: str
    unneeded: tuple[str, ...]
    compounds: tuple[str, ...]
    lifts_prepositions: bool
    placeholder: str
    relations: Mapping[str, str]
    markers: Mapping[str, str]
    lemmas: Mapping[str, str]
    complementisers: frozenset[str]
    interrogatives: frozenset[str]
    infinitive_markers: frozenset[str]
    reflexives: frozenset[str]
    reflexive_lemma: str
    dative: str
    negations: frozenset[str]
    never: frozenset[str]
    bare_negation_particle: str
    modals: Mapping[str, str]
    light_verbs: frozenset[str]
    quantities: frozenset[str]
    time_nouns: frozenset[str]
    copulas: frozenset[str]
    destined: frozenset[str]
    contact_relatives: bool
    impersonal: frozenset[str]
    abbreviations: frozenset[str]
    passive_by: frozenset[str]
    hedges: frozenset[str]
    raising: frozenset[str]
    clitic_subjects: frozenset[str]
    inverted_subjects: frozenset[str]
    euphonic: frozenset[str]
    dative_clitics: frozenset[str]
    quote_openers: frozenset[str]
    partitives: frozenset[str]
    adversatives: frozenset[str]
    narrator_relatives: frozenset[str]
    resuming: frozenset[str]
    noun_markers: frozenset[str]
    first_person: frozenset[str]
    own: frozenset[str]
    wholes: frozenset[str]
    including: frozenset[str]
    amid: frozenset[str]
    object_control: frozenset[str]
    subject_control: frozenset[str]
    loose_markers: frozenset[str]
    active_with_be: frozenset[str]
    passive_helpers: frozenset[str]
    imperative_endings: frozenset[str]
    compound_prepositions: frozenset[str]
    jointly: frozenset[str]
    relative_pronouns: frozenset[str]
    datives: frozenset[str]
    genitives: frozenset[str]
    two_sided: frozenset[str]
    pairing: frozenset[str]
    comparing: frozenset[str]
    addressing: frozenset[str]
    sent_to: frozenset[str]
    limiting: frozenset[str]
    calling_off: frozenset[str]
    locatives: frozenset[str]
    locatives_only: frozenset[str]
    light_markers: frozenset[str]
    lasting: frozenset[str]
    lasting_nouns: frozenset[str]
    beginning: frozenset[str]
    resolves: frozenset[str]
    conditions: frozenset[str]
    amounts: frozenset[str]
    prospective: frozenset[str]
    companions: frozenset[str]
    party_markers: frozenset[str]
    undergoing: frozenset[str]
    topical: frozenset[str]
    time_openers: frozenset[str]
    time_holders: frozenset[str]
    asides: re.Pattern[str] | None
    future_endings: tuple[str, ...]
    conditional_endings: tuple[str, ...]
    infinitive_endings: tuple[str, ...]
    verb_endings: tuple[tuple[str, str], ...]
    verb_forms: Mapping[str, str]
    participles: Mapping[str, str]
    present_endings: tuple[tuple[str, str], ...]
    past_endings: tuple[tuple[str, str], ...]
    having: frozenset[str]

    def verb_lemma(self, lemma: str, surface: str, *, finite: bool) -> str:
        """The lemma of a verb, mended where the model's lemmatiser left an inflected form."""
        known = self.verb_forms.get(surface)
        if known is not None and finite:
            return known
        if not self.infinitive_endings or (lemma.endswith(self.infinitive_endings) and not (finite and lemma == surface)):
            return lemma
        for ending, infinitive in self.verb_endings:
            if lemma.endswith(ending) and len(lemma) > len(ending) + 1:
                return lemma[: -len(ending)] + infinitive
        return lemma

    def participle_lemma(self, lemma: str, surface: str) -> str:
        """The verb of a past participle that the tagger took for an adjective ("a gelé les avoirs")."""
        return self.participles.get(surface) or self.verb_lemma(lemma, surface, finite=False)


SCHEMES = {"prepositions-below": False, "prepositions-above": True}


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language. Raises `DataError` when a file or a key is missing."""
    folder = DATA / "lang" / language
    syntax, clauses = read_toml(folder / "syntax.toml"), read_toml(folder / "clauses.toml")
    try:
        words = {name: frozenset(clauses[name]) for name in WORD_LISTS}
        return Grammar(
            language=language,
            model=syntax["model"],
            unneeded=tuple(syntax.get("unneeded", ())),
            compounds=tuple(syntax.get("compounds", ())),
            lifts_prepositions=SCHEMES[syntax["scheme"]],
            placeholder=syntax["placeholder"],
            contact_relatives=bool(syntax.get("contact_relatives", False)),
            relations=syntax["relations"],
            markers=syntax["markers"],
            lemmas=syntax["lemmas"],
            reflexive_lemma=clauses["reflexive_lemma"],
            dative=clauses["dative"],
            bare_negation_particle=clauses["bare_negation_particle"],
            modals=clauses["modals"],
            infinitive_endings=tuple(syntax["infinitive_endings"]),
            verb_endings=tuple((ending, infinitive) for ending, infinitive in syntax["verb_endings"]),
            verb_forms=_forms(folder, "verb"),
            participles=_forms(folder, "participle"),
            future_endings=tuple(syntax["future_endings"]),
            conditional_endings=tuple(syntax["conditional_endings"]),
            present_endings=tuple((infinitive, ending) for infinitive, ending in syntax["present_endings"]),
            past_endings=tuple((infinitive, ending) for infinitive, ending in syntax["past_endings"]),
            asides=_any_of(clauses["asides"]),
            **words,
        )
    except KeyError as error:
        raise DataError(f"lang/{language}: syntax.toml or clauses.toml lacks {error}; add the key") from error


def _any_of(phrases: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase).replace("'", "['’]") for phrase in phrases) + r")\b") if phrases else None


def _forms(folder: Path, table: str) -> Mapping[str, str]:
    path = folder / "forms.toml"
    return read_toml(path).get(table, {}) if path.is_file() else {}


WORD_LISTS = (
    "partitives", "adversatives", "narrator_relatives", "resuming", "noun_markers", "first_person", "own", "wholes", "including", "amid",
    "object_control", "subject_control",
    "loose_markers", "active_with_be", "relative_pronouns", "datives", "genitives", "two_sided", "pairing", "comparing",
    "passive_helpers", "having", "imperative_endings", "compound_prepositions", "jointly",
    "addressing", "sent_to", "limiting", "calling_off",
    "locatives", "locatives_only", "light_markers", "lasting", "lasting_nouns", "beginning",
    "topical", "time_openers", "time_holders", "resolves", "conditions", "amounts", "prospective", "companions",
    "party_markers", "undergoing", "complementisers", "interrogatives", "infinitive_markers", "reflexives", "negations", "never",
    "light_verbs", "time_nouns", "copulas", "destined", "impersonal", "abbreviations", "passive_by", "hedges", "raising", "clitic_subjects",
    "quote_openers", "quantities", "inverted_subjects", "euphonic", "dative_clitics",
)  # fmt: skip
