"""Sources -> shards with a manifest: every document with a source and a license. Nothing here yet."""
