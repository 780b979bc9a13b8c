"""Templates by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError, DocumentError
from lineal.plots.anchors import has_anchor
from lineal.plots.template import built_in, find_template, template_names

if TYPE_CHECKING:
    from pathlib import Path

DVC_NAMES = {
    "bar_horizontal",
    "bar_horizontal_sorted",
    "confusion",
    "confusion_normalized",
    "linear",
    "scatter",
    "scatter_jitter",
    "simple",
    "smooth",
}


def test_there_is_one_by_each_of_dvcs_names() -> None:
    """So that a dvc.yaml needs no change."""
    assert DVC_NAMES == set(template_names())


@pytest.mark.parametrize("name", sorted(DVC_NAMES))
def test_each_takes_data_axes_and_a_title(name: str) -> None:
    """By DVC's anchors."""
    spec = built_in(name)

    assert [True] * 6 == [
        has_anchor(spec, part) for part in ("data", "x", "y", "x_label", "y_label", "title")
    ]


def test_the_projects_own_come_first(tmp_path: Path) -> None:
    """With or without the ending; then files, then those that come along."""
    (tmp_path / ".dvc/plots").mkdir(parents=True)
    (tmp_path / ".dvc/plots/linear.json").write_text(json.dumps({"mine": 1}))
    (tmp_path / "file.json").write_text(json.dumps({"mine": 2}))

    def found(name: str | None) -> object:
        return find_template(name, f"{tmp_path}/.dvc", f"{tmp_path}").get("mine")

    assert [1, 1, 2, None] == [found("linear"), found(None), found("file.json"), found("simple")]


def test_an_unknown_name_is_answered_with_a_near_one(tmp_path: Path) -> None:
    """And where to put one's own."""
    with pytest.raises(DataError, match="no template 'lineer'; did you mean 'linear'"):
        find_template("lineer", f"{tmp_path}/.dvc", f"{tmp_path}")


def test_a_template_that_is_no_object_is_named(tmp_path: Path) -> None:
    """By its file."""
    (tmp_path / "t.json").write_text("[1]")

    with pytest.raises(DocumentError, match=r"t.json holds no object"):
        find_template("t.json", f"{tmp_path}/.dvc", f"{tmp_path}")
