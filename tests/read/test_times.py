"""Every rule of time against its own examples, and what the rules share."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avviso.errors import DataError
from avviso.knowledge.patterns import Vocabulary, compile_pattern
from avviso.knowledge.times import TimeRule, time_grammar
from avviso.read.times import date_checks, find_times, infer_published
from avviso.read.timewords import find_matches
from avviso.records import Span, TimeMention

LANGUAGES = ("fr", "en")
EXAMPLE = re.compile(r"(?P<text>.*?)(?: @(?P<day>\d{4}-\d\d-\d\d))? =(?P<values>.*)", re.DOTALL)
PUBLISHED = date(2026, 1, 21)

RULES = [rule for language in LANGUAGES for rule in time_grammar(language).rules]
YES = [(rule, example) for rule in RULES for example in rule.yes]
NO = [(rule, example) for rule in RULES for example in rule.no]


def read(text: str, language: str, published: date | None = PUBLISHED) -> list[TimeMention]:
    return find_times(text, [Span(0, len(text))], language, published=published)


def winners(text: str, language: str) -> set[str]:
    grammar = time_grammar(language)
    return {match.rule.id for match in find_matches(grammar.vocabulary.scan(text, 0, len(text)), grammar)}


def language_of(rule: TimeRule) -> str:
    return rule.id.split(".", 1)[0]


@pytest.mark.parametrize(("rule", "example"), YES, ids=lambda value: value if isinstance(value, str) else value.id)
def test_yes(rule: TimeRule, example: str) -> None:
    match = EXAMPLE.fullmatch(example)
    assert match is not None
    text = re.sub(r"[\[\]]", "", match["text"])
    found = read(text, language_of(rule), date.fromisoformat(match["day"]) if match["day"] else PUBLISHED)
    assert [mention.when.value for mention in found] == match["values"].split()
    assert [mention.span.of(text) for mention in found] == re.findall(r"\[([^\]]*)\]", match["text"])
    assert rule.id in winners(text, language_of(rule))


@pytest.mark.parametrize(("rule", "example"), NO, ids=lambda value: value if isinstance(value, str) else value.id)
def test_no(rule: TimeRule, example: str) -> None:
    assert rule.id not in winners(example, language_of(rule))


def bounds(text: str, language: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    return [(m.when.value, str(m.when.start), str(m.when.end)) for m in read(text, language, published)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_stand_alone(language: str) -> None:
    assert all(rule.yes and rule.no and rule.id.startswith(f"{language}.") for rule in time_grammar(language).rules)


def test_bounds() -> None:
    assert bounds("Il est parti la semaine dernière.", "fr") == [("2026-W03", "2026-01-12", "2026-01-18")]
    assert bounds("Le salon se tient du 3 au 7 mai 2026.", "fr") == [
        ("2026-05-03", "2026-05-03", "2026-05-07"),
        ("2026-05-07", "2026-05-07", "2026-05-07"),
    ]
    assert bounds("Il est mort fin 2014.", "fr") == [("2014", "2014-09-01", "2014-12-31")]
    assert bounds("It opened in early June 2024.", "en") == [("2024-06", "2024-06-01", "2024-06-10")]
    assert bounds("He arrived two years ago.", "en") == [("P2Y", "2024-01-01", "2024-12-31")]
    assert bounds("It rained for some days.", "en") == [("PXD", "None", "None")]
    assert bounds("The 1990s were loud.", "en") == [("199", "1990-01-01", "1999-12-31")]


def test_precision_and_origin() -> None:
    words = {
        "mardi 27 janvier": ("day", "weekday"),
        "en 2022": ("year", "explicit"),
        "la semaine dernière": ("week", "published"),
        "à 15 h 30": ("minute", "none"),
    }
    for text, held in words.items():
        mention = read(f"Il parle {text}.", "fr")[0]
        assert (mention.when.precision, mention.when.resolved_by) == held
        assert mention.when.words == mention.span


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Le ministre a quitté Rome vendredi.", "fr", "2026-01-16"),
        ("Le ministre quittera Rome vendredi.", "fr", "2026-01-23"),
        ("Le texte doit être présenté vendredi.", "fr", "2026-01-23"),
        ("Le président, élu vendredi, se rendra à Rome.", "fr", "2026-01-16"),
        ("Une réunion prévue vendredi a été annulée.", "fr", "2026-01-23"),
        ("Les députés ont adopté le texte en mars.", "fr", "2025-03"),
        ("Les députés adopteront le texte en mars.", "fr", "2026-03"),
        ("The minister left Rome on Friday.", "en", "2026-01-16"),
        ("The minister will leave Rome on Friday.", "en", "2026-01-23"),
        ("The two are due to meet on Friday.", "en", "2026-01-23"),
        ("The envoys agreed to talk, officials said Friday.", "en", "2026-01-16"),
        ("The bill will be debated on Friday.", "en", "2026-01-23"),
    ],
)
def test_direction(text: str, language: str, value: str) -> None:
    assert [mention.when.value for mention in read(text, language)] == [value]


def test_a_paragraph_about_the_past_keeps_its_year() -> None:
    text = "En juin 1944, les troupes débarquent. La ville est libérée le 25 août."
    assert [mention.when.value for mention in read(text, "fr")] == ["1944-06", "1944-08-25"]
    assert [mention.when.value for mention in read(text.replace(". La", ".\n\nLa"), "fr")] == ["1944-06", "2025-08-25"]


def test_without_a_date_nothing_is_guessed() -> None:
    assert bounds("Il est venu mardi.", "fr", None) == [("XXXX-WXX-2", "None", "None")]
    assert bounds("She left yesterday, on May 3.", "en", None) == [("XXXX-XX-XX", "None", "None"), ("XXXX-05-03", "None", "None")]


def test_the_dateline_counts_before_the_publication() -> None:
    text = "Il est arrivé hier."
    (mention,) = find_times(text, [Span(0, len(text))], "fr", published=date(2024, 1, 27), dateline=date(2024, 1, 26))
    assert (mention.when.value, mention.when.resolved_by) == ("2024-01-25", "dateline")


def test_only_inside_the_spans() -> None:
    text = "Lundi il pleut. Mardi il neige. Mercredi il vente."
    found = find_times(text, [Span(32, 50), Span(16, 31), Span(18, 40)], "fr", published=PUBLISHED)
    assert [mention.span.of(text) for mention in found] == ["Mardi", "Mercredi"]


def test_lines() -> None:
    wrapped = "La cour s'est réunie le 27\njanvier 2025 à Lyon."
    assert [mention.span.of(wrapped) for mention in read(wrapped, "fr")] == ["le 27\njanvier 2025"]
    apart = "Il en reste 27\n\njanvier 2025 fut froid"
    assert [mention.span.of(apart) for mention in read(apart, "fr")] == ["janvier 2025"]


@pytest.mark.parametrize(
    ("text", "language", "held"),
    [
        ("4 juillet 2012. - La mission a commencé lundi.", "fr", date(2012, 7, 4)),
        ("Une trêve\n\nPARIS, 5 mars 2024 (AFP) - Les deux camps ont signé le 3 mars 2024 à Genève.", "fr", date(2024, 3, 5)),
        ("Titre\n\nPublié le 12/02/2025 à 10h05\n\nIl a parlé du 1er mai 2030.", "fr", date(2025, 2, 12)),
        ("Un accord du 3 mars 2020 a été dénoncé.\n\nJeanne Morin, le 9 avril 2021", "fr", date(2021, 4, 9)),
        (
            "La ministre, ici à Lima le 12 novembre 2025. Elle a parlé mardi 20 janvier. Un sommet aura lieu dimanche 8 février.",
            "fr",
            date(2026, 1, 20),
        ),
        ("Elle a dit mardi 20 janvier que la crise de 2022 durait.", "fr", date(2026, 1, 20)),
        ("Elle a parlé mardi 27 janvier.", "fr", None),
        ("Le traité du 3 mars 2020 est caduc depuis des années et nul ne le regrette dans les capitales de la région.", "fr", None),
        ("Truce signed\nJune 3, 2015\nThe truce was signed today.", "en", date(2015, 6, 3)),
        ("LIMA, Sept. 28 (Reuters) - The court, which had ruled on September 27, 2016, met again.", "en", date(2016, 9, 28)),
    ],
)
def test_infer_published(text: str, language: str, held: date | None) -> None:
    assert infer_published(text, [Span(0, len(text))], language) == held


@pytest.mark.parametrize(
    ("text", "language", "checks"),
    [
        ("Il a parlé mardi 28 janvier 2026.", "fr", [("mardi 28 janvier 2026", "mercredi 28 janvier 2026")]),
        ("Il a parlé mardi 13 janvier à Rome.", "fr", []),
        ("Il a parlé lundi 13 janvier à Rome.", "fr", []),
        ("Il a parlé jeudi 13 janvier à Rome.", "fr", [("jeudi 13 janvier", "mardi 13 janvier (2026)")]),
        ("Le délai court jusqu'au 30 février 2026.", "fr", [("30 février 2026", "février 2026: 28")]),
        ("They spoke on Monday, January 27, 2026.", "en", [("Monday, January 27, 2026", "Tuesday, January 27, 2026")]),
        ("They spoke on Tuesday, January 27, 2026.", "en", []),
        ("Born on 31 June 1960, he left.", "en", [("31 June 1960", "June 1960: 30")]),
    ],
)
def test_date_checks(text: str, language: str, checks: list[tuple[str, str]]) -> None:
    found = date_checks(read(text, language), text, language)
    assert [(says, holds) for _, says, holds in found] == checks
    assert all(span.of(text) == says for span, says, _ in found)


VOCABULARY = Vocabulary({"beast": ("cat", "guinea pig")}, glued=["kg"])


@pytest.mark.parametrize("pattern", ["[a]", "a (b", "a b)", "<fish>", "@fish", "{a", ">"])
def test_ill_formed_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(DataError, match="somewhere"):
        compile_pattern(pattern, VOCABULARY, {}, where="somewhere")


def test_patterns() -> None:
    compiled = compile_pattern("(the|a) [<day>|big] {<beast>} @end", VOCABULARY, {"end": ", ok"}, context={"not_after": "<beast>"})
    scan = VOCABULARY.scan("See The big guinea pig, OK", 0, 26)
    match = compiled.regex.match(scan.codes, 1)
    assert match is not None
    first, last = match.span("mark0")
    assert scan.text[scan.starts[first] : scan.ends[last - 1]] == "guinea pig"
    behind = VOCABULARY.scan("cat the big cat, ok", 0, 19)
    assert compiled.regex.match(behind.codes, 1) is None
    assert compile_pattern("<day> kg", VOCABULARY, {}).regex.match(VOCABULARY.scan("3kg", 0, 3).codes)


SCRAPS = """lundi mardi 27 janvier 2026 30 février le la du au à 15 h heures ans dernier prochain , . - ( ) / : ' d' l' il y a dans fin
    début semaine Monday May 9999 0 00 31 June last next week 8.30 p.m. GMT century 1990s two hundred ago later 12/13/2020 2,008 1er
    XXe siècle ٣ ² été Noël noon LF LFLF SP"""
PIECES = st.sampled_from(SCRAPS.split()).map(lambda piece: piece.replace("LF", "\n").replace("SP", "\xa0"))


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)),
    language=st.sampled_from(LANGUAGES),
    published=st.one_of(st.none(), st.dates()),
)
def test_any_text(text: str, language: str, published: date | None) -> None:
    found = read(text, language, published)
    for mention in found:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert not mention.span.of(text)[0].isspace() and not mention.span.of(text)[-1].isspace()
        assert mention.type in ("DATE", "TIME", "DURATION", "SET") and mention.when.value
        assert (mention.when.start is None) == (mention.when.end is None)
        assert mention.when.start is None or mention.when.end is None or mention.when.start <= mention.when.end
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    infer_published(text, [Span(0, len(text))], language)
    date_checks(found, text, language)


@pytest.mark.parametrize(
    "piece", ["lundi ", "le 5 ", "du 13 au ", "1", "de nombreuses , ", "Monday, May 5 ", "(((", "deux cent vingt et ", "a a a "]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_line_ends(piece: str, language: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(mention.span.end <= len(text) for mention in read(text, language))
