"""For every test: no telemetry from libraries. Nothing else of the environment is touched."""

import os

# Before any library is imported, and for the processes that tests start.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
