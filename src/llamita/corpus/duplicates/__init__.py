"""Near-duplicates: which files say almost the same, and which of them stays.

The Stack's parameters (5-word shingles, 256 permutations, 25 bands of 10 rows, Jaccard 0.7), with two of its
steps replaced: every candidate pair is verified by its exact Jaccard similarity, and a document only goes
for one that stays, never through a chain of others that go. Everything is a pure function over arrays.
"""
