"""HTTP: the dialects that editors and libraries speak, and the playground. Nothing here yet.

What will live here: OpenAI, llama.cpp and Ollama routes over one ``Model``, and the web page at ``/``.
"""
