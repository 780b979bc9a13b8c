"""The variables an expression may refer to: merged, never redefined, looked up by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import TemplateError
from lineal.base.suggest import did_you_mean
from lineal.pipeline.templating.values import carried

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.pipeline.templating.values import Value

_LISTED_NAMES = 12


class Layer(NamedTuple):
    """One file or inline dict of variables; kept to tell where a name was defined first.

    ``path`` is that of the file, and None for variables written into ``dvc.yaml``.
    """

    source: str
    values: Mapping[str, Any]
    path: str | None = None


class Context(NamedTuple):
    """Immutable, so that stage-local variables cannot leak into another stage.

    ``imports`` maps a loaded file to the keys taken from it, or to None for all of them.
    ``locals`` are ``item`` and ``key`` of a generated stage: they hide the variables of that
    name and may not be redefined.
    """

    values: Mapping[str, Any] = {}
    layers: tuple[Layer, ...] = ()
    imports: Mapping[str, frozenset[str] | None] = {}
    locals: Mapping[str, Any] = {}

    def merged(self, source: str, update: Mapping[Any, Any], path: str | None = None) -> Context:
        layer = Layer(source, carried(update), path)
        reserved = [key for key in self.locals if key in layer.values]
        if reserved:
            names = " and ".join(f"'{key}'" for key in reserved)
            raise TemplateError(
                f"'{source}' redefines the reserved {names}",
                hint="'item' and 'key' belong to foreach and matrix; rename your variable",
            )
        values = self._merge(self.values, layer, layer.values, ())
        return self._replace(values=values, layers=(*self.layers, layer))

    def with_locals(self, values: Mapping[str, Any]) -> Context:
        return self._replace(locals=carried(values))

    def has(self, name: str) -> bool:
        return name in self.values

    def select(self, words: tuple[str, ...]) -> Value:
        """The value the words lead to."""
        first = words[0]
        current: Value = self.locals if first in self.locals else self.values
        for depth, word in enumerate(words):
            try:
                current = current[int(word)] if isinstance(current, list) else current[word]
            except (LookupError, TypeError, ValueError):
                raise _unknown(words, depth, current, self.locals) from None
        return current

    def _merge(
        self,
        into: Mapping[str, Any],
        layer: Layer,
        update: Mapping[str, Any],
        trail: tuple[str, ...],
    ) -> Mapping[str, Any]:
        result = dict(into)
        for key, value in update.items():
            here = (*trail, key)
            present = result.get(key)
            if isinstance(present, dict) and isinstance(value, dict):
                result[key] = self._merge(present, layer, value, here)
            elif key in result:
                raise _redefined(here, layer.source, self.origin(here).source)
            else:
                result[key] = value
        return result

    def origin(self, trail: tuple[str, ...]) -> Layer:
        return next(layer for layer in self.layers if _defines(layer.values, trail))


def _defines(values: Value, trail: tuple[str, ...]) -> bool:
    for key in trail:
        if not isinstance(values, dict) or key not in values:
            return False
        values = values[key]
    return True


def _redefined(trail: tuple[str, ...], source: str, origin: str) -> TemplateError:
    return TemplateError(
        f"cannot redefine '{'.'.join(trail)}' from '{source}' as it already exists in '{origin}'",
        hint="every variable has one place; rename one of the two",
    )


def _unknown(
    words: tuple[str, ...], depth: int, current: object, local_names: Iterable[str]
) -> TemplateError:
    name = ".".join(words)
    owner = f"'{'.'.join(words[:depth])}'"
    if isinstance(current, list):
        return TemplateError(
            f"could not find '{name}': {owner} is a list of {len(current)}, "
            f"and '{words[depth]}' is no index of it",
            hint="list positions are whole numbers from 0 on",
        )
    if not isinstance(current, dict):
        return TemplateError(
            f"could not find '{name}': {owner} is a single value and has no '{words[depth]}'",
            hint=f"write ${{{'.'.join(words[:depth])}}} for the value itself",
        )
    known = list(dict.fromkeys([*(local_names if depth == 0 else ()), *current]))
    return TemplateError(
        f"could not find '{name}'{did_you_mean(words[depth], known)}",
        hint=_what_is_there(f"known in {owner}" if depth else "known variables", known),
    )


def _what_is_there(owner: str, known: list[str]) -> str:
    if not known:
        return f"{owner}: none; define it in params.yaml beside dvc.yaml, or under 'vars:'"
    listed = ", ".join(known[:_LISTED_NAMES])
    more = f" and {len(known) - _LISTED_NAMES} more" if len(known) > _LISTED_NAMES else ""
    return f"{owner}: {listed}{more}"
