"""Scoring models on ``problems`` and reporting it. Nothing here yet."""
