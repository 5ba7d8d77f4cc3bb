"""Pages: notes, tables and figures as Markdown and as one page of HTML."""
