"""Where a cue stands beside or inside the words it reports, and how far those reach."""

from __future__ import annotations

from avviso.extract.content import QUOTE
from avviso.extract.context import Context
from avviso.extract.frames import Match
from avviso.knowledge.grammar import Grammar
from avviso.records import Span
from avviso.text import Argument, Clause, Sentence, Token

VERBAL = frozenset({"VERB", "AUX"})
BREAKS = frozenset({",", "—", "–", "-", "?", "!", "…", ";", ":"})
END = frozenset({".", "!", "?", "…", ";"})
LINKING = 5
"""Words that may stand between two quotations of one content: "…", and as a "…"."""


def opening_of(clause: Clause) -> int:
    """The first token of the verb group, with a subject that stands before it."""
    group = min([clause.predicate, *(a for a in clause.auxiliaries if a < clause.predicate)])
    tokens = clause.sentence.tokens
    while group and tokens[group - 1].relation == "iobject" and tokens[group - 1].pos == "PRON":
        group -= 1
    subject = clause.get("subject")
    if (
        subject is not None
        and subject.phrase.last < group
        and subject.phrase.sentence is clause.sentence
        and subject.phrase.last >= group - 4
    ):
        return subject.phrase.first
    return group


def quotations_of(clause: Clause, claimed: set[int], others: list[Clause]) -> list[Token]:
    """The quotations, parsed apart, that stand right before the cue, right after it, or as its argument.

    One that another cue follows at once ("…", a déclaré X) is that cue's.
    """
    tokens = clause.sentence.tokens
    opening = opening_of(clause)
    arguments = {a.phrase.head for a in clause.arguments if a.relation != "subject"}
    later = [c for c in others if opening_of(c) > clause.predicate]
    found = []
    for token in tokens:
        if token.lemma != QUOTE or token.i in claimed:
            continue
        if token.i < opening:
            subject = clause.get("subject")
            if subject is not None and subject.phrase.head == token.i:
                continue
            if all(t.pos == "PUNCT" for t in tokens[token.i + 1 : opening]):
                found.append(token)
        elif any(_ends_before(c, token) if opening_of(c) < token.i else _follows(c, token) for c in later):
            continue
        elif token.i > clause.predicate and (token.i in arguments or tokens[token.i - 1].text in BREAKS or token.i == clause.predicate + 1):
            between = tokens[clause.predicate + 1 : token.i]
            if token.i in arguments or not any(t.pos in VERBAL and t.relation in ("root", "conjunct", "complement") for t in between):
                found.append(token)
    return found


def _follows(other: Clause, quote: Token) -> bool:
    """Whether a cue stands right behind the quotation: "…", a déclaré X."""
    return all(t.pos == "PUNCT" for t in other.sentence.tokens[quote.i + 1 : opening_of(other)])


def _ends_before(other: Clause, quote: Token) -> bool:
    """Whether a cue between commas, with its subject inside it, stands right before the quotation: ", a-t-elle dit, « … »"."""
    tokens, subject = other.sentence.tokens, other.get("subject")
    inverted = subject is not None and min([other.predicate, *other.auxiliaries]) < subject.phrase.head < quote.i
    end = max(other.predicate, subject.phrase.last) + 1 if subject is not None else quote.i
    return inverted and end < quote.i and tokens[opening_of(other) - 1].text == "," and all(t.pos == "PUNCT" for t in tokens[end : quote.i])


def narrated_cue(quote: Token, sentence: Sentence, context: Context) -> Span | None:
    """An infinitive of speech that goes on with a report, right before a colon: « Et [d'ajouter] : « … » »."""
    tokens, rules = sentence.tokens, context.grammar
    if quote.i < 3 or tokens[quote.i - 1].text != ":":
        return None
    for token in tokens[1 : quote.i - 1]:
        opening = rules.markers.get(tokens[token.i - 1].text.lower(), tokens[token.i - 1].text.lower())
        if token.morph.get("VerbForm") == "Inf" and token.lemma in context.lexicon.speech and opening in rules.genitives:
            led = all(t.pos in ("CCONJ", "ADV", "ADP", "PUNCT") for t in tokens[: token.i])
            return Span(token.start, token.end) if led else None
    return None


