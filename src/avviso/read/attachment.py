"""Which noun or verb a phrase hangs on, where a small parser chose the wrong one: by what the words of the lexicon take."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import ANY_NOUN, Lexicon
from avviso.read.tree import VERBAL
from avviso.text import Sentence, Token

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
PAIR_REACH = 12
"""Tokens back within which a noun takes "entre X et Y"."""


def near_noun(case: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """A prepositional phrase is its noun's where that noun takes the preposition: "la guerre [en Ukraine]".

    The noun stands right before it; "entre" and "between" reach further back, over what stands between commas. A verb that takes
    the preposition itself keeps what follows its own object, and light verbs share it with their noun.
    """
    tokens = sentence.tokens
    surface = case.text.lower().replace("’", "'")
    marker = rules.markers.get(surface, surface)
    phrase = tokens[case.head]
    reach = PAIR_REACH if marker in rules.two_sided else 1
    if (
        phrase.i <= case.i
        or phrase.pos not in NOUNS
        or any(tokens[c].relation == "case" and c < case.i for c in sentence.children[phrase.i])
    ):
        return False
    nearest = tokens[max(0, case.i - reach) : case.i]
    if nearest and nearest[-1].relation in ("adjective", "compound", "flat"):
        nearest = [tokens[nearest[-1].head], *nearest]
    governor = tokens[phrase.head]
    if marker in rules.two_sided and _place_of_verb(governor, case, sentence):
        phrase.head, phrase.relation = governor.head, "oblique"  # "a eu lieu à Vienne [entre X et Y]"
        return True
    if governor.pos == "NOUN" and marker in words.noun_markers.get(governor.lemma, ()):
        return False
    for noun in reversed(nearest):
        topic = marker in rules.topical and noun.lemma in words.nouns and (marker, "np") not in words.takes.get(governor.lemma, ())
        if noun.pos == "NOUN" and (topic or marker in words.noun_markers.get(noun.lemma, ())):
            verb = tokens[noun.head]
            shared = verb.pos in VERBAL and (verb.lemma in rules.light_verbs or (marker, "np") in words.takes.get(verb.lemma, ()))
            carried = noun.head == phrase.head and shared and marker not in rules.two_sided
            beside = phrase.head == noun.head and marker in rules.companions and _bare_means(noun, sentence)
            if carried or beside or phrase.head == noun.i or dominates(phrase.i, noun, tokens):
                return False
            phrase.head, phrase.relation = noun.i, "modifier"
            return True
        if noun.pos in VERBAL and finite(noun, sentence):
            return False
    return False


def _place_of_verb(name: Token, case: Token, sentence: Sentence) -> bool:
    """Whether a name right before a preposition is the place where the verb's act happens: a pair is no part of it."""
    beside = name.pos == "PROPN" and name.i == case.i - 1 and sentence.tokens[name.head].pos in VERBAL
    return beside and any(sentence.tokens[c].relation == "case" for c in sentence.children[name.i])


def dominates(above: int, token: Token, tokens: list[Token]) -> bool:
    """Whether a token hangs, through others, on the one at `above`."""
    steps = 0
    while token.head != token.i and steps < len(tokens):
        if token.head == above:
            return True
        token = tokens[token.head]
        steps += 1
    return token.i == above


def free_complements(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon, takes: frozenset[tuple[str, str]]) -> bool:
    """What the verb's frames expect is the verb's, where the parser hung it on its object: "appeler [les camps] [à négocier]"."""
    tokens, children = sentence.tokens, sentence.children
    changed = False
    present = {(marker_of(child, sentence, rules), _form(tokens[child])) for child in children[verb.i] if child > verb.i}
    for child in [
        c
        for c in children[verb.i]
        if c > verb.i and tokens[c].relation in ("object", "oblique", "iobject", "modifier", "agent") and tokens[c].pos in NOUNS
    ]:
        for below in [b for b in children[child] if b > child] + _lent(child, sentence, rules, words):
            token = tokens[below]
            taken = (marker_of(below, sentence, rules), _form(token))
            always = (taken[0], ANY_NOUN) in takes and taken[1] == "np"
            if (taken not in takes and not always) or taken in present or token.relation in ("conjunct", "relative"):
                continue
            if not always and taken[1] == "np" and taken[0] in rules.genitives and tokens[child].pos not in ("PROPN", "PRON"):
                continue
            token.head, token.relation = verb.i, "oblique" if taken[1] == "np" else "xcomplement"
            present.add(taken)
            changed = True
    return changed


