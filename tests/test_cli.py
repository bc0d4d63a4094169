import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from stub_reading import SENTENCE, make_reader

from avviso.cli import app, main
from avviso.cli.cards import told
from avviso.records import UNDERSTOOD, ActorMention, Event, Evidence, Span, Status
from avviso.service import Service
from avviso.store.archive import Archive

STUB = Path(__file__).with_name("stub_avviso.py")
COMMANDS = [["read"], ["demo"], ["show"], ["explain"], ["search"], ["export"], ["export", "findings"], ["info"]]


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AVVISO_ARCHIVE", str(tmp_path / "a.sqlite"))

    def command(*arguments):
        code = main([str(argument) for argument in arguments], make_service=partial(Service, make_reader=make_reader))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.json"
    fields = {"id": "truce", "text": SENTENCE, "title": "La trêve", "date": "2026-02-04", "outlet": "Nord", "colour": "red"}
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def start(*arguments, cwd, **kwargs):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AVVISO")} | {"HOME": str(cwd)}
    command = [sys.executable, str(STUB), *map(str, arguments)]
    return subprocess.Popen(command, cwd=cwd, env=environment, stderr=subprocess.PIPE, text=True, **kwargs)


def the_rest_of(child):
    """What a process still prints; `communicate` would lose what `readline` has taken in already."""
    out, err = child.stdout.read(), child.stderr.read()
    child.stdout.close()
    child.stderr.close()
    child.wait(30)
    return out, err


def slow_articles(folder, count):
    path = folder / "slow.jsonl"
    path.write_text("".join(json.dumps({"id": f"n{number}", "text": f"{SENTENCE} SLOW {number}"}) + "\n" for number in range(count)))
    return path


def test_reading_prints_a_card_with_the_words_of_every_finding(run, article, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    code, out, err = run("read", article)
    assert (code, err) == (0, "")
    for words in ("La trêve", "Nord · 2026-02-04", "Statements (2)", "Ana Rull (LIE) → Kaltstadt (AUT:OPP)", "via l'agence Nord", "CONSULT",
                  "Vaduz (LIE)", "Positions (1)", "Agenda (1)", "Not mentioned (1)", "Checks (1)"):  # fmt: skip
        assert words in out
    assert "la trêve tient" in out and "\x1b[" not in out


def test_a_side_that_is_only_understood_stands_in_brackets():
    text = "The opposition called for a recount."
    opposition = ActorMention(Span(0, 14), "The opposition", None, "GHA:OPP", resolved_by="title")
    rulers = ActorMention(Span(15, 25), None, None, "GHA:GOV", resolved_by=UNDERSTOOD)
    event = Event("e1", "REQUEST", Status.HAPPENED, Evidence("a", Span(0, 25), "en.request"), Span(15, 21), (opposition,), (rulers,))
    assert "The opposition (GHA:OPP) → [GHA:GOV understood]" in told(text, event)[0].plain


def test_colour_is_for_terminals(run, article, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("read", article)[1]


def test_a_text_cannot_command_the_terminal(run, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"id": "x\u202e", "text": f"\x1b]0;owned\x07{SENTENCE}", "title": "[bold]\x1b[2J\u202eT"}))
    code, out, err = run("read", "a.json")
    assert code == 0 and "[bold]" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out + err)


