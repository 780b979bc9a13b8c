"""Random numbers that nobody gave a seed, with the line that drew them.

Only the global generators are watched, and those made without a seed. A wrapper goes away once
it has said its line, or once a seed was given: who draws many numbers does not pay for it.
"""

from __future__ import annotations

import functools
import sys

from . import opened, saying
from .places import HERE, LIBRARY

TYPE_CHECKING = False  # as typing has it, which costs more to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .places import Places

_MOST_FRAMES = 200
_SEEDING = ("seed", "setstate", "set_state")


class _InPlace:
    """Stands where a function was, and is pickled and copied as that function."""

    def __init__(self, value: Callable[..., Any], call: Callable[..., Any]) -> None:
        functools.update_wrapper(self, value)
        self._call = call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  passed on as it is
        return self._call(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever it has
        return getattr(vars(self)["__wrapped__"], name)

    def __reduce_ex__(self, protocol: Any) -> Any:  # noqa: ANN401  as pickle has it
        return self.__wrapped__.__reduce_ex__(protocol)


class _Globals:
    """The functions of one module that share a generator: ``random``, ``numpy.random``."""

    __slots__ = ("_kept", "_label", "seeded")

    def __init__(self, label: str) -> None:
        self._label = label
        self._kept: list[tuple[Any, str, Any]] = []
        self.seeded = False

    def watch(self, module: Any, owner: Any) -> None:  # noqa: ANN401  a module, its generator
        for name, value in list(vars(module).items()):
            if getattr(value, "__self__", None) is not owner or name.startswith("_"):
                continue
            if name in _SEEDING:
                self._replace(module, name, _InPlace(value, self._seeding(value)))
            elif not name.startswith("get"):
                self._replace(module, name, _InPlace(value, self._drawing(value, name)))

    def watch_seed(self, module: Any, name: str) -> None:  # noqa: ANN401  a module
        value = getattr(module, name, None)
        if value is not None and getattr(value, "__wrapped__", None) is None:
            self._replace(module, name, self._seeding(value))

    def unwatch(self) -> None:
        for module, name, value in self._kept:
            wrapper = vars(module).get(name)
            for holder in (module, sys.modules.get("numpy.random")):
                # Only where ours still is: somebody may have put a wrapper of their own there.
                if holder is not None and wrapper is not None and vars(holder).get(name) is wrapper:
                    setattr(holder, name, value)
        del self._kept[:]

    def _replace(self, module: Any, name: str, wrapper: Any) -> None:  # noqa: ANN401  as above
        self._kept.append((module, name, getattr(module, name)))
        setattr(module, name, wrapper)

    def _seeding(self, value: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(value)
        def seeding(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  passed on as it is
            given = [*args, *kwargs.values()]
            if given and given[0] is not None:
                self.seeded = True
            answer = value(*args, **kwargs)
            if self.seeded:
                self.unwatch()
            return answer

        return seeding

    def _drawing(self, value: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(value)
        def drawing(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  passed on as it is
            if not self.seeded and _noted(self._label + "." + name):
                self.seeded = True  # once is enough
                self.unwatch()
            return value(*args, **kwargs)

        return drawing


_python = _Globals("random")
_numpy = _Globals("numpy.random")


def arrived(name: str, module: Any) -> None:  # noqa: ANN401  whatever was imported
    if name == "random":
        _python.watch(module, module._inst)  # noqa: SLF001  the generator its functions share
    elif name == "numpy.random.mtrand":
        _numpy.watch(module, module._rand)  # noqa: SLF001  as above
        _numpy.watch_seed(module, "seed")
    elif name == "numpy.random._generator":
        _watch_default_rng(module)
    elif name == "sklearn.utils.validation":
        _watch_sklearn(module)
    elif name == "torch":
        _watch_torch(module)


def _watch_default_rng(module: Any) -> None:  # noqa: ANN401  numpy's
    made = module.default_rng

    @functools.wraps(made)
    def default_rng(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  passed on as it is
        given = [*args, *kwargs.values()]
        if not given or given[0] is None:
            _noted("numpy.random.default_rng()")
        return made(*args, **kwargs)

    module.default_rng = default_rng


def _watch_sklearn(module: Any) -> None:  # noqa: ANN401  sklearn's
    """Estimators without ``random_state`` draw from numpy's global generator."""
    made = module.check_random_state

    @functools.wraps(made)
    def check_random_state(seed: Any = None) -> Any:  # noqa: ANN401  passed on as it is
        if not _numpy.seeded and (seed is None or seed is sys.modules.get("numpy.random")):
            _noted("sklearn random_state=None", deep=True)
        return made(seed)

    module.check_random_state = check_random_state


def _watch_torch(module: Any) -> None:  # noqa: ANN401  torch's
    """At the end: numbers were drawn, and the seed is still the one it chose by itself."""
    import atexit  # deferred: few programs need it

    chosen, before = module.initial_seed(), _state_of(module)

    def look() -> None:
        try:
            if module.initial_seed() == chosen and _state_of(module) != before:
                saying.say("random", what="torch default generator", at="")
        except Exception:  # noqa: BLE001  the program must not notice
            saying.fault()

    atexit.register(look)


def _state_of(module: Any) -> bytes:  # noqa: ANN401  torch's
    return bytes(module.default_generator.get_state().tolist())


def _noted(what: str, *, deep: bool = False) -> bool:
    """Said, unless the standard library drew for purposes of its own."""
    try:
        places = opened.places()
        frame: Any = sys._getframe(1)  # noqa: SLF001  there is no other way to ask
        while frame is not None and frame.f_code.co_filename.startswith(HERE):
            frame = frame.f_back
        name = "" if frame is None else frame.f_code.co_filename
        is_library = name.startswith(LIBRARY) and "-packages/" not in name
        if places is None or (is_library and not deep) or _of_an_import(frame, places):
            return False
        saying.say("random", what=what, at=places.at())
    except Exception:  # noqa: BLE001  the program must not notice
        saying.fault()
        return False
    return True


def _of_an_import(frame: Any, places: Places) -> bool:  # noqa: ANN401  of the interpreter
    """Whether a library drew while it was imported, as scipy does for examples in its texts."""
    for _ in range(_MOST_FRAMES):
        if frame is None or places.is_users(frame.f_code.co_filename):
            return False
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
