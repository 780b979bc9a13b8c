"""A walk as boxes and arrows, and these as Mermaid or Graphviz. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.ids import short
from lineal.ledger.trace.graph import COPY, HOLDS, MEMBER, PLACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.ledger.trace.lineage import Trace, Use

ITEM, EXECUTION = "item", "execution"
_HOW = {MEMBER: "in", HOLDS: "holds", COPY: "same bytes", PLACE: "written there"}
_OID_DIGITS = 8


class Box(NamedTuple):
    kind: str
    lines: tuple[str, ...]


class Drawing(NamedTuple):
    """Boxes in order; arrows between their positions, with what is written at them."""

    boxes: tuple[Box, ...]
    arrows: tuple[tuple[int, int, str], ...]


class Sheet:
    """Each thing gets one box, however often it is met."""

    __slots__ = ("_arrows", "_boxes", "_places")

    def __init__(self) -> None:
        self._places: dict[object, int] = {}
        self._boxes: list[Box] = []
        self._arrows: dict[tuple[int, int, str], None] = {}

    def box(self, key: object, kind: str, *lines: str) -> int:
        if key not in self._places:
            self._places[key] = len(self._boxes)
            self._boxes.append(Box(kind, lines))
        return self._places[key]

    def arrow(self, tail: int, head: int, label: str = "") -> None:
        self._arrows.setdefault((tail, head, label))

    def done(self) -> Drawing:
        return Drawing(tuple(self._boxes), tuple(self._arrows))


def draw_trace(trace: Trace) -> Drawing:
    sheet = Sheet()
    draw_on(sheet, trace)
    return sheet.done()


def draw_on(sheet: Sheet, trace: Trace) -> None:
    executions = {
        num: sheet.box(num, EXECUTION, one.stage, short(one.id))
        for num, one in trace.executions.items()
    }
    for user, use in trace.uses:
        item = _item(sheet, use)
        if use.made_by is not None:
            sheet.arrow(executions[use.made_by], item)
        for way in use.through:
            other = item_box(sheet, way.path, way.oid)
            sheet.arrow(other, item, _HOW[way.how])
            if way.execution is not None:
                sheet.arrow(executions[way.execution], other)
        if user is not None:
            sheet.arrow(item, executions[user])


def item_box(sheet: Sheet, path: str, oid: str) -> int:
    digits, dot, kind = oid.partition(".")
    mark = "/" if dot and kind == "dir" else ""
    return sheet.box((path, oid), ITEM, path, f"{digits[:_OID_DIGITS]}{mark}")


def mermaid(drawing: Drawing) -> str:
    shapes = {ITEM: ("([", "])"), EXECUTION: ("[", "]")}
    lines = ["flowchart LR"]
    for at, box in enumerate(drawing.boxes):
        before, after = shapes[box.kind]
        lines.append(f'  n{at}{before}"{_text(box, "<br/>", _for_mermaid)}"{after}')
    for tail, head, label in drawing.arrows:
        middle = f'-- "{_for_mermaid(label)}" -->' if label else "-->"
        lines.append(f"  n{tail} {middle} n{head}")
    return "\n".join(lines)


def dot(drawing: Drawing) -> str:
    shapes = {ITEM: "ellipse", EXECUTION: "box"}
    lines = ["digraph lineage {", "  rankdir=LR;"]
    for at, box in enumerate(drawing.boxes):
        label = _text(box, "\\n", _for_dot)
        lines.append(f'  n{at} [label="{label}", shape={shapes[box.kind]}];')
    for tail, head, label in drawing.arrows:
        attribute = f' [label="{_for_dot(label)}"]' if label else ""
        lines.append(f"  n{tail} -> n{head}{attribute};")
    return "\n".join([*lines, "}"])


def _item(sheet: Sheet, use: Use) -> int:
    return item_box(sheet, use.path, use.oid)


def _text(box: Box, between: str, escape: Callable[[str], str]) -> str:
    return between.join(map(escape, box.lines))


def _for_mermaid(text: str) -> str:
    """Characters that end a label, or are read as HTML, by their numbers."""
    return "".join(f"#{ord(one)};" if one in '"#<>&;`\n\r' else one for one in text)


def _for_dot(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
