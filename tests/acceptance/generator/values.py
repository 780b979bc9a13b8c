"""Parameter values and the files that hold them, in each format DVC reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

# JSON's own type; recursive aliases need Python 3.12, hence Any below the first level.
Value = str | int | float | bool | list[Any] | dict[str, Any] | None

KEYS = ("lr", "epochs", "name", "nested", "things")
SCALARS = (
    0,
    1,
    1.0,
    True,
    False,
    -3,
    10**20,
    0.001,
    1e-5,
    1e20,
    "text",
    "",
    "yes",
    "007",
    "1e3",
    "2020-01-01",
    "it's: #1",
    "two\nlines\n",
    "tab\there",
    "é中😀",
    "- dash",
    "word " * 30,
)


class ParamsFile(NamedTuple):
    path: str
    data: dict[str, Value]

    def text(self) -> str:
        suffix = self.path.rpartition(".")[2]
        return WRITERS[suffix](self.data)


def params_data() -> st.SearchStrategy[dict[str, Value]]:
    """Always the same keys, so that stages can track them; values of every type."""
    scalar: st.SearchStrategy[Value] = st.sampled_from(SCALARS)
    nested: st.SearchStrategy[Value]
    nested = st.fixed_dictionaries({"deep": scalar, "list": st.lists(scalar, max_size=3)})
    things: st.SearchStrategy[Value]
    things = st.lists(st.sampled_from(["a", "b", 3, 2.5]), min_size=1, max_size=3, unique=True)
    return st.fixed_dictionaries(
        {"lr": scalar, "epochs": scalar, "name": scalar, "nested": nested, "things": things}
    )


def write_yaml(data: dict[str, Value]) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def write_toml(data: dict[str, Value]) -> str:
    """JSON scalars and arrays are TOML; a nested mapping becomes a table at the end."""
    plain = {key: value for key, value in data.items() if not isinstance(value, dict)}
    lines = [f"{key} = {toml(value)}" for key, value in plain.items()]
    for key, value in data.items():
        if isinstance(value, dict):
            lines += [f"[{key}]", *(f"{name} = {toml(inner)}" for name, inner in value.items())]
    return "\n".join(lines) + "\n"


def toml(value: Value) -> str:
    if isinstance(value, int) and abs(value) >= 1 << 63:
        return '"too big for TOML"'
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def write_python(data: dict[str, Value]) -> str:
    lines = [f"{key} = {value!r}" for key, value in data.items() if not isinstance(value, dict)]
    for key, value in data.items():
        if isinstance(value, dict):
            lines += [f"class {key}:", *(f"    {name} = {v!r}" for name, v in value.items())]
    return "\n".join(lines) + "\n"


WRITERS: dict[str, Callable[[dict[str, Value]], str]] = {
    "yaml": write_yaml,
    "json": lambda data: json.dumps(data, indent=2),
    "toml": write_toml,
    "py": write_python,
}
