"""Libraries of extras: who asks without them is told which to install, before anything is read."""

from __future__ import annotations

from importlib.util import find_spec

from lineal.base.errors import DataError

_RECEIPTS = ("msgspec", "arro3")
_BUNDLES = ("msgspec", "numpy", "onnxruntime")


def need_receipts() -> None:
    _need(_RECEIPTS, "receipts are read with")


def need_bundles() -> None:
    _need(_BUNDLES, "predictions are computed with")


def _need(names: tuple[str, ...], why: str) -> None:
    for name in names:
        if find_spec(name) is None:
            raise DataError(
                f"{why} {name}, which is not installed", hint="pip install 'lineal[serve]'"
            )
