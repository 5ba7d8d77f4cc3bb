"""Meta's own folders: ``params.json``, ``consolidated.NN.pth`` and ``tokenizer.model``, read and written."""
