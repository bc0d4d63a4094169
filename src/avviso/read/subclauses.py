"""What a relative or a reported clause belongs to, where a small parser hung it elsewhere."""

from __future__ import annotations

from avviso.knowledge.grammar import Grammar
from avviso.knowledge.lexicon import Lexicon
from avviso.read.attachment import dominates, finite
from avviso.read.tree import VERBAL
from avviso.text import Sentence, Token


def relative_clause(verb: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """A verb whose subject is a relative pronoun right after a noun and a comma tells of that noun: "… de Lima, qui a rappelé …"."""
    tokens = sentence.tokens
    spoken = verb.relation == "relative" and verb.lemma in words.speech and tokens[verb.head].pos == "NOUN"
    if not spoken and verb.relation not in ("conjunct", "parataxis", "adverbial", "other", "complement"):
        return False
    pronoun = next((tokens[c] for c in sentence.children[verb.i] if tokens[c].relation == "subject"), None)
    if pronoun is None or pronoun.i < 2 or pronoun.pos != "PRON" or pronoun.lemma not in rules.relative_pronouns:
        return False
    if verb.relation == "complement" and tokens[pronoun.i - 1].text != ",":
        return False
    noun = tokens[pronoun.i - 2] if tokens[pronoun.i - 1].text == "," else tokens[pronoun.i - 1]
    if noun.pos == "ADJ" and noun.head < noun.i:
        noun = tokens[noun.head]
    while verb.relation == "complement" and noun.relation == "modifier" and tokens[noun.head].pos == "NOUN":
        noun = tokens[noun.head]  # "la ministre du Commerce, qui rappelle …"
    if noun.i == verb.head or (spoken and noun.pos != "PROPN"):
        return False
    if noun.pos not in ("NOUN", "PROPN") or dominates(verb.i, noun, tokens):
        return False
    verb.relation, verb.head = "relative", noun.i
    return True


def relative_of_lasting(verb: Token, sentence: Sentence, rules: Grammar) -> bool:
    """A relative clause behind a comma tells of what lasts, not of how long it does: "une trêve de sept jours, qui …"."""
    tokens = sentence.tokens
    noun = tokens[verb.head]
    if verb.relation != "relative" or noun.lemma not in rules.time_nouns or noun.relation != "modifier":
        return False
    if tokens[noun.head].pos != "NOUN" or noun.i + 1 >= len(tokens) or tokens[noun.i + 1].text != ",":
        return False
    verb.head = noun.head
    return True


def reported_clause(marker: Token, sentence: Sentence, rules: Grammar, words: Lexicon) -> bool:
    """A clause that a conjunction, no relative pronoun, opens after a verb of speech is what was said ("répondu dans la soirée que …")."""
    tokens = sentence.tokens
    verb = tokens[marker.head]
    surface = marker.text.lower().replace("’", "'")
    if verb.pos in ("NOUN", "PROPN") and surface in rules.complementisers:
        return _clause_of_noun(marker, verb, sentence)
    of_noun = verb.relation == "participial" and tokens[verb.head].relation == "oblique"  # "said in a statement that …"
    of_noun |= verb.relation == "participial" and _told(tokens[verb.head], tokens, rules, words)
    if not (verb.relation == "relative" or of_noun) or surface not in rules.complementisers or verb.pos not in VERBAL:
        return False
    governor, steps = tokens[verb.head], 0
    while (governor.pos not in VERBAL or _prepositional(governor)) and governor.head != governor.i and steps < 4:
        governor = tokens[governor.head]
        steps += 1
    if governor.i >= marker.i or governor.lemma not in words.speech:
        return False
    if any(tokens[c].relation == "complement" for c in sentence.children[governor.i]):
        return False
    verb.head, verb.relation = governor.i, "complement"
    return True


def _told(noun: Token, tokens: list[Token], rules: Grammar, words: Lexicon) -> bool:
    """Whether the noun is who was told, so that the clause after it is what they were told ("told newsmen that …")."""
    if noun.relation not in ("object", "iobject") or noun.lemma in words.nouns:
        return False
    frames = (frame for entry in words.find("cues", "verbs", tokens[noun.head].lemma) for frame in entry.frames)
    return any(
        any(s.role == "ADDRESSEE" and not s.marker for s in frame.slots) and any(s.marker in rules.complementisers for s in frame.slots)
        for frame in frames
    )


def _clause_of_noun(marker: Token, noun: Token, sentence: Sentence) -> bool:
    """ "S'est réjoui que [le dialogue avance]": a finite verb right behind the noun that the conjunction hangs on is the clause's."""
    tokens = sentence.tokens
    governor = tokens[noun.head]
    verb = next((t for t in tokens[noun.i + 1 :] if t.pos == "VERB" and t.relation == "participial" and finite(t, sentence)), None)
    spoken = governor.pos in VERBAL and governor.i < marker.i < noun.i
    if verb is None or not spoken or not dominates(noun.i, verb, tokens) or any(t.text == "," for t in tokens[noun.i : verb.i]):
        return False
    if any(tokens[c].relation == "subject" and tokens[c].pos == "PRON" for c in sentence.children[verb.i]):
        return False
    verb.head, verb.relation = governor.i, "complement"
    noun.head, noun.relation, marker.head = verb.i, "subject", verb.i
    return True


def _prepositional(token: Token) -> bool:
    """Whether a participle stands where a preposition would: "said [following] the attack that …"."""
    return token.relation in ("oblique", "adverbial") and token.morph.get("Aspect") == "Prog"
