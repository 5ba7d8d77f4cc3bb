"""Pages: sections of notes, tables and pictures -> Markdown, and HTML that needs nothing else."""