def test_jsonl_is_one_object_a_line_and_json_an_array(run, article):
    code, out, err = run("read", article, article, "--jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, [line["article"]["id"] for line in lines]) == (0, ["truce", "truce"])
    assert err == "avviso: 2 articles read, 2 stored (1 new, 1 already known)\n"
    assert json.loads(run("read", article, "--json")[1]) == lines[:1]
    assert json.loads(run("read", "nowhere", "--json")[1]) == []


def test_language_and_day_can_be_given(run, tmp_path):
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    _, out, _ = run("read", "a.txt", "--jsonl", "--published", "2026-02-05", "--lang", "EN", "--no-archive")
    about = json.loads(out)["article"]
    assert (about["published"], about["language"]) == ("2026-02-05", "en")
    assert not (tmp_path / "a.sqlite").exists()


def test_bad_inputs_are_told_in_one_line_each_and_the_others_are_read(run, article, tmp_path):
    files = {
        "empty.txt": b"",
        "binary.dat": bytes(range(256)),
        "page.html": b"<html><body></body></html>",
        "types.json": b'{"text": ["a"]}',
        "lines.jsonl": b'{"text": "un"}\n{"text": \n{"text": "trois"}\n',
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "huge.txt").touch()
    os.truncate(tmp_path / "huge.txt", 200_000_000)
    code, out, err = run("read", *files, "huge.txt", "nowhere.txt", article, "--jsonl")
    assert (code, len(out.splitlines())) == (1, 3)
    assert err.splitlines() == [
        "avviso: empty.txt: is empty; give a file with text",
        "avviso: binary.dat: is binary, not text; give a text, HTML, JSON or JSONL file",
        "avviso: page.html: is HTML without the text of an article; save the article's text and read that",
        'avviso: types.json: the field "text" is a list; give text in quotation marks',
        "avviso: lines.jsonl:2: is no JSON (Expecting value at line 2, column 1); correct it",
        "avviso: huge.txt: is too large (200 MB, at most 20); split it",
        "avviso: nowhere.txt: there is no such file; check the path",
        "avviso: 3 articles read, 3 stored (3 new), 7 failed",
    ]


def test_a_fault_of_ours_is_one_line_and_its_detail_is_for_those_who_ask(run, tmp_path):
    (tmp_path / "a.txt").write_text("BOOM")
    code, _, err = run("read", "a.txt")
    assert code == 1 and "Traceback" not in err and "the reading failed (RuntimeError: boom)" in err
    assert "Traceback" in run("read", "a.txt", "-vv")[2]


def test_a_language_that_is_not_read_is_skipped_with_its_reason(run, tmp_path):
    (tmp_path / "a.json").write_text('{"text": "а", "lang": "ru"}')
    code, out, err = run("read", "a.json")
    assert (code, out) == (0, "")
    assert err == "avviso: a.json: skipped: the text is in ru, which is not read\n"


def test_quiet_prints_errors_only_and_verbose_tells_unknown_fields_once(run, article):
    assert run("read", article, "--quiet") == (0, "", "")
    code, out, err = run("read", "nowhere", "-q")
    assert (code, out, err) == (1, "", "avviso: nowhere: there is no such file; check the path\n")
    assert run("read", article, article, "-v", "--jsonl")[2].count("nothing is done with the fields colour") == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["raed"], "No such command 'raed'"),
        (["read"], "Missing argument"),
        (["read", "x", "--workers", "0"], "--workers"),
        (["read", "x", "--workers", "many"], "--workers"),
        (["read", "x", "--published", "yesterday"], "'yesterday' is no date; write YYYY-MM-DD"),
        (["read", "x", "--json", "--jsonl"], "exclude each other"),
        (["read", "x", "--archive", "y", "--no-archive"], "exclude each other"),
        (["read", "x", "--no-such-flag"], "--no-such-flag"),
        (["search"], "nothing is sought"),
        (["search", "x", "--kind", "songs"], "--kind"),
        (["export", "findings"], "--format"),
        (["export", "findings", "--format", "xml"], "--format"),
        (["export"], "Missing command"),
        (["--config", "nowhere.toml", "info"], "no such file; correct --config"),
    ],
)
def test_a_command_that_is_not_understood_is_one_line_and_exit_2(run, arguments, complaint):
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("avviso: ") and complaint in err and "; " in err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_examples(run, command):
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert f"Usage: avviso {' '.join(command)}" in out
    assert command == ["export"] or f"  avviso {' '.join(command)}" in out.partition("Examples:")[2]


def test_every_command_is_in_the_list_of_these_tests():
    assert {command.callback.__name__ for command in app.registered_commands} == {name for (name, *rest) in COMMANDS if not rest} - {
        "export"
    }


