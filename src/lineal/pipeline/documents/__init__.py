"""Project files as text: reading, emitting and editing them byte for byte as DVC would.

What a stage or a parameter means is decided elsewhere; here are only YAML and its places.
"""
