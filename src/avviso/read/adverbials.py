"""Tells times from arguments: "se rendra à Ankara vendredi", "was signed by both presidents Thursday", "strikes on Sunday"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from avviso.knowledge.grammar import Grammar
from avviso.records import TimeMention
from avviso.text import Argument, Clause, Sentence, inside

VERBAL = frozenset({"VERB", "AUX"})
BESIDE = frozenset({"modifier", "apposition", "flat", "name", "compound", "other", "time"})


def free_times(sentence: Sentence, rules: Grammar) -> bool:
    """A bare noun of time right after a place, or after who acts in a passive, is the verb's; tells whether anything changed."""
    tokens, children = sentence.tokens, sentence.children
    changed = False
    for token in tokens:
        if token.lemma in rules.time_nouns:
            changed |= _free_object(token.i, sentence, rules)
        if token.lemma not in rules.time_nouns or token.relation not in BESIDE or token.head >= token.i:
            continue
        noun = tokens[token.head]
        governor = tokens[noun.head]
        place = noun.pos == "PROPN" and noun.relation in ("oblique", "modifier") and noun.lemma not in rules.time_nouns
        if not (place or noun.relation == "agent") or governor.pos not in VERBAL or token.i != noun.i + 1:
            continue
        if any(tokens[c].relation in ("case", "determiner") for c in children[token.i]) or not _has_case(noun.i, sentence):
            continue
        token.head, token.relation = governor.i, "time"
        changed = True
    return changed


def _free_object(index: int, sentence: Sentence, rules: Grammar) -> bool:
    """ "A confirmé dimanche la mort de …": a noun phrase with an article right after a bare time after its verb is the verb's object."""
    tokens, children = sentence.tokens, sentence.children
    time = tokens[index]
    verb = tokens[time.head]
    if verb.pos not in VERBAL or not verb.i < index <= verb.i + 3 or _has_case(index, sentence):
        return False
    if any(tokens[c].relation == "object" and c != index for c in children[verb.i]):
        return False
    for child in children[index]:
        noun = tokens[child]
        article = next((tokens[c] for c in children[child] if tokens[c].relation == "determiner" and c < child), None)
        if noun.pos in ("NOUN", "PROPN") and article is not None and article.i == index + 1 and not _has_case(child, sentence):
            if noun.lemma in rules.time_nouns:
                return False
            noun.head, noun.relation = verb.i, "object"
            time.relation = "time"
            return True
    return False


def _has_case(index: int, sentence: Sentence) -> bool:
    return any(sentence.tokens[c].relation == "case" for c in sentence.children[index])


def mark_times(clauses: Iterable[Clause], times: Sequence[TimeMention]) -> None:
    """An argument that names nothing but a time takes no part in what happens ("sanctions on Monday", "the September attack")."""
    if times:
        for clause in clauses:
            for argument in clause.arguments:
                _mark_time(argument, times)
            for variant in clause.variants:
                for argument in variant.arguments:
                    _mark_time(argument, times)


def _mark_time(argument: Argument, times: Sequence[TimeMention]) -> None:
    if argument.relation in ("oblique", "modifier") and argument.form in ("np", "adj", "poss"):
        span = argument.phrase.span
        named = inside(times, span)
        if named and sum(t.span.end - t.span.start for t in named) * 2 > span.end - span.start and named[0].type != "DURATION":
            argument.relation = "time"
