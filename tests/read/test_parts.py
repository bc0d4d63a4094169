from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avviso.knowledge.layout import KINDS, Pattern, layout
from avviso.read.language import supported
from avviso.read.normalise import normalise
from avviso.read.parts import dateline_of, find_parts, matches

PATTERNS = {pattern.id: (language, pattern) for language in supported() for pattern in layout(language).patterns}
YES = [(language, pattern, example) for language, pattern in PATTERNS.values() for example in pattern.yes]
NO = [(language, pattern, example) for language, pattern in PATTERNS.values() for example in pattern.no]


def _name(value: object) -> str:
    return value.id if isinstance(value, Pattern) else str(value)[:30]


@pytest.mark.parametrize(("language", "pattern", "example"), YES, ids=_name)
def test_a_pattern_finds_its_examples(language: str, pattern: Pattern, example: str) -> None:
    marked = re.search(r"\{(.*)\}", example)
    plain = example.replace("{", "").replace("}", "")
    found = matches(pattern, plain, 0, len(plain), language)
    assert found is not None
    assert plain[slice(*found)] == (marked[1] if marked else plain)


@pytest.mark.parametrize(("language", "pattern", "example"), NO, ids=_name)
def test_a_pattern_leaves_other_texts_alone(language: str, pattern: Pattern, example: str) -> None:
    assert matches(pattern, example, 0, len(example), language) is None


def laid_out(text: str, language: str, headline: str | None = None) -> list[tuple[str, str]]:
    text = normalise(text)
    return [(part.kind, part.span.of(text)) for part in find_parts(text, language, headline=headline)]


FRENCH = """La Zambie et le Pérou veulent "resserrer leurs liens"

Les deux ministres se sont parlé lundi, selon la présidence.

Par Jeanne Doe avec AFP

La ministre Aïda Roe à Lusaka, en Zambie, le 3 mars 2025. ( POOL / JEANNE DOE )

LUSAKA, 4 mars (AFP) - La ministre a déclaré lundi que les deux pays devraient "resserrer leurs liens", selon la radio publique.

"Nous sommes prêts", a-t-elle ajouté devant la presse, avant de quitter la capitale pour une tournée dans le nord.

"Resserrer leurs liens"

Le ministère péruvien s'est félicité de cet échange, dans un communiqué publié mardi à Lima. Un accord doit suivre.

Lire aussi : Le cuivre en cinq questions

Les discussions doivent reprendre jeudi à Lima, en présence de la présidente de la Commission. (Avec AFP)

Jeanne Doe

© exemple.org 2025"""


def test_a_french_article() -> None:
    assert laid_out(FRENCH, "fr") == [
        ("headline", 'La Zambie et le Pérou veulent "resserrer leurs liens"'),
        ("standfirst", "Les deux ministres se sont parlé lundi, selon la présidence."),
        ("byline", "Par Jeanne Doe avec AFP"),
        ("caption", "La ministre Aïda Roe à Lusaka, en Zambie, le 3 mars 2025."),
        ("credit", "( POOL / JEANNE DOE )"),
        ("dateline", "LUSAKA, 4 mars (AFP) -"),
        ("body", 'La ministre a déclaré lundi que les deux pays devraient "resserrer leurs liens", selon la radio publique.'),
        ("body", '"Nous sommes prêts", a-t-elle ajouté devant la presse, avant de quitter la capitale pour une tournée dans le nord.'),
        ("subheading", '"Resserrer leurs liens"'),
        ("body", "Le ministère péruvien s'est félicité de cet échange, dans un communiqué publié mardi à Lima. Un accord doit suivre."),
        ("boilerplate", "Lire aussi : Le cuivre en cinq questions"),
        ("body", "Les discussions doivent reprendre jeudi à Lima, en présence de la présidente de la Commission."),
        ("boilerplate", "(Avec AFP)"),
        ("byline", "Jeanne Doe"),
        ("boilerplate", "© exemple.org 2025"),
    ]


ENGLISH = """Zambia and Peru seek closer ties
By Jane Doe, Reuters
Published: 4 March 2025 10:05 GMT
[1/2]The minister speaks in Lusaka, Zambia, March 3, 2025. REUTERS/Jane Doe
LUSAKA (Reuters) - The minister said on Monday that both countries should work together on copper.
“We are ready,” she told reporters in the capital, hours before she left for a tour of the north.
Peru welcomes the move
The Peruvian ministry welcomed the exchange in a statement on Tuesday and said that a deal would follow.
Talks are due to resume on Thursday in Lima, with the president of the commission in attendance.
(Reporting by Jane Doe; Editing by John Roe)
Our Standards: The Thomson Reuters Trust Principles."""


