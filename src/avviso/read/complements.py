"""What follows a title's noun and belongs to it: adjectives, whose it is, its field, where it serves.

"… turc de la Santé", "… de Chypre et de Malte", "… of Russia's Security Council", "… for the Israeli army", "… in Beijing".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avviso.read.names import Hit, Name
from avviso.read.runs import DASHES, NOT_IN_NAMES, Run, names_person
from avviso.records import ActorKind
from avviso.text import Token

if TYPE_CHECKING:
    from avviso.read.nounphrases import NounPhrase, PhraseReader

LED = frozenset({"boss", "spokesperson", "member", "business-person"})
"""Sorts of titles that need a body: "the director" is that of the body just spoken of."""
LONGEST = 22
"""Words that all complements of a title may have."""
NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "X", "SYM"})
REACH = 10
"""Words that one complement may have."""


class Complements:
    """Takes complements into the title phrases of one sentence."""

    def __init__(self, reader: PhraseReader) -> None:
        self.reader = reader
        self.tokens, self.at, self.lists = reader.tokens, reader.at, reader.lists
        self.before = reader.words.premodifying

    def take(self, phrase: NounPhrase) -> None:
        """Extends a phrase to the right over all that belongs to it."""
        start, complement = phrase.last, False
        while phrase.last + 1 < len(self.tokens) and phrase.last - start < LONGEST:
            i = phrase.last + 1
            token, hit, lower = self.tokens[i], self.at[i], self.reader.low(i)
            if hit is not None and not self.before and token.text[:1].islower() and any(self._qualifying(name) for name in hit.names):
                phrase.owners.append(hit)
                phrase.last = hit.last
            elif not self.before and self._qualifies(token, phrase):
                phrase.last = i
                if lower in self.lists["portfolios"]:
                    phrase.words.add(lower)
            elif lower in self.lists["genitive"] or lower in self.lists["about"]:
                if not self._complement(phrase, i):
                    return
                complement = True
            elif phrase.plural and self._series(phrase, i):
                continue
            elif lower not in self.lists["coordinators"] or not (complement or phrase.owners) or not self._coordinated(phrase, i):
                return

    @staticmethod
    def _qualifying(name: Name) -> bool:
        """Whether a listed name can stand as an adjective after its noun: a nationality, an armed group ("les rebelles houthis")."""
        return name.relational or (name.actor is not None and name.actor.kind is ActorKind.ARMED_GROUP)

    def _qualifies(self, token: Token, phrase: NounPhrase) -> bool:
        """A lower-case adjective, or a participle alone, right after a noun that comes before its modifiers."""
        if token.pos not in ("ADJ", "VERB") or not token.text[:1].islower() or token.morph.get("VerbForm") in ("Fin", "Inf"):
            return False
        if token.pos == "ADJ":
            return token.relation not in ("conjunct", "attribute", "xcomplement", "root") or token.head <= phrase.last
        alone = not self.reader.sentence.children[token.i]
        return phrase.first <= token.head <= phrase.last and alone and token.relation in ("participial", "adjective")

    def _coordinated(self, phrase: NounPhrase, i: int) -> bool:
        """ "… de Chypre et de Malte", "… de la Santé et du Travail", "… chypriote et maltais"."""
        if i + 1 >= len(self.tokens):
            return False
        lower, hit = self.reader.low(i + 1), self.at[i + 1]
        if lower in self.lists["genitive"] and not self.before:
            return self._complement(phrase, i + 1)
        small = self.tokens[i + 1].text[:1].islower()
        if hit is not None and not self.before and phrase.plural and small and any(name.relational for name in hit.names):
            phrase.owners.append(hit)
            phrase.last = hit.last
            return True
        j = i + 1
        while j < min(len(self.tokens), i + 3) and self.tokens[j].pos in ("DET", "ADP"):
            j += 1
        if self.reader.low(j) in self.lists["portfolios"] and self.at[j] is None and phrase.words:
            return self._portfolio(phrase, j)
        return False

    def _series(self, phrase: NounPhrase, i: int) -> bool:
        """Further names of a series own a plural title too, up to its conjunction.

        "The leaders of Kenya, [Somalia and Uganda]", "les ministres turc, [iranien et russe]".
        """
        found: list[Hit] = []
        listed = next((hits for hits in (phrase.owners, phrase.places) if hits and hits[-1].last == phrase.last), None)
        if listed is None:
            return False
        adjectives = self._adjectival(listed[-1])
        joint = self.reader.low(i)
        while i + 1 < len(self.tokens) and (joint == "," or joint in self.lists["coordinators"]):
            j = i + 1
            while j < len(self.tokens) and self._opens(j):
                j += 1
            hit = self.at[j] if j < len(self.tokens) else None
            if hit is None or not hit.names or names_person(hit) or self._adjectival(hit) != adjectives:
                return False
            found.append(hit)
            if joint != ",":
                after = self.reader.low(hit.last + 1)
                if after in self.lists["possessive_marks"] or self.at[min(hit.last + 1, len(self.tokens) - 1)] is not None:
                    return False
                listed += found
                phrase.last = hit.last
                return True
            i, joint = hit.last + 1, self.reader.low(hit.last + 1)
        return False

    def _adjectival(self, hit: Hit) -> bool:
        """Whether a listed name stands as an adjective after its noun ("turc")."""
        return not self.before and self.tokens[hit.first].text[:1].islower() and any(name.relational for name in hit.names)

    def _complement(self, phrase: NounPhrase, i: int) -> bool:
        """Takes the prepositional phrase that starts at `i`, when it tells whose, what for or where."""
        genitive, posted = self.reader.low(i) in self.lists["genitive"], self.reader.low(i) in self.lists["posted"]
        j = i + 1
        while j < min(len(self.tokens), i + 5) and self._opens(j):
            j += 1
        if j >= len(self.tokens):
            return False
        if self.before:
            return self._modified(phrase, i, j, genitive=genitive, posted=posted)
        return self._modifying(phrase, i, j, genitive=genitive, posted=posted)

    def _opens(self, j: int) -> bool:
        token, lower = self.tokens[j], self.reader.low(j)
        preposition = token.pos == "ADP" and (lower in self.lists["genitive"] or lower in self.lists["about"])
        return token.pos == "DET" or lower in self.lists["definite"] or preposition

    # Where the noun comes first (French) ---------------------------------------------------------------------------------------------

    def _modifying(self, phrase: NounPhrase, i: int, j: int, *, genitive: bool, posted: bool) -> bool:
        j = self._past_adjectives(j) if genitive else j
        hit, token, lower = self.at[j], self.tokens[j], self.reader.low(j)
        if hit is not None and hit.names and self._listed(hit, phrase, genitive=genitive, posted=posted):
            phrase.last = hit.last
            return True
        named = hit is not None and bool(hit.names)
        body = hit is not None and hit.titles and genitive and not phrase.form.title.personal
        if lower in self.lists["portfolios"] and not named and not body:
            return self._portfolio(phrase, j)
        if hit is not None and hit.titles and hit.first == j:
            return self._titled(phrase, hit, i, genitive=genitive)
        if token.text[:1].isupper() and token.pos not in NOT_IN_NAMES and (genitive or posted):
            return self._proper(phrase, j)
        if genitive and token.pos in ("NOUN", "ADJ") and hit is None:
            phrase.last = j
            phrase.words.add(lower)
            return True
        return False

    def _past_adjectives(self, j: int) -> int:
        while self.at[j] is None and self.tokens[j].pos == "ADJ" and self.reader.low(j) not in self.lists["portfolios"]:
            if j + 1 >= len(self.tokens) or self.tokens[j + 1].pos not in ("NOUN", "PROPN", "ADJ"):
                break
            j += 1
        return j

    def _titled(self, phrase: NounPhrase, hit: Hit, i: int, *, genitive: bool) -> bool:
        """A title inside: "porte-parole de l'armée", "professeur à l'université", "ambassadeur auprès de la mission"."""
        at = self.reader.low(i) in self.lists["at"] and not hit.titles[0].title.personal and phrase.form.title.personal
        if not (genitive or at or phrase.form.title.posted):
            return False
        inner = self.reader.build(hit)
        if genitive or (at and not phrase.form.title.posted):
            phrase.inner.append(inner)
        phrase.last = max(inner.last, hit.last)
        return True

    def _listed(self, hit: Hit, phrase: NounPhrase, *, genitive: bool, posted: bool) -> bool:
        """Whether a listed name after a preposition belongs to the title; files it as owner, as place, or as post."""
        bodies = [name for name in hit.names if name.kind in ("actor", "seat")]
        if bodies and names_person(hit):
            return genitive
        if genitive and not (phrase.form.title.posted and phrase.owners):
            phrase.owners.append(hit)
            return True
        if (posted or genitive) and phrase.form.title.posted:
            phrase.posts.append(hit)
            return True
        if posted and not bodies and not self.before:
            return self._name_follows(hit.last)
        phrase.places.append(hit)
        return bool(bodies) or self.before

    def _name_follows(self, last: int) -> bool:
        """Whether a personal name stands right after, so that what comes before it is its title ("… au Pérou, Ana Lindholm")."""
        i = last + 2 if self.reader.low(last + 1) == "," else last + 1
        run = self.reader.finder.run(i) if i < len(self.tokens) else None
        return run is not None and run.last > run.first and run.may_be_person

    def _proper(self, phrase: NounPhrase, j: int) -> bool:
        """An unlisted proper name after "de": a town or body, from which the holder's own name must be told apart."""
        run = self.reader.finder.run(j)
        if run is None:
            return False
        last = run.last
        if phrase.form.title.personal and last > j:
            labels = [token.entity for token in self.tokens[j : last + 1]]
            person = next((k for k in range(1, len(labels)) if labels[k] == "PER" and labels[k - 1] != "PER"), None)
            if person is not None:
                last = j + person - 1
            elif last - j >= 2 and "ORG" not in labels:
                last = j
        phrase.affiliation = Run(j, last, self.tokens[j].entity)
        phrase.last = last
        return True

    def _portfolio(self, phrase: NounPhrase, j: int) -> bool:
        """ "de la Défense", "des Finances publiques et privées", "de la Santé, du Travail et de l'Emploi"."""
        known, last = self.lists["portfolios"], j
        phrase.words.add(self.reader.low(j))
        while last + 1 < len(self.tokens):
            lower, hit = self.reader.low(last + 1), self.at[last + 1]
            if lower in known and (hit is None or not hit.names):
                last += 1
            elif lower == "," or lower in self.lists["coordinators"]:
                skip = last + 2
                while skip < min(len(self.tokens), last + 5) and (self.tokens[skip].pos in ("DET", "ADP") or self._opens(skip)):
                    skip += 1
                if self.reader.low(skip) not in known or not self._goes_on(lower, skip):
                    break
                last = skip
            else:
                break
            phrase.words.add(self.reader.low(last))
        phrase.last = last
        return True

    def _goes_on(self, joint: str, i: int) -> bool:
        """After a comma a field goes on only when a conjunction follows soon."""
        hit = self.at[i]
        if (hit is not None and hit.names) or self.tokens[i].pos not in ("NOUN", "PROPN", "ADJ"):
            return False
        return joint != "," or any(token.text.lower() in self.lists["coordinators"] for token in self.tokens[i + 1 : i + 6])

    # Where modifiers come first (English) --------------------------------------------------------------------------------------------

    def _modified(self, phrase: NounPhrase, i: int, j: int, *, genitive: bool, posted: bool) -> bool:
        end = self._end_of_nouns(j)
        if end == j:
            return False
        at, personal = self.reader.low(i) in self.lists["at"], phrase.form.title.personal
        inside = [hit for hit in self.reader.hits if j <= hit.first and hit.last < end]
        nouns = [hit for hit in inside if hit.titles and not hit.names]
        names = [hit for hit in inside if hit.names]
        fields = {token.text.lower() for token in self.tokens[j:end]} & self.lists["portfolios"]
        if nouns and (genitive or at or not personal or self.reader.low(i) not in self.lists["posted"]):
            inner = self.reader.build(nouns[-1])
            if inner.first < phrase.core:
                return False
            if (genitive or at or personal) and not phrase.form.title.posted:
                phrase.inner.append(inner)
            phrase.last = max(inner.last, end - 1)
            return True
        if names:
            taken = [self._listed(hit, phrase, genitive=genitive, posted=posted) for hit in names]
            phrase.last = end - 1 if any(taken) else phrase.last
            return any(taken)
        if fields:
            phrase.words |= fields
        elif self.tokens[j].text[:1].isupper() and (genitive or at):
            phrase.affiliation = Run(j, end - 1, self.tokens[j].entity)
        elif genitive and LED & phrase.form.title.classes and end == j + 1:
            phrase.affiliation = Run(j, j)
        elif not genitive:
            return False
        phrase.last = end - 1
        return True

    def _end_of_nouns(self, j: int) -> int:
        """The end of the noun phrase that starts at `j`."""
        end, count = j, len(self.tokens)
        marks = self.lists["possessive_marks"]
        while end < min(count, j + REACH):
            token, hit = self.tokens[end], self.at[end]
            nominal = token.pos in NOMINAL or token.text in marks or token.text in DASHES or hit is not None
            joined = end > j and self.reader.low(end) in self.lists["coordinators"] and self.reader.low(end + 1) in self.lists["portfolios"]
            if not (nominal or joined) or token.lemma in self.reader.rules.time_nouns:
                break
            end = max(hit.last, end) + 1 if hit is not None else end + 1
        while end > j and self.tokens[end - 1].text in marks:
            end -= 1
        return end
