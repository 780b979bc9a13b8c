"""`dvc.lock` as text: replacing one stage's block and leaving every other byte alone.

DVC loads the whole file and writes it anew after every stage. A file that ruamel wrote comes out
of that unchanged except for the one block, so splicing the block gives the same bytes. A file
with comments, flow style or anything else that a plain dump of its data would not reproduce is
given to ruamel as a whole, as DVC does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.emit import (
    Emission,
    emission_of,
    emit_block,
    emit_yaml,
    has_aliases,
)
from lineal.pipeline.documents.newlines import universal

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")
Entry = dict[str, Any]

_NAME = "dvc.lock"
_SCHEMA = "2.0"
_STAGES = "stages:\n"
_INDENT = 2


class LockText:
    """One state of a lock file; `with_stage` gives the next."""

    __slots__ = ("_blocks", "_data", "_entries", "_head", "_source", "_tail")

    def __init__(self, source: str, data: dict[str, Any] | None) -> None:
        self._source: str | None = source
        self._data = data
        self._entries: dict[str, Entry] | None = None
        # None until a change asks for the blocks: most lock files are only read.
        self._blocks: dict[str, str] | None = None
        self._head = ""
        self._tail = ""

    @classmethod
    def parse(cls, text: str | None, data: dict[str, Any] | None = None) -> LockText:
        """Take a file's text, and its parsed data where the caller has it; None is a new file."""
        return cls(universal(text or ""), data)

    @property
    def text(self) -> str:
        if self._source is None:
            self._source = "".join((self._head, *(self._blocks or {}).values(), self._tail))
        return self._source

    def stages(self) -> dict[str, Entry]:
        """Give the entry of every stage, in file order."""
        if self._entries is None:
            self._entries = self._parsed().get("stages") or {}
        return self._entries

    def __contains__(self, name: object) -> bool:
        return name in self.stages()

    def data(self) -> dict[str, Any]:
        """Give what the text says, as parsing it would."""
        return {**(self._parsed() or {"schema": _SCHEMA}), "stages": self.stages()}

    def with_stage(
        self, name: str, entry: Mapping[str, Any], *, before: str | None = None
    ) -> LockText:
        """Set one stage: in its place when it is there, otherwise after all others.

        A new stage may be given its place `before` another one.
        """
        wanted = dict(entry)
        block = emission_of({name: wanted}, _INDENT)
        known = self.stages().get(name)
        if known is not None and emit_block({name: known}, _INDENT) == block.text:
            return self
        if has_aliases(wanted) or not self._split():
            return self._rewritten(name, wanted, before)
        return self._spliced(name, _read_back(name, wanted, block), block.text, before)

    def _spliced(self, name: str, entry: Entry, block: str, before: str | None) -> LockText:
        after = LockText("", self._parsed() or {"schema": _SCHEMA})
        after._source = None
        after._head = self._head
        after._tail = self._tail
        after._blocks = _placed(self._blocks or {}, name, block, before)
        after._entries = _placed(self.stages(), name, entry, before)
        return after

    def _rewritten(self, name: str, entry: Entry, before: str | None) -> LockText:
        from lineal.pipeline.documents.roundtrip import (  # deferred: ruamel costs 50 ms
            dump,
            load_for_update,
        )

        data = load_for_update(self.text)
        if not data:
            data["schema"] = _SCHEMA
        stages = data.get("stages")
        if stages is None:
            stages = {}
        data["stages"] = stages
        if name not in stages and before in stages:
            stages.insert(list(stages).index(before), name, entry)
        else:
            stages[name] = entry
        return LockText(dump(data), None)

    def _parsed(self) -> dict[str, Any]:
        if self._data is None:
            if not self._source:
                return {}
            from lineal.pipeline.documents.parse import mapping_in, parse_yaml  # deferred: libyaml

            self._data = mapping_in(parse_yaml(self._source, _NAME), _NAME)
        return self._data

    def _split(self) -> bool:
        """Cut the text into blocks; tell whether that is exact."""
        if self._blocks is not None:
            return True
        data = self._parsed()
        if not data:
            # A file that only holds comments is a new file to DVC as well.
            self._head, self._blocks = f"schema: '{_SCHEMA}'\n{_STAGES}", {}
            return True
        parts = _canonical_parts(data)
        if parts is None or parts.joined() != self._source:
            return False
        self._head, self._blocks, self._tail = parts
        if "stages" not in data:
            self._head += _STAGES
        return True


def _placed(items: dict[str, _T], name: str, item: _T, before: str | None) -> dict[str, _T]:
    if name in items or before not in items:
        return {**items, name: item}
    placed: dict[str, _T] = {}
    for key, value in items.items():
        if key == before:
            placed[name] = item
        placed[key] = value
    return placed


def _read_back(name: str, entry: Entry, block: Emission) -> Entry:
    """Give the entry as the next reader of the file will see it."""
    if not block.folded:
        return entry
    from lineal.pipeline.documents.parse import mapping_in, parse_yaml  # deferred: libyaml

    try:
        (read,) = mapping_in(parse_yaml(block.text, _NAME), _NAME).values()
    except DocumentError as exc:
        # DVC writes such a file, and nothing reads it again.
        raise DocumentError(
            f"stage '{name}' has a key that YAML cannot hold on one line",
            hint="shorten the names of the stage and of its parameters",
        ) from exc
    return dict(read)


class _Parts(NamedTuple):
    """What precedes the stages, each stage, and what follows them."""

    head: str
    blocks: dict[str, str]
    tail: str

    def joined(self) -> str:
        return "".join((self.head, *self.blocks.values(), self.tail))


def _canonical_parts(data: dict[str, Any]) -> _Parts | None:
    """Write the data as ruamel would, unless parts of it depend on each other."""
    stages = data.get("stages", {})
    empty = "stages" in data and not stages  # `stages: {}` stays in flow style
    if empty or not isinstance(stages, dict) or has_aliases(data):
        return None
    keys = list(data)
    at = keys.index("stages") if stages else len(keys)
    head = [emit_yaml({key: data[key]}) for key in keys[:at]]
    if stages:
        head.append(_STAGES)
    tail = [emit_yaml({key: data[key]}) for key in keys[at + 1 :]]
    blocks = {name: emit_block({name: stages[name]}, _INDENT) for name in stages}
    return _Parts("".join(head), blocks, "".join(tail))
