"""The native engine: C++ kernels that know this machine. Today: ``machine``, which describes it.

The extension module ``_native`` is there only where a compiler was when the package was installed.
"""
