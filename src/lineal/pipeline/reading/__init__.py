"""Reading versioned data where it is: the workspace, Git, the cache, or a remote in parts.

Nothing here writes into the workspace; getting data there is ``checkout`` and ``fetch``.
"""

from __future__ import annotations

from lineal.pipeline.reading.source import find_source, read_output, url_of

__all__ = ["find_source", "read_output", "url_of"]
