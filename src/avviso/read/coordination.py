"""The parts of a coordinated noun phrase: "Moscou et Kiev", "Spain's Ana Ruiz and Kenya's John Otieno"."""

from __future__ import annotations

from collections.abc import Collection

from avviso.text import Phrase, Sentence

CONJOINED = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"})


def conjuncts(phrase: Phrase) -> list[int]:
    """The head words of the phrase's conjuncts, in order; the phrase's own head is one of them.

    A conjunct that the parser hung on a word before the phrase belongs to its chain too ("A, [B et C]").
    """
    tokens = phrase.sentence.tokens
    heads = [phrase.head]
    for token in tokens[phrase.first : phrase.last + 1]:
        chained = token.head in heads or token.head < phrase.first
        if token.relation == "conjunct" and token.pos in CONJOINED and chained and token.i not in heads:
            heads.append(token.i)
    return sorted(heads)


def parts(phrase: Phrase, coordinators: Collection[str], whole: tuple[int, int] | None) -> list[Phrase]:
    """One phrase for each conjunct. Conjuncts inside the tokens `whole` belong to one name or title and are not parted."""
    sentence, tokens, heads = phrase.sentence, phrase.sentence.tokens, conjuncts(phrase)
    edges = {head: left_edge(sentence, head) for head in heads}
    found: list[Phrase] = []
    for head in heads:
        if whole is not None and head != phrase.head and whole[0] <= head <= whole[1]:
            continue
        last = min([phrase.last, *(edges[h] - 1 for h in heads if h > head)])
        first = phrase.first if not found else max(edges[head], phrase.first)
        while last > head and (tokens[last].pos in ("CCONJ", "PUNCT") or tokens[last].text.lower() in coordinators):
            last -= 1
        found.append(Phrase(sentence, head, min(first, head), max(last, head)))
    return found


def left_edge(sentence: Sentence, head: int) -> int:
    """The first token that hangs on `head` before it."""
    left, stack = head, [head]
    while stack:
        for child in sentence.children[stack.pop()]:
            if child < head and sentence.tokens[child].relation != "conjunct":
                left = min(left, child)
                stack.append(child)
    return left
