"""Figures of libraries that need not be there, as bytes of files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lineal.api.logged_figures import drawn
from lineal.base.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


class Matplotlib:
    def savefig(self, stream: Any, **options: Any) -> None:
        stream.write(f"{options['format']} of matplotlib".encode())


class Axes:
    figure = Matplotlib()


class Plotly:
    def to_plotly_json(self) -> dict[str, Any]:
        return {"data": []}

    def to_json(self) -> str:
        return json.dumps(self.to_plotly_json())


class Altair:
    def to_dict(self) -> dict[str, Any]:
        return {"mark": "bar"}


@pytest.mark.parametrize(
    ("name", "figure", "expected"),
    [
        ("roc", Matplotlib(), (b"png of matplotlib", ".png")),
        ("roc.svg", Axes(), (b"svg of matplotlib", ".svg")),
        ("roc", Plotly(), (b'{"data": []}', ".plotly.json")),
        ("roc", Altair(), (b'{"mark": "bar"}', ".vl.json")),
        ("roc", b"<svg/>", (b"<svg/>", ".svg")),
        ("roc.png", b"anything", (b"anything", ".png")),
        ("roc", [{"x": 1}], (b'[{"x": 1}]', ".json")),
    ],
)
def test_each_kind_of_figure_has_its_file(
    name: str, figure: object, expected: tuple[bytes, str]
) -> None:
    """An ending in the name is a wish."""
    assert expected == drawn(name, figure)


def test_a_path_is_read(tmp_path: Path) -> None:
    """Its ending stays."""
    path = tmp_path / "x.jpg"
    path.write_bytes(b"bytes")

    assert (b"bytes", ".jpg") == drawn("x", path)


@pytest.mark.parametrize("figure", [b"no picture", object(), "missing.png"])
def test_what_cannot_be_drawn_is_said(figure: object) -> None:
    """With what can be."""
    with pytest.raises(UsageError, match=r"the figure 'x' (is|cannot be read)"):
        drawn("x", figure)
