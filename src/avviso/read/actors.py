"""Who is who inside one article: names, titles, bodies and groups, and the phrases that mean them.

`ActorReader` holds what a language knows; `start` reads one article's sentences and gives its resolver. Persons are learned with
their offices from the text itself, those of the whole article first, so that a headline may mean a person named further down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from avviso.knowledge.grammar import Grammar, grammar
from avviso.knowledge.sources import Sources, sources
from avviso.knowledge.titles import Titles, titles
from avviso.read.cast import Cast, Item
from avviso.read.coreference import BODIES, ISSUERS, STATE_LIKE, Entity
from avviso.read.names import Hit, NameIndex, name_index
from avviso.read.nounphrases import NounPhrase, PhraseReader, Run
from avviso.records import Actor, ActorKind, ActorMention, LearnedPerson, Span
from avviso.text import Phrase, Sentence, Token

MOST_ACTORS = 12
"""Parts of a coordination that are told apart; a longer list is cut."""


class ActorReader:
    """What one language knows of actors; `start` reads an article with it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.index: NameIndex = name_index(language)
        self.titles: Titles = titles(language)
        self.grammar: Grammar = grammar(language)
        self.sources: Sources = sources(language)

    def start(self, sentences: Sequence[Sentence], *, published: date | None, persons: Mapping[str, Actor] | None = None) -> ActorResolver:
        """Reads the names and titles of all sentences.

        `persons` are those known from elsewhere, by `read.persons.name_key` of their full names.
        """
        return ActorResolver(self, sentences, published, persons or {})


@cache
def actor_reader(language: str) -> ActorReader:
    """The reader of a language, built once."""
    return ActorReader(language)


