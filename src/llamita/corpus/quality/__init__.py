"""Quality: which files are not worth learning from, and by which rule.

Every rule is a pure function of one file; `judgment.judge` holds their order, `thresholds` their numbers.
"""
