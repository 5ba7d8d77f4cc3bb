"""Every error this package raises on purpose, and what each becomes at the edge.

    LlamitaError
    ├── RequestError             the caller asked for the impossible      exit 2
    │   ├── PromptTooLong        the prompt fills the model's context     exit 2
    │   └── UnsupportedByModel   this model cannot do that; others can    exit 2
    ├── ArtifactError            a file is missing, damaged or foreign    exit 3
    │   ├── CheckpointError      a weights file
    │   ├── TokenizerError       a vocabulary
    │   ├── FetchError           something that could not be fetched or kept
    │   │   └── StoreError       the model store, or a pull into it
    │   ├── CorpusError          a source, a lock file or a corpus
    │   ├── ProblemsError        a file of benchmark problems
    │   └── RunError             the folder of an evaluation
    ├── RemoteError              a server did not answer as expected      exit 3
    └── CapacityError            memory, disk or cache is full            exit 4
        └── SandboxError         this machine cannot confine a program    exit 4

Anything else that escapes is a bug: exit 70, with a traceback.

A message is one line, lower case, without a full stop: what failed, on what, what was expected and
what was there; a pull that failed in every way adds a line for each. What to do about it is the hint.
"""


class LlamitaError(Exception):
    """A failure a person can act on: ``str(error)`` says what, ``error.hint`` says what next."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class RequestError(LlamitaError):
    """The caller asked for something that cannot be; asking again will not help."""

    exit_code = 2


class PromptTooLong(RequestError):
    """The prompt leaves no room for an answer in the model's context."""


class UnsupportedByModel(RequestError):
    """The loaded model was not made for this; the hint names what can do it."""


class ArtifactError(LlamitaError):
    """A file is missing, damaged, or not what it says it is."""

    exit_code = 3


class CheckpointError(ArtifactError):
    """Weights that cannot be read exactly."""


class TokenizerError(ArtifactError):
    """A vocabulary that cannot be read exactly."""


class FetchError(ArtifactError):
    """Something could not be fetched over the network, or kept on disk, as it should be."""


class StoreError(FetchError):
    """The model store holds no such model, a damaged one, or could not fetch it."""


class CorpusError(ArtifactError):
    """A source of a corpus, its lock file, or a corpus itself is missing, damaged or foreign."""


class ProblemsError(ArtifactError):
    """Benchmark problems that are missing, damaged, or of another form."""


class RunError(ArtifactError):
    """The folder of an evaluation is damaged, in use, or belongs to another one."""


class RemoteError(LlamitaError):
    """A server could not be reached, or its answer is not one."""

    exit_code = 3


class CapacityError(LlamitaError):
    """Memory, disk or a cache is full; with less, or later, the same may work."""

    exit_code = 4


class SandboxError(CapacityError):
    """A program was not started, since this machine cannot confine it as asked."""


_MAX_SHOWN_CHARACTERS = 60


def shown(value: object) -> str:
    r"""A value from a file, fit for a one-line message: escaped, cut, in backticks.

    >>> print(shown("one\ntwo"))
    `one\ntwo`
    """
    text = value if isinstance(value, str) else repr(value)
    cut = text if len(text) <= _MAX_SHOWN_CHARACTERS else text[:_MAX_SHOWN_CHARACTERS] + "..."
    return "`" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut) + "`"
