"""Shards -> a checkpoint: one resumable pipeline, one function per run. Nothing here yet."""
