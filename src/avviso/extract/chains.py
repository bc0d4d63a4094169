"""The chain of attribution: through whom and what the words reached the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from avviso.extract.content import QUOTE
from avviso.extract.context import Context
from avviso.extract.drafts import Draft
from avviso.extract.prepositions import Attribution
from avviso.knowledge.lexicon import Entry
from avviso.records import ActorKind, ActorMention, Form, Link, Span
from avviso.text import Argument, Clause, Phrase, Sentence, Token, inside

NEAR = 40
"""Tokens after a cue within which a participle ("cité par …") still belongs to it."""
POSTED = 14
"""Tokens after a cue within which the platform stands on which it was posted."""
LINGERS = 1
"""Paragraphs after one that names a document or an interview in which its speaker's next words may still come from there."""
FAR = 12
"""Sentences back after which nobody is taken to write in a document that was named there."""
DESCRIBING = frozenset({"adjective", "participial", "adverb"})
"""How a word hangs on the noun that it describes: "the following statement", not "following the statement"."""
OPENING = 4
"""Sentences within which an article says that it reproduces a document."""


def clause_links(clause: Clause, context: Context) -> tuple[list[Link], Span | None]:
    """The links that a cue's clause names (a communiqué, a platform, who cited it), nearest to the speaker first, and the channel."""
    links: list[Link] = []
    channel: Span | None = None
    for argument in clause.arguments:
        if argument.relation not in ("oblique", "modifier") or argument.form != "np":
            continue
        found = _published(argument, context)
        links += found
        if not found and argument.phrase.head_token.lemma in context.sources.occasions and channel is None:
            channel = argument.phrase.span
    subject = clause.get("subject")
    if subject is not None and _is_written(subject.phrase, context):
        links.append(Link(_document(subject.phrase, context), "published"))
        links += _carriers(subject.phrase, context)
    for other in context.clauses_of(clause.sentence):
        if other.parent is clause and other.kind == "verb" and other.mood == "participle" and other.link in ("adverbial", "participial"):
            links += _beside(other, clause, context)
    links += _cited(clause.sentence, clause.predicate, context)
    links += _guest(clause, context)
    links = links or _opened(clause, context)
    links += [post for post in _posted(clause, context) if not any(link.actor.span.overlaps(post.actor.span) for link in links)]
    return _distinct(links), channel


def attribution_links(attribution: Attribution, context: Context) -> list[Link]:
    """The links that "selon X" itself names: the document that X is, the media in it and after it."""
    phrase, links = attribution.speaker, []
    if _is_written(phrase, context):
        links = [Link(_document(phrase, context), "published"), *_carriers(phrase, context)]
    return _distinct(links + _cited(attribution.sentence, attribution.closing, context))


def is_medium(mention: ActorMention, context: Context) -> bool:
    """Whether somebody is a medium: known as one, or bearing a name such as "Radio X", "the X Times", "l'agence X"."""
    if mention.kind is ActorKind.MEDIA:
        return True
    if mention.kind is ActorKind.PERSON:
        return False
    name = mention.name or context.words(mention.span)
    words = ["", *(word.strip(".,’'") for word in name.replace("'", "' ").split()), ""]
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if word.lower() in context.sources.media_nouns and any(name[:1].isupper() for name in (before, word, after)):
            return True
    return False


def stands_in(phrase: Phrase, context: Context) -> bool:
    """Whether the phrase is a document or, as a common noun, a platform: words stand in it, nobody is told by it."""
    head = phrase.head_token
    return context.is_document(phrase) or (head.pos != "PROPN" and head.lemma in context.sources.platforms)


