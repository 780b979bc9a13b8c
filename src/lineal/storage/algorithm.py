"""The two algorithms by which DVC names content. What they do is ``storage.digest``."""

from __future__ import annotations

from typing import Final, Literal

Algorithm = Literal["md5", "md5-dos2unix"]

MD5: Final = "md5"
# DVC 2.x: text files are hashed with Unix line ends.
LEGACY_MD5: Final = "md5-dos2unix"
