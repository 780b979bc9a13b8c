"""Names and values that user code logs, judged before anything is written. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Bytes, as names of files are limited.
_MOST_NAME = 250


def metrics_in(
    given: Mapping[str, Any] | None, named: Mapping[str, Any]
) -> Iterator[tuple[str, float]]:
    """Names to numbers, flat: ``{"val": {"auc": 0.9}}`` is ``val/auc``."""
    for name, value in _flat({**(given or {}), **named}):
        yield checked_name(name), number(name, value)


def params_in(
    given: Mapping[str, Any] | None, named: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Names to plain values, flat: ``{"train": {"lr": 0.1}}`` is ``train.lr``."""
    for name, value in _flat({**(given or {}), **named}, "."):
        yield checked_name(name), plain_value(value)


def number(name: str, value: Any) -> float:  # noqa: ANN401  whatever the user has
    """A Python number, also of numpy's and torch's; a whole number stays whole."""
    if isinstance(value, bool | int | float):
        return value
    try:
        return value.__index__() if _is_whole(value) else float(value.__float__())
    except (AttributeError, TypeError, ValueError, RuntimeError) as exc:
        # torch says RuntimeError of a tensor with several numbers.
        raise _no_number(name, value) from exc


def _is_whole(value: Any) -> bool:  # noqa: ANN401  as above
    """Numpy's integers; a tensor of torch has an index too, whatever it holds."""
    return hasattr(value, "__index__") and not hasattr(value, "__len__")


def plain_value(value: Any) -> Any:  # noqa: ANN401  as above
    """What JSON holds; numbers of numpy's and torch's as Python's, other things by their words."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [plain_value(one) for one in value]
    try:
        return number("", value)
    except UsageError:
        return str(value)


def checked_name(name: str) -> str:
    """It names a file as well, so it must not lead anywhere else."""
    parts = name.split("/")
    is_odd = (
        len(name.encode(errors="replace")) > _MOST_NAME
        or not name.isprintable()
        or "\\" in name
        or ":" in name
    )
    if is_odd or any(part.strip() in {"", ".", ".."} for part in parts):
        raise UsageError(
            f"{name!r} cannot be the name of something logged",
            hint="use words, parts apart by '/': val/auc",
        )
    return name


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """``val/auc`` as ``{"val": {"auc": …}}``, as files of metrics have it."""
    tree: dict[str, Any] = {}
    for name, value in values.items():
        *parents, leaf = name.split("/")
        if any("/".join(parents[: at + 1]) in values for at in range(len(parents))):
            tree[name] = value  # both `val` and `val/auc` were logged
            continue
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[leaf] = value
    return tree


def _flat(values: Mapping[str, Any], mark: str = "/") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            for below, one in _flat(value, mark):
                yield f"{name}{mark}{below}", one
        else:
            yield str(name), value


def _no_number(name: str, value: object) -> UsageError:
    kind = type(value).__name__
    return UsageError(
        f"the metric {name!r} is a {kind}, not a number",
        hint="log a number; lineal.log_params takes words, lineal.log_figure takes pictures",
    )