def addressee_of(clause: Clause, subject: Argument, entry: Entry, context: Context) -> Argument | None:
    """Who was told: an indirect object, who stands after a preposition of address, or the object of a verb that has one to tell."""
    if entry.facts.get("act") == "accuse":
        return None
    markers = {slot.marker for frame in entry.frames for slot in frame.slots if slot.role == "ADDRESSEE"}
    for argument in clause.arguments:
        if argument is subject or argument.form != "np" or argument.phrase.head_token.lemma == QUOTE:
            continue
        told = argument.relation == "iobject" or (argument.relation == "object" and clause.kind == "verb" and "" in markers)
        if argument.relation == "oblique" and argument.marker in context.grammar.addressing:
            told = argument.marker in markers or "" not in markers
        if not told or stands_in(argument.phrase, context):
            continue
        mention = context.resolve(argument.phrase)
        audience = argument.phrase.head_token.lemma in context.sources.audiences
        if audience or mention.kind is not None or is_medium(mention, context):
            return argument
    return None


def addressed(clause: Clause, context: Context) -> ActorMention | None:
    """To whom the letter, call or interview goes in which a cue's words stand: "in a letter to X", "lors d'un appel avec X"."""
    for argument in clause.arguments:
        if argument.form != "np" or argument.relation not in ("oblique", "subject"):
            continue
        head = argument.phrase.head_token
        spoken = argument.relation == "oblique" and (head.lemma in context.sources.dialogues or head.lemma in context.sources.interviews)
        if not (spoken or context.is_document(argument.phrase)):
            continue
        tokens = argument.phrase.sentence.tokens
        for i in range(argument.phrase.head + 1, min(argument.phrase.head + 5, argument.phrase.last)):
            surface = tokens[i].text.lower()
            if tokens[i].pos == "ADP" and context.grammar.markers.get(surface, surface) in context.grammar.sent_to:
                found = _goal(argument.phrase.sentence, i, argument.phrase.last, context)
                if found is not None:
                    return found
    return None


def _goal(sentence: Sentence, preposition: int, last: int, context: Context) -> ActorMention | None:
    """The actor right after a preposition."""
    head = sentence.tokens[preposition].head
    head = head if preposition < head <= last else preposition + 1
    mention = context.resolve(Phrase(sentence, head, preposition + 1, max(head, min(sentence.right[head], last))))
    return mention if mention.kind is not None or mention.code is not None else None


def _published(argument: Argument, context: Context) -> list[Link]:
    """A document, platform, interview or medium in which the words stood, with the media that its phrase names."""
    phrase, sources = argument.phrase, context.sources
    head = phrase.head_token
    surface = head.text.lower().rstrip(".")
    if argument.marker not in sources.inward and not (argument.marker in context.grammar.addressing and head.lemma in sources.platforms):
        return []
    if _is_written(phrase, context):
        return [Link(_document(phrase, context), "published"), *_carriers(phrase, context)]
    if head.lemma in sources.interviews:
        return _carriers(phrase, context)
    if head.lemma in sources.occasions:
        return _broadcast(phrase, context)
    words = context.words(phrase.span).lower().rstrip(".")
    if head.lemma in sources.platforms or words in sources.platforms or surface in sources.platforms:
        return _carriers(phrase, context) or [Link(_document(phrase, context), "published")]
    mention = context.resolve(phrase)
    return [Link(mention, "reported")] if is_medium(mention, context) else []


def _broadcast(phrase: Phrase, context: Context) -> list[Link]:
    """Who carried a speech: "dans une allocution retransmise par X"."""
    sentence = phrase.sentence
    for token in sentence.tokens[phrase.head + 1 : phrase.last]:
        following = sentence.tokens[token.i + 1]
        surface = following.text.lower()
        if (
            following.pos == "ADP"
            and context.grammar.markers.get(surface, surface) in context.grammar.passive_by
            and _cites(token, context)
        ):
            head = following.head if following.head > following.i else following.i + 1
            return [Link(context.resolve(Phrase(sentence, head, following.i + 1, max(head, sentence.right[head]))), "published")]
    return []


def _is_written(phrase: Phrase, context: Context) -> bool:
    """Whether the phrase is a document that stands between the speaker and us, as a speech or a testimony does not."""
    return context.is_document(phrase) and phrase.head_token.lemma not in context.sources.unwritten


