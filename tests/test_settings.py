import pytest

from avviso.settings import SettingsError, load


def write(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_flags_come_before_the_environment_before_the_file_before_defaults(tmp_path):
    file = write(tmp_path, 'archive = "/from/file"\nworkers = 3\ntimeout = 5\n')
    found = load(file, {"HOME": "/home/u", "AVVISO_WORKERS": "4"}, archive="/from/flag")
    assert (found.archive, found.workers, found.timeout, found.max_bytes) == ("/from/flag", 4, 5.0, 20_000_000)


def test_the_archive_lies_in_the_users_data_folder():
    assert load(environment={"HOME": "/home/u"}).archive == "/home/u/.local/share/avviso/archive.sqlite"
    assert load(environment={"HOME": "/home/u", "XDG_DATA_HOME": "/data"}).archive == "/data/avviso/archive.sqlite"


def test_the_file_in_the_users_folder_is_read(tmp_path):
    (tmp_path / "avviso").mkdir()
    (tmp_path / "avviso" / "config.toml").write_text('languages = ["fr"]')
    assert load(environment={"XDG_CONFIG_HOME": str(tmp_path), "HOME": "/h"}).languages == ("fr",)


def test_languages_may_be_written_with_commas():
    assert load(environment={"HOME": "/h", "AVVISO_LANGUAGES": "FR, en"}).languages == ("fr", "en")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("colour = 1", "there is no setting 'colour'"),
        ("workers = 0", "workers is 0; give a whole number above 0"),
        ("workers = 1.5", "give a whole number"),
        ("workers = true", "give a whole number"),
        ("timeout = 'soon'", "give a number above 0"),
        ("timeout = nan", "give a number above 0"),
        ("archive = 7", "give some text"),
        ("languages = [1]", "give language codes"),
        ("languages = []", "give language codes"),
        ("workers = = 2", "correct the file"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path, text, complaint):
    with pytest.raises(SettingsError, match=r"own\.toml") as refused:
        load(write(tmp_path, text), {"HOME": "/h"})
    assert complaint in str(refused.value)


def test_a_file_that_was_named_must_exist(tmp_path):
    with pytest.raises(SettingsError, match="no such file"):
        load(tmp_path / "none.toml", {"HOME": "/h"})
    assert load(environment={"HOME": str(tmp_path)}).workers == 1
