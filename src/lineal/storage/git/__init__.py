"""Git's objects and references, read through the ``git`` command; nothing here writes any.

What Git ignores and tracks in the workspace is ``storage.gitrules``, which needs no process.
"""
