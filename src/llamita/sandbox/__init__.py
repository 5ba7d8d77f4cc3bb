"""Running code that nobody trusts, within stated limits. Nothing here yet."""