class ActorResolver:
    """Tells whom the phrases of one article mean."""

    def __init__(self, reader: ActorReader, sentences: Sequence[Sentence], published: date | None, persons: Mapping[str, Actor]) -> None:
        self._reader = reader
        self._words = reader.titles
        self._cast = Cast(reader.index, reader.titles, reader.grammar, reader.language, published, persons)
        self._cast.read(sentences)
        self._discourse = self._cast.discourse
        self._of_mention: dict[tuple[int, int], Entity] = {}

    @property
    def persons(self) -> tuple[LearnedPerson, ...]:
        """Persons whom the text names together with an office or employer, each once."""
        return self._cast.learned

    @property
    def mentions(self) -> list[ActorMention]:
        """The actors named in the text, in its order."""
        return [self._mention(entity, span) for span, entity in self._cast.spans]

    def note_speaker(self, mention: ActorMention, position: int) -> None:
        """Remembers who spoke last, for the pronouns that follow."""
        entity = self._of_mention.get((mention.span.start, mention.span.end))
        if entity is not None:
            self._discourse.note_speaker(entity, position)

    # One actor -----------------------------------------------------------------------------------------------------------------

    def resolve(self, phrase: Phrase) -> ActorMention:
        """The actor that a phrase means; name and code are None where the text does not tell."""
        entity, span = self._find(phrase)
        if entity is None:
            return ActorMention(span=span, name=None, kind=None)
        return self._mention(entity, span)

    def _mention(self, entity: Entity, span: Span) -> ActorMention:
        self._of_mention[(span.start, span.end)] = entity
        return ActorMention(span, entity.name, entity.kind, entity.code or None, entity.office, entity.actor_id, entity.resolved_by)

    def _find(self, phrase: Phrase) -> tuple[Entity | None, Span]:
        sentence, head = phrase.sentence, phrase.head
        reader = self._cast.reader_of(sentence)
        if reader is None or not sentence.tokens:
            return None, phrase.span
        head = self._past_quantity(phrase, reader)
        item = self._cast.item_at(reader, head, phrase)
        if item is not None:
            return self._of_item(item, reader, phrase)
        token = sentence.tokens[head]
        pronoun = self._pronoun(token, sentence)
        if pronoun is not None:
            return pronoun
        other = self._other_head(phrase, reader, token)
        if other is not None:
            return other
        return None, self._trimmed(phrase, head)

    def _past_quantity(self, phrase: Phrase, reader: PhraseReader) -> int:
        """ "Des milliers de personnes", "dozens of protesters": the head that counts is the one after "de"."""
        token = phrase.head_token
        if token.text.lower() not in self._words.words["quantities"] or self._cast.phrase_at(reader, phrase.head) is not None:
            return phrase.head
        tokens = phrase.sentence.tokens
        for i in range(phrase.head + 1, min(phrase.last, phrase.head + 8) + 1):
            if tokens[i].text.lower() in self._words.words["genitive"]:
                for j in range(i + 1, min(phrase.last, i + 6) + 1):
                    inner = self._cast.phrase_at(reader, j)
                    if inner is not None:
                        return inner.core
                    if reader.at[j] is not None:
                        return j
                    if tokens[j].pos in ("NOUN", "PROPN"):
                        return j
        return phrase.head

    def _of_item(self, item: Item, reader: PhraseReader, phrase: Phrase) -> tuple[Entity | None, Span]:
        entity = self._cast.entity_of(item, reader)
        if isinstance(item, NounPhrase) and entity is None:
            entity = self._cast.describe(item, reader, self._discourse)
        tokens = phrase.sentence.tokens
        first, last = item.first, item.last
        if isinstance(item, NounPhrase):
            if phrase.first < first and all(t.pos in ("DET", "ADJ", "NUM", "NOUN", "ADP", "PART") for t in tokens[phrase.first : first]):
                first = phrase.first
        elif phrase.first < first and all(t.pos == "DET" for t in tokens[phrase.first : first]):
            first = phrase.first
        elif isinstance(item, Run) and item.honorific is not None:
            first = self._with_honorific(item, reader)
        return entity, Span(tokens[first].start, tokens[last].end)

    def _with_honorific(self, run: Run, reader: PhraseReader) -> int:
        first = run.first
        while first > 0 and (hit := reader.at[first - 1]) is not None and hit.honorific is not None:
            first = hit.first
        if first > 1 and reader.tokens[first - 1].text == "." and (hit := reader.at[first - 2]) is not None and hit.honorific is not None:
            first = hit.first
        return first

    def _pronoun(self, token: Token, sentence: Sentence) -> tuple[Entity | None, Span] | None:
        features = self._words.pronouns.get(token.text.lower().replace("’", "'"))
        if features is None:
            return None
        if token.pos not in ("PRON", "DET") and not (features.stands_for == "near"):
            return None
        speaking = sentence.tokens[token.head].pos in ("VERB", "AUX") and token.relation == "subject"
        entity = self._discourse.antecedent(features, token.start, self._cast.order_of(sentence), speaking=speaking)
        first = token
        if features.stands_for == "near" and token.i > 0 and sentence.tokens[token.i - 1].pos == "DET":
            first = sentence.tokens[token.i - 1]
        span = Span(first.start, token.end)
        if entity is None:
            return None, span
        return replace(entity, resolved_by="pronoun") if False else entity, span

    def _other_head(self, phrase: Phrase, reader: PhraseReader, token: Token) -> tuple[Entity | None, Span] | None:
        """Heads that are neither name, title nor pronoun: documents, ages, and titles that the parser put elsewhere."""
        lower, lemma = token.text.lower(), token.lemma
        span = self._trimmed(phrase, token.i)
        documents = self._reader.sources.documents
        if lemma in documents or lower in documents:
            return self._issuer(phrase, reader, token), span
        person = self._aged(phrase)
        if person is not None:
            return person, span
        if token.pos == "PROPN" or token.entity:
            run = Run(token.i, token.i, token.entity)
            return self._cast.stranger(run, reader), span
        for candidate in reader.phrases:
            if phrase.first <= candidate.core <= phrase.last and candidate.first <= phrase.first + 1:
                return self._of_item(candidate, reader, phrase)
        return None

    def _aged(self, phrase: Phrase) -> Entity | None:
        """ "The 78-year-old": the person last spoken of."""
        lowered = [t.text.lower() for t in phrase.tokens]
        if len(lowered) > 6 or not any(w in self._words.words["ages"] or w.endswith("year-old") for w in lowered):
            return None
        if not any(w[:1].isdigit() for w in lowered) or lowered[0] not in self._words.words["definite"]:
            return None
        return self._discourse.last(phrase.span.start, lambda e: e.kind is ActorKind.PERSON and not e.plural)

    def _issuer(self, phrase: Phrase, reader: PhraseReader, token: Token) -> Entity | None:
        """Who issued a document: whom the phrase names, else the body that spoke or was named last."""
        for i in range(phrase.first, phrase.last + 1):
            if i == token.i:
                continue
            item = self._cast.item_at(reader, i, phrase)
            if item is not None and not (isinstance(item, NounPhrase) and item.form.title.relation):
                entity = self._cast.entity_of(item, reader)
                if entity is not None and (entity.code or entity.kind in BODIES):
                    return entity
        indefinite = phrase.tokens[0].text.lower() in self._words.words["indefinite"]
        if indefinite:
            return None
        speaker = self._discourse.last_speaker(token.start)
        if speaker is not None and speaker.kind in ISSUERS:
            return speaker
        return self._discourse.last(token.start, lambda e: e.kind in ISSUERS and bool(e.code) and (not e.plural or bool(e.classes)))

    def _trimmed(self, phrase: Phrase, head: int) -> Span:
        """The phrase without relative clauses and appositions."""
        tokens = phrase.sentence.tokens
        last = max(head, phrase.first)
        for i in range(last + 1, phrase.last + 1):
            token = tokens[i]
            if token.text in {",", ";", ":", "(", "—", "–"} or token.relation in ("relative", "apposition") or token.pos in ("VERB", "AUX", "SCONJ"):
                break
            if token.pos == "PRON" and token.relation in ("subject", "object"):
                break
            last = i
        while last > head and tokens[last].pos in ("ADP", "DET", "PUNCT", "CCONJ"):
            last -= 1
        return Span(tokens[min(phrase.first, head)].start, tokens[last].end)

    # Several actors --------------------------------------------------------------------------------------------------------------

    def resolve_all(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The actors that a coordinated or plural phrase names, each once."""
        pair = self._pair(phrase)
        if pair:
            return tuple(self._mention(entity, phrase.span) for entity in pair)
        found: list[ActorMention] = []
        for part in self._parts(phrase):
            for mention in self._members(part):
                if all((mention.code, mention.name, mention.span) != (m.code, m.name, m.span) for m in found) and not self._repeats(mention, found):
                    found.append(mention)
        return tuple(found[:MOST_ACTORS]) or (self.resolve(phrase),)

    def _repeats(self, mention: ActorMention, found: list[ActorMention]) -> bool:
        return any(mention.span == m.span and mention.code == m.code for m in found)

    def _members(self, phrase: Phrase) -> list[ActorMention]:
        """The actors of one part: the owners of a plural title, the members of a group that the text lists, or the one it names."""
        entity, span = self._find(phrase)
        if entity is None:
            return [ActorMention(span=span, name=None, kind=None)]
        members = entity.members or self._included(phrase, entity)
        if members:
            return [self._mention(member, span) for member in members]
        return [self._mention(entity, span)]

    def _included(self, phrase: Phrase, entity: Entity) -> tuple[Entity, ...]:
        """ "European allies, including France's X and Germany's Y": a group without a code acts through those it is said to include."""
        if entity.code or entity.kind not in (ActorKind.GROUP, ActorKind.PERSON):
            return ()
        tokens, reader = phrase.sentence.tokens, self._cast.reader_of(phrase.sentence)
        start = next((t.i for t in phrase.tokens if t.text.lower() in self._words.words["including"]), None)
        if start is None or reader is None:
            return ()
        found: list[Entity] = []
        i = start + 1
        while i <= phrase.last:
            item = self._cast.item_at(reader, i, Phrase(phrase.sentence, i, i, phrase.last))
            member = self._cast.entity_of(item, reader) if item is not None else None
            if member is not None and member.code and member not in found:
                found.append(member)
            i = max(i, item.last if item is not None else i) + 1
            if i <= phrase.last and tokens[i].pos == "VERB":
                break
        return tuple(found)

    def _parts(self, phrase: Phrase) -> list[Phrase]:
        """The conjuncts of a phrase, in order; a name or title phrase that holds a conjunction itself is not cut."""
        sentence, tokens = phrase.sentence, phrase.sentence.tokens
        reader = self._cast.reader_of(sentence)
        heads = self._conjuncts(phrase)
        whole = self._cast.item_at(reader, phrase.head, phrase) if reader is not None else None
        parts: list[Phrase] = []
        for number, head in enumerate(heads):
            if whole is not None and number and whole.first <= head <= whole.last:
                continue
            after = [h for h in heads if h > head]
            last = min([phrase.last, *(self._left_edge(sentence, h) - 1 for h in after)])
            first = phrase.first if number == 0 else max(self._left_edge(sentence, head), phrase.first)
            while last > head and (tokens[last].pos in ("CCONJ", "PUNCT") or tokens[last].text.lower() in self._words.words["coordinators"]):
                last -= 1
            parts.append(Phrase(sentence, head, min(first, head), max(last, head)))
        return parts

    def _conjuncts(self, phrase: Phrase) -> list[int]:
        sentence = phrase.sentence
        heads, queue = [phrase.head], [phrase.head]
        while queue:
            i = queue.pop()
            for child in sentence.children[i] if i < len(sentence.children) else ():
                token = sentence.tokens[child]
                nominal = token.pos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X")
                if token.relation == "conjunct" and phrase.first <= child <= phrase.last and child not in heads and nominal:
                    heads.append(child)
                    queue.append(child)
        return sorted(heads)

    def _left_edge(self, sentence: Sentence, head: int) -> int:
        left, stack = head, [head]
        while stack:
            i = stack.pop()
            for child in sentence.children[i]:
                if child < head and sentence.tokens[child].relation not in ("conjunct",):
                    left = min(left, child)
                    stack.append(child)
        return left

    def _pair(self, phrase: Phrase) -> tuple[Entity, ...]:
        """ "Les deux pays", "both sides", "leurs pays": the two parties that were named last."""
        lowered = [t.text.lower() for t in phrase.tokens[:6]]
        head = phrase.head_token.text.lower()
        words = self._words.words
        if head not in words["pair_nouns"]:
            return ()
        paired = any(w in words["pair_words"] for w in lowered)
        owner = next((t for t in phrase.tokens[:3] if self._plural_possessive(t)), None)
        country = self._cast.is_country_noun(head)
        if not paired and not (owner is not None and country and phrase.head_token.morph.get("Number") != "Sing"):
            return ()
        if any(self._cast.reader_of(phrase.sentence).at[t.i] is not None and any(n.relational for n in self._cast.reader_of(phrase.sentence).at[t.i].names) for t in phrase.tokens):  # type: ignore[union-attr]
            return ()
        found = self._discourse.pair(phrase.span.start, lambda e: e.kind in STATE_LIKE or e.kind is ActorKind.PERSON or e.kind in BODIES)
        if country:
            return tuple(self._cast.state(e.country) for e in found)
        return found

    def _plural_possessive(self, token: Token) -> bool:
        features = self._words.pronouns.get(token.text.lower())
        return features is not None and features.possessive and features.plural

    # Adjectives ------------------------------------------------------------------------------------------------------------------

    def resolve_adjectives(self, index: int, sentence: Sentence) -> tuple[ActorMention, ...]:
        """The actors behind a relational adjective or a name used like one; several for "américano-russe"."""
        reader = self._cast.reader_of(sentence)
        if reader is None or not 0 <= index < len(sentence.tokens):
            return ()
        token = sentence.tokens[index]
        span = Span(token.start, token.end)
        hit = reader.at[index]
        if hit is not None and hit.names:
            span = Span(sentence.tokens[hit.first].start, sentence.tokens[hit.last].end)
            entity = self._cast.of_names(hit)
            return (self._mention(entity, span),) if entity is not None and entity.code else ()
        pronoun = self._pronoun(token, sentence)
        if pronoun is not None:
            return (self._mention(pronoun[0], span),) if pronoun[0] is not None else ()
        compound = self._cast.compound(token)
        if compound:
            return tuple(self._mention(self._cast.state(code), span) for code in compound)
        item = self._cast.item_at(reader, index, Phrase(sentence, index, index, index))
        entity = self._cast.entity_of(item, reader) if item is not None else None
        return (self._mention(entity, span),) if entity is not None and entity.code else ()

    def resolve_adjective(self, index: int, sentence: Sentence) -> ActorMention | None:
        """The first actor behind a relational adjective, None when there is none."""
        found = self.resolve_adjectives(index, sentence)
        return found[0] if found else None


__all__ = ["ActorReader", "ActorResolver", "Hit", "actor_reader"]
