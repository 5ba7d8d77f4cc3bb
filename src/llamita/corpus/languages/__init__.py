"""What a file is written in, and whether that is code, documentation or data."""
