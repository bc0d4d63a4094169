"""Noun phrases around titles, and runs of capitalised words: the stuff that actors are read from.

Reads words in their order, with the parser's word classes as hints only, because small parsers lose themselves in long titles:
"le ministre russe de la Défense Andreï Belooussov", "Philippine Marine Corps Commandant Major General Arturo Rojas".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.titles import TitleForm, Titles
from avviso.read.names import Hit, Name, NameIndex
from avviso.records import ActorKind
from avviso.text import Sentence, Token

LONGEST = 22
"""How many words a title may reach to either side of its noun."""
NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})
NOT_IN_NAMES = frozenset({"DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "PUNCT", "PART", "SPACE", "SYM", "NUM"})
DASHES = frozenset({"-", "‑", "–"})
NICKNAME = frozenset({"'", "’", '"', "“", "”"})


@dataclass(slots=True)
class Run:
    """Capitalised words in a row: perhaps a name. `honorific` is the gender that one before it tells ("" none told), None without."""

    first: int
    last: int
    entity: str = ""
    honorific: str | None = None
    hit: Hit | None = None


@dataclass(slots=True)
class NounPhrase:
    """A title's noun with all that belongs to it.

    `owners` are the listed names that tell whose it is, the surest first; `places` those that tell only where. `inner` are the noun
    phrases inside that tell whose it is. `determiner` is definite, demonstrative, indefinite, possessive or "". `name` is the personal
    name that the title introduces, `brand` the name that follows a body's noun.
    """

    first: int
    last: int
    head: int
    form: TitleForm
    plural: bool = False
    determiner: str = ""
    possessive: int | None = None
    former: bool = False
    owners: list[Hit] = field(default_factory=list)
    places: list[Hit] = field(default_factory=list)
    inner: list[NounPhrase] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    affiliation: Run | None = None
    name: Run | None = None
    brand: Run | None = None
    premodifier: bool = False
    core: int = 0
    posts: list[Hit] = field(default_factory=list)
    other: bool = False

    def covers(self, i: int) -> bool:
        """Whether token `i` belongs to the phrase."""
        return self.first <= i <= self.last


class PhraseReader:
    """Reads the noun phrases and name runs of one sentence."""

    def __init__(self, sentence: Sentence, index: NameIndex, words: Titles, rules: Grammar) -> None:
        self.sentence, self.tokens, self.words, self.rules = sentence, sentence.tokens, words, rules
        self.hits = index.hits(self.tokens)
        self.at: list[Hit | None] = [None] * len(self.tokens)
        for hit in self.hits:
            for i in range(hit.first, hit.last + 1):
                self.at[i] = hit
        self._built: dict[int, NounPhrase] = {}
        self.phrases: list[NounPhrase] = []
        self.runs: list[Run] = []

    def read(self) -> None:
        """Fills `phrases` (outermost ones first found, in order) and `runs` (those outside phrases)."""
        for hit in self.hits:
            if hit.titles and hit.first not in self._built and not self._named_instead(hit):
                self._build(hit)
        built = sorted(self._built.values(), key=lambda phrase: phrase.head)
        inner = {id(part) for phrase in built for part in phrase.inner}
        self.phrases = [phrase for phrase in built if id(phrase) not in inner]
        self._free_runs()

    def _named_instead(self, hit: Hit) -> bool:
        """Whether the words are rather part of a personal name ("Nelson Chamisa Marshall")."""
        token = self.tokens[hit.first]
        return bool(hit.names) and hit.names[0].kind == "actor" and token.text[:1].isupper() and hit.first != hit.last

    # A title's phrase --------------------------------------------------------------------------------------------------------

    def _build(self, hit: Hit) -> NounPhrase:
        known = self._built.get(hit.first)
        if known is not None:
            return known
        form = self._form(hit)
        phrase = NounPhrase(hit.first, hit.last, hit.last if self.words.premodifying else hit.first, form, plural=form.plural, core=hit.first)
        self._built[hit.first] = phrase
        self._left(phrase)
        following = self.at[hit.last + 1] if hit.last + 1 < len(self.tokens) else None
        after = self.tokens[hit.last + 1] if hit.last + 1 < len(self.tokens) else None
        if self.words.premodifying and after is not None and (
            (following is not None and following.titles and after.text[:1].islower()) or (after.pos == "NOUN" and after.text[:1].islower() and self.at[hit.last + 1] is None)
        ):
            phrase.premodifier = True
            return phrase
        if self.words.premodifying and following is not None and following.titles and not following.names and form.title.personal:
            phrase.premodifier = True
            return phrase
        self._right(phrase)
        self._names(phrase)
        self._number(phrase)
        return phrase

    def _form(self, hit: Hit) -> TitleForm:
        """The title that fits best where several share a noun: the one whose gender and number the words around tell."""
        forms = hit.titles
        if len(forms) == 1:
            return forms[0]
        before = self.tokens[hit.first - 1] if hit.first else None
        gender = {"Masc": "m", "Fem": "f"}.get(before.morph.get("Gender", ""), "") if before is not None and before.pos in ("DET", "ADJ", "ADP") else ""
        return next((form for form in forms if gender and form.gender == gender), forms[0]) if forms[0].title is forms[-1].title and gender else self._epicene(forms)

    def _epicene(self, forms: tuple[TitleForm, ...]) -> TitleForm:
        first = forms[0]
        same = [form for form in forms if form.title is first.title and form.plural == first.plural]
        if len({form.gender for form in same}) > 1:
            return TitleForm(first.text, first.title, "", first.plural, first.capital)
        return first

    def _left(self, phrase: NounPhrase) -> None:
        tokens, i = self.tokens, phrase.first - 1
        while i >= 0 and phrase.first - i < LONGEST:
            token, hit = tokens[i], self.at[i]
            lower = token.text.lower()
            if hit is not None and hit.titles and not hit.names and self.words.premodifying:
                inner = self._build(hit)
                if inner.last >= phrase.first or inner.name is not None:
                    break
                phrase.inner.append(inner)
                phrase.first = min(phrase.first, inner.first)
                phrase.determiner, phrase.possessive = inner.determiner, inner.possessive
                break
            if hit is not None and hit.names and (self.words.premodifying or any(n.relational for n in hit.names)):
                if hit.names[0].actor is not None and hit.names[0].actor.kind is ActorKind.PERSON and tokens[i + 1].text not in ("'s", "’s"):
                    break
                phrase.owners.append(hit)
                phrase.first = hit.first
                i = hit.first - 1
                i = self._coordinated_left(phrase, i)
                continue
            if token.pos == "DET" or token.morph.get("Poss") == "Yes" or lower in self.words.words["definite"]:
                self._determine(phrase, i)
                break
            if lower in self.words.words["former"]:
                phrase.former = True
            elif lower in self.words.words["other"]:
                phrase.other = True
            elif not self._premodifies(token, i, phrase):
                if lower in self.words.words["quantities"] or lower in self.words.words["indefinite"]:
                    phrase.determiner = phrase.determiner or "indefinite"
                    phrase.first = i
                    i -= 1
                    continue
                break
            if lower in self.words.words["portfolios"]:
                phrase.words.add(lower)
            phrase.first = i
            i -= 1

    def _premodifies(self, token: Token, i: int, phrase: NounPhrase) -> bool:
        if token.lemma in self.rules.time_nouns or token.text in self.words.words["not_names"]:
            return False
        if token.pos in ("ADJ", "NUM"):
            return True
        if token.text in DASHES and i + 1 == phrase.first:
            return True
        if not self.words.premodifying:
            return False
        if token.text in self.words.words["possessive_marks"]:
            return i > 0 and self.tokens[i - 1].pos in ("PROPN", "NOUN", "X", "ADJ", "NUM")
        return token.pos in ("NOUN", "PROPN") or (token.pos == "VERB" and token.relation in ("adjective", "compound"))

    def _coordinated_left(self, phrase: NounPhrase, i: int) -> int:
        """ "EU and US officials", "Russian, Turkish and Iranian diplomats": the names before the conjunction own it too."""
        tokens = self.tokens
        while self.words.premodifying and i > 0:
            token, hit = tokens[i], self.at[i - 1]
            joined = token.text.lower() in self.words.words["coordinators"] or token.text in {",", "/"}
            if not joined or hit is None or not any(n.relational for n in hit.names) or hit.titles:
                break
            phrase.owners.append(hit)
            phrase.first = hit.first
            phrase.plural = phrase.plural or phrase.form.plural
            i = hit.first - 1
        return i

    def _determine(self, phrase: NounPhrase, i: int) -> None:
        token = self.tokens[i]
        lower = token.text.lower()
        if token.morph.get("Poss") == "Yes" and not any(token.text.lower() in self.words.words["definite"] for _ in "x"):
            phrase.determiner, phrase.possessive = "possessive", i
        elif lower in self.words.words["definite"]:
            phrase.determiner = "definite"
        elif lower in self.words.words["demonstrative"]:
            phrase.determiner = "demonstrative"
        else:
            phrase.determiner = "indefinite"
        if token.pos != "ADP":
            phrase.first = i

    def _right(self, phrase: NounPhrase) -> None:
        tokens, count, start = self.tokens, len(self.tokens), phrase.last
        complement = False
        while phrase.last + 1 < count and phrase.last - start < LONGEST:
            i = phrase.last + 1
            token, hit = tokens[i], self.at[i]
            lower = token.text.lower()
            if hit is not None and not self.words.premodifying and any(n.relational for n in hit.names) and token.text[:1].islower():
                phrase.owners.append(hit)
                phrase.last = hit.last
            elif not self.words.premodifying and token.pos in ("ADJ", "VERB") and self._qualifies(token, phrase):
                phrase.last = i
                if lower in self.words.words["portfolios"]:
                    phrase.words.add(lower)
            elif lower in self.words.words["genitive"] or lower in self.words.words["about"]:
                if not self._complement(phrase, i):
                    return
                complement = True
            elif lower in self.words.words["coordinators"] and i + 1 < count and (complement or phrase.owners) and self._coordinated_right(phrase, i):
                continue
            else:
                return

    def _qualifies(self, token: Token, phrase: NounPhrase) -> bool:
        """A lower-case adjective or lone participle right after a French noun belongs to it."""
        if not token.text[:1].islower() or token.morph.get("VerbForm") in ("Fin", "Inf"):
            return False
        if token.pos == "ADJ":
            return token.relation not in ("conjunct", "attribute", "xcomplement") or token.head <= phrase.last
        return token.head == phrase.head and not self.sentence.children[token.i] and token.relation in ("participial", "adjective")

    def _coordinated_right(self, phrase: NounPhrase, i: int) -> bool:
        """ "… d'Arménie et de France", "de l'Europe et des Affaires étrangères", "arménien et français"."""
        tokens, following = self.tokens, self.tokens[i + 1]
        lower = following.text.lower()
        if lower in self.words.words["genitive"] and not self.words.premodifying:
            return self._complement(phrase, i + 1)
        hit = self.at[i + 1]
        if hit is not None and not self.words.premodifying and phrase.plural and any(n.relational for n in hit.names) and following.text[:1].islower():
            phrase.owners.append(hit)
            phrase.last = hit.last
            return True
        j = i + 1
        while j < len(tokens) and tokens[j].pos in ("DET", "ADP") and j < i + 3:
            j += 1
        if j < len(tokens) and tokens[j].text.lower() in self.words.words["portfolios"] and self.at[j] is None and phrase.words:
            return self._portfolio(phrase, j)
        return False

    def _complement(self, phrase: NounPhrase, i: int) -> bool:
        """Takes a prepositional phrase that starts at `i` into the title's phrase, when it tells whose or what for."""
        tokens, count = self.tokens, len(self.tokens)
        genitive = tokens[i].text.lower() in self.words.words["genitive"]
        posted = tokens[i].text.lower() in self.words.words["posted"]
        j = i + 1
        while j < count and j < i + 5 and (tokens[j].pos == "DET" or tokens[j].text.lower() in self.words.words["definite"] or (tokens[j].pos == "ADP" and tokens[j].text.lower() in (self.words.words["genitive"] | self.words.words["about"]))):
            j += 1
        if j >= count:
            return False
        if self.words.premodifying:
            return self._complement_before(phrase, i, j, genitive=genitive, posted=posted)
        hit, token = self.at[j], tokens[j]
        lower = token.text.lower()
        while hit is None and token.pos == "ADJ" and lower not in self.words.words["portfolios"] and j + 1 < count and genitive and tokens[j + 1].pos in ("NOUN", "PROPN", "ADJ"):
            j += 1
            hit, token = self.at[j], tokens[j]
            lower = token.text.lower()
        if hit is not None and hit.names and self._place_or_body(hit, phrase, genitive=genitive, posted=posted):
            phrase.last = hit.last
            return True
        if lower in self.words.words["portfolios"] and (hit is None or not hit.names) and not (hit is not None and genitive and not phrase.form.title.personal and hit.titles):
            return self._portfolio(phrase, j)
        if hit is not None and hit.titles and (genitive or phrase.form.title.posted) and hit.first == j:
            inner = self._build(hit)
            if inner.name is not None and inner.form.title.personal:
                inner_last = inner.name.last
            else:
                inner_last = inner.last
            (phrase.inner if genitive else []).append(inner)
            phrase.last = max(inner_last, hit.last)
            return True
        if token.text[:1].isupper() and token.pos not in NOT_IN_NAMES and (genitive or posted):
            return self._proper_complement(phrase, j)
        if genitive and token.pos in ("NOUN", "ADJ") and hit is None:
            phrase.last = j
            phrase.words.add(lower)
            return True
        return False

    def _place_or_body(self, hit: Hit, phrase: NounPhrase, *, genitive: bool, posted: bool) -> bool:
        """Whether a listed name after a preposition belongs to the title; files it as owner, as place, or as post."""
        bodies = [n for n in hit.names if n.kind in ("actor", "seat")]
        if bodies and bodies[0].actor is not None and bodies[0].actor.kind is ActorKind.PERSON:
            return genitive
        if genitive:
            phrase.owners.append(hit)
            return True
        if posted and phrase.form.title.posted:
            phrase.posts.append(hit)
            return True
        if posted and not bodies and not self.words.premodifying:
            return False
        phrase.places.append(hit)
        return bool(bodies) or self.words.premodifying

    def _portfolio(self, phrase: NounPhrase, j: int) -> bool:
        """ "de la Défense", "des Affaires étrangères et européennes"."""
        tokens, known = self.tokens, self.words.words["portfolios"]
        last = j
        phrase.words.add(tokens[j].text.lower())
        while last + 1 < len(tokens):
            token = tokens[last + 1]
            lower = token.text.lower()
            if lower in known and (self.at[last + 1] is None or not self.at[last + 1].names):  # type: ignore[union-attr]
                phrase.words.add(lower)
                last += 1
                continue
            skip = last + 2
            if token.text == "," or lower in self.words.words["coordinators"]:
                while skip < len(tokens) and skip < last + 5 and (tokens[skip].pos in ("DET", "ADP") or tokens[skip].text.lower() in self.words.words["definite"]):
                    skip += 1
                if skip < len(tokens) and tokens[skip].text.lower() in known and tokens[skip].pos in ("NOUN", "PROPN", "ADJ") and self._listed_portfolio(token, skip):
                    last = skip
                    phrase.words.add(tokens[skip].text.lower())
                    continue
            break
        phrase.last = last
        return True

    def _listed_portfolio(self, joint: Token, i: int) -> bool:
        """After a comma a portfolio goes on only when another conjunction follows soon ("de la Santé, du Travail et de l'Emploi")."""
        hit = self.at[i]
        if hit is not None and hit.names:
            return False
        if joint.text != ",":
            return True
        return any(t.text.lower() in self.words.words["coordinators"] for t in self.tokens[i + 1 : i + 6])

    def _proper_complement(self, phrase: NounPhrase, j: int) -> bool:
        """An unlisted proper name after "de": a town or body, from which the holder's own name must be told apart."""
        run = self._run(j)
        if run is None:
            return False
        last = run.last
        if phrase.form.title.personal and last > j:
            person = next((k for k in range(j + 1, last + 1) if self.tokens[k].entity == "PER" and self.tokens[k - 1].entity != "PER"), None)
            if person is not None:
                last = person - 1
            elif last - j >= 2 and all(t.entity != "ORG" for t in self.tokens[j : last + 1]):
                last = j
        phrase.affiliation = Run(j, last, self.tokens[j].entity)
        phrase.last = last
        return True

    def _complement_before(self, phrase: NounPhrase, i: int, j: int, *, genitive: bool, posted: bool) -> bool:
        """The complement where modifiers precede nouns: "of Russia's Security Council", "for the Israeli army", "in Beijing"."""
        tokens, count, end = self.tokens, len(self.tokens), j
        while end < count and end < j + 10:
            token, hit = tokens[end], self.at[end]
            nominal = token.pos in NOMINAL or token.text in self.words.words["possessive_marks"] or token.text in DASHES or hit is not None
            joined = token.text.lower() in self.words.words["coordinators"] and end > j and end + 1 < count and tokens[end + 1].text.lower() in self.words.words["portfolios"]
            if not (nominal or joined) or token.lemma in self.rules.time_nouns or token.pos in ("AUX", "DET") and hit is None:
                break
            end = hit.last + 1 if hit is not None and hit.last >= end else end + 1
        while end > j and tokens[end - 1].text in self.words.words["possessive_marks"]:
            end -= 1
        if end == j:
            return False
        inside = [h for h in self.hits if j <= h.first and h.last < end]
        nouns = [h for h in inside if h.titles and not h.names]
        names = [h for h in inside if h.names]
        if nouns and (genitive or tokens[i].text.lower() in self.words.words["at"] or not phrase.form.title.personal or tokens[i].text.lower() == "on"):
            inner = self._build(nouns[-1])
            if genitive or tokens[i].text.lower() in self.words.words["at"] or phrase.form.title.personal:
                phrase.inner.append(inner)
            phrase.last = max(inner.last, end - 1, inner.name.last if inner.name else 0)
            return True
        if names:
            taken = any(self._place_or_body(h, phrase, genitive=genitive, posted=posted) for h in names)
            if taken:
                phrase.last = end - 1
            return taken
        if any(t.text.lower() in self.words.words["portfolios"] for t in tokens[j:end]):
            phrase.words.update(t.text.lower() for t in tokens[j:end] if t.text.lower() in self.words.words["portfolios"])
            phrase.last = end - 1
            return True
        if genitive or tokens[i].text.lower() in self.words.words["at"]:
            phrase.affiliation = Run(j, end - 1, tokens[j].entity)
            phrase.last = end - 1
            return True
        return False

    def _number(self, phrase: NounPhrase) -> None:
        head = self.tokens[phrase.core]
        if phrase.form.plural or phrase.form.title.id in ("people",):
            return
        determiner = next((t for t in self.tokens[phrase.first : phrase.core] if t.pos == "DET"), None)
        number = (determiner.morph.get("Number") if determiner is not None else None) or head.morph.get("Number")
        if number == "Plur" and (determiner is not None or head.text.endswith("s")) and head.text == phrase.form.text and determiner is not None:
            phrase.plural = True

    # Names ---------------------------------------------------------------------------------------------------------------------

    def _names(self, phrase: NounPhrase) -> None:
        """The name that follows the title, at once or after a comma."""
        i = phrase.last + 1
        if i >= len(self.tokens) or phrase.name is not None:
            return
        personal = phrase.form.title.personal or phrase.form.title.kind in (ActorKind.GROUP,) and not phrase.plural
        run = self._run(i)
        if run is not None and personal and self._may_be_person(run):
            phrase.name, phrase.last = run, run.last
            return
        if run is not None and not personal and not phrase.form.plural and run.hit is None:
            phrase.brand, phrase.last = run, run.last
            return
        hit = self.at[i]
        if run is None and hit is not None and hit.names and hit.names[0].kind == "actor" and not personal:
            phrase.brand, phrase.last = Run(hit.first, hit.last, hit=hit), hit.last
            return
        if self.tokens[i].text != "," or not personal or phrase.plural or i + 1 >= len(self.tokens):
            return
        run = self._run(i + 1)
        if run is not None and self._may_be_person(run) and self._closes(run.last + 1) and run.first == i + 1 + (run.honorific is not None):
            phrase.name, phrase.last = run, run.last

    def _closes(self, i: int) -> bool:
        """Whether an apposition may end before token `i`."""
        if i >= len(self.tokens):
            return True
        token = self.tokens[i]
        return token.pos in ("PUNCT", "VERB", "AUX", "PRON") or token.text in ",.;:)—–-"

    def _may_be_person(self, run: Run) -> bool:
        if run.hit is not None:
            return any(n.actor is not None and n.actor.kind is ActorKind.PERSON for n in run.hit.names)
        return True

    def _run(self, i: int) -> Run | None:
        """The capitalised words from token `i` on that may be a name."""
        tokens, count = self.tokens, len(self.tokens)
        honorific: str | None = None
        while i < count and self.at[i] is not None and self.at[i].honorific is not None and not self._is_name_part(i):  # type: ignore[union-attr]
            honorific = self.at[i].honorific  # type: ignore[union-attr]
            honorific = "" if honorific == "any" else honorific
            i = self.at[i].last + 1  # type: ignore[union-attr]
            if i < count and tokens[i].text == ".":
                i += 1
        if i >= count:
            return None
        hit = self.at[i]
        if hit is not None and hit.names and any(n.actor is not None and n.actor.kind is ActorKind.PERSON for n in hit.names):
            return Run(hit.first, hit.last, "PER", honorific, hit)
        if not self._starts_name(i, titled=honorific is not None):
            return None
        last = i
        while last + 1 < count:
            step = self._next_in_name(last, i)
            if step is None:
                break
            last = step
        return Run(i, last, self._majority(i, last), honorific)

    def _is_name_part(self, i: int) -> bool:
        token = self.tokens[i]
        return len(token.text) == 1 and i + 1 < len(self.tokens) and self.tokens[i + 1].text == "."

    def _starts_name(self, i: int, *, titled: bool = False) -> bool:
        token, hit = self.tokens[i], self.at[i]
        if not token.text[:1].isupper() or token.text in self.words.words["not_names"] or token.lemma in self.rules.time_nouns:
            return False
        if token.pos in NOT_IN_NAMES and not (token.entity and token.pos in ("NUM", "ADP", "DET") and len(token.text) > 2):
            return False
        if hit is None:
            return True
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        single = hit.first == hit.last
        person_like = token.entity == "PER" and following is not None and following.text[:1].isupper() and self.at[i + 1] is None
        return single and (person_like or (titled and not hit.titles and token.entity == "PER"))

    def _next_in_name(self, last: int, first: int) -> int | None:
        """The end of the name when it goes on after token `last`, None when it ends there."""
        tokens, i = self.tokens, last + 1
        token, hit = tokens[i], self.at[i]
        if token.text in DASHES and i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper() and token.start == tokens[last].end:
            return i + 1
        if token.text == "." and len(tokens[last].text) == 1 and i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper():
            return i + 1
        if token.text[:1].isupper() and token.text not in self.words.words["not_names"] and token.lemma not in self.rules.time_nouns:
            if hit is None:
                return i if token.pos not in NOT_IN_NAMES or token.entity == "PER" or len(token.text) <= 2 or token.text.endswith(".") or token.text in self.words.words["suffixes"] else None
            if hit.titles and token.entity != "PER":
                return None
            inside = hit.first == hit.last and token.entity == tokens[first].entity == "PER"
            return i if inside else None
        if token.text.lower() in self.words.words["particles"]:
            j = i
            while j < len(tokens) and tokens[j].text.lower() in self.words.words["particles"] and j < i + 3:
                j += 1
            if j < len(tokens) and tokens[j].text[:1].isupper() and self.at[j] is None and (tokens[j].entity == "PER" or tokens[i].entity == "PER"):
                return j
        return None

    def _majority(self, first: int, last: int) -> str:
        labels = [t.entity for t in self.tokens[first : last + 1] if t.entity]
        return max(set(labels), key=labels.count) if labels else ""

    def _free_runs(self) -> None:
        """Capitalised words outside the noun phrases."""
        taken = [False] * len(self.tokens)
        for phrase in self.phrases:
            for i in range(phrase.first, phrase.last + 1):
                taken[i] = True
        i, count = 0, len(self.tokens)
        while i < count:
            token = self.tokens[i]
            if taken[i] or not (token.text[:1].isupper() or self.at[i] is not None and self.at[i].honorific is not None):  # type: ignore[union-attr]
                i += 1
                continue
            run = self._run(i)
            if run is None or taken[run.first] or not self._plausible(run, i):
                i += 1
                continue
            while taken[run.last]:
                run.last -= 1
            self.runs.append(run)
            i = run.last + 1

    def _plausible(self, run: Run, start: int) -> bool:
        """A lone capitalised word at the start of a sentence is a name only when the parser thinks so."""
        if run.first > 0 or run.last > run.first or run.honorific is not None or run.hit is not None:
            return True
        token = self.tokens[run.first]
        return token.pos == "PROPN" or token.entity != ""


def relational(hit: Hit) -> list[Name]:
    """The names of a hit that stand beside a noun as adjectives do."""
    return [name for name in hit.names if name.relational]
