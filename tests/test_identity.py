from dataclasses import replace

import pytest
from stub_reading import SENTENCE, an_article, full_reading

from avviso.identity import KINDS, article_id, canonical_url, findings, identify, version_key


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://Example.org/a?id=3&utm_source=x#top", "https://example.org/a?id=3"),
        ("HTTP://example.org:80", "http://example.org/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("http://[2001:db8::1]:80/a?fbclid=1", "http://[2001:db8::1]/a"),
        ("http://[broken", "http://[broken"),
        ("no address", "no address"),
        ("https://example.org/a?q=\ud800", "https://example.org/a?q=\ud800"),
    ],
)
def test_addresses_of_one_page_are_written_alike(written, canonical):
    assert canonical_url(written) == canonical


def test_an_article_is_known_by_its_address_or_else_by_its_text():
    assert article_id("one", "https://example.org/a#x") == article_id("two", "https://example.org/a")
    assert article_id("one") == article_id("one") != article_id("two")


def test_a_changed_text_or_another_article_has_another_key():
    keys = {version_key(article) for article in (an_article("a"), an_article("b"), an_article("a", id="other"))}
    assert len(keys) == 3


def test_ids_are_unique_and_do_not_depend_on_what_the_reader_called_them():
    reading = full_reading(an_article(f"{SENTENCE}\n\n{SENTENCE}"))
    settled = identify(reading)
    names = [name for _, name, _ in findings(settled)]
    assert len(set(names)) == len(names) == 14
    other = replace(reading, statements=tuple(replace(found, id="x") for found in reading.statements))
    assert [found.id for found in identify(other).statements] == [found.id for found in settled.statements]


def test_settling_twice_changes_nothing_and_references_follow():
    settled = identify(full_reading(an_article()))
    assert identify(settled) == settled
    assert settled.events[0].asserted_by == settled.statements[0].id
    assert {kind: name for kind, name, _ in findings(settled)}["events"] == settled.events[0].id
    assert [kind for kind, _, _ in findings(settled)] == [kind for kind in KINDS for _ in getattr(settled, kind)]


def test_a_reference_to_nothing_is_dropped():
    reading = full_reading(an_article())
    lost = replace(reading, events=(replace(reading.events[0], asserted_by="nobody"),))
    assert identify(lost).events[0].asserted_by is None
