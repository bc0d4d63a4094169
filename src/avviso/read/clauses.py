"""Turns each sentence into clauses: a predicate, verbal or nominal, with its normalised arguments.

Rules in `extract/` speak of clauses only. Voice is undone, relative pronouns stand for their antecedent, infinitives and
participles inherit the subject they are understood with, and the inverted subject after a quotation is put right.
"""

from __future__ import annotations

from collections.abc import Iterable

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.read.adverbials import free_times
from avviso.read.clitics import mend_clitics
from avviso.read.expressions import verb_variants
from avviso.read.inversion import repair_inversion
from avviso.read.nominals import NominalClauses
from avviso.read.parentheses import free_parentheses
from avviso.read.predicates import makes_passive, mark_mood, mark_negation
from avviso.read.repairs import repair_tree
from avviso.read.retag import mend_tenses, restore_reflexives, restore_verbs
from avviso.read.strays import restore_participles
from avviso.read.syntax import QUOTE, children_of
from avviso.read.tree import SUBORDINATE_AUX, VERBAL, Tree
from avviso.text import Argument, Clause, Phrase, Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "ADJ", "X", "DET"})
REACH_OF_OBJECT = 5
"""Tokens between two coordinated verbs that may share an object."""
LINKS = {
    "complement": "complement", "xcomplement": "xcomplement", "adverbial": "adverbial", "relative": "relative",
    "participial": "participial", "conjunct": "conjunct", "parataxis": "parataxis", "subject": "complement", "object": "complement",
    "modifier": "participial",
}  # fmt: skip


def find_clauses(sentences: Iterable[Sentence], rules: Grammar, words: Lexicon) -> list[Clause]:
    """Clauses of all sentences in text order. `words` tells which nouns, and which expressions, are predicates."""
    clauses: list[Clause] = []
    for sentence in sentences:
        if sentence.tokens:
            if words.stems:
                mend_tenses(sentence, words.stems, rules)
            if words.present:
                restore_reflexives(sentence, words.present)
            if rules.inverted_subjects and mend_clitics(sentence, rules, words):
                sentence.children = children_of(sentence.tokens)
            if words.past and restore_participles(sentence, words, rules):
                sentence.children = children_of(sentence.tokens)
            if words.present and restore_verbs(sentence, words, rules):
                sentence.children = children_of(sentence.tokens)
            if repair_tree(sentence, rules, words):
                sentence.children = children_of(sentence.tokens)
            if free_parentheses(sentence, words.speech) | free_times(sentence, rules):
                sentence.children = children_of(sentence.tokens)
            clauses += ClauseBuilder(sentence, rules, words).build()
    return clauses


