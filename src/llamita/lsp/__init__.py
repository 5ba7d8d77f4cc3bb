"""The Language Server Protocol on stdio, with inline completion. Nothing here yet."""
