"""One script per published number; see README.md."""
