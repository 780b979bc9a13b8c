"""Built-in steps: files in, files out. A pipeline reaches them only as commands."""
