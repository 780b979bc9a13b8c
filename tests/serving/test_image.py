"""What an image holds: Lineal and ``lineal[serve]``, no more, and a bundle's folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving.server import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving.server import Server

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = REPOSITORY / ".peers/serve"
#: What training, tables and the engine's remotes are made of.
FORBIDDEN = "lightgbm onnx optuna pandas polars pyarrow scipy sklearn sqlglot deltalake".split()
_LOADED = """
import json, sys
import lineal.cli.serve, lineal.serving.assembling, lineal.serving.http_server
import lineal.serving.workers, lineal.serving.page
print(json.dumps(sorted({name for name in sys.modules if name.startswith("lineal.")})))
"""


@pytest.fixture(scope="session")
def image_python() -> Path:
    """Of an environment with the pins of ``requirements/serve.txt``: built where it is missing."""
    python = ENVIRONMENT / "bin/python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        pins = REPOSITORY / "requirements/serve.txt"
        pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(pins)]
        subprocess.run(pip, check=True)
    return python


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository as a wheel, unpacked: what pip would put into the environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "-m pip wheel --quiet --no-deps --no-build-isolation -w".split()
    subprocess.run([sys.executable, *build, str(folder), str(REPOSITORY)], check=True)
    (made,) = folder.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.fixture(scope="module")
def image(
    image_python: Path,
    wheel: Path,
    served_bundle: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A server in that environment, far from any project."""
    env = {"PYTHONPATH": os.fspath(wheel)}
    folder = tmp_path_factory.mktemp("image")
    command = [str(image_python), "-m", "lineal"]
    with started(command, served_bundle, folder, env=env) as server:
        yield server


def test_a_folder_is_served_with_nothing_but_what_serving_needs(image: Server) -> None:
    """The same answers, with receipts."""
    answer = image.post("/predict", {"minutes": 400, "country": "IN"})
    receipts = os.listdir(f"{image.receipts}/wal")
    assert (answer.status, answer.json["decision"], len(receipts)) == (200, 1, 1)


def test_the_page_comes_along(image: Server) -> None:
    """Style and script are in the wheel."""
    assert image.get("/docs").status == 200


def test_nothing_of_training_is_installed(image_python: Path) -> None:
    """Else the test above would prove nothing."""
    code = f"import importlib.util as u; print([n for n in {FORBIDDEN} if u.find_spec(n)])"
    done = subprocess.run([image_python, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_serving_a_folder_loads_nothing_of_a_project(image_python: Path, wheel: Path) -> None:
    """Neither engine nor ledger nor registry."""
    done = subprocess.run(
        [image_python, "-c", _LOADED],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.fspath(wheel)},
    )
    rooms = {name.split(".")[1] for name in json.loads(done.stdout)}
    assert rooms == {"base", "bundle", "cli", "receipts", "serving"}