def _document(phrase: Phrase, context: Context) -> ActorMention:
    """A document as a link: its words, up to what is said of it."""
    tokens = phrase.sentence.tokens
    last = phrase.head
    while last < phrase.last and tokens[last + 1].pos in ("ADJ", "PROPN") and tokens[last + 1].head <= phrase.head + 1:
        last += 1
    final = tokens[last]
    span = Span(tokens[phrase.first].start, final.end - (len(final.text) > 1 and final.text.endswith(".")))
    issuer = context.resolve(phrase)
    return ActorMention(span, context.words(span), None, issuer.code, None, None, "description")


def _carriers(phrase: Phrase, context: Context) -> list[Link]:
    """The media and platforms that a phrase names after its head: "an interview with X", "une tribune publiée par X"."""
    after = Span(phrase.head_token.end, max(phrase.span.end, phrase.head_token.end))
    links = [Link(mention, "reported") for mention in inside(context.resolver.mentions, after) if is_medium(mention, context)]
    for token in phrase.sentence.tokens[phrase.head + 1 : phrase.last + 1]:
        if token.text[:1].isupper() and token.pos != "ADP" and token.text.lower().rstrip(".") in context.sources.platforms:
            inner = Phrase(phrase.sentence, token.i, token.i, token.i)
            if all(not link.actor.span.overlaps(inner.span) for link in links):
                links.append(Link(_document(inner, context), "published"))
    return links


def _beside(other: Clause, clause: Clause, context: Context) -> list[Link]:
    """Media named by a participle beside the cue: "Interviewed by X, …", "Speaking to X, …", "…, quoted by X, …"."""
    links: list[Link] = []
    asks = other.lemma in context.sources.interviewing
    asked = asks or _cites(other.sentence.tokens[other.predicate], context)
    for argument in other.arguments:
        if argument.form != "np" or (
            argument.phrase.first <= clause.predicate <= argument.phrase.last and argument.phrase.sentence is clause.sentence
        ):
            continue
        agent = asked and argument.relation == "subject" and argument.marker in context.grammar.passive_by
        told = other.lemma in context.sources.interviewing and argument.relation == "oblique"
        if (agent or told) and is_medium(mention := context.resolve(argument.phrase), context):
            links.append(Link(mention, "cited" if not asks else "interviewed" if agent else "reported"))
        elif told and other.lemma in context.sources.writing:
            links += _published(argument, context)
    return links


def _guest(clause: Clause, context: Context) -> list[Link]:
    """The medium that a sentence opens with as its speaker's host: "[Invité de Radio X], le maire a assuré …"."""
    tokens = clause.sentence.tokens
    comma = next((t.i for t in tokens[:NEAR] if t.text == ","), 0)
    if tokens[0].text.lower() not in context.sources.guests or not 1 < comma < clause.predicate:
        return []
    opening = Span(tokens[1].start, tokens[comma].start)
    hosts = [m for m in inside(context.resolver.mentions, opening) if is_medium(m, context)]
    return [Link(replace(m, span=Span(m.span.start, opening.end)), "interviewed") for m in hosts][:1]


def _opened(clause: Clause, context: Context) -> list[Link]:
    """The document that a sentence opens with, wherever the parser hung it: "[Dans un communiqué], le maire, X, assure …"."""
    tokens, sentence = clause.sentence.tokens, clause.sentence
    comma = next((t.i for t in tokens[:NEAR] if t.text == ","), 0)
    main = clause.parent is None or clause.link in ("conjunct", "parataxis")
    if not main or tokens[0].text.lower() not in context.sources.inward or not 1 < comma < clause.predicate:
        return []
    noun = next((t for t in tokens[1:OPENING] if t.pos == "NOUN"), None)
    if noun is None or noun.i >= comma:
        return []
    phrase = Phrase(sentence, noun.i, 1, comma - 1)
    return [Link(_document(phrase, context), "published"), *_carriers(phrase, context)] if _is_written(phrase, context) else []


