import io
import json
import os
from datetime import date

import pytest
from stub_reading import NOW

from avviso.collect.fetch import Page
from avviso.collect.files import Collector, Found
from avviso.errors import InputError, Skip
from avviso.identity import article_id

TEXT = "La trêve tient.\r\n\r\nElle a été signée lundi."
PAGE = (
    "<!doctype html><html><body><article>"
    + "<p>La trêve signée lundi tient toujours dans la région frontalière.</p>" * 5
    + "</article></body></html>"
)


def no_fetch(url):
    raise AssertionError("nothing may be fetched here")


def collect(*inputs, stdin=b"", fetch=no_fetch, max_bytes=10_000):
    return list(Collector(fetch, NOW, max_bytes, io.BytesIO(stdin)).collect([str(name) for name in inputs]))


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-32"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("latin-1"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8-mark", "utf-16", "utf-32", "utf-16-be", "latin-1", "cp1252"],
)
def test_a_text_is_read_in_any_usual_encoding_with_its_line_ends(put, data):
    (found,) = collect(put("a.txt", data))
    assert found.article.text == TEXT
    assert found.article.id == article_id(TEXT)
    assert found.origin.endswith("a.txt")


def test_a_few_bytes_do_not_spoil_utf8(put):
    (found,) = collect(put("a.txt", ("été " * 20).encode() + b"\xff fin"))
    assert found.article.text == "été " * 20 + "\ufffd fin"


def test_cyrillic_in_an_old_encoding_is_recognised(put):
    text = "Министр иностранных дел заявил, что переговоры продолжаются и стороны сделали шаг вперёд. " * 3
    (found,) = collect(put("a.txt", text.encode("cp1251")))
    assert found.article.text == text


def test_a_json_article_is_kept_to_the_letter(put):
    fields = {"id": "n-1", "text": "\ufeff" + TEXT, "lang": "FR-fr", "title": "Trêve", "dct": "2026-02-03", "url": "https://n.example/1"}
    (found,) = collect(put("a.json", json.dumps(fields | {"outlet": "Nord", "colour": 1, "date": None, "headline": ""})))
    article = found.article
    assert (article.id, article.text, article.language, article.headline) == ("n-1", "\ufeff" + TEXT, "fr", "Trêve")
    assert (article.published, article.url, article.outlet) == (date(2026, 2, 3), "https://n.example/1", "Nord")
    assert (found.unknown, found.origin) == ({"colour"}, None)


def test_a_json_list_holds_several_articles_and_a_bad_one_does_not_stop_the_others(put):
    path = put("a.json", json.dumps([{"text": "un"}, {"text": 2}, "trois", {"text": "quatre"}]))
    one, two, three, four = collect(path)
    assert (one.article.text, four.article.text) == ("un", "quatre")
    assert str(two) == f'{path}: article 2: the field "text" is a number; give text in quotation marks'
    assert "article 3: is no JSON object" in str(three)


def test_a_broken_line_of_jsonl_is_told_by_its_number_and_the_others_are_read(put):
    path = put("a.jsonl", b'{"text": "un"}\n{"text": "deux\n\n{"text": "trois", "id": "3"}')
    one, broken, three = collect(path)
    assert (one.source, three.source) == (f"{path}:1", f"{path}:4")
    assert str(broken).startswith(f"{path}:2: is no JSON (") and "; correct it" in str(broken)


