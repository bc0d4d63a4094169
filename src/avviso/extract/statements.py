"""Finds statements: reported words with speaker, cue, content, addressee, form, act and chain.

Four ways lead to one: a frame of the cue lexicon fits a clause; a quotation stands beside a cue; a cue is parenthetical and the
rest of the sentence is its content; a preposition ("selon", "according to") names the speaker. A quotation without a cue of its
own continues the speaker before it.
"""

from __future__ import annotations

from avviso.extract import parenthesis
from avviso.extract.chains import (
    addressed,
    addressee_of,
    attribution_links,
    carry_links,
    clause_links,
    cut_links,
    document_before,
    document_read,
    is_medium,
    stands_in,
)
from avviso.extract.circumstances import place_of, time_of
from avviso.extract.content import QUOTE, spoken, trim
from avviso.extract.context import Context
from avviso.extract.drafts import Draft, join_paragraphs, without_doubles, without_echoes
from avviso.extract.frames import Match, entries_for, matches
from avviso.extract.labels import before_colon, labelled
from avviso.extract.prepositions import Attribution, find_attributions
from avviso.knowledge.lexicon import Entry
from avviso.records import ActorMention, Evidence, Form, Link, Span, Statement
from avviso.text import Argument, Clause, Quotation, Sentence, Token

ADJACENT = 3  # tokens between a verb and an auxiliary that still belong to one cue


