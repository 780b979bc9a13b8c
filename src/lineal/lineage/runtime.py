"""What computes here, in the words in which receipts say it: versions and the machine."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def runtime_here() -> Mapping[str, str]:
    import platform  # deferred: only who replays asks

    import numpy as np  # deferred: as above
    import onnxruntime as ort  # deferred: as above

    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "onnxruntime": ort.__version__,
        "machine": platform.machine(),
        "system": platform.system(),
    }
