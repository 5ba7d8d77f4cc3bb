import json
import shutil
import subprocess
from pathlib import Path

import pytest

from llamita.corpus.lock import lock_file
from llamita.corpus.record.manifest import Manifest
from tests.corpus.building import MIT, program

RECIPE = """
name = "mine"
description = "what our team has written"
tokenizer = "source.gguf"

[[projects]]
name = "service"
origins = [{ folder = "service" }]

[[projects]]
name = "tools"
origins = [{ folder = "./lib/../tools" }]
license = { identifier = "MIT", why = "we wrote it" }
"""


@pytest.fixture
def here(tmp_path, source, monkeypatch):
    """A folder with a recipe, its sources and a tokenizer, in which commands are given."""
    monkeypatch.chdir(source.parent)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LLAMITA_HOME", str(tmp_path / "home"))
    write_sources(tmp_path / "work")
    return tmp_path


def write_sources(folder):
    files = {
        "mine.toml": RECIPE,
        "service/LICENSE": MIT.format(who="service"),
        "service/own.py": program(21),
        "service/package.json": '{"license": "SEE LICENSE IN OTHER"}\n',
        "service/near.py": program(22),
        "tools/tool.py": program(23),
        "lib/empty": "",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def run(run_here):
    def run(*arguments):
        code, out, err = run_here("corpus", *arguments)
        assert code == 0, err
        return out

    return run


@pytest.fixture
def refused(run_here):
    def refused(*arguments):
        code, _, err = run_here("corpus", *arguments)
        assert code in {2, 3}
        # As wide as the terminal of the test makes it.
        return " ".join(err.split())

    return refused


def built(run, recipe, out):
    return json.loads(run("build", recipe, "--out", out, "--runner", "numpy", "--json"))["id"]


def id_in(folder):
    return Manifest.read(Path(folder) / "manifest.json").corpus.id


def contents(folder):
    return {
        path.relative_to(folder): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
    }


def test_the_card_says_what_is_on_record_and_writes_nothing(here, run):
    identity = built(run, "work/mine.toml", "corpus")
    before = contents("corpus")
    assert identity[:16] in run("card", "--corpus", "./corpus")
    assert json.loads(run("card", "--corpus", "./corpus", "--json"))["id"] == identity
    run("card", "--corpus", "./corpus", "--html", "page.html")
    assert contents("corpus") == before
    assert (here / "page.html").read_bytes() == (here / "corpus/card.html").read_bytes()


def test_a_record_without_a_card_is_built_anew(here, run, refused):
    built(run, "work/mine.toml", "corpus")
    card = (here / "corpus/card.md").read_bytes()
    (here / "corpus/card.md").unlink()
    assert "`llamita corpus build` writes the record anew" in refused("card", "--corpus", "./corpus")
    built(run, "work/mine.toml", "corpus")
    assert (here / "corpus/card.md").read_bytes() == card


def test_a_corpus_without_its_lock_says_who_writes_it(here, run, refused):
    built(run, here / "work/mine.toml", "corpus")
    (here / "corpus/recipe.lock.json").unlink()
    assert "`llamita corpus build` writes it anew" in refused("opt-out", "tools", "--corpus", "./corpus")


def test_the_same_folders_elsewhere_make_the_same_corpus(here, run):
    identity = built(run, "work/mine.toml", "corpus")
    write_sources(here / "home/of/another")
    assert built(run, here / "home/of/another/mine.toml", "other") == identity
    assert (here / "other/manifest.json").read_bytes() == (here / "corpus/manifest.json").read_bytes()
    assert (here / "other/recipe.lock.json").read_bytes() == (here / "corpus/recipe.lock.json").read_bytes()
    assert (
        str(here) not in (here / "corpus/manifest.json").read_text() + (here / "corpus/card.md").read_text()
    )


def test_what_a_folder_holds_is_part_of_the_id(here, run):
    identity = built(run, "work/mine.toml", "corpus")
    # In no shard: the lock's digest of the folder alone tells.
    (here / "work/tools/data.bin").write_bytes(b"\0")
    assert built(run, "work/mine.toml", "corpus") != identity


def test_a_corpus_keeps_its_id_when_it_is_copied_built_again_and_opted_out_of(here, run):
    identity = built(run, "work/mine.toml", "corpus")
    shutil.copytree(here / "corpus", "deep/down/copy")
    assert json.loads(run("card", "--corpus", "./deep/down/copy", "--json"))["id"] == identity
    assert built(run, "work/mine.toml", "deep/down/copy") == identity
    assert built(run, "deep/down/copy/recipe.toml", "deep/down/copy") == identity
    told = [
        json.loads(run("opt-out", "tools/tool.py", "--corpus", f"./{corpus}", "--json"))
        for corpus in ("corpus", "deep/down/copy")
    ]
    assert [one["id_before"] for one in told] == [identity, identity]
    assert told[0]["id"] == told[1]["id"] != identity
    for recipe, corpus in (("work/mine.toml", "corpus"), ("corpus/recipe.toml", "deep/down/copy")):
        assert built(run, recipe, corpus) == told[0]["id"] == id_in(corpus)


def test_the_command_on_the_card_builds_the_corpus_again_from_its_folder(here, run, monkeypatch):
    identity = built(run, "work/mine.toml", "corpus")
    (command,) = [line for line in run("card", "--corpus", "./corpus").splitlines() if "corpus build" in line]
    shutil.copy("source.gguf", "corpus")
    monkeypatch.chdir(here / "corpus")
    run(*command.strip(" `").split()[2:], "--out", here / "again", "--runner", "numpy")
    assert id_in(here / "again") == identity


def test_a_recipe_with_our_name_is_not_taken_for_ours(here, run):
    text = RECIPE.replace('"mine"', '"starter"')
    (here / "work/starter.toml").write_text(text, "utf-8")
    built(run, "work/starter.toml", "corpus")
    assert (
        Manifest.read(here / "corpus/manifest.json").corpus.rebuild_command
        == "llamita corpus build recipe.toml"
    )


def test_a_recipe_with_a_lock_is_built_again_from_its_copy(here, run, refused):
    repository(here / "repository")
    recipe = here / "work/mixed.toml"
    recipe.write_text(RECIPE + f'[[projects]]\nname = "git"\norigins = [{{ git = "{here}/repository" }}]\n')
    told = refused("build", recipe, "--out", "corpus", "--runner", "numpy")
    assert f"`llamita corpus lock {recipe}` makes it" in told
    run("lock", recipe)
    assert str(here / "work") not in lock_file(recipe).read_text()
    identity = built(run, recipe, "corpus")
    assert built(run, "corpus/recipe.toml", "again") == identity
    recipe.write_text(recipe.read_text().replace('"service" }', '"lib" }'), "utf-8")
    assert f"`llamita corpus lock {recipe}` makes it anew" in refused("build", recipe, "--out", "corpus")


def repository(folder):
    folder.mkdir()
    (folder / "LICENSE").write_text(MIT.format(who="git"), "utf-8")
    (folder / "main.py").write_text(program(31), "utf-8")
    settings = ("-c", "user.name=a", "-c", "user.email=a@a.test", "-c", "init.defaultBranch=main")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "first")):
        subprocess.run(["git", *settings, *arguments], cwd=folder, check=True)


