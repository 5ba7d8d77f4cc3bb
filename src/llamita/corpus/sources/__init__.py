"""Origins -> files in the cache, known by their checksums; nothing else of a corpus uses the network."""
