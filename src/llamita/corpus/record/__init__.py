"""The record of a corpus: data card, acknowledgements, notices, and a manifest that travels along."""
