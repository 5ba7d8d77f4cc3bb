import shutil

import pytest

from llamita.corpus.shards import catalog, forgetting
from llamita.corpus.shards.forgetting import forget
from llamita.corpus.shards.reader import Shards
from llamita.errors import CorpusError, RequestError
from tests.corpus.shards.sample import contents, document, tokens, write


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "shards")


def texts(folder):
    shards = Shards.open(folder)
    return [shards.tokens(i).tolist() for i in range(len(shards))]


def test_forgotten_tokens_are_gone_from_disk_and_all_else_stays(folder):
    spelled = tokens(10).tobytes()
    assert sum(spelled in raw for raw in contents(folder).values()) == 1
    rewritten = forget(folder, [10, 20])
    assert not any(spelled in raw for raw in contents(folder).values())
    assert len(rewritten) == 2
    shards = Shards.open(folder)
    shards.verify()
    assert texts(folder) == [[] if i in (10, 20) else tokens(i).tolist() for i in range(30)]
    gone = shards.document(10)
    assert (gone.address, gone.sha256) == (document(10).address, document(10).sha256)
    assert (gone.is_forgotten, gone.tokens) == (True, 0)
    assert 10 not in shards.groups[("code", "c++")]
    assert len(list(folder.iterdir())) == 2 * len(shards.catalog.shards) + 1


def test_forgetting_again_changes_nothing(folder):
    forget(folder, [10])
    before = contents(folder)
    assert forget(folder, [10]) == []
    assert contents(folder) == before


def test_forgetting_in_two_steps_is_forgetting_at_once_but_for_the_edition(folder, tmp_path):
    other = write(tmp_path / "other")
    forget(folder, [3])
    forget(folder, [4])
    forget(other, [3, 4])
    assert texts(folder) == texts(other)


def test_a_whole_shard_can_be_forgotten(folder):
    forget(folder, range(30))
    shards = Shards.open(folder)
    shards.verify()
    assert (len(shards), shards.num_tokens) == (30, 0)
    assert texts(folder) == [[]] * 30


def test_other_shards_are_not_touched(folder):
    before = contents(folder)
    forget(folder, [0])
    after = contents(folder)
    assert {name for name in before if after.get(name) != before[name]} == {
        "shards.json", "tokens-00000.bin", "index-00000.bin",
    }  # fmt: skip


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", range(14))
def test_a_kill_at_any_step_leaves_old_or_new_shards_and_the_next_try_finishes(folder, monkeypatch, step):
    old = texts(folder)
    new = [[] if i in (10, 20) else found for i, found in enumerate(old)]
    steps = iter(range(100))

    def dying(act):
        def step_or_die(*arguments, **keywords):
            if next(steps) == step:
                raise Killed
            return act(*arguments, **keywords)

        return step_or_die

    with monkeypatch.context() as patch:
        for name in ("new_file", "file_of", "replace_catalog", "delete"):
            patch.setattr(forgetting, name, dying(getattr(forgetting, name)))
        patch.setattr(catalog, "replace_durably", dying(catalog.replace_durably))
        with pytest.raises(Killed):
            forget(folder, [10, 20])
    assert texts(folder) in (old, new)
    forget(folder, [10, 20])
    assert texts(folder) == new
    Shards.open(folder).verify()


def test_a_stray_file_is_found_and_the_next_removal_deletes_it_but_no_file_of_others(folder):
    shutil.copy(folder / "tokens-00000.bin", folder / ".tokens-00000.1.bin.77.part")
    (folder / "README").write_text("mine")
    with pytest.raises(CorpusError, match=r"part` does not belong to these shards$"):
        Shards.open(folder).verify()
    forget(folder, [])
    Shards.open(folder).verify()
    assert (folder / "README").exists()


def test_a_number_that_is_none_is_refused_before_anything_changes(folder):
    before = contents(folder)
    with pytest.raises(RequestError, match=r"^no document 30 in"):
        forget(folder, [1, 30])
    assert contents(folder) == before
