"""Characters <-> token ids: vocabularies, infill and dialog prompts; no model, no NumPy."""
