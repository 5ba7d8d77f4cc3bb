"""`python -m llamita` is `llamita`."""

from llamita.cli import run

run()