def _lent(index: int, sentence: Sentence, rules: Grammar, words: Lexicon) -> list[int]:
    """Infinitives on the last noun of a dative ("demander aux forces de l'ordre [de faire …]"), or what hangs on a bare participle
    beside the noun that takes nothing of its own ("call on all sides involved [to end …]", "a remis un tueur présumé [à Riga]")."""
    tokens, children = sentence.tokens, sentence.children
    beside = tokens[index + 1] if index + 1 < len(tokens) else tokens[index]
    if beside.head == index and beside.morph.get("VerbForm") == "Part" and beside.lemma not in words.takes:
        below = [c for c in children[beside.i] if c > beside.i]
        hedged = beside.text.lower() in rules.hedges
        return [
            c for c in below if tokens[c].morph.get("VerbForm") == "Inf" or (hedged and c == beside.i + 2) or (hedged and c == beside.i + 3)
        ]
    if marker_of(index, sentence, rules) not in rules.datives:
        return []
    last = next((c for c in reversed(children[index]) if c > index and tokens[c].relation == "modifier" and tokens[c].pos in NOUNS), None)
    return [] if last is None else [c for c in children[last] if c > last and tokens[c].morph.get("VerbForm") == "Inf"]


def free_companion(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """With whom one acts is the verb's, where the parser hung it on a means or a place: "s'est entretenu [au téléphone] [avec X]"."""
    tokens, children = sentence.tokens, sentence.children
    own = [c for c in children[verb.i] if c > verb.i]
    if any(marker_of(c, sentence, rules) in rules.companions for c in own):
        return False
    for noun in (tokens[c] for c in own if tokens[c].relation == "oblique" and tokens[c].pos in NOUNS):
        means = _bare_means(noun, sentence)  # "[par visioconférence] avec X"
        for below in (tokens[c] for c in children[noun.i] if c > noun.i and tokens[c].relation == "modifier"):
            marker = marker_of(below.i, sentence, rules)
            if marker in rules.companions - rules.two_sided and (means or marker not in words.noun_markers.get(noun.lemma, ())):
                below.head, below.relation = verb.i, "oblique"
                return True
    return False


def partitive_object(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """ "Fournir des armes à X": the partitive article, which the parser takes for a preposition, opens the object."""
    tokens, children = sentence.tokens, sentence.children
    below = [c for c in children[verb.i] if c > verb.i]
    if any(tokens[c].relation in ("object", "passive-auxiliary", "reflexive", "complement", "xcomplement") for c in children[verb.i]):
        return False
    means = {c for c in below if verb.lemma in words.transitive and _bare_means(tokens[c], sentence)}
    for child in [*below, *(g for c in below if tokens[c].pos in ("PROPN", "PRON") or c in means for g in children[c] if g > c)]:
        noun = tokens[child]
        article = next((tokens[c] for c in children[child] if tokens[c].relation == "case" and c < child), None)
        common = noun.pos == "NOUN" or (noun.pos == "PROPN" and noun.text.islower())
        if article is None or not common or noun.relation not in ("oblique", "modifier", "object"):
            continue
        if article.text.lower() in rules.partitives and (
            noun.head == verb.i or article.morph.get("Number") == "Plur" or article.text.lower() == "des"
        ):
            if any(c != article.i and tokens[c].relation == "case" for c in children[child]):
                continue
            article.relation, noun.relation, noun.head = "determiner", "object", verb.i
            return True
    return False


def _bare_means(noun: Token, sentence: Sentence) -> bool:
    """Whether a noun names a means or a manner, with a preposition and no article: "acheminer [par bateau] des bâches"."""
    below = {sentence.tokens[c].relation for c in sentence.children[noun.i] if c < noun.i}
    return noun.pos == "NOUN" and noun.relation in ("oblique", "agent") and "case" in below and "determiner" not in below


def bare_object(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """A noun phrase without preposition right behind an active verb is its object: "ont exécuté [au moins soixante civils]".

    Behind a verb that needs one, other phrases of that verb may stand between them: "a forcé, au moyen de blindés, [l'entrée]".
    """
    tokens, children = sentence.tokens, sentence.children
    taken = ("object", "passive-auxiliary", "reflexive", "copula", "complement", "xcomplement", "attribute")
    if any(tokens[c].relation in taken for c in children[verb.i]):
        return False
    behind = [tokens[c] for c in children[verb.i] if c > verb.i and tokens[c].pos in ("NOUN", "PROPN")]
    if verb.lemma in words.transitive:
        behind = [t for t in behind if not (t.relation in ("oblique", "time") and any(tokens[c].relation == "case" for c in children[t.i]))]
    noun = behind[0] if behind else None
    if noun is None or noun.relation not in ("oblique", "modifier", "other") or noun.lemma in rules.time_nouns:
        return False
    if any(tokens[c].relation in ("case", "marker") for c in children[noun.i]):
        return False
    phrases = _own_determiner(noun, sentence) and verb.lemma in words.transitive
    if not _stands_behind(noun, verb, sentence, phrases=phrases):
        return False
    noun.relation = "object"
    return True


def object_after_place(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """ "A reçu à Rabat [le président gabonais]": a noun with its own article is no modifier of the place before it, but an object.

    So it is behind any phrase after a verb that needs an object: "a repris par la force [la ville]".
    """
    tokens, children = sentence.tokens, sentence.children
    taken = ("object", "passive-auxiliary", "reflexive", "copula", "complement", "xcomplement")
    if any(tokens[c].relation in taken and not tokens[c].text[0].isupper() for c in children[verb.i]):
        return False
    for place in (tokens[c] for c in children[verb.i] if c > verb.i):
        opened = [tokens[c] for c in children[place.i] if tokens[c].relation == "case"]
        told = place.pos in ("NOUN", "PROPN") and marker_of(place.i, sentence, rules) in rules.datives
        wanting = place.pos == "NOUN" and verb.lemma in words.transitive and place.relation in ("oblique", "agent")
        if not opened or not (place.text[0].isupper() or told or wanting):
            continue
        for noun in (tokens[c] for c in children[place.i] if c > place.i and tokens[c].pos in ("NOUN", "PROPN", "ADJ")):
            if _own_article(noun, place, sentence, rules) and noun.lemma not in rules.time_nouns:
                noun.relation, noun.head, noun.pos = "object", verb.i, "NOUN" if noun.pos == "ADJ" else noun.pos
                place.relation = "oblique" if place.relation in ("attribute", "xcomplement", "complement", "object") else place.relation
                return True
    return False


def _own_article(noun: Token, place: Token, sentence: Sentence, rules: Grammar) -> bool:
    """Whether a noun that hangs on the name before it opens a noun phrase of its own, with an article or a number and no preposition."""
    tokens, children = sentence.tokens, sentence.children
    below = [tokens[c] for c in children[noun.i] if c < noun.i]
    numbers = [t for t in tokens[place.i + 1 : noun.i] if t.pos == "NUM" and t.head == place.i]
    edge = min(t.i for t in (noun, *below, *numbers))
    while edge - 1 > place.i and tokens[edge - 1].relation in ("adverb", "fixed") and dominates(noun.i, tokens[edge - 1], tokens):
        edge -= 1  # "[plus de] dix mille habitants"
    described = [c for c in children[place.i] if place.i < c < edge and tokens[c].relation in ("adjective", "flat")]
    if noun.relation not in ("modifier", "apposition", "other", "object", "adjective") or edge != place.i + 1 + len(described):
        return False
    for number in numbers:
        number.head, number.relation = noun.i, "numeral"
    opening = tokens[edge]
    partitive = opening.relation == "case" and opening.text.lower() in rules.partitives and opening.morph.get("Number") == "Plur"
    if partitive and place.pos == "PROPN" and place.entity == "LOC":
        opening.relation = "determiner"
    article = numbers or any(t.relation in ("determiner", "numeral") for t in below)
    return bool(article) and not any(t.relation in ("case", "marker") for t in below)


def split_small_clause(attribute: Token, sentence: Sentence) -> bool:
    """ "Called [the charge] [grotesque]": what something is called belongs to the verb, and what is called so is its object."""
    tokens, children = sentence.tokens, sentence.children
    verb = tokens[attribute.head]
    if (
        attribute.relation != "attribute"
        or verb.pos not in VERBAL
        or any(tokens[c].relation in ("object", "copula") for c in children[verb.i])
    ):
        return False
    if any(tokens[c].relation in ("copula", "auxiliary", "marker") for c in children[attribute.i]):
        return False
    subject = next((tokens[c] for c in children[attribute.i] if tokens[c].relation == "subject" and verb.i < c < attribute.i), None)
    subject = subject or _before_quoted(attribute, verb, sentence)
    if subject is None or subject.pos not in NOUNS:
        return False
    for token in tokens[verb.i + 1 : subject.i]:
        token.head = subject.i if token.head == attribute.i else token.head
    subject.head, subject.relation = verb.i, "object"
    return True


def _before_quoted(attribute: Token, verb: Token, sentence: Sentence) -> Token | None:
    """The noun before quoted words that the parser, which sees no marks, ran together with it: called [the charge] "grotesque"."""
    for quotation in sentence.quotations:
        noun = next((t for t in reversed(sentence.tokens[verb.i + 1 : attribute.i]) if t.end <= quotation.outer.start), None)
        if noun is not None and quotation.outer.start <= attribute.start < quotation.outer.end and noun.head == attribute.i:
            return noun
    return None


def agreeing_noun(participle: Token, sentence: Sentence) -> bool:
    """A past participle that agrees with a noun behind the verb and not with the subject: "annonce la fin de l'accord, conclu …"."""
    tokens = sentence.tokens
    verb, gender = tokens[participle.head], participle.morph.get("Gender")
    if participle.relation != "adverbial" or participle.morph.get("Tense") != "Past" or not gender or verb.i > participle.i:
        return False
    subject = next((tokens[c] for c in sentence.children[verb.i] if tokens[c].relation == "subject"), None)
    if subject is None or subject.morph.get("Gender", gender) == gender or tokens[participle.i - 1].text != ",":
        return False
    agreeing = [
        t
        for t in tokens[verb.i + 1 : participle.i]
        if t.pos == "NOUN" and (t.morph.get("Gender"), t.morph.get("Number")) == (gender, participle.morph.get("Number"))
    ]
    if not agreeing:
        return False
    participle.head, participle.relation = agreeing[-1].i, "participial"
    return True


def _own_determiner(noun: Token, sentence: Sentence) -> bool:
    return any(sentence.tokens[c].relation in ("determiner", "numeral") for c in sentence.children[noun.i])


def _stands_behind(noun: Token, verb: Token, sentence: Sentence, *, phrases: bool = False) -> bool:
    """Whether only what belongs to the noun, adverbs and times (and other `phrases` of the verb) stand between it and the verb."""
    tokens = sentence.tokens
    other = [tokens[c] for c in sentence.children[verb.i] if verb.i < c < noun.i and tokens[c].relation == "oblique"] if phrases else []
    return all(
        dominates(noun.i, token, tokens)
        or (token.head == verb.i and token.relation in ("adverb", "negation", "time"))
        or (phrases and (token.pos == "PUNCT" or any(one is token or dominates(one.i, token, tokens) for one in other)))
        for token in tokens[verb.i + 1 : noun.i]
    )


def _form(token: Token) -> str:
    if token.pos not in VERBAL:
        return "np"
    return "ing" if token.morph.get("Aspect") == "Prog" else "inf"


def marker_of(index: int, sentence: Sentence, rules: Grammar) -> str:
    """The preposition or conjunction that opens the phrase of a token, in base form; "" for none."""
    for child in sentence.children[index]:
        token = sentence.tokens[child]
        if child < index and (token.relation in ("case", "marker") or token.pos == "PART"):
            surface = token.text.lower().replace("’", "'")
            return rules.markers.get(surface, surface)
    return ""


def finite(token: Token, sentence: Sentence) -> bool:
    """Whether a verb, or an auxiliary of its, is finite."""
    group = [token, *(sentence.tokens[c] for c in sentence.children[token.i] if sentence.tokens[c].relation.endswith("auxiliary"))]
    return any(t.morph.get("VerbForm") == "Fin" or t.morph.get("Mood") for t in group)


def complete_pair(case: Token, sentence: Sentence) -> bool:
    """ "Entre X et Y" takes two parties: a second one that was read as the verb's subject is given back.

    What the pair hangs on becomes the subject.
    """
    tokens = sentence.tokens
    first = tokens[case.head]
    if first.head == first.i:
        return False
    for token in tokens[first.i + 1 : first.i + 12]:
        if token.relation == "conjunct" and token.pos == first.pos and token.head < case.i and token.head == first.head:
            token.head = first.i  # "la session de dialogue entre X [et Y]"
            return True
        if token.relation == "subject" and token.pos in ("NOUN", "PROPN") and token.head > token.i:
            opening = min([token.i, *sentence.children[token.i]])
            before = [t for t in (tokens[opening], tokens[max(0, opening - 1)]) if t.pos == "CCONJ"]
            if not before:
                return False
            governor, verb = tokens[first.head], token.head
            token.relation, token.head = "conjunct", first.i
            if governor.pos in ("NOUN", "PROPN") and governor.i < first.i:
                was = governor.head if governor.head != governor.i else None
                governor.relation, governor.head = "subject", verb
                if was is None and tokens[verb].head == governor.i:
                    tokens[verb].relation, tokens[verb].head = "root", verb
            return True
        if token.pos in VERBAL:
            return False
    return False
