"""DaftRunner: tasks and shuffles on Daft, on the processes of one machine or on a Ray cluster.

The only module that knows Daft. A task is a row; rows are what Daft distributes and brings back. What a task
makes is a file: a worker that dies takes at most one part with it, which the next round makes again.
"""

from __future__ import annotations

import ast
import logging
import os
import re
import warnings
from contextlib import contextmanager
from multiprocessing.connection import Listener
from typing import TYPE_CHECKING, Any, Final, Literal

# Before the first import: neither reports home.
os.environ.update({"DO_NOT_TRACK": "true", "RAY_USAGE_STATS_ENABLED": "0", "DAFT_ANALYTICS_ENABLED": "0"})

import daft
import daft.execution.udf

from llamita.corpus.runner.grouping import distinct_groups
from llamita.corpus.runner.outcome import outcome_of, raise_outcome
from llamita.errors import CapacityError, CorpusError, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from llamita.corpus.runner.contract import Task

_SAFE_PATH: Final = "PYTHONSAFEPATH"

_MAX_ROUNDS: Final = 3
"""How often what workers left undone is tried; a task that kills its worker each time is given up."""

START_S = 60.0
"""How long a worker may take to start; mostly it is a second, and without a limit Daft waits forever for one
that dies before it says its first word."""

_LOST = (RuntimeError, OSError, EOFError)
"""Python's own errors that Daft lets through for a worker that died or does not answer."""

_OUTPUT: Final = re.compile(r"(?P<how>.*), stdout: (?P<lines>\[.*\])", re.DOTALL)
"""What Daft tells of a worker that ended: all that it had printed, as Python writes a list."""
_OWN_ERROR: Final = re.compile(r"\w+Error: ")
_WRAPPED_ERROR: Final = re.compile(r"\(\"(?P<error>\w+Error: .*)\"\)")
_MAX_REASON_CHARACTERS: Final = 200


class _ImpatientListener(Listener):
    """What Daft listens with for its workers."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as Daft calls it
        super().__init__(*args, **options)
        # Not the socket's default, which the listener resets. The connection that comes has no limit.
        socket = getattr(getattr(self, "_listener", None), "_socket", None)
        if socket is not None:
            socket.settimeout(START_S)


class _Work:
    """What a worker runs; a class, since Daft keeps its instance from row to row."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, part: str) -> str:
        return outcome_of(self._task, part)


def _function_of(task: Task) -> Callable[[str], str]:
    def work(part: str) -> str:
        return outcome_of(task, part)

    return work


