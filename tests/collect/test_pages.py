from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stub_reading import NOW

from avviso.collect.pages import article_from_page
from avviso.errors import InputError

TODAY = date(2026, 3, 1)
BODY = """<article><h1>La trêve tient</h1>
<p>VADUZ, 3 février. La trêve conclue dimanche entre les deux pays <b>tient</b> toujours, a affirmé le porte-parole.</p>
<h2>Des négociations</h2>
<p>« Nous restons prudents », a-t-il dit lors d'un point quotidien,
   avant de préciser que trois incidents avaient été relevés.</p>
<ul><li>Premier incident près du pont.</li><li>Second incident au village.</li></ul>
<p>Les deux gouvernements doivent se retrouver vendredi.</p></article>"""


def page(head="", body=BODY, lang="fr"):
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset=utf-8>{head}</head><body>"
        f"<nav><a href=/>Accueil</a></nav>{body}<footer>Mentions légales</footer></body></html>"
    )


def read(text, **kwargs):
    return article_from_page(text, today=TODAY, **kwargs)


def test_the_text_comes_in_paragraphs_without_what_surrounds_it():
    paragraphs = read(page()).text.split("\n\n")
    assert paragraphs[1].startswith("VADUZ, 3 février.") and "pays tient toujours" in paragraphs[1]
    assert paragraphs[2:] == [
        "Des négociations",
        "« Nous restons prudents », a-t-il dit lors d'un point quotidien, avant de préciser que trois incidents avaient été relevés.",
        "Premier incident près du pont.",
        "Second incident au village.",
        "Les deux gouvernements doivent se retrouver vendredi.",
    ]


def test_what_the_page_tells_of_itself_is_kept():
    head = """<title>La trêve tient - Nord</title><meta name="author" content="Ana Petit"><meta property="og:site_name" content="Nord">
    <meta property="og:locale" content="fr_FR"><meta property="article:published_time" content="2026-02-03T10:00:00+01:00">
    <link rel="canonical" href="https://nord.example/treve?utm_campaign=x">"""
    article = read(page(head))
    assert (article.headline, article.byline, article.outlet, article.language) == ("La trêve tient", "Ana Petit", "Nord", "fr")
    assert (article.published, article.url) == (date(2026, 2, 3), "https://nord.example/treve")


def test_a_language_that_only_a_template_declares_is_not_believed():
    assert read(page(lang="en")).language is None
    assert read(page('<meta property="og:locale" content="fr_FR">', lang="en")).language is None


def test_a_date_after_today_is_not_believed():
    assert read(page('<meta property="article:published_time" content="2031-01-01">')).published is None


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://nord.example/treve", "https://nord.example/treve"),
        ("https://other.example/stolen", "https://nord.example/amp/treve"),
        ("https://[broken", "https://nord.example/amp/treve"),
    ],
)
def test_a_page_may_correct_its_address_on_its_own_host_only(canonical, url):
    found = read(page(f'<link rel="canonical" href="{canonical}">'), url="https://nord.example/amp/treve", retrieved=NOW)
    assert (found.url, found.retrieved) == (url, NOW)


def test_deep_nesting_is_read_or_refused():
    try:
        assert read(page(body="<div>" * 5_000 + BODY + "</div>" * 5_000)).text
    except InputError as error:
        assert "HTML" in str(error)
    assert "trêve" in read(page(body="<div>" * 50 + BODY + "</div>" * 50)).text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_page_is_read_or_refused(text):
    for whole in (text, f"<html><body><p>{text}</p></body></html>"):
        try:
            found = read(whole)
        except InputError as error:
            assert "\n" not in str(error)
        else:
            assert found.text.strip()
