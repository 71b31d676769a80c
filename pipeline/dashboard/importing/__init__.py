"""The Import page's parts: previewing a file, deciding how it is read, importing it, and the history."""
