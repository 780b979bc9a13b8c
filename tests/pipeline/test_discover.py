"""Which project files belong to a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import LinealError
from lineal.pipeline.address import address
from lineal.pipeline.discover import discover
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from tests.pipeline.place import Place

STAGE = "stages:\n  s:\n    cmd: c\n"


def found() -> list[str]:
    with open_workspace() as ws:
        return [address(stage, ws.cwd) for stage in discover(ws)]


def test_from_the_root_down_in_order_of_names(place: Place) -> None:
    """Stages in the order of their file."""
    place.write(
        {
            "dvc.yaml": "stages:\n  z:\n    cmd: c\n  a:\n    cmd: c\n",
            "b/dvc.yaml": STAGE,
            "a/x/dvc.yaml": STAGE,
            "c.dvc": "outs:\n- path: c\n",
        }
    )

    assert ["c.dvc", "z", "a", "a/x/dvc.yaml:s", "b/dvc.yaml:s"] == found()


@pytest.mark.parametrize(
    "files",
    [
        {".dvcignore": "sub\n"},
        {".dvcignore": "sub/dvc.yaml\n"},
        {".gitignore": "sub\n"},
        {".gitignore": "dvc.yaml\n"},
        {"dvc.yaml": "stages:\n  o:\n    cmd: c\n    outs: [sub]\n"},
        {"sub/.dvc/config": ""},
    ],
)
def test_what_is_left_out(place: Place, files: dict[str, str]) -> None:
    """Ignored by either tool, inside an output, a project of its own."""
    place.write({"sub/dvc.yaml": STAGE, **files})

    assert "sub/dvc.yaml:s" not in found()


def test_links_to_directories_are_not_followed(place: Place) -> None:
    """The same stage would be there twice."""
    place.write({"real/dvc.yaml": STAGE})
    (place.root / "link").symlink_to("real")

    assert ["real/dvc.yaml:s"] == found()


def test_a_broken_file_stops_unless_somebody_takes_it(place: Place) -> None:
    """Then the rest is found."""
    place.write({"a/dvc.yaml": "stages: [", "b/dvc.yaml": STAGE})
    taken: list[str] = []
    with open_workspace() as ws:
        with pytest.raises(LinealError, match=r"a/dvc\.yaml"):
            discover(ws)
        rest = discover(ws, lambda path, _error: taken.append(ws.show(path)))

    assert (["a/dvc.yaml"], 1) == (taken, len(rest))
