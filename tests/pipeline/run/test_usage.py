"""What commands took."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lineal.pipeline.run.usage import Usage, reap, together
from tests.pipeline.place import wait_until

PROGRAM = "import sys; b = bytearray(40_000_000); open(sys.argv[1], 'wb').write(b)"


def test_what_an_ended_process_took(tmp_path: object) -> None:
    """Asked before it is forgotten, with its exit code."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, f"{tmp_path}/out"])
    found: list[tuple[int, Usage]] = []

    def ended() -> bool:
        result = reap(process)
        found.extend([] if result is None else [result])
        return bool(found)

    wait_until(ended)
    code, usage = found[0]

    assert (0, True, True, True) == (
        code,
        (usage.memory or 0) > 40_000_000,
        (usage.written or 0) >= 40_000_000,
        (usage.cpu or 0) > 0,
    )


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Usage(1.0, 10, 1, 2), Usage(0.5, 7, 3, 4), Usage(1.5, 10, 4, 6)),
        (Usage(), Usage(0.5, 7, None, 4), Usage(0.5, 7, None, 4)),
        (Usage(), Usage(), Usage()),
    ],
)
def test_commands_of_one_stage_together(one: Usage, other: Usage, both: Usage) -> None:
    """Sums, and the highest peak; what is unknown of one does not hide the other."""
    assert both == together(one, other)
