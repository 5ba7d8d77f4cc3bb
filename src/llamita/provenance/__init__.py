"""A passage -> where it may come from, with source and license. Nothing here yet."""
