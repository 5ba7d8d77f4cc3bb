import time

import pytest

from llamita.corpus.decontamination import (
    BENCHMARKS_FILE,
    Benchmarks,
    benchmark_texts,
    build_benchmarks,
    gather,
)
from llamita.corpus.decontamination.lexing import tokens, words
from llamita.errors import CorpusError
from llamita.problems.sources import Sources
from tests.corpus.decontamination import generate, recall
from tests.corpus.decontamination.planting import PLACES


@pytest.fixture(scope="module")
def benchmarks():
    return Benchmarks.load(BENCHMARKS_FILE)


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_solution_is_found_as_it_is_and_reformatted(benchmarks, place):
    lost = [
        (text.task_id, change)
        for text, change, _, file in recall.planted(61, (place,))
        if change in {"verbatim", "reformatted", "joined lines"}
        and benchmarks.find(file, recall.LANGUAGES.get(place, "python")) is None
    ]
    assert lost == []


def test_a_solution_with_other_names_and_without_docstrings_is_found(benchmarks):
    lost = {
        (text.task_id, change)
        for text, change, _, file in recall.planted(23, ("module",))
        if benchmarks.find(file, "python") is None
    }
    assert lost == set()


def test_prompts_in_every_language_are_found(benchmarks):
    lost = [
        text.task_id
        for text in recall.texts()
        if text.language != "python" and benchmarks.find(text.programs[0], text.language) is None
    ]
    assert lost == []


@pytest.mark.parametrize("place", PLACES)
def test_a_host_without_a_problem_is_not_out(benchmarks, place):
    assert benchmarks.find(PLACES[place]("x = 1\n"), "python") is None


def test_a_hit_says_which_problem_stands_where(benchmarks):
    (text,) = (
        text for text in recall.texts() if text.task_id == "HumanEval/0" and text.benchmark == "HumanEval"
    )
    hit = benchmarks.find("\n\n" + text.programs[-1], "python")
    assert (hit.benchmark, hit.task_id, hit.how, hit.line) == ("HumanEval", "HumanEval/0", "10-gram", 3)
    assert 0 < len(hit.evidence) <= 200


def test_the_file_of_hashes_is_that_of_the_benchmarks_at_hand(benchmarks):
    assert benchmarks.digest == generate.made().digest


def test_benchmarks_that_are_not_at_hand_are_named(benchmarks, tmp_path):
    assert {"HumanEvalPack", "QuixBugs", "CRUXEval", "HumanEval+", "MBPP+"} == set(benchmarks.missing)
    gathered = gather(Sources(folders=(tmp_path,)))
    assert "MBPP" in {benchmark.name for benchmark in gathered.missing}


def test_what_is_saved_is_loaded(benchmarks, tmp_path):
    benchmarks.save(tmp_path / "b.bin")
    assert Benchmarks.load(tmp_path / "b.bin").digest == benchmarks.digest
    assert (tmp_path / "b.bin").stat().st_size < 3_000_000


@pytest.mark.parametrize("data", [b"", b"PK", b"llamita benchmarks 1\n{}\n", b"llamita benchmarks 1\n[1]\n"])
def test_a_damaged_file_is_an_error_that_names_it(data, tmp_path):
    (tmp_path / "b.bin").write_bytes(data)
    with pytest.raises(CorpusError, match=r"b\.bin` holds no benchmarks"):
        Benchmarks.load(tmp_path / "b.bin")


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(CorpusError, match=r"cannot read benchmarks from `.*none\.bin`"):
        Benchmarks.load(tmp_path / "none.bin")


@pytest.mark.parametrize(
    "unit", ["a", "(", " ", "\n", "'", '"', '\\"a', '\\"""\n', "1", ".", '"""', "r" + 3 * "'", "\n  '"]
)
def test_a_hostile_megabyte_is_read_in_seconds(benchmarks, unit):
    began = time.process_time()
    assert benchmarks.find(unit * (1_000_000 // len(unit)), "python") is None
    assert time.process_time() - began < 5


def test_quotes_that_a_last_backslash_leaves_open_are_read_in_seconds(benchmarks):
    began = time.process_time()
    assert benchmarks.find('"\\' * 500_000, "python") is None
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["", " ", "x", "\ud800 def f(): pass", "\0"])
def test_a_text_with_next_to_nothing_is_no_problem(benchmarks, text):
    assert benchmarks.find(text, "python") is None


def test_formatting_does_not_change_tokens():
    one = "def f(a,\n      b,):\n  if a: return 'x'\n  else:\n    if b: return 1e-6\n"
    other = 'def f(a, b):\n    # Why.\n    if (a):\n        return "x"\n    elif b:\n        return 1e-06\n'
    assert tokens(one).codes_T.tolist() == tokens(other).codes_T.tolist()


def test_words_are_parted_by_all_but_letters_digits_and_lines_below():
    assert words("Foo.bar_1(x)->Y") == ["foo", "bar_1", "x", "y"]


def test_texts_of_no_programming_language_are_no_benchmark():
    problem = recall.texts()[0]
    assert problem.language == "python"
    assert build_benchmarks(benchmark_texts([])).find("anything at all", "text") is None
