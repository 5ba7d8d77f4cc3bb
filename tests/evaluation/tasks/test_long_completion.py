import pytest

from llamita.errors import ProblemsError, RequestError
from llamita.evaluation.task import Setting
from llamita.evaluation.tasks.long_completion import BUILDERS, MAX_TOKENS
from llamita.problems.sources import Sources
from llamita.spec import SamplingSpec
from tests.tiny import tiny_tokenizer

TOKENIZER = tiny_tokenizer()


def count_tokens(text):
    return len(TOKENIZER.prompt(text))


def built(context_tokens=2048, **options):
    return BUILDERS["long-completion"](
        Setting(sources=Sources(), count_tokens=count_tokens, context_tokens=context_tokens, options=options)
    )


@pytest.fixture(scope="module")
def task():
    return built(items="12", bytes="40000")


def whole_text(problem):
    from llamita.files.folder import standard_library

    return standard_library().read(problem.facts["file"], 40_000)


def test_a_prompt_stands_before_its_line_and_leaves_room_for_it(task):
    assert len(task.problems) == 12
    for problem in task.problems:
        before, _, after = whole_text(problem).partition(problem.prompt)
        assert before
        assert after.lstrip().startswith(problem.test.target + "\n")
        assert problem.prompt == problem.prompt.rstrip()
        assert 0.95 * (2048 - MAX_TOKENS) <= count_tokens(problem.prompt) <= 2048 - MAX_TOKENS


def test_a_prompt_begins_with_a_whole_line(task):
    for problem in task.problems:
        text = whole_text(problem)
        assert text[text.index(problem.prompt) - 1] == "\n"


def test_lines_are_no_comments_and_no_prose(tmp_path):
    code = '"""Prose that says return x * 2 today."""\n' + "# a comment that is long enough\n" * 20
    code += 'def f():\n    """Says\n    a lot of words = here,\n    and more words.\n    """\n' * 30
    code += "    return compute(first, second)\n\n)\n" + "# another comment that is long\n" * 3
    (tmp_path / "a.py").write_text(code)
    task = built(folder=str(tmp_path), min_bytes="1")
    assert task.problems[0].test.target == "return compute(first, second)"
    assert task.problems[0].reference == "\n    return compute(first, second)\n"


def test_the_line_that_is_right_is_right_and_another_is_measured(task):
    for problem in task.problems:
        right = task.judge(problem, problem.reference, None)
        assert right.passed
        assert right.measures == {"exact_match": 1.0, "edit_similarity": 1.0}
    problem = task.problems[0]
    near = task.judge(problem, problem.reference.rstrip("\n") + "X\n", None)
    assert not near.passed
    size = len(problem.test.target)
    assert near.measures == {"exact_match": 0.0, "edit_similarity": pytest.approx(2 * size / (2 * size + 1))}
    assert task.judge(problem, "", None).measures["edit_similarity"] == 0.0


def test_what_an_answer_adds_to_the_line_before_does_not_count(task):
    problem = task.problems[0]
    assert task.judge(problem, "  # so" + problem.reference, None).passed
    assert not task.judge(problem, problem.test.target, None).passed


def test_unstripped_a_prompt_ends_with_its_line_end_and_the_answer_begins_there():
    task = built(items="3", bytes="40000", strip="no")
    for problem in task.problems:
        assert problem.prompt.endswith("\n")
        assert problem.prompt + problem.reference in whole_text(problem)
        assert task.judge(problem, problem.test.target, None).passed


def test_the_same_seed_takes_the_same_lines(task):
    assert built(items="12", bytes="40000").problems == task.problems
    other = built(items="12", bytes="40000", seed="1")
    assert {p.task_id for p in other.problems} != {p.task_id for p in task.problems}
    assert other.settings["sha256"] != task.settings["sha256"]


def test_a_hostile_folder_is_counted_and_a_folder_of_nothing_refused(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "zero.py").write_bytes(b"\0" * 20_000)
    (tmp_path / "one_line.py").write_text("x = 1 + " * 3000 + "1")
    (tmp_path / "unspellable.py").write_text("call(first, second) # \x04\n" * 900)
    with pytest.raises(ProblemsError, match="no long file in .*'link': 1.*'not text': 1") as caught:
        built(folder=str(tmp_path))
    assert "'cannot be spelled': 1" in str(caught.value)
    assert "'no line to ask for': 1" in str(caught.value)


def test_a_request_continues_the_file(task):
    request = task.ask(task.problems[0], SamplingSpec())
    assert (request.verb, request.max_tokens) == ("complete", MAX_TOKENS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"folder": "/nowhere/at/all"}, "option `folder` must name a folder"),
        ({"context": "9"}, "option `context` must"),
        ({"context": "4096"}, "do not fit the model's context of 2048"),
        ({"strip": "maybe"}, "option `strip` must be `yes` or `no`"),
    ],
)
def test_options_that_cannot_be_honored_are_refused(options, message):
    with pytest.raises(RequestError, match=message):
        built(**options)