def test_without_a_command_the_help_is_printed(run):
    code, out, _ = run()
    assert code == 0 and "Exit codes:" in out and "130" in out
    assert run("--version")[:2] == (0, "avviso 0.1.0\n")


def test_nothing_heavy_is_imported_for_the_help():
    heavy = {"numpy", "spacy", "sqlalchemy", "pyarrow", "trafilatura", "lxml", "httpx", "rich", "asyncio"}
    code = f"import sys; from avviso.cli import main; main(['--help']); sys.exit(', '.join({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") or done.stderr.strip() == ""


def test_what_was_read_is_shown_explained_searched_and_exported(run, article, tmp_path):
    run("read", article, "-q")
    code, out, _ = run("show", "tru")
    assert code == 0 and "La trêve" in out and "Statements (2)" in out
    assert json.loads(run("show", "truce", "--json")[1])["article"]["id"] == "truce"
    (hit,) = json.loads(run("search", "--event-type", "consult", "--actor", "rull", "--json")[1])
    assert (hit["kind"], hit["article"]["headline"]) == ("events", "La trêve")
    code, out, _ = run("explain", hit["finding"]["id"][:10])
    assert (
        code == 0 and "predicate" in out and "a dit" in out and "resolved by title" in out and "learned from “la ministre Ana Rull”" in out
    )
    assert json.loads(run("explain", hit["finding"]["id"], "--json")[1])["finding"] == hit["finding"]
    code, out, _ = run("search", "la trêve tient")
    assert code == 0 and "truce" in out and "2026-02-04" in out
    code, out, err = run("export", "findings", "--format", "csv", "--output", "out.csv", "--kind", "events")
    assert (code, out, err) == (0, "", "avviso: 1 finding written to out.csv\n")
    assert (tmp_path / "out.csv").read_text().count("\n") == 2
    assert len(run("export", "findings", "--format", "jsonl")[1].splitlines()) == 7


def test_what_is_not_there_is_told(run, article):
    code, out, err = run("search", "x")
    assert (code, out) == (1, "") and "there is none yet" in err
    run("read", article, "-q")
    assert run("search", "sécheresse") == (0, "", "avviso: nothing found\n")
    assert json.loads(run("search", "sécheresse", "--json")[1]) == []
    assert run("show", "nothing") == (1, "", "avviso: the archive holds no article nothing; `avviso search` lists what it holds\n")
    assert run("explain", "nothing")[0] == 1


@pytest.mark.parametrize("content", [b"no database at all " * 100, None])
def test_an_archive_that_cannot_be_opened_is_told_before_anything_is_read(run, article, tmp_path, content):
    if content is None:
        (tmp_path / "a.sqlite").mkdir()
    else:
        (tmp_path / "a.sqlite").write_bytes(content)
    code, out, err = run("read", article)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"avviso: archive {tmp_path / 'a.sqlite'}: ")
    assert run("read", article, "--no-archive")[0] == 0


def test_info_tells_languages_models_data_and_archive(run, article):
    run("read", article, "-q")
    code, out, _ = run("info")
    assert code == 0
    for words in ("Languages", "fr", "sha256", "LGPL-LR", "CC-BY-4.0", "a.sqlite", "statements"):
        assert words in out.replace("\n", "")  # a long path is folded
    about = json.loads(run("info", "--json")[1])
    assert about["counts"]["statements"] == 2 and about["data"][0]["licence"]


def test_a_changed_file_is_a_new_version(run, tmp_path):
    (tmp_path / "a.txt").write_text(SENTENCE)
    run("read", "a.txt", "-q")
    (tmp_path / "a.txt").write_text(SENTENCE + " Corrigé.")
    assert run("read", "a.txt", "a.txt", "--jsonl")[2] == "avviso: 2 articles read, 2 stored (1 changed, 1 already known)\n"


