"""The native engine: C++ kernels that know this machine, and what the machine can do.

Import ``engine`` for the engine itself: the extension module ``_native``, which it needs, is there only
where a compiler was when the package was installed. ``machine`` says whether it is.
"""
