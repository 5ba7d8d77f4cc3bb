"""Bytes to and from disk and network: whole or not at all, checked, and with failures said in words."""
