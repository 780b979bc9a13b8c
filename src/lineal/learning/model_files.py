"""A model as files, and back: the same model always gives the same bytes. Pure: no disk here."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import numpy as np

from lineal.base.errors import TableError
from lineal.features.recipe import Recipe
from lineal.learning.fitted import Fitted, Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MODEL, RECIPE = "model.json", "recipe.json"
_ARRAYS, _NPY = "arrays/", ".npy"
_Document = TypeVar("_Document", bound=msgspec.Struct)
_HINT = "make it again with 'lineal step train'"


def to_files(model: Model) -> dict[str, bytes]:
    """By path below the model's folder."""
    files = {MODEL: _json(model.fitted), RECIPE: _json(model.recipe)}
    for name, array in sorted(model.arrays.items()):
        files[f"{_ARRAYS}{name}{_NPY}"] = _npy(array)
    for name, text in sorted(model.texts.items()):
        files[name] = text.encode()
    return files


def from_files(files: Mapping[str, bytes]) -> Model:
    arrays, texts = {}, {}
    for path, content in sorted(files.items()):
        if path.startswith(_ARRAYS) and path.endswith(_NPY):
            arrays[path[len(_ARRAYS) : -len(_NPY)]] = _array(path, content)
        elif path not in (MODEL, RECIPE):
            texts[path] = _text(path, content)
    return Model(_parsed(files, RECIPE, Recipe), _parsed(files, MODEL, Fitted), arrays, texts)


def _json(value: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2) + b"\n"


def _npy(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    whole = np.asarray(array, order="C")
    np.lib.format.write_array(buffer, whole, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def _array(path: str, content: bytes) -> NDArray[Any]:
    try:
        found: NDArray[Any] = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    except ValueError as exc:
        raise TableError(f"'{path}' of the model is not an array: {exc}", hint=_HINT) from exc
    return found


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as exc:
        raise TableError(f"'{path}' of the model is not text", hint=_HINT) from exc


def _parsed(files: Mapping[str, bytes], name: str, kind: type[_Document]) -> _Document:
    if name not in files:
        raise TableError(f"the model has no '{name}'", hint=_HINT)
    try:
        return msgspec.json.decode(files[name], type=kind)
    except msgspec.DecodeError as exc:
        raise TableError(f"'{name}' of the model does not fit: {exc}", hint=_HINT) from exc
