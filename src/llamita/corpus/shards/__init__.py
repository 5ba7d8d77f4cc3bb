"""Shards: documents as token ids, which training reads by number."""
