"""Random numbers without a seed, with the line that drew them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ledger.observing.conftest import Watched

DRAWN = [
    ("import random\nrandom.shuffle([1, 2])\n", [("random.shuffle", "train.py:2")]),
    ("from random import random\nrandom()\nrandom()\n", [("random.random", "train.py:2")]),
    ("import random\nrandom.seed(1)\nrandom.random()\n", []),
    ("import random\nrandom.seed()\nrandom.random()\n", [("random.random", "train.py:3")]),
    ("import random\nrandom.Random(1).random()\n", []),
    ("import tempfile\ntempfile.mkdtemp()\n", []),
    ("import numpy as np\nnp.random.rand(2)\n", [("numpy.random.rand", "train.py:2")]),
    ("import numpy as np\nnp.random.seed(3)\nnp.random.rand(2)\n", []),
    (
        "import numpy as np\nnp.random.default_rng().random()\n",
        [("numpy.random.default_rng()", "train.py:2")],
    ),
    ("import numpy as np\nnp.random.default_rng(4).random()\n", []),
]


@pytest.mark.parametrize(("script", "expected"), DRAWN, ids=[repr(s) for s, _ in DRAWN])
def test_what_is_drawn(watched: Watched, script: str, expected: list[tuple[str, str]]) -> None:
    """Global generators, and those made without a seed; nothing else."""
    found = [(one.what, one.at) for one in watched.watch(script).random]

    assert expected == found


def test_a_seed_gives_the_numbers_it_always_gave(watched: Watched) -> None:
    """Watching draws nothing itself."""
    script = "import random\nrandom.seed(7)\nprint([random.random() for _ in range(3)])\n"
    watched.write({"train.py": script})

    plain = watched.run("python", "-I", "train.py").stdout
    assert plain == watched.run("python", "train.py").stdout


def test_functions_that_are_watched_are_pickled_as_ever(watched: Watched) -> None:
    """Pools of processes are given functions: they get what they would get without us."""
    script = (
        "import copy, pickle, random\nrandom.randint\n"
        "for one in (random.gauss, random.random, copy.copy(random.randint)):\n"
        "    print(pickle.loads(pickle.dumps(one)).__name__, one.__self__ is random._inst)\n"
    )
    watched.write({"train.py": script})

    plain = watched.run("python", "-I", "train.py").stdout
    assert plain == watched.run("python", "train.py").stdout


TORCH = """\
class _Generator:
    drawn = 0
    def get_state(self):
        return self
    def tolist(self):
        return [self.drawn]
default_generator = _Generator()
def initial_seed():
    return 5
def rand():
    default_generator.drawn += 1
"""


def test_torch_is_looked_at_in_the_end(watched: Watched) -> None:
    """On a stand-in: its generator has moved, and nobody gave it a seed."""
    watched.write({"lib/torch.py": TORCH})
    script = "import sys\nsys.path.insert(0, 'lib')\nimport torch\ntorch.rand()\n"

    found = [one.what for one in watched.watch(script).random]
    assert ["torch default generator"] == found


SKLEARN = """\
import numpy as np
def check_random_state(seed):
    return np.random.mtrand._rand if seed is None else np.random.RandomState(seed)
"""


@pytest.mark.parametrize(
    ("seed", "expected"), [("None", [("sklearn random_state=None", "train.py:4")]), ("7", [])]
)
def test_estimators_without_a_seed_are_seen(
    watched: Watched, seed: str, expected: list[tuple[str, str]]
) -> None:
    """On a stand-in for scikit-learn: they draw from numpy's global generator."""
    here = "lib/python3.11/site-packages"
    empty = dict.fromkeys((f"{here}/sklearn/__init__.py", f"{here}/sklearn/utils/__init__.py"), "")
    watched.write({**empty, f"{here}/sklearn/utils/validation.py": SKLEARN})
    script = (
        f"import sys\nsys.path += [{here!r}]\n"
        "from sklearn.utils.validation import check_random_state\n"
        f"check_random_state({seed})\n"
    )

    assert expected == [(one.what, one.at) for one in watched.watch(script).random]
