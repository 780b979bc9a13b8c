"""Plain data to YAML text, byte for byte what ruamel.yaml 0.19.1 dumps for DVC.

Common shapes are written here; anything the fast path is not certain of (long keys, dates,
containers that occur twice and so need anchors) goes to ruamel itself.
"""

from __future__ import annotations

from typing import NamedTuple

from lineal.pipeline.documents.quoting import fold_plain, key_text, value_text
from lineal.pipeline.documents.scalars import Doubt

_STEP = 2


def emit_yaml(data: object) -> str:
    """Write a whole document."""
    return emit_block(data, 0)


def emit_block(data: object, indent: int) -> str:
    """Write the lines of a mapping or list that sits at column `indent` of a larger document."""
    return emission_of(data, indent).text


class Emission(NamedTuple):
    """A text, and whether it may read back as something else.

    ruamel folds long lines at places where one of two spaces is lost to the next reader. The
    bytes have to be the same as DVC's; whoever remembers what they say has to read them again.
    """

    text: str
    folded: bool


def emission_of(data: object, indent: int) -> Emission:
    """Write a block, and tell whether lines were folded in it."""
    writer = _Writer()
    try:
        writer.block(data, indent)
    except Doubt:
        return Emission(_by_reference(data, indent), folded=True)
    return Emission("".join(writer.out), writer.folded)


def has_aliases(data: object) -> bool:
    """Tell whether a container occurs twice: the document would carry anchors."""
    seen: set[int] = set()
    pending = [data]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending.extend(item.values())
        elif isinstance(item, list | tuple):
            pending.extend(item)
        else:
            continue
        if id(item) in seen:
            return True
        seen.add(id(item))
    return False


def _by_reference(data: object, indent: int) -> str:
    from lineal.pipeline.documents.roundtrip import dump  # deferred: ruamel costs 50 ms to import

    depth = indent // _STEP
    for _ in range(depth):
        data = {"-": data}
    lines = dump(data).splitlines(keepends=True)
    return "".join(lines[depth:])


# The keys of DVC's own files need no look at their letters.
_KNOWN_KEYS = frozenset(("cmd", "deps", "params", "outs", "path", "hash", "md5", "size", "nfiles"))


class _Writer:
    """Where the text goes, and the containers met so far."""

    __slots__ = ("_seen", "folded", "out")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.folded = False
        self._seen: set[int] = set()

    def block(self, data: object, indent: int) -> None:
        if type(data) is dict and data:
            self._mapping(data, indent, " " * indent)
        elif type(data) is list and data:
            self._sequence(data, indent, " " * indent)
        else:
            raise Doubt(data)

    def _mapping(self, mapping: dict[object, object], indent: int, margin: str) -> None:
        """Write entries; `margin` precedes only the first key, which may follow a dash."""
        self._meet(mapping)
        write = self.out.append
        for key, value in mapping.items():
            name = key if key in _KNOWN_KEYS else _key(key, indent)
            if type(value) is dict and value:
                write(f"{margin}{name}:\n")
                self._mapping(value, indent + _STEP, " " * (indent + _STEP))
            elif type(value) is list and value:
                write(f"{margin}{name}:\n")
                self._sequence(value, indent, " " * indent)
            elif value is None:
                write(f"{margin}{name}:\n")
            else:
                leaf = self._leaf(value, indent + len(str(name)) + 2, indent + _STEP)
                write(f"{margin}{name}: {leaf}\n")
            margin = " " * indent

    def _sequence(self, items: list[object], indent: int, margin: str) -> None:
        self._meet(items)
        write = self.out.append
        inner = indent + _STEP
        for item in items:
            if type(item) is dict and item:
                self._mapping(item, inner, margin + "- ")
            elif type(item) is list and item:
                self._sequence(item, inner, margin + "- ")
            else:
                write(f"{margin}- {self._leaf(item, inner, inner)}\n")
            margin = " " * indent

    def _leaf(self, value: object, column: int, indent: int) -> str:
        if type(value) is str:
            text = value_text(value, column, indent)
        elif value is None:
            return ""
        elif type(value) is dict or type(value) is list:
            self._meet(value)
            return "[]" if type(value) is list else "{}"
        else:
            text = fold_plain(_number(value), column, indent)
        if "\n" in text:
            self.folded = True
        return text

    def _meet(self, container: object) -> None:
        if id(container) in self._seen:
            raise Doubt(container)
        self._seen.add(id(container))


def _key(key: object, indent: int) -> str:
    if type(key) is str:
        return key_text(key, indent)
    if type(key) is int:
        return str(key)
    raise Doubt(key)


def _number(value: object) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    if type(value) is int:
        return str(value)
    if type(value) is float:
        return _float(value)
    raise Doubt(value)


def _float(value: float) -> str:
    text = repr(value)
    return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}.get(text, text)