class StatementFinder:
    """Finds the statements of one document."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.drafts: list[Draft] = []
        self.last: Draft | None = None
        self.inner: dict[int, list[Sentence]] = {}
        for sentence in context.document.sentences:
            if sentence.inside is not None:
                self.inner.setdefault(sentence.inside.outer.start, []).append(sentence)

    def find(self) -> list[Statement]:
        """All statements, in the order of their content."""
        for sentence in self.context.document.sentences:
            if sentence.inside is None and sentence.tokens:
                self._sentence(sentence)
        drafts, turns = labelled(self.context)
        self.drafts = join_paragraphs(self.drafts, self.context.document.quotations, self.context.text)
        self.drafts = [*drafts, *(d for d in self.drafts if all(t.contains(d.content) or not t.overlaps(d.content) for t in turns))]
        kept = without_echoes(without_doubles(self.drafts))
        carry_links(kept, self.context)
        return [self._statement(draft, number) for number, draft in enumerate(kept)]

    def _sentence(self, sentence: Sentence) -> None:
        before = len(self.drafts)
        attributions = find_attributions(sentence, self.context)
        claimed: set[int] = set()
        for clause in self.context.clauses_of(sentence):
            if clause.kind == "verb":
                if clause.link == "complement" and len(self.drafts) > before and (teller := self.drafts[-1].speaker) is not None:
                    self.context.resolver.note_speaker(teller, sentence.span.start)  # who speaks may be "it" in the reported clause
                self._verbal(clause, attributions, claimed)
            else:
                self._nominal(clause, attributions)
        for attribution in attributions:
            self._attributed(attribution, self.drafts[before:])
        self._left_quotations(sentence, claimed, before)
        if len(self.drafts) > before:
            outer = [d for d in self.drafts[before:] if d.speaker is not None]
            if outer:
                self.last = max(outer, key=lambda d: d.content.end - d.content.start)
                assert self.last.speaker is not None
                self.context.resolver.note_speaker(self.last.speaker, sentence.span.start)

    # One clause -----------------------------------------------------------------------------------------------------------

    def _verbal(self, clause: Clause, attributions: list[Attribution], claimed: set[int]) -> None:
        entries = entries_for(clause, "cues", self.context.lexicon)
        if (
            not entries
            or clause.mood == "imperative"
            or clause.question
            or (clause.modal in ("should", "may", "plan", "want", "refuse", "fail") and not entries[0][0].facts.get("in_document"))
        ):
            return
        subject = clause.get("subject")
        if entries[0][0].facts.get("in_document"):
            subject = document_read(clause, self.context)
        cue = self._cue(clause, entries[0][1])
        quotes = (
            []
            if all(e.facts.get("quotes") is False for e, _ in entries)
            else parenthesis.quotations_of(clause, claimed, self._cues(clause))
        )
        if quotes and self._grammatical_subject(clause, quotes):
            quotes = []
        if quotes and self._may_speak(subject, quoted=True):
            self._quoted(clause, quotes, self._telling(entries), cue, subject, claimed)
        found = (
            None
            if clause.negated and not any(e.facts.get("act") == "deny" for e, _ in entries)
            else self._framed(clause, attributions, cue)
        )
        if found or quotes:
            return
        span = parenthesis.content_around(clause, self.context.grammar)
        ahead = subject is not None and subject.phrase.head < clause.predicate
        if span is not None and ahead and all(e.facts.get("quoted_only") for e, _ in entries):
            span = None  # "…, the summit closed": such verbs tell only what is quoted
        if span is not None and self._may_speak(subject, quoted=clause.lemma in self.context.lexicon.speech):
            first, last = span
            tokens = clause.sentence.tokens
            cut = cut_links(first, last, attributions)
            self._add(
                clause, spoken(self.context.text, tokens[cut[0]], tokens[cut[1]], clause.sentence), self._telling(entries), cue, subject, 2
            )

    def _grammatical_subject(self, clause: Clause, quotes: list[Token]) -> bool:
        """Whether the quotation is the verb's own subject ("« A » montre B, a dit X"): no comma between, and a later cue tells it all."""
        before = [q for q in quotes if q.i + 1 == parenthesis.opening_of(clause)]
        later = [c for c in self._cues(clause) if c.predicate > clause.predicate]
        return bool(before) and any(parenthesis.content_around(c, self.context.grammar) is not None for c in later)

    def _telling(self, entries: list[tuple[Entry, tuple[int, ...]]]) -> Entry:
        """Of the rules that list a verb the one for a finite content: it tells best what a quotation does."""
        rules = self.context.grammar
        for entry, _ in entries:
            if any(slot.marker in rules.complementisers for frame in entry.frames for slot in frame.slots):
                return entry
        return entries[0][0]

    def _cues(self, clause: Clause) -> list[Clause]:
        """The other verbs of speech in the sentence."""
        speech = self.context.lexicon.speech
        return [c for c in self.context.clauses_of(clause.sentence) if c is not clause and c.kind == "verb" and c.lemma in speech]

    def _framed(self, clause: Clause, attributions: list[Attribution], cue: Span) -> bool:
        for match in matches(clause, "cues", self.context.lexicon, self.context.grammar):
            content = match.roles.get("CONTENT") or match.roles.get("OBJECT")
            if content is None or content.phrase.head_token.lemma == QUOTE:
                continue
            if clause.link in ("relative", "participial") and content.form == "np" and content.phrase.last < clause.predicate:
                continue
            speaker = match.roles.get("SPEAKER") or clause.get("subject")
            span = self._content_span(match, content, attributions)
            quoted = any(q.outer.overlaps(span) for q in clause.sentence.quotations)
            if match.entry.facts.get("quoted_only") and not quoted:
                continue
            if not self._may_speak(speaker, quoted=quoted or self._said(match, content)) or (
                content.form == "np" and not self._may_tell(match, content)
            ):
                continue
            self._add(clause, span, match.entry, cue if not match.words else self._cue(clause, match.words), speaker, 1, match)
            return True
        return False

    def _said(self, match: Match, content: Argument) -> bool:
        """Whether the verb with a whole clause can only be speech, so that whatever is its subject speaks."""
        clause = match.clause
        finite = content.form == "clause" and clause.kind == "verb" and (bool(match.words) or clause.lemma in self.context.lexicon.speech)
        return finite and clause.lemma not in self.context.sources.showing

    def _may_tell(self, match: Match, content: Argument) -> bool:
        """A bare pronoun or a reflexive tells nothing that was said."""
        head = content.phrase.head_token
        return not (
            head.pos == "PRON"
            and content.phrase.first == content.phrase.last
            and content.phrase.head == content.phrase.first
            and not match.frame.text.count("np+")
        )

    def _quoted(self, clause: Clause, quotes: list[Token], entry: Entry, cue: Span, subject: Argument | None, claimed: set[int]) -> None:
        """Quotations beside the cue: one statement each, or one where the cue only interrupts a sentence."""
        claimed.update(q.i for q in quotes)
        groups: list[list[Token]] = []
        for quote in quotes:
            if groups and parenthesis.runs_on(self.context.text, groups[-1][-1], quote, clause):
                groups[-1].append(quote)
            else:
                groups.append([quote])
        for group in groups:
            first, last = parenthesis.quoted_stretch(group, clause, self.context.text)
            tokens = clause.sentence.tokens
            span = spoken(self.context.text, tokens[first], tokens[last], clause.sentence)
            self._add(clause, span, entry, cue, subject, 0, joined=len(group) > 1)

    def _nominal(self, clause: Clause, attributions: list[Attribution]) -> None:
        for match in matches(clause, "cues", self.context.lexicon, self.context.grammar):
            content, speaker = match.roles.get("CONTENT") or match.roles.get("OBJECT"), match.roles.get("SPEAKER")
            if content is None or clause.negated:
                continue
            if match.entry.facts.get("quoted_only") and not any(q.outer.overlaps(content.phrase.span) for q in clause.sentence.quotations):
                continue
            speaker = speaker or self._owner(clause)
            span = self._content_span(match, content, attributions)
            if speaker is None or not self._may_speak(speaker, quoted=False):
                continue
            token = clause.sentence.tokens[clause.predicate]
            self._add(clause, span, match.entry, Span(token.start, token.end), speaker, 3, match)
            return

    def _owner(self, clause: Clause) -> Argument | None:
        """Whose word a noun of speech is: a possessor, a nationality, or the subject of the light verb that carries it."""
        for argument in clause.arguments:
            if argument.relation == "subject" or (argument.relation == "modifier" and argument.form in ("poss", "adj")):
                return argument
        return None

    # Content --------------------------------------------------------------------------------------------------------------

    def _content_span(self, match: Match, content: Argument, attributions: list[Attribution]) -> Span:
        clause, tokens = match.clause, match.clause.sentence.tokens
        said = [a for a in clause.arguments if a.relation in ("complement", "oblique") and a.phrase.first > clause.predicate]
        if clause.passive and content.phrase.last < clause.predicate and content.relation == "object" and said:
            content = said[-1]
        first, last = content.phrase.first, max(content.phrase.last, match.roles.get("OBJECT", content).phrase.last)
        around = parenthesis.content_around(clause, self.context.grammar) if last < clause.predicate and clause.kind == "verb" else None
        if around is not None:
            first, last = cut_links(*around, attributions)
            return spoken(self.context.text, tokens[first], tokens[last], clause.sentence)
        if any(slot.role == "CONTENT" and slot.form.startswith("np+") for slot in match.frame.slots):
            last = max(
                [
                    last,
                    *(
                        a.phrase.last
                        for a in clause.arguments
                        if a.relation in ("complement", "oblique", "attribute") and a.phrase.first > first and not self._stands_in(a)
                    ),
                ]
            )
        first, last = parenthesis.settle(first, last, match, content, self.context)
        first, last = cut_links(*parenthesis.whole_quotation(first, last, clause), attributions)
        return spoken(self.context.text, tokens[first], tokens[last], clause.sentence)

    def _stands_in(self, argument: Argument) -> bool:
        """Whether an argument only tells in which document the words stood."""
        return argument.marker in self.context.sources.inward and stands_in(argument.phrase, self.context)

    def _cue(self, clause: Clause, words: tuple[int, ...]) -> Span:
        tokens = clause.sentence.tokens
        indices = [clause.predicate, *words]
        for auxiliary in sorted(clause.auxiliaries, reverse=True):
            if 0 < min(indices) - auxiliary <= ADJACENT or auxiliary > clause.predicate:
                indices.append(auxiliary)
        opening = [i for i in indices if i <= clause.predicate or i in words]
        return Span(tokens[min(opening)].start, tokens[max(opening)].end)

    # Speakers -------------------------------------------------------------------------------------------------------------

    def _may_speak(self, speaker: Argument | None, *, quoted: bool) -> bool:
        """Whether the phrase can name somebody, or a document, that speaks."""
        if speaker is None:
            return False
        head = speaker.phrase.head_token
        if head.lemma == QUOTE or (head.relation == "expletive" and not head.text.startswith("-")):
            return False
        if speaker.form in ("adj",):
            return bool(self.context.resolver.resolve_adjectives(speaker.phrase.head, speaker.phrase.sentence))
        mention = self.context.resolve(speaker.phrase)
        if mention.kind is not None or mention.code is not None:
            return True
        if self.context.is_document(speaker.phrase) or head.pos == "PROPN":
            return True
        if head.lemma in self.context.sources.not_speakers:
            return False
        return (quoted and head.pos in ("NOUN", "PRON")) or document_before(speaker, self.context) is not None

    def _speaker(self, argument: Argument) -> ActorMention:
        if argument.form == "adj":
            return self.context.resolver.resolve_adjectives(argument.phrase.head, argument.phrase.sentence)[0]
        mention, document = self.context.resolve(argument.phrase), document_before(argument, self.context)
        if mention.kind is None and document is not None:
            issuer = self.context.resolve(document)
            return ActorMention(mention.span, issuer.name, issuer.kind, issuer.code, issuer.office, issuer.actor_id, "pronoun")
        return self.context.of_owner(mention, argument.phrase)

    def _add(
        self,
        clause: Clause,
        span: Span,
        entry: Entry,
        cue: Span,
        subject: Argument | None,
        rank: int,
        match: Match | None = None,
        *,
        joined: bool = False,
    ) -> None:
        trimmed = trim(self.context.text, span, clause.sentence.quotations, joined=joined)
        if trimmed is None or subject is None or any(q.span.contains(cue) and not q.masked for q in clause.sentence.quotations):
            return
        draft = Draft(*trimmed, entry, clause.sentence, rank, self._speaker(subject), cue, clause=clause, negated=clause.negated)
        addressee = match.roles.get("ADDRESSEE") if match is not None else None
        addressee = addressee or addressee_of(clause, subject, entry, self.context)
        if addressee is not None and addressee.form == "np" and not self.context.is_document(addressee.phrase):
            draft.addressee = self.context.resolve(addressee.phrase)
        links, draft.channel = clause_links(clause, self.context)
        draft.chain += links
        if draft.addressee is None:
            draft.addressee = addressed(clause, self.context)
        told = draft.addressee
        if told is not None and is_medium(told, self.context) and not any(link.actor.span.overlaps(told.span) for link in links):
            draft.chain.append(Link(told, "reported"))
        self.drafts.append(draft)

    # Prepositional attribution and quotations without a cue -----------------------------------------------------------------

    def _attributed(self, attribution: Attribution, present: list[Draft]) -> None:
        """ "Selon X": a link of the chain where a cue already governs the words, else a statement of its own."""
        mention = self.context.resolve(attribution.speaker)
        head, named = attribution.speaker.head_token, self.context.sources
        told = mention.kind is not None or mention.code is not None or head.lemma in named.documents or head.pos in ("PROPN", "PRON")
        if not told and (head.pos != "NOUN" or head.lemma in named.not_speakers):
            return
        governed = [
            d
            for d in present
            if d.clause is not None and d.clause.kind == "verb" and attribution.covers(d.clause) and d.speaker is not None
        ]
        governed = [d for d in governed if not (d.content.start <= attribution.span.start and attribution.span.end <= d.content.end)]
        if governed:
            for draft in governed:
                draft.chain += attribution_links(attribution, self.context)
                draft.chain += [] if self.context.is_document(attribution.speaker) else [Link(mention, "reported")]
            return
        tokens = attribution.sentence.tokens
        span = spoken(self.context.text, tokens[attribution.first], tokens[attribution.last], attribution.sentence)
        trimmed = trim(self.context.text, span, attribution.sentence.quotations)
        if trimmed is None or (attribution.entry.facts.get("quoted_only") and trimmed[1] is Form.INDIRECT):
            return
        chain = attribution_links(attribution, self.context)
        self.drafts.append(Draft(*trimmed, attribution.entry, attribution.sentence, 4, mention, attribution.cue, chain=chain))

    def _left_quotations(self, sentence: Sentence, claimed: set[int], before: int) -> None:
        """Quotations of the sentence that no cue took: they go on with the last speaker, or follow a name and a colon."""
        for token in sentence.tokens:
            if token.lemma != QUOTE or token.i in claimed:
                continue
            quotation = next((q for q in sentence.quotations if q.outer.start == token.start), None)
            if quotation is None or any(d.content.overlaps(quotation.span) for d in self.drafts[before:]):
                continue
            trimmed = trim(self.context.text, quotation.outer, [quotation])
            if trimmed is None:
                continue
            speaker = before_colon(token, sentence, self.context)
            if self._cue_inside(quotation, trimmed):
                continue
            narrated = parenthesis.narrated_cue(token, sentence, self.context)
            if narrated is not None and self.last is not None and sentence.paragraph - self.last.sentence.paragraph <= 1:
                self._quoted_too(self.last, trimmed, sentence, narrated)
                continue
            told = next((d for d in self.drafts[before:] if d.cue is not None and d.content.end < token.start), None)
            if told is not None and sentence.tokens[token.i - 1].text == ":":
                self._quoted_too(told, trimmed, sentence)
                continue
            if speaker is not None:
                self.drafts.append(Draft(*trimmed, None, sentence, 5, speaker))
            elif (
                sentence.part.kind == "body"
                and all(t.lemma == QUOTE or t.pos in ("PUNCT", "CCONJ", "SYM") for t in sentence.tokens)
                and self.last is not None
                and sentence.paragraph - self.last.sentence.paragraph <= 1
            ):
                self._continue(trimmed, quotation, sentence)

    def _quoted_too(self, told: Draft, trimmed: tuple[Span, Form], sentence: Sentence, cue: Span | None = None) -> None:
        """What a colon adds to a report is the same speaker's: "said it was over: “We are leaving.”", « Et d'ajouter : « … » »."""
        draft = Draft(*trimmed, told.entry, sentence, 5, told.speaker, cue or told.cue, told.addressee, list(told.chain))
        self.drafts.append(draft)
        self.last = draft

    def _cue_inside(self, quotation: Quotation, trimmed: tuple[Span, Form]) -> bool:
        """A cue between commas inside the marks: « Nous, dit-elle, tiendrons bon »."""
        for sentence in self.inner.get(quotation.outer.start, ()):
            for clause in self.context.clauses_of(sentence):
                subject = clause.get("subject") if clause.kind == "verb" else None
                entries = entries_for(clause, "cues", self.context.lexicon) if subject is not None else []
                if not entries or subject is None or subject.phrase.head_token.lemma in self.context.grammar.first_person:
                    continue
                inverted = subject.phrase.head > min([clause.predicate, *clause.auxiliaries])
                if (
                    not inverted
                    or parenthesis.content_around(clause, self.context.grammar) is None
                    or not self._may_speak(subject, quoted=True)
                ):
                    continue
                draft = Draft(
                    trimmed[0],
                    trimmed[1],
                    self._telling(entries),
                    sentence,
                    0,
                    self._speaker(subject),
                    self._cue(clause, ()),
                    clause=clause,
                )
                self.drafts.append(draft)
                return True
        return False

    def _continue(self, trimmed: tuple[Span, Form], quotation: Quotation, sentence: Sentence) -> None:
        last = self.last
        assert last is not None
        if (
            quotation.continues
            and last.form is Form.DIRECT
            and last.content.end < quotation.span.start
            and sentence.paragraph > last.sentence.paragraph
        ):
            last.content, last.sentence = Span(last.content.start, trimmed[0].end), sentence
            return
        same = sentence.paragraph == last.sentence.paragraph
        draft = Draft(*trimmed, last.entry, sentence, 5, last.speaker, last.cue if same else None, last.addressee, list(last.chain))
        self.drafts.append(draft)
        self.last = draft

    # From drafts to statements ----------------------------------------------------------------------------------------------

    def _statement(self, draft: Draft, number: int) -> Statement:
        article = self.context.document.article
        time = time_of(draft.clause, self.context) if draft.clause is not None else None
        return Statement(
            id=f"s{number}",
            content=draft.content,
            form=draft.form,
            evidence=Evidence(article.id, draft.sentence.span, draft.entry.id if draft.entry is not None else draft.rule),
            speaker=draft.speaker,
            cue=draft.cue,
            addressee=draft.addressee,
            chain=tuple(draft.chain),
            channel=draft.channel,
            place=place_of(draft.clause, self.context) if draft.clause is not None else None,
            time=time.when if time is not None else None,
            act=str(draft.entry.facts.get("act", "assert")) if draft.entry is not None else "assert",
            negated=draft.negated,
        )


def find_statements(context: Context) -> list[Statement]:
    """The statements of a document, in the order of their content."""
    return StatementFinder(context).find()