def _cited(sentence: Sentence, after: int, context: Context) -> list[Link]:
    """Who passed the words on, by a participle after the cue: "…, cité dans un communiqué", "…, quoted by X"."""
    links: list[Link] = []
    tokens = sentence.tokens
    for token in tokens[after + 1 : min(len(tokens) - 1, after + NEAR)]:
        following = tokens[token.i + 1]
        if following.pos != "ADP" or tokens[token.i - 1].text != "," or not _cites(token, context):
            continue
        head = following.head if following.head > following.i else following.i + 1
        if head >= len(tokens):
            continue
        phrase = Phrase(sentence, head, following.i + 1, max(head, sentence.right[head]))
        surface = following.text.lower()
        argument = Argument("oblique", context.grammar.markers.get(surface, surface), "np", phrase)
        if argument.marker in context.grammar.passive_by:
            links.append(Link(context.resolve(phrase), "cited"))
        else:
            links += _published(argument, context)
    return links


def _posted(clause: Clause, context: Context) -> list[Link]:
    """A platform's name after its preposition behind the cue, wherever the parser hung it: "a indiqué le ministère de X sur Telegram"."""
    tokens = clause.sentence.tokens
    for token in tokens[clause.predicate + 2 : clause.predicate + POSTED]:
        named = token.text[:1].isupper() and token.text.lower().rstrip(".") in context.sources.platforms
        if named and tokens[token.i - 1].text.lower() in context.sources.inward:
            return [Link(_document(Phrase(clause.sentence, token.i, token.i, token.i), context), "published")]
    return []


def _cites(token: Token, context: Context) -> bool:
    """Whether the word is a participle of citing, whatever the tagger made of it."""
    surface = token.text.lower()
    return any(surface.startswith(form) and len(surface) - len(form) <= 2 for form in context.sources.citing)


def _distinct(links: Sequence[Link]) -> list[Link]:
    return list({link.actor.span: link for link in links}.values())


def carry_links(drafts: Sequence[Draft], context: Context) -> None:
    """Words without a link of their own that still come from the document, interview or medium that was named before them.

    "The board said in a report that … It added that …" is one report; "« … », écrit le maire" stands in the letter named last.
    """
    last: Draft | None = None
    lasting: list[Link] = []
    whole, opening = _reproduced(context)
    for draft in drafts:
        if whole and draft.content.start > opening and not draft.chain:
            draft.chain = list(whole)
        if draft.speaker is None or draft.entry is None:
            continue
        own = draft.chain
        if not draft.chain and draft.channel is None and draft.addressee is None:
            if last is not None and lasting and _goes_on(draft, last, context):
                draft.chain = own = lasting
            elif document := document_before(draft.clause.get("subject") if draft.clause is not None else None, context):
                draft.chain = [Link(_document(document, context), "published")]
            elif draft.clause is not None and draft.clause.lemma in context.sources.writing:
                draft.chain = _written_in(draft, context)
        if last is not None and _nested(draft, last):
            continue
        told = draft.addressee.span if draft.addressee is not None else None
        carried = own is lasting
        kept = ("published", "interviewed")
        last, lasting = draft, [link for link in draft.chain if carried or link.relation in kept or link.actor.span == told]
    for index, draft in enumerate(drafts):
        outer = next((d for d in reversed(drafts[max(0, index - 6) : index]) if _nested(draft, d)), None)
        if outer is not None and outer.speaker is not None and is_medium(outer.speaker, context) and outer.form is not Form.DIRECT:
            draft.chain = _distinct([*draft.chain, Link(_named(outer.speaker, context), "reported")])


def _reproduced(context: Context) -> tuple[list[Link], int]:
    """The document that the article only reproduces ("le communiqué suivant"), and where it begins."""
    for sentence in context.document.sentences[:OPENING]:
        for token in sentence.tokens:
            beside = [sentence.tokens[c] for c in sentence.children[token.i] if sentence.tokens[c].relation in DESCRIBING]
            phrase = Phrase(sentence, token.i, token.i, token.i)
            follows = any(t.text.lower() in context.sources.reproducing for t in beside)
            if token.pos == "NOUN" and follows and _is_written(phrase, context):
                return [Link(_document(phrase, context), "published")], sentence.span.end
    return [], 0


