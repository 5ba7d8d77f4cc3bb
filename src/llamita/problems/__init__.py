"""Benchmark items as text; no scoring. Nothing here yet."""