def test_an_english_article_without_blank_lines() -> None:
    assert laid_out(ENGLISH, "en") == [
        ("headline", "Zambia and Peru seek closer ties"),
        ("byline", "By Jane Doe, Reuters"),
        ("dateline", "Published: 4 March 2025 10:05 GMT"),
        ("caption", "[1/2]The minister speaks in Lusaka, Zambia, March 3, 2025."),
        ("credit", "REUTERS/Jane Doe"),
        ("dateline", "LUSAKA (Reuters) -"),
        ("body", "The minister said on Monday that both countries should work together on copper."),
        ("body", "“We are ready,” she told reporters in the capital, hours before she left for a tour of the north."),
        ("subheading", "Peru welcomes the move"),
        ("body", "The Peruvian ministry welcomed the exchange in a statement on Tuesday and said that a deal would follow."),
        ("body", "Talks are due to resume on Thursday in Lima, with the president of the commission in attendance."),
        ("boilerplate", "(Reporting by Jane Doe; Editing by John Roe)"),
        ("boilerplate", "Our Standards: The Thomson Reuters Trust Principles."),
    ]


WRAPPED = """\
Zambia and Peru seek closer ties

The minister said on Monday that both countries should work together
on copper, and that she would travel to Lima with a delegation before
the end of the month.

"We are ready," she told reporters in the capital, hours before she left
for a tour of the north. The opposition said that it had not been told
anything of the plan.
"""


def test_a_wrapped_text_is_put_together() -> None:
    found = laid_out(WRAPPED, "en")
    assert [kind for kind, _ in found] == ["headline", "body", "body"]
    assert found[1][1].endswith("before\nthe end of the month.")


def test_wrapped_paragraphs_without_blank_lines() -> None:
    text = WRAPPED.replace("\n\n", "\n    ")
    assert [words.split()[0] for _, words in laid_out(text, "en")] == ["Zambia", "The", '"We']


def test_line_ends_and_byte_order_mark_do_not_matter() -> None:
    plain = laid_out(FRENCH, "fr")
    assert laid_out("\ufeff" + FRENCH.replace("\n", "\r\n"), "fr") == plain
    assert laid_out(FRENCH.replace("\n\n", "\n"), "fr") == plain
    assert laid_out(FRENCH.replace("\n", "\n \u00a0"), "fr") == plain


def test_one_line_is_one_paragraph() -> None:
    text = "La trêve tient. Les deux camps ont quitté la ville. " * 50
    assert [kind for kind, _ in laid_out(text, "fr")] == ["body"]


def test_the_headline_is_known_by_what_the_outlet_says() -> None:
    text = "International\n\nGuerre au Soudan. Les combats reprennent.\n\nLes combats ont repris lundi à El-Fasher, selon l'ONU."
    assert laid_out(text, "fr", "Guerre au Soudan : les combats reprennent")[1] == ("headline", "Guerre au Soudan. Les combats reprennent.")
    glued = "Les combats reprennent Les combats ont repris lundi à El-Fasher, selon l'ONU, après deux jours de trêve."
    assert [kind for kind, _ in laid_out(glued, "fr", "Les combats reprennent")] == ["headline", "body"]


def test_a_first_line_that_is_not_the_given_headline_is_a_standfirst() -> None:
    text = (
        "GRAIN: Kyiv accused Moscow of holding ships back\n\nThe two sides met in Istanbul on Monday to talk about grain, officials said."
    )
    assert laid_out(text, "en", "Black Sea talks resume")[0][0] == "standfirst"
    assert laid_out(text, "en")[0][0] == "headline"


@pytest.mark.parametrize(
    "text",
    ["La trêve tient.", "Macron à Kiev lundi", "Trump ?", "La trêve tient.\n\nLes deux camps ont quitté la ville."],
)
def test_a_few_words_are_read_as_text(text: str) -> None:
    assert "body" in {kind for kind, _ in laid_out(text, "fr")}


def test_a_picture_inside_a_paragraph_is_cut_out() -> None:
    text = 'Les hymnes ont été joués.![JPEG - 10 ko](https://example.org/a.jpg "a") Une gerbe a été déposée.'
    assert laid_out(text, "fr") == [
        ("body", "Les hymnes ont été joués."),
        ("boilerplate", '![JPEG - 10 ko](https://example.org/a.jpg "a")'),
        ("body", "Une gerbe a été déposée."),
    ]


def test_a_translation_in_another_script_is_no_body() -> None:
    text = "Le ministre a quitté Erevan lundi.\n\nНачальник штаба вылетел в Москву в понедельник.\n\nIl reviendra."
    assert [kind for kind, _ in laid_out(text, "fr")] == ["body", "boilerplate", "body"]


