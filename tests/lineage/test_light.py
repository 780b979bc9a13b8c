"""What a question about a prediction imports: an answer in the blink of an eye."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.lineage.served import Served

_SCRIPT = """
import sys
from lineal.cli.main import main
code = main(sys.argv[1:])
print(f"\\n{code}", *sorted(sys.modules))
"""
#: Half a second together.
_HEAVY = {"polars", "pyarrow", "numpy", "onnxruntime", "sklearn", "lightgbm", "onnx"}


@pytest.mark.parametrize("verb", ["trace", "impact"])
def test_a_question_computes_nothing(served: Served, verb: str) -> None:
    """Tables are counted by what they say of themselves, and no model is opened."""
    ref = f"prediction:{served.ids['north'][0]}" if verb == "trace" else "north.csv"
    words = [sys.executable, "-c", _SCRIPT, verb, ref]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ)
    code, *names = done.stdout.splitlines()[-1].split()
    assert ("0", set()) == (code, _HEAVY & set(names))