def runs_on(text: str, first: Token, second: Token, clause: Clause) -> bool:
    """Whether the cue only interrupts one sentence: the second quotation goes on in lower case, or after a comma."""
    if not first.i < clause.predicate < second.i:
        return False
    letter = next((c for c in text[second.start : second.end] if c.isalpha()), "")
    last = text[first.start : first.end].rstrip("»”\"’' \n\u00a0")[-1:]
    return letter.islower() or (last not in END and clause.sentence.tokens[second.i - 1].text == ",")


def quoted_stretch(group: list[Token], clause: Clause, text: str) -> tuple[int, int]:
    """First and last token of the quoted content, with its subject before the cue: "[This law], X said, [“is dead”]"."""
    first, last = group[0].i, group[-1].i
    tokens, opening = clause.sentence.tokens, opening_of(clause)
    letter = next((c for c in text[group[0].start : group[0].end] if c.isalpha()), "")
    if first < opening or opening < 2 or tokens[opening - 1].text != "," or tokens[first - 1].text != "," or not letter.islower():
        return first, last
    start = max((t.i + 1 for t in tokens[: opening - 1] if t.text in BREAKS | END or t.lemma == QUOTE), default=0)
    while start < opening - 1 and tokens[start].pos in ("CCONJ", "ADV", "PUNCT"):
        start += 1
    led = tokens[start : opening - 1]
    subject = any(t.pos in ("NOUN", "PROPN", "PRON") for t in led) and led[0].pos in ("DET", "NOUN", "PROPN", "PRON")
    return (start, last) if subject and not any(t.pos in VERBAL for t in led) else (first, last)


def content_around(clause: Clause, rules: Grammar) -> tuple[int, int] | None:
    """Content tokens of a parenthetical cue ("…, a-t-il affirmé", "…, the ministry said"): the rest of its sentence, or None."""
    tokens = clause.sentence.tokens
    opening = opening_of(clause)
    if compared := _compared(clause, opening, rules):
        return compared
    if (
        opening < 2
        or clause.link in ("relative", "participial")
        or clause.mood == "participle"
        or clause.passive
        or not _set_off(tokens[opening - 1])
    ):
        return None
    subject = clause.get("subject")
    if subject is None or subject.phrase.sentence is not clause.sentence:
        return None
    inverted = subject.phrase.head > min([clause.predicate, *clause.auxiliaries])
    if not inverted and tokens[opening - 1].text == ";":
        return None  # "…; the opposition warned …" opens a sentence of its own
    if not inverted and (opening == clause.predicate or _has_content(clause) or tokens[opening - 1].text == ":"):
        return None
    if inverted and any(a.relation == "complement" and a.form == "clause" for a in clause.arguments):
        return None
    closing = max(clause.predicate, subject.phrase.head)
    while closing < len(tokens) - 1 and tokens[closing].text not in BREAKS | END:
        closing += 1
    semicolon = max((t.i for t in tokens[: opening - 1] if t.text == ";"), default=-1)
    before, after = (semicolon + 1, opening - 2), closing + 1
    rest = [t for t in tokens[after:] if t.pos != "PUNCT"]
    told = any(t.lemma == QUOTE or t.pos in VERBAL for t in tokens[: opening - 1])
    if not rest:
        return before if told or inverted else None
    if tokens[closing].text == "," and _interrupts(clause, semicolon + 1, opening, rest, rules, inverted=inverted):
        return semicolon + 1, len(tokens) - 1
    if not told:
        return (0, len(tokens) - 1) if inverted else None
    return before