def _named(actor: ActorMention, context: Context) -> ActorMention:
    """The actor with the words that name it, where a pronoun meant it."""
    if actor.resolved_by != "pronoun":
        return actor
    earlier = (m for m in reversed(context.resolver.mentions) if m.span.start < actor.span.start and m.name == actor.name)
    return next(earlier, actor)


def _nested(draft: Draft, other: Draft) -> bool:
    return other is not draft and other.content.contains(draft.content)


def _goes_on(draft: Draft, last: Draft, context: Context) -> bool:
    """Whether a draft's words go on with those before it: the same speaker, at most a paragraph later."""
    mine, theirs = draft.speaker, last.speaker
    if mine is None or theirs is None or draft.sentence.paragraph - last.sentence.paragraph > LINGERS:
        return False
    subject = draft.clause.get("subject") if draft.clause is not None else None
    if mine.name is None and subject is not None and subject.phrase.head_token.pos == "PRON":
        return mine.code is None or mine.code == theirs.code
    beside = draft.sentence.paragraph == last.sentence.paragraph and mine.kind is theirs.kind is ActorKind.PERSON
    if beside and mine.code is not None and not (mine.name and theirs.name):
        return mine.code == theirs.code  # "le porte-parole, X, …", then "l'officier"
    if mine.name or theirs.name:
        return mine.name == theirs.name
    nouns = [context.words(speaker.span).lower().rpartition(" ")[2] for speaker in (mine, theirs)]
    return nouns[0] == nouns[1] or (mine.code is not None and mine.code == theirs.code)


def document_before(subject: Argument | None, context: Context) -> Phrase | None:
    """The document that was the subject of the sentence before, where a pronoun speaks ("The report … It says")."""
    if subject is None or subject.phrase.head_token.pos != "PRON":
        return None
    for clause in context.clauses.get(subject.phrase.sentence.index - 1, []):
        earlier = clause.get("subject") if clause.kind == "verb" else None
        earlier = earlier or (clause.get("object") if clause.passive else None)
        if clause.parent is None and earlier is not None and _is_written(earlier.phrase, context):
            return earlier.phrase
    return None


def document_read(clause: Clause, context: Context) -> Argument | None:
    """The document in which somebody reads the words: « … », lit-on dans [la note]."""
    sentence, markers = clause.sentence, context.grammar.markers
    for token in sentence.tokens[clause.predicate + 1 : clause.predicate + POSTED]:
        surface = token.text.lower()
        if token.pos != "ADP" or (marker := markers.get(surface, surface)) not in context.sources.inward or token.head < token.i:
            continue
        phrase = Phrase(sentence, token.head, token.i + 1, max(token.head, sentence.right[token.head]))
        if stands_in(phrase, context):
            return Argument("oblique", marker, "np", phrase)
    return None


def _written_in(draft: Draft, context: Context) -> list[Link]:
    """The document named last before words that somebody is said to have written."""
    here = context.document.sentences.index(draft.sentence)
    for sentence in reversed(context.document.sentences[max(0, here - FAR) : here]):
        for token in reversed(sentence.tokens):
            phrase = Phrase(sentence, token.i, token.i, token.i)
            if token.pos == "NOUN" and _is_written(phrase, context):
                return [Link(_document(phrase, context), "published")]
    return []


def cut_links(first: int, last: int, attributions: Sequence[Attribution]) -> tuple[int, int]:
    """Content tokens without a "selon X" at their beginning or end."""
    for attribution in attributions:
        if first < attribution.opening <= last and attribution.closing >= last:
            last = attribution.opening - 1
        elif attribution.opening <= first <= attribution.closing < last:
            first = attribution.closing + 1
    return first, last
