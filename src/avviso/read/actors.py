"""Who is who inside one article: names, titles, bodies and groups, and the phrases that mean them.

`ActorReader` holds what a language knows; `start` reads one article's sentences and gives its resolver. Persons are learned with
their offices from the text itself, those of the whole article first, so that a headline may mean a person named further down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from avviso.knowledge.grammar import Grammar, grammar
from avviso.knowledge.sources import Sources, sources
from avviso.knowledge.titles import Titles, titles
from avviso.read.cast import Cast, country_nouns
from avviso.read.coordination import parts
from avviso.read.coreference import BODIES, ISSUERS, STATE_LIKE, Entity
from avviso.read.names import NameIndex, name_index
from avviso.read.nounphrases import NounPhrase, PhraseReader
from avviso.read.runs import Run
from avviso.read.scene import Item, Scene
from avviso.records import Actor, ActorKind, ActorMention, LearnedPerson, PlaceMention, Span
from avviso.text import Phrase, Sentence, Token

MOST_ACTORS = 12
PARTIES = 2
MAIN_SHARE = 0.85
"""How much of what the text says of persons two countries must have for "the ministers" to be theirs."""
"""Parts of a coordination that are told apart; a longer list is cut."""
STOPS = frozenset({",", ";", ":", "(", "—", "–"})
OBJECTS = frozenset({"object", "oblique", "attribute"})
ISSUED = frozenset({"object", "oblique"})
"""How a document hangs on the verb whose subject wrote it: "sent a note demanding", "said in a report that"."""
LONGEST_AGE = 6


class ActorReader:
    """What one language knows of actors; `start` reads an article with it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.index: NameIndex = name_index(language)
        self.titles: Titles = titles(language)
        self.grammar: Grammar = grammar(language)
        self.sources: Sources = sources(language)
        self.country_nouns = country_nouns(self.titles)

    def start(
        self,
        sentences: Sequence[Sentence],
        *,
        published: date | None,
        persons: Mapping[str, Actor] | None = None,
        places: Iterable[PlaceMention] = (),
    ) -> ActorResolver:
        """Reads the names and titles of all sentences.

        `persons` are those known from elsewhere, by `read.persons.name_key` of their full names; `places` those found in the text,
        which tell where the towns lie whose mayors and police it names.
        """
        scene = Scene(self.index, self.titles, self.grammar, self.language, published, persons or {}, places)
        return ActorResolver(self, scene, sentences)


@cache
def actor_reader(language: str) -> ActorReader:
    """The reader of a language, built once."""
    return ActorReader(language)


