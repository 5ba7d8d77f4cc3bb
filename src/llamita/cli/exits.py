"""How the program ends: exit codes that no error of ``llamita.errors`` carries."""

EXIT_BUG = 70
EXIT_INTERRUPTED = 130
EXIT_READER_GONE = 141


class ReaderGone(BaseException):
    """Whoever read the output went away, as `head` does: nothing is left to do.

    Not an OSError: typer would end the program with 1, which says that the answer is no.
    """
