"""Nominal predicates: "les négociations entre Moscou et Kiev", "l'invasion russe", "Russian strikes on Kyiv"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from avviso.read.expressions import noun_expression
from avviso.read.tree import SUBORDINATE_AUX, VERBAL
from avviso.text import Argument, Clause, Phrase, Token, Variant

if TYPE_CHECKING:
    from avviso.read.clauses import ClauseBuilder


class NominalClauses:
    """Builds the nominal clauses of one sentence, beside the verbal ones of its builder."""

    def __init__(self, builder: ClauseBuilder) -> None:
        self.builder = builder
        self.sentence, self.tokens, self.tree = builder.sentence, builder.tokens, builder.tree
        self.rules, self.words = builder.rules, builder.words

    def find(self) -> Iterator[Clause]:
        """The sentence's nominal predicates that the lexicon knows."""
        covered: set[int] = set()
        for token in self.tokens:
            if token.pos not in ("NOUN", "PROPN", "ADJ"):
                continue
            expression = noun_expression(token, self.tree, self.words)
            if expression is not None:
                covered.update([expression[1], *expression[2]])
                clause = self._noun(self.tokens[expression[1]])
                clause.arguments = self._outside(clause, expression[2])
                clause.variants = [Variant(expression[0], clause.arguments, expression[2])]
                yield clause
            elif token.lemma in self.words.nouns and token.pos != "ADJ" and token.i not in covered:
                yield self._noun(token)

    def _outside(self, clause: Clause, words: tuple[int, ...]) -> list[Argument]:
        """A noun expression's arguments: without its own words, with what hangs on them ("exercices militaires [russes]")."""
        kept = [a for a in clause.arguments if a.phrase.head not in words]
        for index in words:
            for child in self.tree.children[index]:
                token = self.tokens[child]
                if child in words or child == clause.predicate:
                    continue
                if token.relation in ("adjective", "compound"):
                    kept.append(Argument("modifier", "", "adj", self.tree.phrase(child, self.tree.left[child])))
                elif token.relation in ("modifier", "oblique") and child > index:
                    kept.append(self.builder.argument("modifier", token))
        return kept

    def _noun(self, token: Token) -> Clause:
        """A nominal predicate: "les négociations entre Moscou et Kiev", "l'invasion russe", "Russian strikes on Kyiv"."""
        tree = self.tree
        clause = Clause(
            sentence=self.sentence,
            predicate=token.i,
            first=tree.after_marker(token.i),
            last=tree.right[token.i],
            kind="noun",
            lemma=token.lemma,
        )
        for child in (self.tokens[c] for c in tree.children[token.i]):
            relation = child.relation
            clause.negated |= relation in ("determiner", "negation") and child.lemma in self.rules.negations
            if relation in ("adjective", "compound"):
                clause.arguments.append(Argument("modifier", "", "adj", tree.phrase(child.i, tree.left[child.i])))
            elif relation == "possessive" or (relation == "determiner" and child.morph.get("Poss") == "Yes"):
                last = tree.right[child.i]
                while last > child.i and self.tokens[last].relation == "case":
                    last -= 1
                clause.arguments.append(Argument("modifier", "", "poss", Phrase(self.sentence, child.i, tree.left[child.i], last)))
            elif relation == "modifier" and child.lemma in self.rules.time_nouns and self._counted(child):
                below = [self.tokens[c] for c in tree.children[child.i] if c > child.i]  # "la visite de deux jours [du roi] [en Iran]"
                clause.arguments += [self.builder.argument("modifier", t) for t in below if t.relation in ("modifier", "oblique")]
            elif relation in ("modifier", "oblique", "agent"):
                argument = self.builder.argument("modifier", child)
                if relation == "modifier" and not argument.marker and child.pos in ("PROPN", "ADJ", "NOUN"):
                    argument.form = "adj"
                clause.arguments.append(argument)
            elif relation in ("complement", "xcomplement", "participial", "adverbial", "relative") and child.pos in VERBAL:
                self._noun_complement(clause, child)
        self._content_relative(clause)
        self.builder.govern(clause)
        clause.link = "noun"
        self._light_verb(clause, token)
        return clause

    def _counted(self, token: Token) -> bool:
        """Whether a noun stands with a number: "de [deux jours]"."""
        return any(self.tokens[c].relation == "numeral" for c in self.tree.children[token.i])

    def _noun_complement(self, clause: Clause, child: Token) -> None:
        complement = self.builder.complement(child)
        if complement.form in ("inf", "ing") and child.relation == "participial" and not complement.marker and complement.form == "ing":
            return
        opened = any(c < child.i and self.tokens[c].relation == "marker" for c in self.tree.children[child.i])
        told = complement.form == "clause" and complement.marker in self.rules.complementisers
        if told and opened and child.relation != "relative":
            clause.arguments.append(complement)
            return
        if child.relation == "relative" or (child.morph.get("VerbForm") == "Part" and child.morph.get("Tense") == "Past"):
            verb = self.builder.by_token.get(child.i)
            agent = verb.get("subject") if verb is not None and verb.passive else None
            if agent is not None:
                clause.arguments.append(Argument("modifier", min(self.rules.passive_by), "np", agent.phrase))
            elif verb is not None and not verb.passive and verb.lemma in self.rules.light_verbs:
                self._carried_by(clause, verb)
            if verb is not None:
                clause.arguments += [
                    Argument("modifier", a.marker, a.form, a.phrase) for a in verb.arguments if a.relation == "oblique" and a.form == "np"
                ]
            return
        clause.arguments.append(complement)

    def _carried_by(self, clause: Clause, verb: Clause) -> None:
        """ "The sanctions that Washington imposed": who acts is the subject of the light verb below."""
        subject = verb.get("subject")
        if subject is not None and subject.phrase.head != clause.predicate and subject.phrase.first > clause.predicate:
            clause.arguments.append(Argument("subject", "", "np", subject.phrase))

    def _content_relative(self, clause: Clause) -> None:
        """ "Les informations de l'agence selon lesquelles …": the clause tells the noun's content, wherever the parser hung it."""
        tokens = self.tokens
        for index in range(clause.predicate + 1, min(len(tokens) - 1, clause.predicate + 10)):
            if (
                tokens[index].relation in ("case", "marker")
                and tokens[index + 1].lemma in self.rules.relative_pronouns
                and tokens[index].pos == "ADP"
            ):
                head = next((t for t in tokens[index + 2 :] if t.relation in ("relative", "participial") and t.pos in VERBAL), None)
                governor = tokens[tokens[index + 1].head]
                if governor.i > index + 1 and governor.relation in ("relative", "participial"):
                    head = governor
                if head is None:
                    head = next((t for t in tokens[index + 2 :] if t.pos in VERBAL and t.relation not in SUBORDINATE_AUX), None)
                if head is not None:
                    marker = f"{tokens[index].text.lower()} lequel"
                    last = self.tree.phrase(head.i, index + 2).last
                    clause.arguments.append(Argument("complement", marker, "clause", Phrase(self.sentence, head.i, index + 2, last)))
                return

    def _light_verb(self, clause: Clause, token: Token) -> None:
        """A verb that only carries the noun ("mener une frappe") lends it its subject, its obliques, its tense and its negation."""
        verb = clause.parent
        if verb is None or verb.kind != "verb":
            return
        first = token
        while first.relation == "conjunct" and self.tokens[first.head].pos == "NOUN":
            first = self.tokens[first.head]  # "expressed rejection and condemnation of …"
        top = self.tokens[first.head] if self.tokens[first.head].lemma in self.rules.quantities else first
        carried = next((a for a in verb.arguments if a.phrase.head in (first.i, top.i)), None)
        clause.tense, clause.mood, clause.modal = verb.tense, verb.mood, verb.modal
        if carried is None:
            return
        if verb.get("subject") is carried or (verb.passive and carried.relation == "object"):
            pair = [a for a in verb.arguments if a.marker in self.rules.two_sided and a.form == "np"]
            clause.arguments += [
                Argument("modifier", a.marker, a.form, a.phrase) for a in pair
            ]  # "des pourparlers ont eu lieu [entre X et Y]"
        lemma = verb.lemma.removeprefix(f"{self.rules.reflexive_lemma} ")
        light = lemma in self.rules.light_verbs
        clause.negated |= verb.negated and light and carried.relation in ("object", "subject")
        clause.never = verb.never and light
        if carried.relation == "subject" and verb.get("object") is None:
            clause.arguments += [
                Argument("modifier", a.marker, a.form, a.phrase)
                for a in verb.arguments
                if a.relation == "oblique" and a.form == "np" and a.marker in self.rules.companions - self.rules.two_sided
            ]
        carries = carried.relation == "object" or (carried.relation == "oblique" and carried.marker in self.rules.light_markers)
        if lemma not in self.rules.light_verbs or not carries:
            return
        subject = verb.get("subject")
        if subject is not None and subject is not carried:
            relation = "undergoer" if lemma in self.rules.undergoing else "subject"
            clause.arguments.append(Argument(relation, "", "np", subject.phrase))
        for argument in verb.arguments:
            if argument.relation in ("oblique", "iobject") and argument is not carried and argument.form == "np":
                clause.arguments.append(Argument("modifier", argument.marker or self.rules.dative, argument.form, argument.phrase))
            elif argument.relation == "complement" and argument.form in ("inf", "clause"):
                clause.arguments.append(argument)
