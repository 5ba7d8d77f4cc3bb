import shutil
import time
from pathlib import Path

import pytest

from llamita.corpus.lock import lock_file, read_lock, sources_digest
from llamita.corpus.recipe import (
    built_in_recipes,
    find_recipe,
    parse_recipe,
    read_recipe,
    recipe_file,
    write_start,
)
from llamita.corpus.recipe_patterns import Patterns
from llamita.corpus.recipe_projects import Origin
from llamita.errors import RequestError

HEAD = 'name = "a"\ndescription = "b"\n'
PROJECT = '[[projects]]\nname = "p"\norigins = [{ npm = "zod" }]\n'


def parsed(text):
    return parse_recipe(text.encode(), "`test`", Path("/somewhere"))


def test_a_short_recipe_has_the_defaults_of_the_stack_and_code_llama():
    recipe = parsed(HEAD + PROJECT)
    assert (recipe.license_policy, recipe.tokenizer) == ("permissive", "smollm2-135m-instruct")
    assert recipe.mixture.shares == {"code": 0.85, "docs": 0.08, "prose": 0.07}
    assert recipe.mixture.max_epochs == 4
    near = recipe.near_duplicates
    assert (near.num_permutations, near.bands, near.rows, near.shingle_words) == (256, 25, 10, 5)
    assert near.jaccard == 0.7
    (project,) = recipe.projects
    assert (project.name, project.kind, project.origins) == ("p", "code", (Origin("npm", "zod"),))


def test_every_key_is_read():
    recipe = parsed(
        HEAD
        + """
        license_policy = "weak copyleft"
        tokenizer = "other"
        debian_suite = "trixie"
        [mixture]
        code_epochs = 2
        max_epochs = 3.5
        shares = { code = 0.5, docs = 0.3, prose = 0.2 }
        weights = { shell = 4 }
        [quality]
        max_line_characters = 500
        [near_duplicates]
        num_permutations = 128
        bands = 16
        rows = 8
        shingle_words = 7
        jaccard = 0.8
        [[projects]]
        name = "p"
        origins = [
            { debian-source = "p", version = "1:1.0-1" }, { git = "https://a.test/p", revision = "v1" }
        ]
        kind = "docs"
        include = ["*.md"]
        exclude = ["old/"]
        max_bytes = 1_000
        license = { identifier = "MIT", why = "its page says so" }
        homepage = "https://a.test"
        """
    )
    assert (recipe.license_policy, recipe.tokenizer) == ("weak copyleft", "other")
    assert recipe.debian_suite == "trixie"
    assert (recipe.mixture.code_epochs, recipe.mixture.max_epochs) == (2, 3.5)
    assert (recipe.mixture.shares["docs"], recipe.mixture.weights) == (0.3, {"shell": 4})
    assert recipe.quality == {"max_line_characters": 500}
    assert (recipe.near_duplicates.bands, recipe.near_duplicates.jaccard) == (16, 0.8)
    (project,) = recipe.projects
    assert [str(origin) for origin in project.origins] == [
        "debian-source p 1:1.0-1",
        "git https://a.test/p v1",
    ]
    assert project.license is not None
    assert (project.license.identifier, project.max_bytes, project.kind) == ("MIT", 1000, "docs")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "`test`: not TOML: Invalid value"),
        (HEAD + 'name = "b"\n' + PROJECT, "`test`: not TOML: Cannot overwrite a value"),
        (HEAD + 'licence_policy = "permissive"\n' + PROJECT, "`test`: unknown key `licence_policy`"),
        (HEAD, "`test`: `projects` is missing"),
        (HEAD + "projects = []", "`test`: `projects` must be at least one table, got `[]`"),
        (HEAD + "tokenizer = 1\n" + PROJECT, "`test`: `tokenizer` must be a text, got `1`"),
        (HEAD + 'license_policy = "free"\n' + PROJECT, "`test`: `license_policy` must be `permissive` or"),
        (HEAD + "[mixture]\nmax_epochs = true\n" + PROJECT, "`test`: mixture: `max_epochs` must be a number"),
        (
            HEAD + "[mixture]\nmax_epochs = -1\n" + PROJECT,
            "`test`: mixture: `max_epochs` must be a number from",
        ),
        (HEAD + "[mixture.shares]\ncode = 1.0\n" + PROJECT, "`test`: mixture: "),
        (HEAD + "[near_duplicates]\njaccard = 2\n" + PROJECT, "`jaccard` must be a number from 0.01 to 1"),
        (HEAD + "[near_duplicates]\nbands = 99\n" + PROJECT, "`bands` must be at most `num_permutations`"),
        (HEAD + PROJECT + PROJECT, "`test`: two projects have the name `p`"),
        (HEAD + PROJECT.replace('"p"', '"../p"'), "`test`: projects[0]: `name` must be letters"),
        (HEAD + PROJECT.replace('npm = "zod"', ""), "exactly one key says where from"),
        (HEAD + PROJECT.replace("npm =", 'folder = "a", npm ='), "exactly one key says where from"),
        (HEAD + PROJECT.replace("zod", "../../zod"), "`npm` must be the name of a package"),
        (HEAD + PROJECT.replace('"zod"', '"zod", version = "-1"'), "`version` must be a version"),
        (HEAD + PROJECT.replace('npm = "zod"', 'git = "--upload-pack=x"'), "`git` must be an address"),
        (HEAD + PROJECT.replace('npm = "zod"', 'git = "ext::sh"'), "`git` must be an address"),
        (
            HEAD + PROJECT + 'include = ["a**b"]\n',
            "projects[0]: include: in a pattern `**` stands between `/`",
        ),
        (HEAD + PROJECT + 'include = ["a", "a"]\n', "`include` must be each text once"),
        (HEAD + PROJECT + "max_bytes = 0\n", "`max_bytes` must be a whole number from 1"),
        (HEAD + PROJECT + 'license = { identifier = "MIT" }\n', "projects[0]: license: `why` is missing"),
    ],
)
def test_every_slip_is_an_error_that_names_file_and_key(text, message):
    with pytest.raises(RequestError) as error:
        parsed(text)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_the_nearest_key_is_the_hint():
    with pytest.raises(RequestError) as error:
        parsed(HEAD + 'licence_policy = "permissive"\n' + PROJECT)
    assert error.value.hint == "did you mean `license_policy`?"