class ClauseBuilder:
    """Builds the clauses of one sentence."""

    def __init__(self, sentence: Sentence, rules: Grammar, words: Lexicon) -> None:
        self.sentence, self.rules, self.words = sentence, rules, words
        self.tokens = sentence.tokens
        self.tree = Tree(sentence)
        self.by_token: dict[int, Clause] = {}
        self.surface: dict[int, Argument] = {}

    def build(self) -> list[Clause]:
        """The sentence's clauses, verbs and nouns, in the order of their predicates."""
        verbs: list[Clause] = []
        for token in self.tokens:
            if self._is_verb(token):
                verbs.append(self._verbal(token, token))
            else:
                copula = next((c for c in self.tree.children[token.i] if self.tokens[c].relation == "copula"), None)
                if copula is not None:
                    verbs.append(self._verbal(token, self.tokens[copula]))
        for clause in verbs:
            self.govern(clause)
        for clause in verbs:
            repair_inversion(clause, self.tree, self.rules, self.surface)
        done: set[int] = set()
        for clause in verbs:
            self._inherit(clause, done)
        for clause in verbs:
            self._share_object(clause)
        for clause in verbs:
            mark_mood(clause, self.tree, self.rules)
        nouns = list(NominalClauses(self).find())
        for clause in verbs:
            clause.variants = verb_variants(clause, self.tree, self.rules, self.words, self.by_token)
        return sorted([*verbs, *nouns], key=lambda c: c.predicate)

    def _is_verb(self, token: Token) -> bool:
        if token.relation in SUBORDINATE_AUX or token.relation in ("case", "marker", "fixed"):
            return False
        if token.pos in VERBAL:
            return not (token.relation == "adjective" and token.morph.get("VerbForm") == "Part" and not self.tree.children[token.i])
        return token.pos in ("ADJ", "NOUN", "PROPN", "ADV", "DET") and any(
            self.tokens[c].relation in ("auxiliary", "passive-auxiliary") for c in self.tree.children[token.i]
        )

    def _verbal(self, head: Token, predicate: Token) -> Clause:
        """A clause whose dependants hang on `head`: the verb itself, or the attribute of a copula below it."""
        tree = self.tree
        clause = Clause(
            sentence=self.sentence,
            predicate=predicate.i,
            first=tree.left[head.i],
            last=tree.right[head.i],
            kind="verb",
            lemma=predicate.lemma if predicate.pos in VERBAL else self.rules.participle_lemma(predicate.lemma, predicate.text.lower()),
        )
        reflexive = False
        subjects: list[Argument] = []
        for child in (self.tokens[c] for c in tree.children[head.i]):
            relation = child.relation
            if relation in ("auxiliary", "passive-auxiliary"):
                clause.auxiliaries.append(child.i)
                clause.passive |= relation == "passive-auxiliary" or makes_passive(child, predicate, self.rules)
            elif relation == "reflexive":
                reflexive = True
                clause.auxiliaries.append(child.i)
            elif relation == "subject":
                subjects.append(self.argument("subject", child))
            else:
                self._take(clause, child)
        if predicate is not head:
            clause.arguments.append(self._attribute(head, predicate, clause))
        self._participle(clause, head)
        self._object_and_attribute(clause)
        if clause.lemma in self.rules.active_with_be:
            clause.passive = False
        if reflexive or self._reflexive_clitic(head):
            clause.lemma = f"{self.rules.reflexive_lemma} {clause.lemma}".strip()
            clause.passive = False
        bare = [a for a in subjects if a.marker not in self.rules.genitives]
        for argument in bare or subjects:
            argument.phrase = self._short_subject(argument.phrase, predicate.i)
            self._subject(clause, argument)
        mark_negation(clause, tree, self.rules)
        self.by_token[head.i] = self.by_token[predicate.i] = clause
        return clause

    def _object_and_attribute(self, clause: Clause) -> None:
        """ "Called [Peru] [a partner]": of two bare attributes after a verb that is no copula the first is its object."""
        bare = [a for a in clause.arguments if a.relation == "attribute" and a.form == "np" and not a.marker]
        if len(bare) == 2 and clause.lemma not in self.rules.copulas and clause.predicate < bare[0].phrase.head < bare[1].phrase.head:
            bare[0].relation = "object"

    def _reflexive_clitic(self, head: Token) -> bool:
        previous = head.i - 1
        while previous >= 0 and self.tokens[previous].relation in SUBORDINATE_AUX and self.tokens[previous].head == head.i:
            previous -= 1
        token = self.tokens[previous] if previous >= 0 else None
        return token is not None and token.pos == "PRON" and token.morph.get("Reflex") == "Yes" and token.head == head.i

    def _short_subject(self, phrase: Phrase, predicate: int) -> Phrase:
        """A subject left of its verb never reaches past it, nor back over a quotation, whatever the parser attached."""
        tokens = self.tokens
        quote = next((t for t in tokens[phrase.first : phrase.last + 1] if t.lemma == QUOTE), None)
        if quote is not None and quote.i < predicate and phrase.last > quote.i:
            inside = [t for t in tokens[quote.i + 1 : min(phrase.last, predicate - 1) + 1] if t.pos in ("NOUN", "PROPN", "PRON")]
            if inside:
                head = (
                    phrase.head
                    if phrase.head > quote.i
                    else next((t.i for t in inside if t.relation in ("apposition", "conjunct")), inside[0].i)
                )
                first = next(t.i for t in tokens[quote.i + 1 :] if t.pos != "PUNCT")
                return Phrase(phrase.sentence, head, first, min(phrase.last, predicate - 1))
        if phrase.head < predicate <= phrase.last:
            phrase = Phrase(phrase.sentence, phrase.head, phrase.first, predicate - 1)
        return self._after_single_comma(phrase, predicate)

    def _after_single_comma(self, phrase: Phrase, predicate: int) -> Phrase:
        """Of "…, l'ONG a demandé" the subject is what follows the only comma: an apposition would be closed by a second one."""
        tokens = self.tokens
        commas = [i for i in range(phrase.first, phrase.last + 1) if tokens[i].text == ","]
        if len(commas) != 1 or phrase.last >= predicate or not phrase.first < phrase.head < commas[0] < phrase.last:
            return phrase
        rest = tokens[commas[0] + 1 : phrase.last + 1]
        if any(t.pos in ("CCONJ", "VERB", "AUX", "ADP", "SCONJ") for t in rest) or rest[0].pos not in ("DET", "PROPN"):
            return phrase
        if any(t.pos == "CCONJ" for t in tokens[phrase.first : commas[0]]) or tokens[phrase.last + 1].text == ",":
            return phrase
        head = next((t.i for t in rest if t.pos in ("NOUN", "PROPN")), None)
        return (
            Phrase(phrase.sentence, head, commas[0] + 1, phrase.last) if head is not None and tokens[phrase.head].pos == "NOUN" else phrase
        )

    def _subject(self, clause: Clause, argument: Argument) -> None:
        self.surface[id(clause)] = argument
        argument.relation = "object" if clause.passive else "subject"
        clause.arguments.insert(0, argument)

    def _participle(self, clause: Clause, head: Token) -> None:
        """A past participle beside its noun ("diffusé par CCTV") is a passive, unless it opens a clause as a verb of speech does."""
        if clause.auxiliaries or clause.passive or head.morph.get("VerbForm") != "Part":
            return
        past = head.morph.get("Tense") == "Past" and head.morph.get("Aspect") != "Prog"
        if head.relation == "adverbial" and past:
            clause.passive = any(self.tokens[c].relation == "agent" for c in self.tree.children[head.i])  # "[criticised by Oslo], Rome …"
        if head.relation in ("participial", "adjective", "conjunct", "apposition", "relative") and past:
            finite = any(a.relation == "complement" and a.form == "clause" for a in clause.arguments)
            shared = self.by_token.get(head.head) if head.relation == "conjunct" else None
            clause.passive = shared.passive if shared is not None and shared.auxiliaries else not finite

    def _attribute(self, head: Token, copula: Token, clause: Clause) -> Argument:
        first, last = head.i, self.tree.phrase(head.i, head.i).last
        for child in self.tree.children[head.i]:
            token = self.tokens[child]
            if (
                token.i < head.i
                and token.relation in ("determiner", "adverb", "adjective", "compound", "case", "numeral")
                and token.i > copula.i
                and token.text.lower() not in self.rules.negations
            ):
                first = min(first, self.tree.left[child])
            elif token.i > head.i and token.relation in ("conjunct", "parataxis") and self._is_verb(token) and self._finite(token):
                last = min(last, self._before(self.tree.left[child], head.i))
        return Argument("attribute", self.tree.marker(head.i, self.rules), "np", Phrase(self.sentence, head.i, first, last))

    def _before(self, index: int, least: int) -> int:
        """The last word before a token that is neither punctuation nor a conjunction."""
        index -= 1
        while index > least and (self.tokens[index].relation in ("punctuation", "coordinator") or self.tokens[index].pos == "CCONJ"):
            index -= 1
        return max(index, least)

    def argument(self, relation: str, token: Token) -> Argument:
        """A noun phrase as argument, with its marker."""
        tree = self.tree
        marker = tree.marker(token.i, self.rules)
        first = tree.after_marker(token.i)
        if not marker and token.pos == "ADP" and token.i < tree.right[token.i]:
            first, marker = token.i + 1, self._plain(token.lemma)
        return Argument(relation, marker, "np", tree.phrase(token.i, first))

    def _take(self, clause: Clause, child: Token) -> None:
        """Adds what hangs on a verb, other than its subject, to the clause."""
        tree = self.tree
        relation = child.relation
        if relation in ("complement", "xcomplement"):
            clause.arguments.append(self.complement(child))
        elif relation == "agent":
            argument = self.argument("subject", child)
            clause.arguments.append(argument)
        elif relation in ("object", "iobject", "attribute", "time"):
            argument = self.argument(relation, child)
            if (
                relation == "object"
                and child.lemma in self.rules.time_nouns
                and not any(self.tokens[c].relation == "modifier" for c in tree.children[child.i])
            ):
                argument.relation = "time"
            if relation == "object" and argument.marker and argument.marker not in self.rules.infinitive_markers:
                argument.relation = "oblique"
            clause.arguments.append(argument)
        elif relation in ("oblique", "modifier"):
            argument = self.argument("oblique", child)
            if not argument.marker and child.lemma in self.rules.time_nouns:
                argument.relation = "time"
            if argument.marker in self.rules.passive_by and clause.passive:
                argument.relation = "subject"
            clause.arguments.append(argument)
        elif relation == "adverbial":
            marker = self.tree.marker(child.i, self.rules)
            if marker and child.pos in VERBAL:
                argument = self.complement(child)
                argument.relation = "oblique"
                clause.arguments.append(argument)

    def complement(self, child: Token) -> Argument:
        """A clause as argument: finite ("que …"), infinitive ("de …"), gerund ("of …ing"), indirect question, or a predicate noun."""
        tree, rules = self.tree, self.rules
        marker = tree.marker(child.i, rules)
        phrase = tree.phrase(child.i, tree.after_marker(child.i))
        verbal = child.pos in VERBAL or any(self.tokens[c].relation in SUBORDINATE_AUX for c in tree.children[child.i])
        finite = self._finite(child)
        opening = self.tokens[tree.left[child.i]].lemma
        if marker in rules.interrogatives or (finite and opening in rules.interrogatives and opening not in rules.complementisers):
            return Argument("complement", marker or opening, "wh", tree.phrase(child.i, tree.left[child.i]))
        if not verbal:
            if child.relation == "complement" and marker:
                return Argument("complement", marker, "clause", phrase)
            if child.pos == "PROPN" and not marker and child.relation == "xcomplement":
                return Argument("object", "", "np", phrase)
            return Argument("attribute", marker, "np", phrase)
        if marker in rules.complementisers or finite:
            complementiser = marker or min(rules.complementisers, key=len)
            return Argument("complement", self._plain(complementiser), "clause", phrase)
        if any(t.morph.get("VerbForm") == "Part" and t.morph.get("Aspect") == "Prog" for t in self._group(child)) or self._gerund(child):
            return Argument("complement", marker, "ing", phrase)
        return Argument("complement", marker, "inf", phrase)

    def _group(self, token: Token) -> list[Token]:
        return [token, *(self.tokens[c] for c in self.tree.children[token.i] if self.tokens[c].relation in SUBORDINATE_AUX)]

    def _gerund(self, token: Token) -> bool:
        """A gerund under a participle that an auxiliary opens ("having signed")."""
        return any(t.relation == "auxiliary" and t.text.lower().endswith("ing") for t in self._group(token))

    def _plain(self, complementiser: str) -> str:
        return self.rules.markers.get(complementiser, complementiser)

    def _finite(self, token: Token) -> bool:
        group = self._group(token)
        if any(t.morph.get("VerbForm") == "Inf" and t.relation != "auxiliary" for t in group) and any(
            t.lemma in self.rules.infinitive_markers and t.relation == "auxiliary" for t in group
        ):
            return False
        if any(t.morph.get("VerbForm") == "Fin" or t.morph.get("Mood") for t in group):
            return True
        return any(
            t.relation == "auxiliary" and t.pos == "AUX" and t.morph.get("VerbForm") not in ("Inf", "Part") and t.lemma in self.rules.modals
            for t in group
        )

    def govern(self, clause: Clause) -> None:
        """Finds the clause above, through nouns and adjectives where need be."""
        head = self._head_of(clause)
        clause.link = LINKS.get(head.relation, "")
        position, steps = head, 0
        while position.head != position.i and steps < len(self.tokens):
            position = self.tokens[position.head]
            steps += 1
            above = self.by_token.get(position.i)
            if above is not None and above is not clause:
                clause.parent = above
                break
        if head.head == head.i:
            clause.link = ""

    def _head_of(self, clause: Clause) -> Token:
        token = self.tokens[clause.predicate]
        return self.tokens[token.head] if token.relation == "copula" else token

    def _inherit(self, clause: Clause, done: set[int]) -> None:
        """Gives relative pronouns their antecedent, and infinitives, participles and conjuncts the subject they are understood with."""
        if id(clause) in done:
            return
        done.add(id(clause))
        if clause.parent is not None and clause.parent.kind == "verb":
            self._inherit(clause.parent, done)
        head = self._head_of(clause)
        self._fill_relative(clause, head)
        if id(clause) in self.surface:
            return
        source = self._understood(clause, head)
        if source is not None:
            self.surface[id(clause)] = source
            relation = "object" if clause.passive else "subject"
            if clause.get(relation) is None:
                clause.arguments.insert(0, Argument(relation, "", "np", source.phrase))

    def _fill_relative(self, clause: Clause, head: Token) -> None:
        if clause.link != "relative":
            return
        antecedent = self._antecedent(head)
        if antecedent is None:
            return
        for argument in clause.arguments:
            phrase = argument.phrase
            if phrase.head_token.lemma in self.rules.relative_pronouns or phrase.head_token.text.lower() in self.rules.relative_pronouns:
                argument.phrase = antecedent
                return
        first = self.tokens[self.tree.left[head.i]].lemma
        opened = first in self.rules.relative_pronouns or self._contact(clause, antecedent)
        if clause.get("object") is None and opened and clause.get("subject") is not None:
            clause.arguments.append(Argument("object", "", "np", antecedent))

    def _contact(self, clause: Clause, antecedent: Phrase) -> bool:
        """Whether a relative clause stands without its pronoun, so that it lacks its object: "two judges it accuses of fraud"."""
        subject = clause.get("subject")
        if not self.rules.contact_relatives or clause.passive or subject is None or clause.get("complement") is not None:
            return False
        follows = subject.phrase.first == antecedent.last + 1 and self.tokens[antecedent.last + 1].pos != "PUNCT"
        return follows and antecedent.head_token.lemma not in self.rules.time_nouns

    def _antecedent(self, head: Token) -> Phrase | None:
        noun = self.tokens[head.head]
        if noun.i == head.i or noun.i > head.i:
            return None
        last = max(noun.i, self.tree.left[head.i] - 1)
        while last > noun.i and self.tokens[last].relation in ("punctuation", "case", "marker"):
            last -= 1
        return Phrase(self.sentence, noun.i, self.tree.after_marker(noun.i), last)

    def _share_object(self, clause: Clause) -> None:
        """ "Seized or burned two boats": the object after the last of coordinated verbs is the object of all."""
        above = clause.parent
        if clause.link != "conjunct" or above is None or above.kind != "verb" or clause.predicate - above.predicate > REACH_OF_OBJECT:
            return
        own, before = clause.get("object"), above.get("object")
        between = self.tokens[above.predicate + 1 : clause.predicate]
        if own is None and before is not None and before.phrase.first == clause.predicate + 1 and not (clause.passive or above.passive):
            clause.arguments.append(Argument("object", before.marker, before.form, before.phrase))
            return
        if (
            own is None
            or own.phrase.first < clause.predicate
            or clause.passive
            or above.passive
            or any(t.pos in NOMINAL - {"ADJ"} for t in between)
        ):
            return
        if above.get("object") is None and above.get("complement") is None:
            above.arguments.append(Argument("object", own.marker, own.form, own.phrase))

    def _understood(self, clause: Clause, head: Token) -> Argument | None:
        parent = clause.parent
        if clause.link == "participial" and head.relation == "participial":
            antecedent = self._antecedent(head)
            return Argument("subject", "", "np", antecedent) if antecedent is not None else None
        if parent is None or parent.kind != "verb":
            return None
        if clause.link == "xcomplement" or (clause.link in ("complement", "adverbial") and not self._finite(head)):
            aimed = clause.link != "adverbial" or self.tree.marker(head.i, self.rules) in self.rules.object_control
            aimed = aimed and parent.lemma not in self.rules.subject_control
            controlled = parent.get("object") or parent.get("iobject") if aimed else None
            if controlled is None and clause.link != "adverbial" and aimed:
                datives = [a for a in parent.arguments if a.relation == "oblique" and a.marker in self.rules.datives and a.form == "np"]
                timeless = (a for a in datives if a.phrase.head_token.lemma not in self.rules.time_nouns)  # "hoped on Sunday to …"
                controlled = next(timeless, None)
            if controlled is not None and controlled.form == "np" and controlled.phrase.head != head.i:
                return controlled
            return self.surface.get(id(self._reporting(clause, parent)))
        if clause.link in ("conjunct", "parataxis"):
            return self.surface.get(id(parent))
        return None

    def _reporting(self, clause: Clause, parent: Clause) -> Clause:
        """A participle of speech after a comma ("…, denouncing it as …") is said by whom the sentence quotes, not whom it is about."""
        if clause.link != "adverbial" or clause.passive or clause.lemma not in self.words.speech:
            return parent
        above: Clause | None = parent
        while above is not None and above.kind == "verb":
            if above.lemma in self.words.speech:
                return above
            above = above.parent if above.parent is not above else None
        return parent