def _compared(clause: Clause, opening: int, rules: Grammar) -> tuple[int, int] | None:
    """Content beside a cue that only agrees with it: "[the pact holds], as X has recalled [it]", "comme l'a dit X, […]"."""
    tokens, subject = clause.sentence.tokens, clause.get("subject")
    first = opening
    while first and tokens[first - 1].pos == "PRON" and tokens[first - 1].relation in ("object", "iobject"):
        first -= 1
    pronoun = any(t.pos == "PRON" and t.relation == "object" for t in tokens[first : clause.predicate])
    marker = first - 1
    if subject is None or not pronoun or marker < 0 or tokens[marker].text.lower() not in rules.comparing or clause.passive:
        return None
    closing = max(clause.predicate, subject.phrase.head)
    while closing < len(tokens) - 1 and tokens[closing].text not in BREAKS | END:
        closing += 1
    comma = marker > 0 and tokens[marker - 1].text == ","
    if marker == 0 or (comma and tokens[marker - 2].text.lower() in rules.complementisers):
        follows = tokens[closing].text == "," and any(t.pos in VERBAL or t.lemma == QUOTE for t in tokens[closing + 1 :])
        return (closing + 1, len(tokens) - 1) if follows else None
    start = max((t.i + 1 for t in tokens[:marker] if t.text in (";", ":")), default=0)
    return (start, marker - 1 - comma) if any(t.pos in VERBAL for t in tokens[start:marker]) else None


def _interrupts(clause: Clause, first: int, opening: int, rest: list[Token], rules: Grammar, *, inverted: bool) -> bool:
    """Whether the cue stands inside one sentence ("Too often, X said, A", "A, X said, until B"), not before the narrator's remark."""
    tokens = clause.sentence.tokens
    if _predicated(rest, opening, clause):
        return True
    if rest[0].text.lower() in rules.resuming:
        return not (inverted and rest[0].pos == "CCONJ")
    if inverted or tokens[opening - 1].text != ",":
        return False
    return not _whole(clause, first, opening - 1) and rest[0].pos not in VERBAL and any(t.pos in VERBAL for t in rest)


def _predicated(rest: list[Token], opening: int, clause: Clause) -> bool:
    """Whether the verb after the cue has its subject before it: "[The truth], X said, [was plain]"."""
    tokens, children = clause.sentence.tokens, clause.sentence.children
    verb = next((t for t in rest[:3] if t.pos != "ADV"), rest[0])
    if verb.pos not in VERBAL:
        return False
    head = tokens[verb.head] if verb.relation.endswith("auxiliary") else verb
    if head.relation in ("conjunct", "relative", "participial") or verb.morph.get("VerbForm", "Fin") != "Fin":
        return False
    subject = next((tokens[c] for c in children[head.i] if tokens[c].relation == "subject"), None)
    return subject is not None and subject.i < opening - 1 and not any(t.text == ":" or t.lemma == QUOTE for t in tokens[: opening - 1])


def _whole(clause: Clause, first: int, end: int) -> bool:
    """Whether a main clause stands between the two tokens, which could be told by itself."""
    sentence = clause.sentence
    for token in sentence.tokens[first:end]:
        if token.lemma == QUOTE:
            return True
        below = [sentence.tokens[c] for c in sentence.children[token.i]]
        if (
            token.pos in VERBAL
            and token.relation not in ("relative", "auxiliary", "participial")
            and any(t.relation == "subject" and t.i < end for t in below)
            and not any(t.relation == "marker" for t in below)
        ):
            return True
    return False


def opened_by(first: int, clause: Clause) -> int:
    """Content that begins after a cue between commas takes what stands before it: "[If it rains], X said, [we shall wait]"."""
    tokens = clause.sentence.tokens
    opening = opening_of(clause)
    if (
        first < 2
        or opening < 2
        or opening > clause.predicate
        or tokens[first - 1].text != ","
        or tokens[opening - 1].text != ","
        or clause.link in ("relative", "participial")
        or clause.mood == "participle"
        or _whole(clause, 0, opening - 1)
        or any(t.lemma in (";", ":", QUOTE) or t.pos == "INTJ" for t in tokens[:opening])
    ):
        return first
    subject = clause.get("subject")
    if subject is None or subject.phrase.first != opening or subject.phrase.last >= clause.predicate:
        return first
    return 1 if tokens[0].pos == "CCONJ" else 0


def _set_off(token: Token) -> bool:
    return token.text in BREAKS or token.lemma == QUOTE


def _has_content(clause: Clause) -> bool:
    for argument in clause.arguments:
        if (
            argument.relation in ("complement", "object")
            and argument.phrase.head > clause.predicate
            and argument.phrase.head_token.lemma != QUOTE
        ):
            head = argument.phrase.head_token
            return argument.relation == "complement" or not (
                head.pos == "PROPN" or (head.pos == "PRON" and head.morph.get("Case") == "Acc")
            )
    return False