def test_folders_start_at_the_recipe(tmp_path):
    (tmp_path / "mine.toml").write_text(HEAD + PROJECT.replace('npm = "zod"', 'folder = "code"'), "utf-8")
    recipe = read_recipe(tmp_path / "mine.toml")
    assert recipe.folders == [tmp_path / "code"]
    assert recipe.projects[0].origins[0].name == "code"


def test_what_a_recipe_says_is_the_same_wherever_it_lies(tmp_path):
    text = HEAD + PROJECT.replace('npm = "zod"', 'folder = "../code"')
    here, there = (parse_recipe(text.encode(), "`test`", tmp_path / name) for name in ("a/b", "c"))
    assert here.folders == [tmp_path / "a/code"]
    assert there.folders == [tmp_path / "code"]
    assert (here, here.as_json(), sources_digest(here)) == (there, there.as_json(), sources_digest(there))


def test_a_copy_of_a_recipe_finds_the_folders_that_the_recipe_finds(tmp_path):
    (tmp_path / "mine.toml").write_text(HEAD + PROJECT.replace('npm = "zod"', 'folder = "code"'), "utf-8")
    recipe = read_recipe(tmp_path / "mine.toml")
    copy = tmp_path / "corpus/recipe.toml"
    copy.parent.mkdir()
    shutil.copy(tmp_path / "mine.toml", copy)
    write_start(recipe, copy)
    assert read_recipe(copy).folders == recipe.folders
    write_start(parsed(HEAD + PROJECT), copy)
    assert read_recipe(copy).folders == [tmp_path / "corpus/code"]


def test_what_a_table_cannot_have_is_said_once():
    with pytest.raises(RequestError) as error:
        parsed(HEAD + PROJECT + "[mixture]\nshares = { code = 1 }\n")
    assert str(error.value) == "`test`: mixture: each of code, docs, prose needs a share, got `code`"


@pytest.mark.parametrize("name", ["none", "none.toml"])
def test_a_recipe_that_is_not_there_is_named(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError, match="none"):
        find_recipe(name)


@pytest.mark.parametrize("name", built_in_recipes())
def test_our_own_recipes_can_be_read_and_their_locks_are_theirs(name):
    recipe = find_recipe(name)
    assert recipe.name == name
    if not recipe.is_local:
        locked = read_lock(lock_file(recipe_file(name)))
        locked.require_for(recipe, name)
        assert {artifact.project for artifact in locked.artifacts} <= {
            project.name for project in recipe.projects
        }


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        ("*.py", ["a.py", "a/b.py"], ["a.pyc", "a.py/b"]),
        ("src/*.c", ["src/a.c"], ["src/a/b.c", "a/src/b.c", "a.c"]),
        ("src/**/*.c", ["src/a.c", "src/x/y/a.c"], ["a.c", "src/a.h"]),
        ("**/test/**", ["test/a", "x/test/a/b"], ["x/tests/a", "test"]),
        ("docs/", ["docs/a", "docs/a/b"], ["docs", "x/docs/a"]),
        ("a/**/b/**/c", ["a/b/c", "a/x/b/b/y/c"], ["a/c", "a/b"]),
        ("a?c[de]", ["abcd", "x/abce"], ["abcf", "a/cd"]),
    ],
)
def test_patterns_mean_what_they_say(pattern, taken, left):
    patterns = Patterns((pattern,))
    assert [path for path in taken + left if patterns.match(path)] == taken


def test_no_path_takes_long():
    patterns = Patterns(("a*a*a*a*a*b", "**/a/**/a/**/a/**/b"))
    started_s = time.monotonic()
    assert not patterns.match("a" * 100_000)
    assert not patterns.match("a/" * 10_000 + "c")
    assert time.monotonic() - started_s < 2


def test_what_fits_is_chosen_by_paths_alone_in_any_order():
    project = parsed(HEAD + PROJECT + "max_bytes = 1000\nexclude = ['*.txt']\n").projects[0]
    sizes = [(f"{number}.py", 90) for number in range(50)] + [("big.txt", 9)]
    chosen = project.choose(sizes)
    assert project.choose(reversed(sizes)) == chosen
    assert project.choose([(path, 90) for path in chosen]) == chosen
    assert (len(chosen), "big.txt" in chosen) == (11, False)
    assert chosen == sorted(chosen)
    assert chosen != sorted(path for path, _ in sizes)[:11]
