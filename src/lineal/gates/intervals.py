"""How sure a measured share is. Pure."""

from __future__ import annotations

import math

#: Of the standard normal, for 95 %.
Z = 1.959963984540054


def share_interval(hits: float, n: int) -> tuple[float, float] | None:
    """Wilson's, for a share of independent rows; None of no rows."""
    if n <= 0:
        return None
    share, spread = hits / n, Z * Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
