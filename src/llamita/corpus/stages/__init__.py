"""What is done to the files of a corpus, stage by stage; each writes a table beside that of the files."""