def test_folders_that_are_gone_are_named_with_where_they_start(here, run, refused):
    built(run, "work/mine.toml", "corpus")
    shutil.move("work", "moved")
    told = refused("build", "corpus/recipe.toml", "--out", "again", "--runner", "numpy")
    assert "cannot read the folder `service`" in told
    assert f"its folders start at `{here}/work`" in told
    (here / "corpus/recipe.start.json").write_text('{"folder": 3}')
    assert "recipe.start.json` is damaged" in refused("build", "corpus/recipe.toml", "--out", "again")
    (here / "corpus/recipe.start.json").write_text("{")
    assert "folders then start at `corpus`" in refused("build", "corpus/recipe.toml", "--out", "again")


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--out", "work/service/corpus"), "--out"),
        (("--out", "work/tools"), "--out"),
        (("--out", "corpus", "--cache", "work/service/.cache"), "--cache"),
    ],
)
def test_nothing_is_written_into_what_is_read(here, refused, options, name):
    if options[1] == "work/tools":
        (here / "work/tools/tool.py").rename(here / "work/service/tool.py")
    before = contents("work")
    told = refused("build", "work/mine.toml", *options, "--runner", "numpy")
    assert "which recipe `mine` reads" in told
    assert f"name a folder outside of it with `{name}`" in told
    assert contents("work") == before


def test_a_license_that_a_recipe_states_stands_in_the_recipe(here, run):
    built(run, here / "work/mine.toml", "corpus")
    assert "MIT by recipe, recipe mine, project tools" in run("show", "tool.py", "--corpus", "./corpus")
    shown = run("show", "service/own.py", "--corpus", "./corpus")
    assert "but also a license that nobody here can name: package.json:1" in shown
    assert "None" not in shown


@pytest.mark.parametrize(
    ("quality", "message"),
    [
        ("max_lins = 3", "`work/mine.toml`: quality: there is no threshold `max_lins`"),
        ("max_lines = 'a'", "`work/mine.toml`: quality: threshold `max_lines` is `a`"),
        ("[quality.java]\nmax_lines = 3", "`work/mine.toml`: quality: there is no threshold `java`"),
    ],
)
def test_thresholds_that_are_wrong_name_the_recipe_and_where_those_of_a_language_stand(
    here, refused, quality, message
):
    (here / "work/mine.toml").write_text(f"{RECIPE}\n[quality]\n{quality}\n", "utf-8")
    told = refused("build", "work/mine.toml", "--out", "corpus")
    assert message in told
    assert "`[quality.exceptions.LANGUAGE]`" in told
