"""Something to do once a certain module has been imported.

A finder in front of the others finds what they find, and asks the loader to tell when it is
done. Modules keep their own specs and loaders.
"""

from __future__ import annotations

import sys

from . import saying

TYPE_CHECKING = False  # as typing has it, which costs more to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from typing import Any

#: Modules that draw random numbers, and those that open files without Python knowing.
RANDOM = frozenset(
    (
        "random",
        "numpy.random.mtrand",
        "numpy.random._generator",
        "sklearn.utils.validation",
        "torch",
    )
)
READERS = frozenset(
    (
        *(
            "pandas",
            "polars",
            "pyarrow",
            "pyarrow.csv",
            "pyarrow.json",
            "pyarrow.orc",
            "pyarrow.feather",
        ),
        *("pyarrow.dataset", "pyarrow.parquet.core", "duckdb", "deltalake", "deltalake.table"),
        *("h5py", "cv2", "lightgbm", "xgboost", "safetensors.numpy", "safetensors.torch"),
    )
)
_WATCHED = RANDOM | READERS


class _Finder:
    """Finds nothing itself."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:  # noqa: ANN401  as importlib has it
        if name not in _WATCHED:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            spec: ModuleSpec | None = find(name, path, target)
            if spec is not None:
                _listen(spec)
                return spec
        return None


_finder = _Finder()


def begin() -> None:
    if _finder not in sys.meta_path:
        finders: list[Any] = sys.meta_path
        finders.insert(0, _finder)
        for name in sorted(_WATCHED.intersection(sys.modules)):
            _arrived(sys.modules[name], name)


def _listen(spec: ModuleSpec) -> None:
    loader: Any = spec.loader
    run: Callable[[Any], None] | None = getattr(loader, "exec_module", None)
    if run is None or not hasattr(loader, "__dict__"):
        return

    def exec_module(module: Any) -> None:  # noqa: ANN401  as importlib has it
        del loader.exec_module
        run(module)
        _arrived(module, spec.name)

    try:
        loader.exec_module = exec_module
    except AttributeError:
        saying.fault()


def _arrived(module: Any, name: str) -> None:  # noqa: ANN401  whatever was imported
    try:
        if name in RANDOM:
            from . import randomness  # deferred: most programs import none of them

            randomness.arrived(name, module)
        else:
            from . import readers  # deferred: as above

            readers.arrived(name, module)
    except Exception:  # noqa: BLE001  the program must not notice
        saying.fault()
