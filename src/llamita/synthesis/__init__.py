"""Training data made with a model or by programs, kept only where running it proves it. Nothing here yet."""
