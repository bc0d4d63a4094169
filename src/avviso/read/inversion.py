"""Puts right the subject that follows its verb, as after a quotation: "…, a déclaré mardi à la presse le ministre"."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.read.syntax import QUOTE
from avviso.read.tree import Tree
from avviso.text import Argument, Clause, Phrase, Token

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
INSIDE = frozenset({"determiner", "compound", "adjective", "flat", "numeral", "possessive", "name"})
OPENERS = frozenset({"DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ"})
ASIDES = frozenset({"participial", "relative"})
"""What follows the subject's noun after a comma and is no part of its name: "le maire, cité par la radio"."""
BREAKS = frozenset(",?!…;:—–-.")
FARTHEST = 14
"""Tokens after the verb in which its subject may begin."""


def repair_inversion(clause: Clause, tree: Tree, rules: Grammar, surface: dict[int, Argument]) -> None:
    """Gives a parenthetical or quotation-final verb the noun phrase after it as its subject.

    Nothing is done where the verb stands at the head of a clause with a subject of its own on its left, takes a finite complement,
    or is not finite.
    """
    tokens = tree.tokens
    opening = min([clause.predicate, *(a for a in clause.auxiliaries if a < clause.predicate)])
    while opening and tokens[opening - 1].relation == "iobject" and tokens[opening - 1].pos == "PRON":
        opening -= 1  # "…, lui a demandé X"
    previous = tokens[opening - 1] if opening else None
    if opening > 1 and previous is not None and previous.pos == "PRON" and tokens[opening - 2].text.lower() in rules.comparing:
        previous = None if previous.relation == "object" else previous  # "comme l'a rappelé X"
    if not _parenthetical(previous) or not _finite(clause, tokens):
        return
    current = surface.get(id(clause))
    if current is not None and current.phrase.head > opening:
        return
    if (
        current is not None
        and current.phrase.head_token.lemma != QUOTE
        and not _clausal(current, tokens, clause)
        and not _clitic(clause, tokens, rules)
        and not _apart(current, opening, clause, tree, rules)
    ):
        return
    if any(a.relation == "complement" and a.form == "clause" and a.phrase.first > clause.predicate for a in clause.arguments):
        return
    phrase = _clitic(clause, tokens, rules) or _next_noun_phrase(clause, tree, rules)
    if phrase is None or (_object_pronoun(phrase) and any(a.relation == "attribute" for a in clause.arguments)):
        return
    clause.arguments = [a for a in clause.arguments if a.phrase.head != phrase.head and a is not current]
    if current is not None and current.phrase.head_token.lemma == QUOTE:
        clause.arguments.append(Argument("object", "", "np", current.phrase))
    clause.passive = False
    if clause.link == "participial":
        clause.link = "parataxis"  # a finite verb between commas with its subject behind it stands beside the sentence
    subject = Argument("subject", "", "np", phrase)
    surface[id(clause)] = subject
    clause.arguments.insert(0, subject)
    _free_addressee(clause, phrase, tree, rules)
    _free_circumstance(clause, phrase, tree, rules)


def _object_pronoun(phrase: Phrase) -> bool:
    """Whether the verb acts on a pronoun behind it: "denied the charge, called it absurd and left"."""
    head = phrase.head_token
    return head.pos == "PRON" and head.relation == "object" and head.morph.get("Case") != "Nom" and not head.text.startswith("-")


def _clausal(subject: Argument, tokens: list[Token], clause: Clause) -> bool:
    """Whether what was read as the subject is a clause: the one that is reported ("c'est un exemple, a déclaré X")."""
    head = subject.phrase.head_token
    return head.pos in ("VERB", "AUX") or any(tokens[c].relation == "copula" for c in clause.sentence.children[head.i])


def _apart(subject: Argument, opening: int, clause: Clause, tree: Tree, rules: Grammar) -> bool:
    """Whether a lone comma parts what was read as the subject from the verb, and who speaks follows it: "The ship, said X, “…”"."""
    tokens, phrase = tree.tokens, subject.phrase
    whole = phrase.last == opening - 2 and not any(t.text == "," for t in tokens[: opening - 1])
    if not whole or tokens[opening - 1].text != ",":
        return False
    speaker = _next_noun_phrase(clause, tree, rules)
    if speaker is None or speaker.first != clause.predicate + 1 or speaker.last + 2 >= len(tokens):
        return False
    return tokens[speaker.last + 1].text == "," and tokens[speaker.last + 2].lemma == QUOTE


def _parenthetical(previous: Token | None) -> bool:
    return previous is None or previous.lemma == QUOTE or previous.text in BREAKS