class DaftRunner:
    """Runs tasks on Daft.

    Args:
        kind: ``native`` for this machine, ``ray`` for a cluster.
        workers: how many tasks run at a time.
        address: of a Ray cluster; one of this machine's own is started where it is None.

    Raises:
        RequestError: Ray is asked for and not installed, or not there.
    """

    def __init__(self, kind: Literal["native", "ray"], workers: int, *, address: str | None = None) -> None:
        self.name: str = kind
        self._workers = workers
        logging.getLogger("daft").setLevel(logging.CRITICAL)
        daft.execution.udf.Listener = _ImpatientListener  # type: ignore[attr-defined]
        if kind == "ray":
            _join_ray(workers, address)
        else:
            _use(kind)

    def run(self, task: Task, parts: Sequence[str]) -> Iterator[str]:
        """Run a task on every part; see ``Runner.run``."""
        left = list(parts)
        for _ in range(_MAX_ROUNDS):
            lost: Exception | None = None
            try:
                for part, outcome in self._round(task, left):
                    raise_outcome(outcome)
                    left.remove(part)
                    yield part
            # What Daft and Ray raise for a worker that died has changed with their versions.
            except _LOST as error:
                lost = error
            except Exception as error:
                if type(error).__module__.partition(".")[0] not in {"daft", "ray"}:
                    raise
                lost = error
            if not left:
                return
        died = f"workers died {_MAX_ROUNDS} times with part `{left[0]}` under way"
        told = last_words(str(lost or ""))
        if _OWN_ERROR.match(told):
            raise CorpusError(f"{died}: {told}", hint="is Llamita whole, and the same wherever workers run?")
        raise CapacityError(
            f"{died}: {told}",
            hint="is there enough memory? fewer `--workers` need less; the same command goes on",
        )

    def _round(self, task: Task, parts: list[str]) -> Iterator[tuple[str, str]]:
        frame = daft.from_pydict({"part": parts})
        # Its types lack what it documents, `cpus`.
        function: Any = daft.func
        if self.name == "ray":
            # A function, which any node runs: Daft ties an instance of a class to a node, and waits for it
            # for ever when that node is lost. One task for each part, so that little is lost with it.
            frame = frame.into_partitions(len(parts))
            work = function(_function_of(task), cpus=1, use_process=True)
        else:
            frame = frame.into_batches(1)
            work = daft.cls(_Work, max_concurrency=self._workers, use_process=True)(task)
        for row in _quietly(frame.select("part", work(daft.col("part")).alias("outcome"))):
            yield row["part"], row["outcome"]

    def groups(self, paths: Sequence[Path]) -> list[npt.NDArray[np.int64]]:
        """Bring together the documents that share a key; see ``Runner.groups``."""
        for attempt in range(_MAX_ROUNDS):
            try:
                return self._groups(paths)
            except Exception as error:
                # A shuffle does not survive a node that is lost; on those that are left it works.
                is_last = attempt == _MAX_ROUNDS - 1
                if is_last or type(error).__module__.partition(".")[0] not in {"builtins", "daft", "ray"}:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _groups(self, paths: Sequence[Path]) -> list[npt.NDArray[np.int64]]:
        if not paths:
            return []
        frame = daft.read_parquet([str(path) for path in paths]).select("number", "keys").explode("keys")
        frame = frame.where(daft.col("keys").not_null())
        grouped = frame.groupby("keys").agg(daft.col("number").list_agg().alias("members"))
        shared = grouped.where(daft.col("members").list_count() > daft.lit(1)).select("members")
        lists = shared.to_arrow()["members"].combine_chunks()
        return distinct_groups(array.values.to_numpy() for array in lists)


def last_words(told: str) -> str:
    """Why a worker died, by its own last line if it had time for one.

    Args:
        told: what Daft or Ray say of it.
    """
    output = _OUTPUT.fullmatch(told.strip())
    if output is None:
        last = told.strip().rpartition("\n")[2]
    else:
        try:
            lines = [str(line) for line in ast.literal_eval(output["lines"])]
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            lines = []
        last = next((line for line in reversed(lines) if line.strip()), output["how"])
        # An error within one of Daft's own, which says no more.
        wrapped = _WRAPPED_ERROR.search(last)
        last = wrapped["error"].replace("\\'", "'") if wrapped else last
    return last.strip()[:_MAX_REASON_CHARACTERS] or "it gave no reason"


def _quietly(frame: daft.DataFrame) -> Iterator[dict[str, Any]]:
    with warnings.catch_warnings(), _safe_path():
        warnings.simplefilter("ignore")
        yield from frame.iter_rows()


@contextmanager
def _safe_path() -> Iterator[None]:
    """Workers start as `python -m`, which looks for modules in the current folder first.

    A file `grp.py` there would be run in the place of Python's own.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _use(kind: Literal["native", "ray"]) -> None:
    """Choose Daft's own runner; it lets a process do so once."""
    try:
        if kind == "native":
            daft.set_runner_native()
        else:
            daft.set_runner_ray(noop_if_initialized=True)
    except daft.exceptions.DaftCoreException as error:
        if daft.get_or_infer_runner_type() != kind:
            raise RequestError(
                f"this process cannot work on `{kind}`: it works on another runner already",
                hint="start another one",
            ) from error


def _join_ray(workers: int, address: str | None) -> None:
    try:
        import ray  # noqa: PLC0415 - an option beside the extra
    except ImportError as error:
        raise RequestError("Ray is not installed", hint="`pip install 'llamita[ray]'`") from error
    try:
        with warnings.catch_warnings(), _safe_path():
            warnings.simplefilter("ignore")
            if address is None:
                ray.init(
                    num_cpus=workers,
                    include_dashboard=False,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                )
            else:
                ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise RequestError(
            f"cannot join a Ray cluster at `{address or 'this machine'}`: {str(error).strip()[:200]}",
            hint="`ray start --head` starts one; name it with `--ray-address`",
        ) from error
    _use("ray")