def test_a_line_of_jsonl_that_is_too_long_is_passed_over(put):
    path = put("a.jsonl", b'{"text": "' + b"x" * 30_000 + b'"}\n{"text": "deux"}\n')
    long, two = collect(path)
    assert str(long) == f"{path}:1: the line is longer than 0 MB; split the article"
    assert (two.source, two.article.text) == (f"{path}:2", "deux")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({}, 'the field "text" is missing'),
        ({"text": None}, 'the field "text" is missing'),
        ({"text": ""}, "holds no text"),
        ({"text": " \n\u00a0"}, "holds no text"),
        ({"text": ["a"]}, 'the field "text" is a list'),
        ({"text": {"a": 1}}, 'the field "text" is an object'),
        ({"text": True}, 'the field "text" is true or false'),
        ({"text": "a\x00b"}, "U+0000 at character 1"),
        ({"text": "a\ud83db"}, "lone surrogate"),
        ({"text": "a", "id": 7}, 'the field "id" is a number'),
        ({"text": "a", "id": "x\ny"}, 'the field "id" holds a control character'),
        ({"text": "a", "id": "x" * 201}, 'the field "id" has 201 characters'),
        ({"text": "a", "title": 1.5}, 'the field "title" is a number'),
        ({"text": "a", "outlet": "\ud800"}, 'the field "outlet" holds what is no character'),
        ({"text": "a", "date": "27/01/2026"}, 'the date "27/01/2026" is no ISO date; write YYYY-MM-DD'),
        ({"text": "a", "date": "2026-02-30"}, "is no ISO date"),
        ({"text": "a", "date": 20260127}, 'the field "date" is a number'),
        ({"text": "a", "lang": "French!"}, "is no language code"),
        ({"text": "a", "lang": ["fr"]}, 'the field "lang" is a list'),
    ],
)
def test_a_wrong_field_is_told_by_its_name(put, fields, complaint):
    (refused,) = collect(put("a.json", json.dumps(fields)))
    assert isinstance(refused, InputError)
    assert complaint in str(refused) and str(refused).count("\n") == 0


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t", "is empty"),
        ("a.txt", b"\xef\xbb\xbf", "holds no text"),
        ("a.json", b"", "is empty"),
        ("a.jsonl", b"\n\n", "is empty"),
        ("a.json", b"[]", "is an empty list"),
        ("a.json", b"{", "is no JSON"),
        ("a.json", b'"text"', "is no JSON object"),
        ("a.json", b"[" * 9_000, "is JSON that is nested too deep"),
        ("a.json", b'{"text": "a", "n": ' + b"9" * 6_000 + b"}", "is JSON that is nested too deep or holds too long a number"),
        ("a.html", b"<html><body></body></html>", "is HTML without the text of an article"),
        ("a.html", b"<html><body><script>var a = 1</script></body></html>", "is HTML without the text of an article"),
        ("a.html", b"", "is empty"),
        ("a.txt", bytes(range(256)) * 4, "is binary"),
        ("a.txt", "sans marque".encode("utf-16-le"), "is binary"),
        ("a.txt", b"\xff\xfea", "begins as UTF-16 but is not"),
        ("a.bin", b"%PDF-1.7 ...", "is a PDF file"),
        ("a.docx", b"PK\x03\x04....", "is a ZIP or office file"),
        ("a.txt", b"x" * 10_001, "is too large"),
        ("a.html", b"<html>" + b"x" * 10_001, "is too large"),
        ("a.json", b'{"text": "' + b"x" * 10_001, "is too large"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_that_says_what_to_do(put, name, data, complaint):
    path = put(name, data)
    (refused,) = collect(path)
    assert isinstance(refused, InputError)
    assert str(refused).startswith(f"{path}: {complaint}") and "; " in str(refused) and "\n" not in str(refused)


def test_a_huge_file_is_refused_without_being_read(put, monkeypatch):
    path = put("a.txt", b"")
    os.truncate(path, 200_000_000)
    (refused,) = collect(path, max_bytes=20_000_000)
    assert str(refused) == f"{path}: is too large (200 MB, at most 20); split it"


@pytest.mark.parametrize("name", ["", "nowhere.txt", "no\x00where", "x" * 5000])
def test_a_path_that_leads_nowhere_is_told(name):
    (refused,) = collect(name)
    assert isinstance(refused, InputError) and "\n" not in str(refused)


def test_an_endless_device_is_not_read_to_its_end():
    (refused,) = collect("/dev/zero")
    assert "/dev/zero: " in str(refused)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_path_is_told(put):
    path = put("a.txt", "x")
    path.chmod(0)
    assert "cannot be read" in str(collect(path)[0])


def test_a_folder_is_walked_by_name_and_what_is_not_read_is_told(put, tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b.txt", "README", ".hidden.txt", ".git/config", "photo.png"):
        put(name, "Un texte.")
    found = collect(tmp_path)
    names = [item.source.removeprefix(f"{tmp_path}/") for item in found]
    assert names == ["README", "b.txt", "photo.png", "a/b.txt", "a/z.txt"]
    assert isinstance(found[2], Skip) and found[2].reason == "files of the kind .png are not read"


def test_an_empty_folder_is_told(tmp_path):
    (refused,) = collect(tmp_path)
    assert "the folder holds no files" in str(refused)


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (TEXT.encode(), [TEXT]),
        (TEXT.encode("utf-16"), [TEXT]),
        (b'{"text": "un"}', ["un"]),
        (b'{"text": "un"}\n{"text": "deux"}\n', ["un", "deux"]),
        (b'{\n "text": "un"\n}\n', ["un"]),
        (b'[{"text": "un"}]', ["un"]),
        (b"[Paris] La tr\xc3\xaave tient.", ["[Paris] La trêve tient."]),
        (b"{ceci} n'est pas du JSON", ["{ceci} n'est pas du JSON"]),
    ],
)
def test_standard_input_is_told_by_its_content(data, texts):
    found = collect("-", stdin=data)
    assert [item.article.text for item in found] == texts