class ActorResolver:
    """Tells whom the phrases of one article mean."""

    def __init__(self, reader: ActorReader, scene: Scene, sentences: Sequence[Sentence]) -> None:
        self._reader, self._scene = reader, scene
        self._lists, self._pronouns = reader.titles.words, reader.titles.pronouns
        self._cast = Cast(scene)
        self._cast.read(sentences)
        self._discourse = scene.discourse
        self._of_mention: dict[tuple[int, int], Entity] = {}
        self._mentions: list[ActorMention] | None = None
        self._documents: dict[str, int] | None = None

    @property
    def persons(self) -> tuple[LearnedPerson, ...]:
        """Persons whom the text names together with an office or employer, each once."""
        return self._cast.introductions.learned

    @property
    def mentions(self) -> list[ActorMention]:
        """The actors named in the text, in its order."""
        if self._mentions is None:
            self._mentions = [self._mention(entity, span) for span, entity in self._cast.spans]
        return self._mentions

    def note_speaker(self, mention: ActorMention, position: int) -> None:
        """Remembers who spoke last, for the pronouns that follow."""
        entity = self._of_mention.get((mention.span.start, mention.span.end))
        if entity is not None:
            self._discourse.note_speaker(entity, position)

    # One actor -----------------------------------------------------------------------------------------------------------------------

    def resolve(self, phrase: Phrase) -> ActorMention:
        """The actor that a phrase means; name and code are None where the text does not tell."""
        entity, span, how = self._find(phrase)
        if entity is None:
            return ActorMention(span=span, name=None, kind=None)
        return self._mention(entity, span, how)

    def _mention(self, entity: Entity, span: Span, how: str = "") -> ActorMention:
        self._of_mention[(span.start, span.end)] = entity
        return ActorMention(span, entity.name, entity.kind, entity.code or None, entity.office, entity.actor_id, how or entity.resolved_by)

    def _find(self, phrase: Phrase) -> tuple[Entity | None, Span, str]:
        """The entity of a phrase, the words that name it, and how it was found ("": as the entity itself was)."""
        sentence = phrase.sentence
        reader = self._scene.reader_of(sentence)
        if reader is None or not sentence.tokens:
            return None, phrase.span, ""
        domestic = self._domestic_pair(phrase)
        if domestic is not None:
            return domestic, self._trimmed(phrase, phrase.head), "description"
        head = self._past_quantity(phrase, reader)
        item = self._cast.item_at(reader, head, phrase)
        if item is not None:
            return self._of_item(item, reader, phrase)
        token = sentence.tokens[head]
        found = self._of_pronoun(token, sentence)
        if found is not None:
            return found[0], found[1], "pronoun"
        return self._other_head(phrase, reader, token)

    def _past_quantity(self, phrase: Phrase, reader: PhraseReader) -> int:
        """ "Des milliers de personnes", "dozens of protesters": the head that counts is the one after "de"."""
        head = phrase.head
        if phrase.head_token.text.lower() not in self._lists["quantities"]:
            return head
        titled = self._cast.phrase_at(reader, head)
        if titled is not None:
            counted = next((inner for inner in titled.inner if inner.plural and inner.form.title.personal), None)
            return counted.core if counted is not None else head
        tokens = phrase.sentence.tokens
        start = next((i for i in range(head + 1, min(phrase.last, head + 8) + 1) if reader.low(i) in self._lists["genitive"]), None)
        if start is None:
            return head
        for j in range(start + 1, min(phrase.last, start + 6) + 1):
            inner = self._cast.phrase_at(reader, j)
            if inner is not None:
                return inner.core
            if reader.at[j] is not None or tokens[j].pos in ("NOUN", "PROPN"):
                return j
        return head

    def _of_item(self, item: Item, reader: PhraseReader, phrase: Phrase) -> tuple[Entity | None, Span, str]:
        entity = self._cast.entity_of(item, reader)
        tokens, first, last = phrase.sentence.tokens, item.first, item.last
        ahead = tokens[phrase.first : first] if phrase.first < first else []
        if isinstance(item, NounPhrase):
            if all(t.pos in ("DET", "ADJ", "NUM", "NOUN", "ADP", "PART") for t in ahead):
                first = min(first, phrase.first)
        elif isinstance(item, Run) and item.honorific is not None:
            first = self._with_honorific(item, reader)
        elif all(t.pos == "DET" for t in ahead):
            first = min(first, phrase.first)
        described = isinstance(item, NounPhrase) and item.name is None and entity is not None and entity.kind is ActorKind.PERSON
        return entity, Span(tokens[first].start, tokens[last].end), "description" if described and entity and entity.name else ""

    def _with_honorific(self, run: Run, reader: PhraseReader) -> int:
        first = run.first
        while first > 0:
            i = first - 2 if reader.tokens[first - 1].text == "." and first > 1 else first - 1
            hit = reader.at[i]
            if hit is None or hit.honorific is None:
                break
            first = hit.first
        return first

    def _of_pronoun(self, token: Token, sentence: Sentence) -> tuple[Entity | None, Span] | None:
        features = self._pronouns.get(token.text.lower().replace("’", "'"))
        if features is None or (token.pos not in ("PRON", "DET") and features.stands_for != "near"):
            return None
        if features.stands_for == "thing" and not features.possessive and token.relation in OBJECTS:
            return None, Span(token.start, token.end)  # "denouncing it": what happened rather than somebody
        speaking = sentence.tokens[token.head].pos in ("VERB", "AUX") and token.relation == "subject"
        barred = self._subject_of(token, sentence) if token.relation in ("object", "iobject") else None
        entity = self._discourse.antecedent(features, token.start, self._scene.order_of(sentence), speaking=speaking, barred=barred)
        first = token
        if features.stands_for == "near" and token.i > 0 and sentence.tokens[token.i - 1].pos == "DET":
            first = sentence.tokens[token.i - 1]
        return entity, Span(first.start, token.end)

    def _other_head(self, phrase: Phrase, reader: PhraseReader, token: Token) -> tuple[Entity | None, Span, str]:
        """Heads that are neither name, title nor pronoun: documents, ages, and titles that the parser put elsewhere."""
        span, documents = self._trimmed(phrase, token.i), self._reader.sources.documents
        if token.lemma in documents or token.text.lower() in documents:
            return self._issuer(phrase, reader, token), span, "description"
        person = self._aged(phrase)
        if person is not None:
            return person, span, "description"
        for candidate in reader.phrases:
            if phrase.first <= candidate.core <= phrase.last and candidate.first <= phrase.first + 1:
                return self._of_item(candidate, reader, phrase)
        if token.pos == "PROPN" or token.entity:
            return self._scene.stranger(Run(token.i, token.i, token.entity), reader), span, ""
        return None, span, ""

    def _aged(self, phrase: Phrase) -> Entity | None:
        """ "The 78-year-old": the person last spoken of."""
        lowered = [token.text.lower() for token in phrase.tokens]
        if len(lowered) > LONGEST_AGE or lowered[0] not in self._lists["definite"]:
            return None
        ages = self._lists["ages"]
        if not any(word[:1].isdigit() for word in lowered) or not any(word in ages or word.endswith("year-old") for word in lowered):
            return None
        return self._discourse.last(phrase.span.start, lambda entity: entity.kind is ActorKind.PERSON and not entity.plural)

    def _issuer(self, phrase: Phrase, reader: PhraseReader, token: Token) -> Entity | None:
        """Who issued a document: whom the phrase names, else the body that spoke or was named last."""
        for i in range(phrase.first, phrase.last + 1):
            item = self._cast.item_at(reader, i, phrase) if i != token.i else None
            if item is None or (isinstance(item, NounPhrase) and item.form.title.relation) or self._addressed(item, reader):
                continue
            entity = self._cast.entity_of(item, reader)
            if entity is not None and (entity.code or entity.kind in BODIES):
                return entity
        verb = reader.tokens[token.head]
        above = self._subject_of(token, reader.sentence) if token.relation in ISSUED and verb.pos == "VERB" else None
        if above is not None and above.kind is not ActorKind.MEDIA:
            return above
        if phrase.tokens[0].text.lower() in self._lists["indefinite"]:
            return None
        sender = self._sender(token, reader)
        if sender is not None:
            return sender
        speaker = next((entity for entity in self._discourse.speakers(token.start) if entity.kind in ISSUERS and entity.code), None)
        if speaker is not None:
            return speaker
        return self._discourse.last(token.start, lambda e: e.kind in ISSUERS and bool(e.code) and (not e.plural or bool(e.classes)))

    def _addressed(self, item: Item, reader: PhraseReader) -> bool:
        """Whether the document goes to them, or is about them, rather than comes from them ("a letter to the minister")."""
        i = item.first - 1
        while i > 0 and reader.tokens[i].pos == "DET":
            i -= 1
        return reader.low(i) in self._lists["about"] and reader.low(i) not in self._lists["genitive"] | self._lists["issued"]

    def _subject_of(self, token: Token, sentence: Sentence) -> Entity | None:
        """The subject of the verb that a token hangs on."""
        reader = self._scene.reader_of(sentence)
        if reader is None:
            return None
        for child in sentence.children[token.head]:
            if sentence.tokens[child].relation == "subject":
                item = self._cast.item_at(reader, child, Phrase(sentence, child, child, child))
                if item is not None:
                    return self._cast.entity_of(item, reader)
                found = self._of_pronoun(sentence.tokens[child], sentence)
                return found[0] if found is not None else None
        return None

    def _sender(self, token: Token, reader: PhraseReader) -> Entity | None:
        """The body that was the subject where the text first spoke of the document ("The committee sent a letter")."""
        if self._documents is None:
            lemmas: dict[str, int] = {}
            for order, earlier in enumerate(self._scene.readers):
                for other in earlier.tokens:
                    if other.lemma in self._reader.sources.documents:
                        lemmas.setdefault(other.lemma, order)
            self._documents = lemmas
        first = self._documents.get(token.lemma)
        if first is None or first >= self._scene.order_of(reader.sentence):
            return None
        start = self._scene.readers[first].sentence.span.start
        subjects = (o.entity for o in self._discourse.within(start, self._scene.readers[first].sentence.span.end) if o.subject)
        return next((entity for entity in subjects if entity.kind in ISSUERS and entity.code), None)

    def _trimmed(self, phrase: Phrase, head: int) -> Span:
        """The phrase without relative clauses and appositions."""
        tokens, last = phrase.sentence.tokens, max(head, phrase.first)
        for token in tokens[last + 1 : phrase.last + 1]:
            clausal = token.relation in ("relative", "apposition") or token.pos in ("VERB", "AUX", "SCONJ")
            if token.text in STOPS or clausal or (token.pos == "PRON" and token.relation in ("subject", "object")):
                break
            last = token.i
        while last > head and tokens[last].pos in ("ADP", "DET", "PUNCT", "CCONJ"):
            last -= 1
        return Span(tokens[min(phrase.first, head)].start, tokens[last].end)

    # Several actors ------------------------------------------------------------------------------------------------------------------

    def resolve_all(self, phrase: Phrase) -> tuple[ActorMention, ...]:
        """The actors that a coordinated or plural phrase names, each once."""
        pair = self._pair(phrase)
        if pair:
            return tuple(self._mention(entity, phrase.span, "description") for entity in pair)
        found: list[ActorMention] = []
        reader = self._scene.reader_of(phrase.sentence)
        item = self._cast.item_at(reader, phrase.head, phrase) if reader is not None else None
        for part in parts(phrase, self._lists["coordinators"], (item.first, item.last) if item is not None else None):
            for mention in self._members(part):
                if all((mention.code, mention.name) != (other.code, other.name) or not mention.code for other in found):
                    found.append(mention)
        return tuple(found[:MOST_ACTORS])

    def _members(self, phrase: Phrase) -> list[ActorMention]:
        """The actors of one part: the owners of a plural title, those a group is said to include, or the one it names."""
        entity, span, how = self._find(phrase)
        if entity is None:
            return [ActorMention(span=span, name=None, kind=None)]
        members = entity.members or self._included(phrase, entity)
        return [self._mention(member, span) for member in members] or [self._mention(entity, span, how)]

    def _included(self, phrase: Phrase, entity: Entity) -> tuple[Entity, ...]:
        """ "Several partners, including Spain's X and Kenya's Y": a group without a code acts through those it includes."""
        reader = self._scene.reader_of(phrase.sentence)
        if entity.code or entity.kind is not ActorKind.GROUP or reader is None:
            return ()
        i = next((token.i for token in phrase.tokens if token.text.lower() in self._lists["including"]), phrase.last) + 1
        found: list[Entity] = []
        while i <= phrase.last and reader.tokens[i].pos != "VERB":
            item = self._cast.item_at(reader, i, Phrase(phrase.sentence, i, i, phrase.last))
            member = self._cast.entity_of(item, reader) if item is not None else None
            i = max(i, item.last if item is not None else i) + 1
            owner = reader.low(i) in self._lists["possessive_marks"]
            if member is not None and member.code and member not in found and not owner:
                found.append(member)
        return tuple(found)

    def _paired(self, phrase: Phrase) -> bool:
        """Whether a phrase means two parties without naming them: "les deux pays", "both sides", "leurs pays"."""
        head = phrase.head_token.text.lower()
        if head not in self._lists["pair_nouns"]:
            return False
        reader = self._scene.reader_of(phrase.sentence)
        if reader is None or any((hit := reader.at[t.i]) is not None and hit.names for t in phrase.tokens):
            return False
        if any(token.text.lower() in self._lists["pair_words"] for token in phrase.tokens[:6]):
            return True
        bare = len(phrase.tokens) == PARTIES and phrase.tokens[0].text.lower() in self._lists["definite"] - self._lists["indefinite"]
        if bare and head in self._lists["pair_titles"]:
            return bool(self._discourse.pair(phrase.span.start, lambda entity: entity.kind is ActorKind.PERSON, MAIN_SHARE))
        shared = any((f := self._pronouns.get(t.text.lower())) is not None and f.possessive and f.plural for t in phrase.tokens[:3])
        return shared and head in self._reader.country_nouns and phrase.head_token.morph.get("Number") != "Sing"

    def _pair(self, phrase: Phrase) -> tuple[Entity, ...]:
        """The two parties of different countries that a paired phrase means: those named last."""
        if not self._paired(phrase):
            return ()
        countries = phrase.head_token.text.lower() in self._reader.country_nouns
        sorts = STATE_LIKE | {ActorKind.PERSON} | (frozenset() if countries else BODIES)
        token = phrase.head_token
        doer = self._subject_of(token, phrase.sentence) if token.relation in OBJECTS else None
        barred = doer.country if doer is not None and doer.country else None
        found = self._discourse.pair(phrase.span.start, lambda entity: entity.kind in sorts and entity.country != barred)
        if countries:
            return tuple(self._scene.state(entity.country) for entity in found)
        return found

    def _domestic_pair(self, phrase: Phrase) -> Entity | None:
        """Two parties of one country ("les deux camps"), as a group of that country."""
        if not self._paired(phrase) or self._pair(phrase):
            return None
        home = self._scene.homes.main() or self._scene.homes.leading()
        return Entity(ActorKind.GROUP, home, plural=True) if home else None

    # Adjectives ----------------------------------------------------------------------------------------------------------------------

    def resolve_adjectives(self, index: int, sentence: Sentence) -> tuple[ActorMention, ...]:
        """The actors behind a relational adjective or a name used like one; several for "américano-russe"."""
        reader = self._scene.reader_of(sentence)
        if reader is None or not 0 <= index < len(sentence.tokens):
            return ()
        token = sentence.tokens[index]
        span, hit = Span(token.start, token.end), reader.at[index]
        if hit is not None and hit.names:
            span = Span(sentence.tokens[hit.first].start, sentence.tokens[hit.last].end)
            return self._coded(self._scene.of_names(hit), span)
        pronoun = self._of_pronoun(token, sentence)
        if pronoun is not None:
            return self._coded(pronoun[0], span)
        compound = self._cast.compound(token)
        if compound:
            return tuple(self._mention(self._scene.state(code), span) for code in compound)
        item = self._cast.item_at(reader, index, Phrase(sentence, index, index, index))
        return self._coded(self._cast.entity_of(item, reader), span) if item is not None else ()

    def _coded(self, entity: Entity | None, span: Span) -> tuple[ActorMention, ...]:
        return (self._mention(entity, span),) if entity is not None and entity.code else ()

    def resolve_adjective(self, index: int, sentence: Sentence) -> ActorMention | None:
        """The first actor behind a relational adjective, None when there is none."""
        found = self.resolve_adjectives(index, sentence)
        return found[0] if found else None
