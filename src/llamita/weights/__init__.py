"""Files <-> named arrays: one reader per format, block formats in NumPy, and the model store."""