def test_a_page_on_standard_input_is_read_as_a_page():
    (found,) = collect("-", stdin=PAGE.encode())
    assert found.article.text.startswith("La trêve signée") and "<p>" not in found.article.text


def test_too_much_or_nothing_on_standard_input_is_refused():
    assert str(collect("-", stdin=b"a\n" * 9_000)[0]).startswith("-: is too large")
    assert str(collect("-", stdin=b"a" * 90_000)[0]).startswith("-: is too large")
    assert "-: is empty" in str(collect("-", stdin=b"")[0])


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (Page("https://n.example/a", PAGE.encode(), "text/html", "utf-8"), "La trêve signée"),
        (Page("https://n.example/a", PAGE.encode()), "La trêve signée"),
        (Page("https://n.example/a.txt", TEXT.encode("latin-1"), "text/plain", "iso-8859-1"), "La trêve tient."),
        (Page("https://n.example/a.json", b'{"text": "un"}', "application/json"), "un"),
        (Page("https://n.example/a.jsonl", b'{"text": "un"}\n', "application/x-ndjson"), "un"),
    ],
)
def test_an_address_gives_what_its_server_says(page, text):
    (found,) = collect("https://n.example/a", fetch=lambda url: page)
    assert found.article.text.startswith(text)


def test_a_page_keeps_the_address_that_it_was_found_at():
    (found,) = collect("https://n.example/old", fetch=lambda url: Page("https://n.example/new?utm_source=x", PAGE.encode(), "text/html"))
    assert (found.article.url, found.article.retrieved, found.origin) == ("https://n.example/new", NOW, None)
    assert found.article.id == article_id("", "https://n.example/new")


def test_an_address_that_fails_is_named():
    def fail(url):
        raise InputError("the server answered 404 Not Found; check the address")

    assert str(collect("https://n.example/a", fetch=fail)[0]) == "https://n.example/a: the server answered 404 Not Found; check the address"


def test_counting_does_not_refuse_anything(put, tmp_path):
    put("a.jsonl", b'{"text": "un"}\n{"text": "deux"}\n')
    put("b.txt", "x")
    put("c.png", "x")
    collector = Collector(no_fetch, NOW)
    assert collector.count([str(tmp_path)]) == 3
    assert collector.count(["-", "https://n.example/", "nowhere", str(tmp_path / "a.jsonl")]) == 5


def test_a_file_is_told_from_its_neighbours_after_a_failure(put):
    good = put("good.txt", TEXT)
    found = collect(put("bad.txt", b""), good)
    assert isinstance(found[0], InputError) and isinstance(found[1], Found)