def settle(first: int, last: int, match: Match, content: Argument, context: Context) -> tuple[int, int]:
    """Content tokens from `first` to `last`, cut before what the narrator or the next cue adds, extended over what belongs to it."""
    clause, rules, lexicon = match.clause, context.grammar, context.lexicon
    tokens = clause.sentence.tokens
    if first > clause.predicate and clause.kind == "verb":
        whole = content.form in ("clause", "inf", "ing") or content.relation == "attribute"
        last = _extended(last, clause, rules) if whole else _extended_noun(last, clause, context)
        if any(slot.form.startswith("np+") for slot in match.frame.slots):
            last = _with_second(last, clause)
    if first < clause.predicate <= last:
        last = opening_of(clause) - 1
    for index in range(first + 2, last + 1):
        token = tokens[index]
        if any(q.outer.start <= token.start < q.outer.end for q in clause.sentence.quotations) and token.lemma != QUOTE:
            continue
        gerund = token.pos == "VERB" and token.lemma in lexicon.speech and _gerund(token) and _after_comma(tokens, index)
        quoted = token.lemma == QUOTE and tokens[index - 1].text == ":"
        if gerund or quoted or (tokens[index - 1].text == "," and _adversative(tokens, index, last, rules)):
            last = index - 1
            break
        if tokens[index - 1].text == "," and (_explains(index, last, clause) or _another_speaks(index, last, clause, context)):
            last = index - 1
            break
    if tokens[first].pos == "PRON" and first + 2 < last and tokens[first + 1].lemma in rules.complementisers:
        first += 1  # "à ce que …": the pronoun only carries the clause
    if tokens[first].lemma in rules.complementisers and first < last:
        first += 1
    elif first > clause.predicate and clause.kind == "verb" and content.form == "clause":
        first = opened_by(first, clause)
    last = _over_quotations(last, clause)
    loose = ("PUNCT", "CCONJ", "ADP", "SCONJ")
    while last > first and tokens[last].pos in loose and tokens[last].relation != "particle" and tokens[last].text not in (")", "]"):
        last -= 1
    return first, last


def whole_quotation(first: int, last: int, clause: Clause) -> tuple[int, int]:
    """Of words all within one quotation that the cue stands before, from where it opens: "welcomed a “[bond that nothing can break]”"."""
    tokens = clause.sentence.tokens
    for quotation in clause.sentence.quotations:
        inside = quotation.span.start < tokens[first].start and tokens[last].end <= quotation.outer.end
        if inside and tokens[clause.predicate].end <= quotation.outer.start:
            return next(t.i for t in tokens if t.start >= quotation.span.start), last
    return first, last


def _over_quotations(last: int, clause: Clause) -> int:
    """Over further quoted words that a conjunction or a comma adds: "called him a “liar,” [a “thief” and “unfit”]"."""
    sentence = clause.sentence
    tokens = sentence.tokens
    while any(q.span.start <= tokens[last].start < q.outer.end for q in sentence.quotations):
        position = last + 1
        while position < len(tokens) and position - last <= LINKING and tokens[position].pos in ("CCONJ", "DET", "PUNCT", "ADP"):
            position += 1
        added = next((q for q in sentence.quotations if position < len(tokens) and q.span.start == tokens[position].start), None)
        if added is None or position == last + 1 or tokens[position].lemma == QUOTE:
            break
        last = max(t.i for t in tokens if t.start < added.outer.end)
    return last


def _explains(index: int, last: int, clause: Clause) -> bool:
    """Whether what follows the comma, to the end, is an apposition in which the narrator explains a name: ", a port on the Red Sea"."""
    sentence = clause.sentence
    tokens = sentence.tokens
    quoted = any(tokens[index].start <= q.outer.start <= tokens[last].start for q in sentence.quotations)
    if tokens[index].pos != "DET" or quoted:
        return False
    noun = tokens[tokens[index].head]
    ends = sentence.right[noun.i] >= last or all(t.pos == "PUNCT" for t in tokens[sentence.right[noun.i] + 1 : last + 1])
    return noun.relation == "apposition" and noun.head < index - 1 and noun.i <= last and sentence.left[noun.i] >= index and ends


