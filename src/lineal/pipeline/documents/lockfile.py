"""`dvc.lock` as text: replacing one stage's block and leaving every other byte alone.

DVC loads the whole file and writes it anew after every stage. A file that ruamel wrote comes out
of that unchanged except for the one block, so splicing the block gives the same bytes. A file
with comments, flow style or anything else that a plain dump of its data would not reproduce is
given to ruamel as a whole, as DVC does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.pipeline.documents.emit import has_aliases
from lineal.pipeline.documents.lockblocks import (
    FILE_NAME,
    SCHEMA,
    Entry,
    Parts,
    block_of,
    cut,
    new_parts,
)
from lineal.pipeline.documents.newlines import universal

if TYPE_CHECKING:
    from collections.abc import Mapping


class LockText:
    """One state of a lock file; `with_stage` gives the next."""

    __slots__ = ("_data", "_parts", "_text")

    def __init__(
        self, text: str | None, data: dict[str, Any] | None, parts: Parts | None = None
    ) -> None:
        # Joined when asked for; parsed when asked for; cut when changed.
        self._text = text
        self._data = data
        self._parts = parts

    @classmethod
    def parse(cls, text: str | None, data: dict[str, Any] | None = None) -> LockText:
        """Take a file's text, and its parsed data where the caller has it; None is a new file."""
        return cls(universal(text or ""), data)

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self._parts.joined() if self._parts else ""
        return self._text

    def data(self) -> dict[str, Any]:
        """Give what the text says, as parsing it would."""
        if self._parts is None:
            return self._top()
        return {**(self._top() or {"schema": SCHEMA}), "stages": self.stages()}

    def stages(self) -> dict[str, Entry]:
        """Give the entry of every stage, in file order."""
        if self._parts is None:
            return self._top().get("stages") or {}
        return {name: block.entry for name, block in self._parts.blocks.items()}

    def __contains__(self, name: object) -> bool:
        return name in (self.stages() if self._parts is None else self._parts.blocks)

    def with_stage(
        self, name: str, entry: Mapping[str, Any], *, before: str | None = None
    ) -> LockText:
        """Set one stage: in its place when it is there, otherwise after all others.

        A new stage may be given its place `before` another one. Raise DocumentError for an
        entry that could not be read again.
        """
        wanted = dict(entry)
        block = block_of(name, wanted)
        if self._says(name, block.text):
            return self
        parts = self._cut()
        if parts is None or has_aliases(wanted):
            return self._rewritten(name, wanted, before)
        return LockText(None, self._top(), parts.with_block(name, block, before))

    def _says(self, name: str, text: str) -> bool:
        """Tell whether a stage is recorded in these words, whatever its comments and layout."""
        if self._parts is not None:
            known = self._parts.blocks.get(name)
            return known is not None and known.text == text
        entry = self.stages().get(name)
        return entry is not None and block_of(name, entry).text == text

    def _rewritten(self, name: str, entry: Entry, before: str | None) -> LockText:
        from lineal.pipeline.documents.roundtrip import (  # deferred: ruamel costs 50 ms
            dump,
            load_for_update,
        )

        data = load_for_update(self.text)
        if not data:
            data["schema"] = SCHEMA
        stages = data.get("stages")
        if stages is None:
            stages = {}
        data["stages"] = stages
        if name not in stages and before in stages:
            stages.insert(list(stages).index(before), name, entry)
        else:
            stages[name] = entry
        return LockText(dump(data), None)

    def _top(self) -> dict[str, Any]:
        """Give the data of the text this state began with."""
        if self._data is None:
            from lineal.pipeline.documents.parse import mapping_in, parse_yaml  # deferred: libyaml

            self._data = mapping_in(parse_yaml(self.text, FILE_NAME), FILE_NAME)
        return self._data

    def _cut(self) -> Parts | None:
        if self._parts is None:
            data = self._top()
            if not data:
                return new_parts()  # a file that only holds comments is a new one to DVC as well
            self._parts = cut(self.text, data)
        return self._parts
