"""A file becomes rows: read, layout, recognise, clean, shape."""
