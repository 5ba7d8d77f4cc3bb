"""Hugging Face folders: config.json, tokenizer files, and weights in one file or several with an index."""