def test_a_kill_loses_nothing_that_was_printed_and_leaves_no_half_article(tmp_path):
    archive = tmp_path / "a.sqlite"
    child = start("read", slow_articles(tmp_path, 40), "--jsonl", "--archive", archive, cwd=tmp_path, stdout=subprocess.PIPE)
    printed = [json.loads(child.stdout.readline())["article"]["id"] for _ in range(3)]
    child.send_signal(signal.SIGKILL)
    the_rest_of(child)
    with Archive.open(str(archive)) as opened:
        held = opened.keys("n", limit=100)
        assert set(printed) <= {name for name, _ in held} and len(held) < 40
        for _, key in held:
            assert (len(opened.reading(key).statements), len(opened.reading(key).checks)) == (2, 1)
        with opened.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_what_was_stored_and_says_how_many(tmp_path, workers):
    archive = tmp_path / "a.sqlite"
    arguments = ("read", slow_articles(tmp_path, 60), "--jsonl", "--archive", archive, "--workers", workers)
    child = start(*arguments, cwd=tmp_path, stdout=subprocess.PIPE, start_new_session=True)
    for _ in range(3):
        child.stdout.readline()
    os.killpg(child.pid, signal.SIGINT)
    out, err = the_rest_of(child)
    stored = 3 + len(out.splitlines())
    assert child.returncode == 130
    assert re.fullmatch(rf"avviso: stopped; ({stored}|{stored + 1}) articles stored and kept\n", err)
    with Archive.open(str(archive)) as opened:
        assert stored <= opened.counts()["articles"] <= stored + 1


def test_ctrl_c_closes_a_json_array(tmp_path):
    child = start("read", slow_articles(tmp_path, 60), "--json", "--no-archive", cwd=tmp_path, stdout=subprocess.PIPE)
    head = child.stdout.readline() + child.stdout.readline()
    child.send_signal(signal.SIGINT)
    out, err = the_rest_of(child)
    assert child.returncode == 130
    assert err == f"avviso: stopped; {len(json.loads(head + out))} articles read\n".replace("; 1 articles", "; 1 article")


def test_a_reader_that_stops_reading_ends_the_run_quietly(tmp_path):
    child = start("read", slow_articles(tmp_path, 60), "--jsonl", "--no-archive", cwd=tmp_path, stdout=subprocess.PIPE)
    child.stdout.readline()
    child.stdout.close()
    assert (child.wait(30), child.stderr.read()) == (141, "")
    child.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", [["--jsonl"], []])
def test_a_full_disk_under_the_output_is_told(tmp_path, form):
    with Path("/dev/full").open("w") as full:
        child = start("read", slow_articles(tmp_path, 2), "--no-archive", *form, cwd=tmp_path, stdout=full)
        _, err = child.communicate(timeout=30)
    assert child.returncode == 1
    assert err == "avviso: the output cannot be written (No space left on device); free some space or write elsewhere\n"


def test_progress_is_shown_on_a_terminal_and_not_in_a_pipe(tmp_path):
    ours, theirs = os.openpty()
    environment = dict(os.environ) | {"HOME": str(tmp_path), "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, str(STUB), "read", str(slow_articles(tmp_path, 3)), "--no-archive", "--jsonl"]
    child = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown, deadline = b"", time.monotonic() + 30
    while time.monotonic() < deadline and select.select([ours], [], [], 10)[0]:
        try:
            part = os.read(ours, 65_536)
        except OSError:
            break
        if not part:
            break
        shown += part
    out, _ = child.communicate(timeout=30)
    os.close(ours)
    assert len(out.splitlines()) == 3 and b"\x1b" not in out
    assert b"reading" in shown and b"/3" in shown
    assert run_piped(command, tmp_path).endswith("avviso: 3 articles read\n")


def run_piped(command, folder):
    err = subprocess.run(command, cwd=folder, capture_output=True, text=True).stderr
    assert err.count("\n") == 1
    return err


def test_the_demo_reads_what_ships_with_avviso_and_keeps_nothing(run, tmp_path):
    code, out, err = run("demo")
    assert (code, err) == (0, "") and re.search(r"^In all: \d+ articles, \d+ statements", out, re.MULTILINE)
    code, out, err = run("demo", "--jsonl")
    assert (code, err) == (0, "") and len(out.splitlines()) >= 6
    assert not (tmp_path / "a.sqlite").exists()
