import re
from fnmatch import fnmatch
from pathlib import Path

from stub_reading import NOW, SENTENCE, make_reader

from avviso.about import data_sources, describe
from avviso.knowledge.files import DATA
from avviso.service import Service
from avviso.settings import load


def test_every_data_file_has_a_source_and_every_source_a_use():
    files = [str(path.relative_to(DATA)) for path in DATA.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    patterns = [pattern for source in data_sources() for pattern in source.files]
    assert [file for file in files if not any(fnmatch(file, pattern) for pattern in patterns)] == []
    for source in data_sources():
        assert source.name and source.what and source.source and source.licence and source.files


def test_languages_and_models_are_told_with_version_licence_and_hash(tmp_path):
    about = describe(load(environment={"HOME": str(tmp_path)}))
    assert [language.code for language in about.languages] == ["fr", "en"]
    assert {language.model for language in about.languages} < {model.name for model in about.models}
    for model in about.models:
        assert model.version and model.licence and re.fullmatch("[0-9a-f]{64}", model.sha256)
    assert (about.counts, about.problem) == ({}, None)
    assert not Path(about.archive).exists()


def test_the_archive_is_counted_or_its_fault_told(tmp_path):
    settings = load(environment={"HOME": str(tmp_path)}, archive=str(tmp_path / "a.sqlite"))
    (tmp_path / "a.txt").write_text(SENTENCE)
    list(Service(settings, make_reader=make_reader).read([str(tmp_path / "a.txt")], now=NOW))
    assert describe(settings).counts["events"] == 1
    (tmp_path / "a.sqlite").write_bytes(b"no database" * 100)
    assert "is no archive" in describe(settings).problem


def test_a_model_that_is_not_installed_is_told_without_failing():
    from avviso.about import _model

    assert _model("no-such-model").version is None