def _another_speaks(index: int, last: int, clause: Clause, context: Context) -> bool:
    """Whether somebody else's words follow in a participle: ", with the premier saying it was too late"."""
    tokens = clause.sentence.tokens
    if tokens[index].text.lower() not in context.grammar.companions or tokens[index].pos not in ("ADP", "SCONJ"):
        return False
    return any(t.lemma in context.lexicon.speech and t.pos == "VERB" and _gerund(t) for t in tokens[index + 2 : last + 1])


def _with_second(last: int, clause: Clause) -> int:
    """A second noun phrase, coordinated with the end of the content ("as “unwise” and a “costly mistake”")."""
    tokens = clause.sentence.tokens
    if last + 2 >= len(tokens) or tokens[last + 1].pos != "CCONJ":
        return last
    position = last + 2
    while position < len(tokens) and tokens[position].pos not in ("PUNCT", "CCONJ"):
        if tokens[position].pos in VERBAL:
            return last
        position += 1
    return position - 1


def _adversative(tokens: list[Token], index: int, last: int, rules: Grammar) -> bool:
    """A clause with which the narrator sets something against the report: ", alors que …", ", while …"."""
    two = " ".join(rules.markers.get(word, word) for t in tokens[index : index + 2] for word in [t.text.lower().replace("’", "'")])
    if (tokens[index].text.lower() in rules.narrator_relatives or two in rules.narrator_relatives) and not any(
        t.text == "," for t in tokens[index + 1 : last + 1]
    ):
        return True
    three = " ".join(t.text.lower() for t in tokens[index : index + 3])
    return (tokens[index].text.lower() in rules.adversatives and three != "as well as") or two in rules.adversatives


def _extended_noun(last: int, clause: Clause, context: Context) -> int:
    """A reported noun phrase runs on over its own complements, which the parser may have hung on the verb."""
    tokens, rules = clause.sentence.tokens, context.grammar
    position = last + 1
    while position < len(tokens):
        token = tokens[position]
        marker = rules.markers.get(token.text.lower().replace("’", "'"), token.text.lower())
        if marker not in rules.noun_markers and not (marker in rules.loose_markers and _of_the_noun(token, tokens, context)):
            return position - 1 if position > last + 1 else last
        end = position + 1
        while end < len(tokens) and tokens[end].pos in ("DET", "ADJ", "NUM", "NOUN", "PROPN") and tokens[end].text not in (",", "."):
            end += 1
        if end == position + 1:
            return last
        position, last = end, end - 1
    return last


def _of_the_noun(marker: Token, tokens: list[Token], context: Context) -> bool:
    """Whether what the preposition opens tells more of the reported noun, not when, where or to whom the words were said."""
    head = tokens[marker.head] if marker.head > marker.i else tokens[min(marker.i + 1, len(tokens) - 1)]
    said = context.sources.occasions | context.sources.documents | context.sources.platforms | context.sources.audiences
    return (
        head.lemma not in context.grammar.time_nouns and head.lemma not in said and head.pos in ("NOUN", "PROPN") and head.entity != "PER"
    )


def _gerund(token: Token) -> bool:
    return token.morph.get("VerbForm") == "Part" and (token.morph.get("Aspect") == "Prog" or token.morph.get("Tense") == "Pres")


def _after_comma(tokens: list[Token], index: int) -> bool:
    before = index - 1
    while (
        before > 0
        and index - before < 4
        and (tokens[before].pos in ("ADV", "ADP", "CCONJ", "SCONJ") or tokens[before].relation in ("marker", "case"))
    ):
        before -= 1
    return tokens[before].text == ","


def _extended(last: int, clause: Clause, rules: Grammar) -> int:
    """What follows without a comma still belongs to the reported clause, unless it is coordinated with the cue."""
    tokens = clause.sentence.tokens
    anchors = {clause.predicate, *clause.auxiliaries}
    position = last + 1
    while position < len(tokens) and tokens[position].pos != "PUNCT":
        token = tokens[position]
        if token.pos == "CCONJ" or (token.pos in VERBAL and token.head in anchors):
            return last
        if token.lemma in rules.time_nouns and token.head in anchors and position > last + 3:
            return last
        position += 1
    return position - 1
