import os

import pytest

from llamita.errors import FetchError
from llamita.files.index_settings import read_index_settings

FILE_INDEX = "https://file.test/simple"


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        (
            {"PIP_INDEX_URL": "https://a.test/simple/", "UV_INDEX_URL": "https://b.test"},
            "https://a.test/simple",
        ),
        ({"UV_DEFAULT_INDEX": "mine=https://a.test/x=y/"}, "https://a.test/x=y"),
        ({"UV_INDEX_URL": "https://a.test"}, "https://a.test"),
        ({"PIP_CONFIG_FILE": "pip.conf"}, FILE_INDEX),
        ({"PIP_CONFIG_FILE": "pip.conf", "PIP_INDEX_URL": "https://a.test"}, "https://a.test"),
    ],
)
def test_the_index_is_what_pip_or_uv_would_ask(environment, url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {FILE_INDEX}/\ncert = %(x)s\n", "utf-8")
    assert read_index_settings({"HOME": str(tmp_path), **environment}).url == url


@pytest.mark.parametrize("broken", [b"no section", b"\xff\xfe", b"[global\n"])
def test_a_configuration_nobody_can_read_configures_nothing(tmp_path, broken):
    (tmp_path / "pip.conf").write_bytes(broken)
    environment = {"HOME": str(tmp_path), "PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    settings = read_index_settings({**environment, "PIP_INDEX_URL": "https://a.test"})
    assert settings.url == "https://a.test"


def test_without_a_configured_index_none_is_asked(tmp_path):
    message = r"^skipped, because no index is configured in the environment or in `pip.conf`$"
    with pytest.raises(FetchError, match=message):
        read_index_settings({"HOME": str(tmp_path), "PIP_CONFIG_FILE": os.devnull})


def test_a_user_who_switched_indexes_off_is_obeyed():
    environment = {"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "https://a.test"}
    with pytest.raises(FetchError, match=r"^skipped, because `PIP_NO_INDEX` is set$"):
        read_index_settings(environment)


def test_the_usual_index_is_asked_where_none_is_configured(tmp_path):
    environment = {"HOME": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    assert read_index_settings(environment, usual_url="https://usual.test/").url == "https://usual.test"
    configured = {**environment, "PIP_INDEX_URL": "https://a.test"}
    assert read_index_settings(configured, usual_url="https://usual.test").url == "https://a.test"
    with pytest.raises(FetchError, match="^skipped, because `UV_OFFLINE` is set$"):
        read_index_settings({**environment, "UV_OFFLINE": "1"}, usual_url="https://usual.test")
