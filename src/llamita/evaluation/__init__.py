"""Scoring models: perplexity on a text; later, their answers to ``problems``."""
