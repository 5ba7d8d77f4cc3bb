"""Files <-> named arrays: one reader per format, block formats in NumPy, and the model store.

Import from the modules themselves: the store must not bring NumPy along.
"""
