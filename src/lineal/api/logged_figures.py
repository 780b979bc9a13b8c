"""A figure, of whichever library, as the bytes of a file. Nothing is imported for it."""

from __future__ import annotations

import json
import os
from io import BytesIO
from typing import Any, NamedTuple

from lineal.base.errors import UsageError

_MAGIC = {
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"<svg": ".svg",
    b"<?xml": ".svg",
}
_PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".pdf", ".webp")


class Drawn(NamedTuple):
    """Bytes, and the ending of the file that holds them."""

    data: bytes
    ending: str


def drawn(name: str, figure: Any) -> Drawn:  # noqa: ANN401  of any library
    """By what the figure can do. An ending in the name says which form is wanted."""
    wanted = os.path.splitext(name)[1].lower()
    if isinstance(figure, bytes | bytearray):
        return Drawn(bytes(figure), wanted or _ending_of(name, bytes(figure)))
    if isinstance(figure, str | os.PathLike):
        return _file(name, os.fspath(figure), wanted)
    if isinstance(figure, dict | list):
        return _described(figure)
    save = getattr(figure, "savefig", None) or getattr(
        getattr(figure, "figure", None), "savefig", None
    )
    if save is not None:  # matplotlib, or its axes
        ending = wanted if wanted in _PICTURES else ".png"
        return _saved(lambda stream: save(stream, format=ending[1:], bbox_inches="tight"), ending)
    return _described_itself(name, figure)


def _described_itself(name: str, figure: Any) -> Drawn:  # noqa: ANN401  as above
    if hasattr(figure, "to_plotly_json"):
        return Drawn(str(figure.to_json()).encode(), ".plotly.json")
    if hasattr(figure, "to_dict"):  # altair
        return _described(figure.to_dict())
    raise _unknown(name, type(figure).__name__)


def _described(figure: Any) -> Drawn:  # noqa: ANN401  JSON
    """A chart of Vega-Lite, or data points, which templates of plots can draw."""
    is_chart = isinstance(figure, dict) and ("$schema" in figure or "mark" in figure)
    data = json.dumps(figure, ensure_ascii=False, sort_keys=isinstance(figure, dict))
    return Drawn(data.encode(), ".vl.json" if is_chart else ".json")


def _file(name: str, path: str, wanted: str) -> Drawn:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as exc:
        raise UsageError(
            f"the figure {name!r} cannot be read: {path}: {exc.strerror}",
            hint="give the path of a picture, a figure, or its bytes",
        ) from exc
    return Drawn(data, wanted or os.path.splitext(path)[1].lower() or _ending_of(name, data))


def _saved(save: Any, ending: str) -> Drawn:  # noqa: ANN401  a method of a library
    stream = BytesIO()
    save(stream)
    return Drawn(stream.getvalue(), ending)


def _ending_of(name: str, data: bytes) -> str:
    for start, ending in _MAGIC.items():
        if data.startswith(start):
            return ending
    raise _unknown(name, "bytes of no known picture")


def _unknown(name: str, what: str) -> UsageError:
    return UsageError(
        f"the figure {name!r} is {what}, which cannot be drawn",
        hint="give a figure of matplotlib or plotly, a Vega-Lite chart, a path, or bytes with an"
        " ending in the name: 'roc.png'",
    )
