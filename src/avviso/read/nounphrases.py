"""Noun phrases around titles: the stuff that actors are read from.

Reads words in their order, with the parser's word classes as hints only, because small parsers lose themselves in long titles:
"le ministre finlandais de la Défense Aarne Lehtola", "Kenyan Air Force Commander Major General Peter Mwangi".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.titles import TitleForm, Titles
from avviso.read.complements import Complements
from avviso.read.names import Hit, NameIndex
from avviso.read.runs import DASHES, Run, RunFinder, names_person
from avviso.records import ActorKind
from avviso.text import Sentence, Token

LONGEST = 22
"""Words that a title may have before its noun."""
DEEPEST = 6
"""How many titles may stand inside one another."""
GENDERS = {"Masc": "m", "Fem": "f"}


@dataclass(slots=True)
class NounPhrase:
    """A title's noun with all that belongs to it; tokens `first` to `last`, `core` being the first token of the noun.

    `owners` are the listed names that tell whose it is, the surest first; `places` those that tell only where, `posts` where the
    holder serves. `inner` are the noun phrases inside that tell whose it is, `affiliation` an unlisted name that does. `determiner` is
    definite, demonstrative, indefinite, possessive or "". `name` is the personal name that the title introduces, `brand` the name
    that follows a body's noun. `premodifier`: the noun only qualifies another one ("police raid"). `words` are those of the field.
    """

    first: int
    last: int
    core: int
    form: TitleForm
    plural: bool = False
    determiner: str = ""
    possessive: int | None = None
    former: bool = False
    other: bool = False
    premodifier: bool = False
    owners: list[Hit] = field(default_factory=list)
    places: list[Hit] = field(default_factory=list)
    posts: list[Hit] = field(default_factory=list)
    inner: list[NounPhrase] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    affiliation: Run | None = None
    name: Run | None = None
    brand: Run | None = None

    def covers(self, i: int) -> bool:
        """Whether token `i` belongs to the phrase."""
        return self.first <= i <= self.last


class PhraseReader:
    """Reads the noun phrases and name runs of one sentence."""

    def __init__(self, sentence: Sentence, index: NameIndex, words: Titles, rules: Grammar) -> None:
        self.sentence, self.tokens, self.words, self.rules = sentence, sentence.tokens, words, rules
        self.lists = words.words
        self.hits = [hit for hit in index.hits(self.tokens) if not self._possessed(hit)]
        self.at: list[Hit | None] = [None] * len(self.tokens)
        for hit in self.hits:
            for i in range(hit.first, hit.last + 1):
                self.at[i] = hit
        self.finder = RunFinder(self.tokens, self.at, words, rules)
        self.phrases: list[NounPhrase] = []
        self.runs: list[Run] = []
        self._complements = Complements(self)
        self._built: dict[int, NounPhrase] = {}
        self._depth = 0

    def _possessed(self, hit: Hit) -> bool:
        """Whether the words only sound like an international body's: "his [Security Council]" is a state's own."""
        before = self.tokens[hit.first - 1] if hit.first else None
        body = any(name.actor is not None and name.actor.kind is ActorKind.ORGANISATION for name in hit.names)
        return body and before is not None and before.morph.get("Poss") == "Yes" and hit.last > hit.first

    def read(self) -> None:
        """Fills `phrases`, those that stand in no other one, and `runs`, the names outside them."""
        for hit in self.hits:
            if hit.titles and hit.first not in self._built and self._is_noun(hit):
                self.build(hit)
        built = sorted(self._built.values(), key=lambda phrase: phrase.core)
        inner = {id(part) for phrase in built for part in phrase.inner}
        self.phrases = [phrase for phrase in built if id(phrase) not in inner]
        taken = [False] * len(self.tokens)
        for phrase in self.phrases:
            taken[phrase.first : phrase.last + 1] = [True] * (phrase.last + 1 - phrase.first)
        self.runs = self.finder.free(taken)

    def low(self, i: int) -> str:
        """The lower-case word at token `i`, "" past the sentence's end."""
        return self.tokens[i].text.lower() if 0 <= i < len(self.tokens) else ""

    def _is_noun(self, hit: Hit) -> bool:
        """Whether a title's word is a noun here: neither part of a listed name nor an adjective beside a noun ("aide militaire")."""
        if hit.names and hit.names[0].kind == "actor":
            return False
        token = self.tokens[hit.first]
        if self._compounded(hit) or self._surname(hit) or self._ranks(hit):
            return False
        if hit.first != hit.last or token.text[:1].isupper():
            return True
        before = self.tokens[hit.first - 1] if hit.first else None
        after = self.at[hit.last + 1] if hit.last + 1 < len(self.tokens) else None
        if token.pos == "ADJ" and after is not None and after.titles:
            return self.words.premodifying
        if token.relation in ("adjective", "adverb", "participial") and self.tokens[token.head].pos in ("NOUN", "PROPN"):
            if not self.words.premodifying:
                return token.head != hit.first - 1
            return token.head < hit.first or (before is not None and before.text in self.lists["possessive_marks"])
        told = before is not None and (before.pos == "DET" or self.at[hit.first - 1] is not None)
        return token.pos != "ADJ" or token.relation not in ("attribute", "root") or told

    def _ranks(self, hit: Hit) -> bool:
        """Whether the word only ranks a title further on: "[deputy] Middle East director"."""
        token = self.tokens[hit.first]
        return token.relation == "compound" and self.low(hit.first) in self.lists["portfolios"] and token.head > hit.last + 1

    def _surname(self, hit: Hit) -> bool:
        """Whether the parser takes the word for the end of a person's name ("Charlie King")."""
        i = hit.first
        if i == 0 or i != hit.last or self.at[i - 1] is not None or not self.tokens[i].text[:1].isupper():
            return False
        after = self.tokens[i + 1].text if i + 1 < len(self.tokens) else ""
        return (
            self.tokens[i].entity == self.tokens[i - 1].entity == "PER"
            and self.tokens[i - 1].text[:1].isupper()
            and not after[:1].isupper()
        )

    def _compounded(self, hit: Hit) -> bool:
        """Whether a hyphen makes the noun part of a longer word ("rebel-held")."""
        i = hit.last + 1
        if i + 1 >= len(self.tokens) or self.tokens[i].text not in DASHES or self.tokens[i].start != self.tokens[hit.last].end:
            return False
        return self.tokens[i + 1].start == self.tokens[i].end and self.tokens[i + 1].text[:1].islower()

    # A title's phrase --------------------------------------------------------------------------------------------------------------

    def build(self, hit: Hit) -> NounPhrase:
        """The phrase of a title's noun, built once."""
        known = self._built.get(hit.first)
        if known is not None:
            return known
        form = self._form(hit)
        phrase = NounPhrase(hit.first, hit.last, hit.first, form, plural=form.plural)
        phrase.words |= self.lists["portfolios"].intersection(form.text.lower().split())
        self._built[hit.first] = phrase
        if self._depth >= DEEPEST:
            return phrase
        self._depth += 1
        self._left(phrase)
        phrase.premodifier = self.words.premodifying and self._premodifies_next(hit, form)
        if not phrase.premodifier:
            self._complements.take(phrase)
            self._name(phrase)
        self._number(phrase)
        self._depth -= 1
        return phrase

    def _premodifies_next(self, hit: Hit, form: TitleForm) -> bool:
        """Whether the noun qualifies the next one: "army chief", "police raid", "Commandant Major General"."""
        i = hit.last + 1
        if i >= len(self.tokens):
            return False
        after, following = self.tokens[i], self.at[i]
        titled = following is not None and bool(following.titles) and not following.names
        if after.text[:1].islower():
            return titled or (after.pos == "NOUN" and following is None)
        return titled or (form.capital and not form.title.personal and after.pos in ("NOUN", "PROPN") and following is None)

    def _form(self, hit: Hit) -> TitleForm:
        """The form that fits: the one whose gender the words before tell; without gender where the noun has both."""
        forms = [form for form in hit.titles if form.title is hit.titles[0].title]
        if len(forms) == 1:
            return forms[0]
        before = self.tokens[hit.first - 1] if hit.first else None
        gender = GENDERS.get(before.morph.get("Gender", ""), "") if before is not None and before.pos in ("DET", "ADJ", "ADP") else ""
        fitting = next((form for form in forms if gender and form.gender == gender), None)
        if fitting is not None:
            return fitting
        first = forms[0]
        genders = {form.gender for form in forms if form.plural == first.plural}
        return TitleForm(first.text, first.title, "", first.plural, first.capital) if len(genders) > 1 else first

    def _number(self, phrase: NounPhrase) -> None:
        """Words that do not change in the plural take their number from the determiner ("les porte-parole"); "one of the X" is one."""
        opening = phrase.first if self.low(phrase.first) in self.lists["genitive"] else phrase.first - 1
        several = phrase.plural or (opening >= 0 and self.tokens[opening].morph.get("Number") == "Plur")
        if several and self.low(opening) in self.lists["genitive"] and self.low(opening - 1) in self.lists["one_of"]:
            phrase.plural, phrase.determiner = False, "indefinite"
            phrase.first = opening - 2 if self.low(opening - 2) in self.lists["definite"] else opening - 1
        if phrase.form.plural or phrase.form.title.kind is ActorKind.GROUP:
            return
        determiner = next((t for t in self.tokens[phrase.first : phrase.core] if t.pos == "DET"), None)
        if determiner is not None and determiner.morph.get("Number") == "Plur":
            phrase.plural = True

    # Before the noun -----------------------------------------------------------------------------------------------------------------

    def _left(self, phrase: NounPhrase) -> None:
        i, start = phrase.first - 1, phrase.first
        while i >= 0 and start - i < LONGEST:
            token, hit = self.tokens[i], self.at[i]
            lower = token.text.lower()
            if token.text == ")" and self.words.premodifying and i > 2 and self.tokens[i - 2].text == "(":
                i -= 3  # an acronym between the name and its noun
                continue
            if hit is not None and hit.titles and not hit.names and self.words.premodifying:
                self._take_premodifier(phrase, hit)
                return
            if hit is not None and hit.names and (self.words.premodifying or any(name.relational for name in hit.names)):
                if not self._may_own(hit, i):
                    return
                phrase.owners.append(hit)
                phrase.first = hit.first
                i = self._coordinated(phrase, hit.first - 1)
                continue
            if token.pos == "DET" or token.morph.get("Poss") == "Yes" or lower in self.lists["definite"]:
                self._determine(phrase, i)
                return
            if not self._qualifies(phrase, token, lower, i):
                return
            phrase.first = i
            i = self._past_name(phrase, i)

    def _past_name(self, phrase: NounPhrase, i: int) -> int:
        """The token before an unlisted proper name at `i`, which tells whose the title is ("a CAAF spokesperson")."""
        start = i
        while i >= 0 and self.tokens[i].pos == "PROPN" and self.at[i] is None and self._premodifies(self.tokens[i], i, phrase):
            i -= 1
        if i < start and self.words.premodifying:
            phrase.first = i + 1
            phrase.affiliation = phrase.affiliation or Run(i + 1, start, self.tokens[start].entity)
            return i
        return start - 1

    def _qualifies(self, phrase: NounPhrase, token: Token, lower: str, i: int) -> bool:
        """Whether an unlisted word before the noun belongs to its phrase; notes what it tells."""
        if lower in self.lists["former"]:
            phrase.former = True
        elif lower in self.lists["other"]:
            phrase.other = True
        elif token.pos == "NUM" or lower in self.lists["one_of"]:
            phrase.determiner = phrase.determiner or "indefinite"
        elif not self._premodifies(token, i, phrase):
            if lower not in self.lists["quantities"] and lower not in self.lists["indefinite"]:
                return False
            phrase.determiner = phrase.determiner or "indefinite"
        if lower in self.lists["portfolios"]:
            phrase.words.add(lower)
        return True

    def _take_premodifier(self, phrase: NounPhrase, hit: Hit) -> None:
        """ "Defence ministry" in "defence ministry spokesman" tells whose the title is."""
        inner = self.build(hit)
        beside = inner.last + 1 == phrase.first
        if inner.last >= phrase.first or inner.name is not None or not (inner.premodifier or beside):
            return
        inner.premodifier = True
        phrase.inner.append(inner)
        phrase.first = inner.first
        phrase.determiner, phrase.possessive = inner.determiner, inner.possessive

    def _may_own(self, hit: Hit, i: int) -> bool:
        """A person owns a title only by a possessive: "Trump's adviser", not "Trump adviser" in a list of names."""
        return not names_person(hit) or self.low(i + 1) in self.lists["possessive_marks"]

    def _premodifies(self, token: Token, i: int, phrase: NounPhrase) -> bool:
        if token.lemma in self.rules.time_nouns or token.text in self.lists["not_names"]:
            return False
        if token.text in DASHES:
            return i + 1 == phrase.first and i > 0 and self.tokens[i - 1].end == token.start and self.tokens[i + 1].start == token.end
        if token.pos in ("ADJ", "NUM"):
            return True
        if not self.words.premodifying:
            return False
        if token.text in self.lists["possessive_marks"]:
            return i > 0 and self.tokens[i - 1].pos in ("PROPN", "NOUN", "X", "ADJ", "NUM")
        return token.pos in ("NOUN", "PROPN") or (token.pos == "VERB" and token.relation in ("adjective", "compound"))

    def _coordinated(self, phrase: NounPhrase, i: int) -> int:
        """ "EU and US officials", "Russian, Turkish and Iranian diplomats": the names before the conjunction own it too."""
        while self.words.premodifying and i > 0:
            hit = self.at[i - 1]
            joined = self.low(i) in self.lists["coordinators"] or self.tokens[i].text in {",", "/"}
            if not joined or hit is None or hit.titles or not self._adjectival(hit):
                break
            phrase.owners.insert(0, hit)
            phrase.first = hit.first
            i = hit.first - 1
        return i

    def _adjectival(self, hit: Hit) -> bool:
        return any(name.relational or (name.actor is not None and name.text.isupper()) for name in hit.names)

    def _determine(self, phrase: NounPhrase, i: int) -> None:
        token, lower = self.tokens[i], self.low(i)
        if token.morph.get("Poss") == "Yes" and lower not in self.lists["definite"]:
            phrase.determiner, phrase.possessive = "possessive", i
        elif lower in self.lists["definite"]:
            phrase.determiner = "definite"
        elif lower in self.lists["demonstrative"]:
            phrase.determiner = "demonstrative"
        else:
            phrase.determiner = "indefinite"
        if token.pos != "ADP":
            phrase.first = i

    # The name after it -----------------------------------------------------------------------------------------------------------------

    def _name(self, phrase: NounPhrase) -> None:
        """The name that follows the title, at once or after a comma."""
        i = phrase.last + 1
        if i >= len(self.tokens) or phrase.name is not None:
            return
        personal, run, hit = phrase.form.title.personal, self.finder.run(i), self.at[i]
        if run is not None and personal and run.may_be_person:
            phrase.name, phrase.last = run, run.last
        elif run is not None and not personal and not phrase.form.plural and run.hit is None:
            phrase.brand, phrase.last = run, run.last
        elif run is None and not personal and hit is not None and hit.names and hit.names[0].kind == "actor":
            phrase.brand, phrase.last = Run(hit.first, hit.last, hit=hit), hit.last
        elif self.tokens[i].text == "," and personal and not phrase.plural:
            run = self.finder.run(i + 1)
            if (
                run is not None
                and run.may_be_person
                and self._closes(run.last + 1)
                and run.first - i <= 1 + 3 * (run.honorific is not None)
            ):
                phrase.name, phrase.last = run, run.last

    def _closes(self, i: int) -> bool:
        """Whether an apposition may end before token `i`."""
        if i >= len(self.tokens):
            return True
        token = self.tokens[i]
        return token.pos in ("PUNCT", "VERB", "AUX", "PRON") or token.text in ",.;:)—–-"