def _finite(clause: Clause, tokens: list[Token]) -> bool:
    group = [tokens[clause.predicate], *(tokens[a] for a in clause.auxiliaries)]
    return any(t.morph.get("VerbForm") == "Fin" or t.morph.get("Mood") for t in group) or (len(group) > 1)


def _clitic(clause: Clause, tokens: list[Token], rules: Grammar) -> Phrase | None:
    """The subject clitic inside the verb group: "a-t-il", "dit-elle"."""
    start = min([clause.predicate, *clause.auxiliaries])
    for token in tokens[start : clause.predicate + 4]:
        surface = token.text.lower()
        if (
            surface in rules.clitic_subjects
            and (surface.startswith("-") or token.i > clause.predicate or token.i > start)
            and token.pos == "PRON"
        ):
            return Phrase(clause.sentence, token.i, token.i, token.i)
    return None


def _next_noun_phrase(clause: Clause, tree: Tree, rules: Grammar) -> Phrase | None:
    tokens, position = tree.tokens, clause.predicate + 1
    limit = min(len(tokens), position + FARTHEST)
    aside = position < limit and tokens[position].text == ","
    position += aside
    while position < limit:
        token = tokens[position]
        if aside and token.text == ",":
            aside, position = False, position + 1
            continue
        if token.pos == "ADP" and token.relation in ("case", "marker", "fixed"):
            position = max(position + 1, _end_of_phrase(tokens[token.head], tree) + 1 if token.head > position else position + 1)
        elif token.morph.get("VerbForm") == "Inf" and position == clause.predicate + 1:
            position += 1  # "a fait savoir le ministre"
        elif (
            token.pos == "ADV"
            or token.relation == "negation"
            or token.lemma in rules.time_nouns
            or (token.pos == "NUM" and position + 1 < limit and tokens[position + 1].lemma in rules.time_nouns)
        ):
            position += 1
        elif token.relation == "determiner" and _time(tree, token, rules):
            position = token.head + 1
        elif token.pos in OPENERS and token.morph.get("Reflex") != "Yes" and not aside:
            return _phrase_from(position, clause, tree)
        else:
            return None
    return None


def _time(tree: Tree, token: Token, rules: Grammar) -> bool:
    head = tree.tokens[token.head]
    return head.i > token.i and head.lemma in rules.time_nouns


def _end_of_phrase(head: Token, tree: Tree) -> int:
    """Last token of a short prepositional phrase: the noun with the adjectives and names that follow it at once."""
    last = head.i
    for child in tree.children[head.i]:
        if child == last + 1 and tree.tokens[child].relation in ("adjective", "flat", "compound"):
            last = child
    return last


def _phrase_from(first: int, clause: Clause, tree: Tree) -> Phrase | None:
    tokens = tree.tokens
    head = tokens[first]
    while head.relation in INSIDE and head.head > first - 1 and head.head != head.i and head.head != clause.predicate:
        head = tokens[head.head]
    if head.pos not in NOUNS and head.pos != "ADJ":
        return None
    last = tree.phrase(head.i, first).last
    for child in tree.children[head.i]:
        opens = tree.left[child]
        if child > head.i and tokens[child].relation in ASIDES and tokens[opens - 1].text == ",":
            last = min(last, max(head.i, opens - 2))
    if tree.left[head.i] < first and head.i < first:
        return None
    return Phrase(clause.sentence, head.i, first, last)


def _free_addressee(clause: Clause, subject: Phrase, tree: Tree, rules: Grammar) -> None:
    """What the parser hung on the subject's noun with "à" is the verb's: "a déclaré Jean Dupont au président russe"."""
    dative = rules.datives & {tree.marker(c, rules) for c in range(subject.first, subject.last + 1)}
    if not dative:
        return
    for index in range(subject.head + 1, subject.last + 1):
        marker = tree.marker(index, rules)
        if marker in dative and tree.tokens[index].pos in NOUNS and tree.left[index] > subject.head:
            clause.arguments.append(Argument("oblique", marker, "np", tree.phrase(index, tree.after_marker(index))))
            cut = tree.left[index] - 1
            if cut >= subject.head:
                subject.last = cut
            return


def _free_circumstance(clause: Clause, subject: Phrase, tree: Tree, rules: Grammar) -> None:
    """What is said amid something is said then, whatever noun the parser hung it on: "a déclaré le président lors d'un discours"."""
    for index in range(subject.head + 1, subject.last + 1):
        first = tree.left[index]
        if first > subject.head and tree.tokens[index].pos == "NOUN" and tree.marker(index, rules) in rules.amid:
            clause.arguments.append(Argument("oblique", tree.marker(index, rules), "np", tree.phrase(index, tree.after_marker(index))))
            subject.last = first - 1
            return