def test_titles_below_a_link_to_other_articles_are_boilerplate() -> None:
    text = "The truce holds in the north, officials said after a calm night.\n\nRelated stories\n\nShips leave\n\nTalks resume in Doha"
    assert [kind for kind, _ in laid_out(text, "en")] == ["body", "boilerplate", "boilerplate", "boilerplate"]


def test_a_list_is_no_row_of_subheadings() -> None:
    prose = "The minister named four conditions for a truce on Monday in the capital, and took no questions.\n\n"
    items = "Withdrawal of heavy arms\n\nRelease of prisoners\n\nReturn of the displaced\n\nOpen roads\n\n"
    assert "subheading" not in {kind for kind, _ in laid_out(prose + items + prose, "en")}


def test_a_pulled_quotation_is_told_from_the_text() -> None:
    text = (
        "The minister left the talks on Monday. “We will not be the ones who close the door,” she told reporters at the airport.\n\n"
        "“We will not be the ones who close the door.”\n\n"
        "Her delegation is to return next week, a spokesman said, unless the other side changes its mind before."
    )
    assert [kind for kind, _ in laid_out(text, "en")] == ["body", "subheading", "body"]


@pytest.mark.parametrize(
    ("text", "language", "place", "date"),
    [
        ("PARIS, 3 mars (AFP) - La trêve tient.", "fr", "PARIS", "3 mars"),
        ("KYIV, Ukraine (AP) — The truce holds.", "en", "KYIV, Ukraine", None),
        ("MOSCOW, Jan 5 (Reuters) - The truce holds.", "en", "MOSCOW", "Jan 5"),
        ("4 juillet 2012. - La trêve tient.", "fr", None, "4 juillet 2012"),
        ("Bamako, le 3 mars 2024 – La trêve tient.", "fr", "Bamako", "le 3 mars 2024"),
        ("ADDIS ABABA — The truce holds.", "en", "ADDIS ABABA", None),
        ("(AFP) - La trêve tient.", "fr", None, None),
        ("New Delhi, March 3 (PTI) The truce holds.", "en", "New Delhi", "March 3"),
        ("YEREVAN, MARCH 3, ARMENPRESS. The truce holds.", "en", "YEREVAN", "MARCH 3"),
        ("MOSCOU, 5 janvier. /TASS/. La trêve tient.", "fr", "MOSCOU", "5 janvier"),
        ("Abidjan, Côte d'Ivoire - La trêve tient.", "fr", "Abidjan, Côte d'Ivoire", None),
    ],
)
def test_a_dateline_is_taken_apart(text: str, language: str, place: str | None, date: str | None) -> None:
    dateline, body = find_parts(text, language)
    assert (dateline.kind, body.kind) == ("dateline", "body")
    assert body.span.of(text).startswith(("La trêve", "The truce"))
    found = dateline_of(text, dateline)
    assert [span and span.of(text) for span in found] == [place, date]


@pytest.mark.parametrize("label", ["EXCLUSIF -", "GRAIN :", "Ankara et Athènes -", "OTAN :"])
def test_a_label_is_no_dateline(label: str) -> None:
    assert [kind for kind, _ in laid_out(f"{label} " + "La trêve tient. " * 9, "fr")] == ["body"]


LINES = st.sampled_from(
    [
        "Par Jeanne Doe",
        "PARIS, 3 mars (AFP) -",
        "La trêve tient.",
        "Lire aussi :",
        "« Non »",
        "mot",
        "![a](b)",
        "(AFP)",
        "( POOL / A B )",
        "© A",
        "",
        " ",
        "\u0416",
    ]
)


@settings(max_examples=150)
@given(
    st.one_of(st.text(max_size=300), st.lists(LINES, max_size=12).map("\n".join), st.lists(LINES, max_size=8).map(" ".join)),
    st.sampled_from(supported()),
)
def test_parts_are_ordered_disjoint_and_inside(text: str, language: str) -> None:
    parts = find_parts(text, language, headline=text[:20] or None)
    assert all(part.kind in KINDS for part in parts)
    assert all(part.span.start < part.span.end <= len(text) for part in parts)
    assert all(before.span.end <= after.span.start for before, after in pairwise(parts))
    assert all(part.span.of(text).strip() for part in parts)
    for part in parts:
        for span in dateline_of(text, part):
            assert span is None or part.span.contains(span)


@settings(max_examples=100)
@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=12).map("\n".join)))
def test_no_word_is_lost(text: str) -> None:
    kept = "".join(part.span.of(text) for part in find_parts(text, "fr"))
    assert "".join(kept.split()) == "".join(text.split())


def test_a_headline_may_open_with_a_place() -> None:
    text = (
        "PARIS : les négociations échouent\n\nLes négociations ont échoué lundi à Paris, selon la présidence, après trois jours de travail."
    )
    assert [kind for kind, _ in laid_out(text, "fr")] == ["headline", "body"]
