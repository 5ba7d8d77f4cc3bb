"""The version, in a file of its own so that `llamita --version` imports nothing else."""

VERSION = "0.1.0"
