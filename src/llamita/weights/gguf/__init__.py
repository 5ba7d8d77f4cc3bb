"""GGUF files: one file that holds a model, its tokenizer and what describes them."""
