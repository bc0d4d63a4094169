"""Runs of capitalised words: perhaps the name of somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.titles import Titles
from avviso.read.names import Hit
from avviso.records import ActorKind
from avviso.text import Token

NOT_IN_NAMES = frozenset({"DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "PUNCT", "PART", "SPACE", "SYM", "NUM"})
MISREAD = frozenset({"NUM", "ADP", "DET"})
DASHES = frozenset({"-", "‑", "–"})
TITLE_CASE = 0.6
"""Share of capitalised words above which a sentence is a headline in title case."""
INITIAL = 2
"""Letters of a word that may be an initial, whatever the parser takes it for."""


@dataclass(slots=True)
class Run:
    """Capitalised words in a row: perhaps a name. `honorific` is the gender that one before it tells ("" none told), None without."""

    first: int
    last: int
    entity: str = ""
    honorific: str | None = None
    hit: Hit | None = None

    @property
    def may_be_person(self) -> bool:
        """Whether nothing listed says that the words name something else."""
        return self.hit is None or names_person(self.hit)


def names_person(hit: Hit | None) -> bool:
    """Whether listed words can be a person's name."""
    return hit is not None and any(name.actor is not None and name.actor.kind is ActorKind.PERSON for name in hit.names)


class RunFinder:
    """Finds the name runs of one sentence; `at` gives for each token the listed words it belongs to."""

    def __init__(self, tokens: list[Token], at: Sequence[Hit | None], words: Titles, rules: Grammar) -> None:
        self.tokens, self.at, self.rules = tokens, at, rules
        self.lists = words.words
        letters = [token.text[0] for token in tokens if token.text[:1].isalpha()]
        self.title_case = len(letters) > 4 and sum(map(str.isupper, letters)) > TITLE_CASE * len(letters)

    def run(self, i: int) -> Run | None:
        """The capitalised words from token `i` on that may be a name, honorifics before it left out."""
        i, honorific = self._past_honorifics(i)
        if i >= len(self.tokens):
            return None
        hit = self.at[i]
        if hit is not None and names_person(hit):
            return Run(hit.first, hit.last, "PER", honorific, hit)
        if not self._starts(i, titled=honorific is not None):
            return None
        last = i
        while last + 1 < len(self.tokens):
            step = self._step(last, i)
            if step is None:
                break
            last = step
        return Run(i, last, self._majority(i, last), honorific)

    def _past_honorifics(self, i: int) -> tuple[int, str | None]:
        honorific: str | None = None
        while i < len(self.tokens):
            hit = self.at[i]
            if hit is None or hit.honorific is None or (hit.names and hit.honorific is None):
                break
            honorific = "" if hit.honorific == "any" else hit.honorific
            i = hit.last + 1
            if i < len(self.tokens) and self.tokens[i].text == ".":
                i += 1
        return i, honorific

    def _capital(self, i: int) -> bool:
        """Whether token `i` has a capital that may be a name's: no weekday, no month beside a number ("Nov 22", but "Jan Vogt")."""
        token = self.tokens[i]
        if not token.text[:1].isupper() or token.text in self.lists["not_names"]:
            return False
        if token.lemma not in self.rules.time_nouns and token.lemma not in self.lists["months"]:
            return True
        beside = self.tokens[max(0, i - 1) : i] + self.tokens[i + 1 : i + 2]
        dated = any(t.text[:1].isdigit() for t in beside)
        named = any(t.text[:1].isupper() and t.pos in ("PROPN", "NOUN") for t in beside)
        return token.lemma in self.lists["months"] and named and not dated

    def _starts(self, i: int, *, titled: bool) -> bool:
        token, hit = self.tokens[i], self.at[i]
        if not self._capital(i):
            return False
        if token.pos in NOT_IN_NAMES and not (token.entity and token.pos in MISREAD and len(token.text) > INITIAL):
            return False
        if hit is None:
            return True
        if hit.first != hit.last or token.entity != "PER":
            return False
        following = i + 1 < len(self.tokens) and self.tokens[i + 1].text[:1].isupper() and self.at[i + 1] is None
        return following or (titled and not hit.titles)

    def _step(self, last: int, first: int) -> int | None:
        """The end of the name when it goes on after token `last`, None when it ends there."""
        i = last + 1
        token, hit = self.tokens[i], self.at[i]
        capital_next = i + 1 < len(self.tokens) and self.tokens[i + 1].text[:1].isupper()
        if token.text in DASHES and capital_next and token.start == self.tokens[last].end:
            return i + 1
        if token.text == "." and len(self.tokens[last].text) == 1 and capital_next:
            return i + 1
        if self._capital(i):
            if hit is None:
                return i if self._fits(token) else None
            inside = hit.first == hit.last and token.entity == self.tokens[first].entity == "PER"
            return i if inside else None
        if token.text.lower() in self.lists["particles"]:
            return self._over_particles(i)
        return None

    def _fits(self, token: Token) -> bool:
        named = token.entity == "PER" or token.text in self.lists["suffixes"]
        return token.pos not in NOT_IN_NAMES or named or len(token.text) <= INITIAL or token.text.endswith(".")

    def _over_particles(self, i: int) -> int | None:
        """ "… von der Leyen", "… al-Rahman": small words inside a name that the parser takes for a person's."""
        j = i
        while j < min(len(self.tokens), i + 3) and self.tokens[j].text.lower() in self.lists["particles"]:
            j += 1
        if j >= len(self.tokens) or not self.tokens[j].text[:1].isupper() or self.at[j] is not None:
            return None
        return j if "PER" in (self.tokens[i].entity, self.tokens[j].entity) else None

    def _majority(self, first: int, last: int) -> str:
        labels = [token.entity for token in self.tokens[first : last + 1] if token.entity]
        return max(sorted(set(labels)), key=labels.count) if labels else ""

    def free(self, taken: Sequence[bool]) -> list[Run]:
        """The runs outside the tokens that are `taken`, in order."""
        found: list[Run] = []
        i, count = 0, len(self.tokens)
        while i < count:
            hit = self.at[i]
            if taken[i] or not (self.tokens[i].text[:1].isupper() or (hit is not None and hit.honorific is not None)):
                i += 1
                continue
            run = self.run(i)
            if run is None or taken[run.first] or not self._plausible(run):
                i += 1
                continue
            while taken[run.last]:
                run.last -= 1
            found.append(run)
            i = run.last + 1
        return found

    def _plausible(self, run: Run) -> bool:
        """A lone capitalised word at the start of a sentence, or in a headline of capitals, is a name only when the parser thinks so."""
        if self.title_case and run.entity not in ("PER", "ORG") and run.honorific is None and run.hit is None:
            return False
        if run.first > 0 or run.last > run.first or run.honorific is not None or run.hit is not None:
            return True
        token = self.tokens[run.first]
        return token.pos == "PROPN" or token.entity != ""
