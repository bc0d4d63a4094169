"""Edges, children and markers of one sentence's dependency tree."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.text import Phrase, Sentence

APART = 3
"""Tokens between two words of one marker, at the most."""
MARKERS = frozenset({"case", "marker"})
VERBAL = frozenset({"VERB", "AUX"})
SUBORDINATE_AUX = frozenset({"auxiliary", "passive-auxiliary", "copula"})


class Tree:
    """What a token dominates: `left[i]` and `right[i]` are the outermost tokens of its subtree."""

    __slots__ = ("children", "left", "right", "sentence", "tokens")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.tokens, self.children = sentence, sentence.tokens, sentence.children
        count = len(self.tokens)
        self.left, self.right = list(range(count)), list(range(count))
        for i in reversed(self._from_the_top()):
            head = self.tokens[i].head
            if head != i:
                self.left[head] = min(self.left[head], self.left[i])
                self.right[head] = max(self.right[head], self.right[i])
        sentence.left, sentence.right = self.left, self.right

    def _from_the_top(self) -> list[int]:
        order = [t.i for t in self.tokens if t.head == t.i]
        for i in order:
            order.extend(self.children[i])
        return order

    def phrase(self, head: int, first: int) -> Phrase:
        """What hangs on `head`, from `first` on, without punctuation at its end."""
        last = self.right[head]
        while last > head and self.tokens[last].relation == "punctuation" and self.tokens[last].text not in ")]":
            last -= 1
        return Phrase(self.sentence, head, min(first, last if self.tokens[head].pos == "ADP" else head), last)

    def marker_tokens(self, i: int) -> list[int]:
        """Prepositions and complementisers that open the phrase of token `i`, in order."""
        return [c for c in self.children[i] if c < i and self.tokens[c].relation in MARKERS]

    def marker(self, i: int, rules: Grammar) -> str:
        """The phrase's marker in base form ("à", "à l'encontre de", "that"); "" for none."""
        words: list[tuple[int, str]] = []
        for index in self.marker_tokens(i):
            if words and index > words[-1][0] + APART:
                break
            for part in [index, *self.children[index]]:
                token = self.tokens[part]
                if part == i - 1 and token.pos == "ADV" and self.tokens[i].pos == "VERB":
                    continue  # "à mieux surveiller": how, not a part of the preposition
                if part == index or token.relation in ("fixed", "case"):
                    surface = token.text.lower().replace("’", "'")
                    words.append((part, rules.markers.get(surface, surface)))
        if not words:
            return self._infinitive_to(i, rules)
        return " ".join(word for _, word in sorted(words))

    def _infinitive_to(self, i: int, rules: Grammar) -> str:
        for child in self.children[i]:
            token = self.tokens[child]
            if child < i and token.relation == "auxiliary" and token.lemma in rules.infinitive_markers and token.pos == "PART":
                return token.lemma
        return ""

    def after_marker(self, i: int) -> int:
        """The first token of the phrase of `i` without its marker, and without an infinitive's "to"."""
        first = self.left[i]
        opening = [
            *self.marker_tokens(i),
            *(c for c in self.children[i] if c < i and self.tokens[c].pos == "PART" and self.tokens[c].relation == "auxiliary"),
        ]
        for index in opening:
            if self.left[index] <= first or index <= first + 1:
                first = max(first, self.right[index] + 1)
        while first < i and self.tokens[first].relation == "punctuation":
            first += 1
        return min(first, i)
