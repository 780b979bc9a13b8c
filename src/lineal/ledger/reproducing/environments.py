"""In what an environment differs from the one of then, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_MOST_NAMED = 8
_SINGLE = {"python": "Python", "os": "the system", "machine": "the machine", "cpu": "the CPU"}


def environment_differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What may change a result comes first; what is not known of one of them is no difference."""
    for key, called in _SINGLE.items():
        if then.get(key) and now.get(key) and then[key] != now[key]:
            yield f"{called} is {now[key]}, it was {then[key]}"
    yield from _named("package", then.get("packages"), now.get("packages"))
    yield from _named("variable", then.get("variables"), now.get("variables"))


def _named(
    what: str, then: Mapping[str, str] | None, now: Mapping[str, str] | None
) -> Iterator[str]:
    if then is None or now is None:
        return
    names = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    for name in names[:_MOST_NAMED]:
        yield f"{what} {name} is {now.get(name, 'not there')}, it was {then.get(name, 'not there')}"
    if len(names) > _MOST_NAMED:
        yield f"and {len(names) - _MOST_NAMED} more {what}s differ"
