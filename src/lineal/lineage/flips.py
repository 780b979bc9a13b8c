"""What one input alone would have to be for the other decision. Pure, given who scores rows.

Each input is moved over values that training saw, all in one batch; then the nearest that flips
is brought closer, all inputs side by side. A model need not be monotone: what is found is a
boundary next to the nearest value that flips, of the values that were tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Scorer = Callable[[Sequence[Mapping[str, Any]]], Sequence[float]]

NUMBER, INTEGER, TEXT, BOOLEAN = "number", "integer", "text", "boolean"

_ROUNDS = 24
_MOST_DIGITS = 12
# Of the change; so much more is no other answer, and easier to read.
_SLACK = 0.01


class Range(NamedTuple):
    """What training saw of an input: ``values`` to try, and how far they spread."""

    name: str
    kind: str
    values: tuple[Any, ...]
    spread: float = 1.0


class Flip(NamedTuple):
    """``size`` is the change as a part of the spread; 1 for another word."""

    name: str
    before: Any
    after: Any
    score: float
    size: float


class _Side(NamedTuple):
    """Between ``inside``, which does not flip, and ``outside``, which does."""

    range: Range
    inside: float
    outside: float


def flips(
    row: Mapping[str, Any], ranges: Sequence[Range], score: Scorer, threshold: float
) -> list[Flip]:
    """For each input that can do it alone, its smallest change; the smallest first."""
    was = score([row])[0] >= threshold

    def flipped(tried: Sequence[tuple[str, Any]]) -> list[bool]:
        if not tried:
            return []
        scores = score([{**row, name: value} for name, value in tried])
        return [(one >= threshold) != was for one in scores]

    tried = [(one.name, value) for one in ranges for value in one.values if value != row[one.name]]
    does = dict(zip(tried, flipped(tried), strict=True))
    sides = _refined([side for one in ranges for side in _sides(one, row, does)], flipped)
    found = [(one.range, _short(one, row[one.range.name], flipped)) for one in sides]
    found += [(one, value) for one in ranges for value in _words(one, does)]
    scores = score([{**row, one.name: value} for one, value in found]) if found else []
    told = [
        Flip(one.name, row[one.name], value, float(reached), _size(one, row[one.name], value))
        for (one, value), reached in zip(found, scores, strict=True)
    ]
    nearest: dict[str, Flip] = {}
    for flip in sorted(told, key=lambda flip: (flip.size, flip.name)):
        nearest.setdefault(flip.name, flip)
    return list(nearest.values())


def _sides(
    one: Range, row: Mapping[str, Any], does: Mapping[tuple[str, Any], bool]
) -> Iterator[_Side]:
    """The nearest that flips below and above; what is missing has no side."""
    here = row[one.name]
    if one.kind not in (NUMBER, INTEGER) or here is None:
        return
    above = sorted(value for value in one.values if value > here)
    below = sorted((value for value in one.values if value < here), reverse=True)
    for values in (above, below):
        inside = float(here)
        for value in values:
            if does[one.name, value]:
                yield _Side(one, inside, float(value))
                break
            inside = float(value)


def _refined(
    sides: list[_Side], flipped: Callable[[Sequence[tuple[str, Any]]], list[bool]]
) -> list[_Side]:
    """Halved until the two are close, or neighbours where only whole numbers count."""
    for _ in range(_ROUNDS):
        middles = [_middle(side) for side in sides]
        open_ = [at for at, value in enumerate(middles) if value is not None]
        if not open_:
            break
        answers = flipped([(sides[at].range.name, _valued(sides[at], middles[at])) for at in open_])
        for at, does in zip(open_, answers, strict=True):
            middle = middles[at]
            assert middle is not None  # noqa: S101  what `open_` says
            side = sides[at]
            sides[at] = side._replace(outside=middle) if does else side._replace(inside=middle)
    return sides


def _middle(side: _Side) -> float | None:
    middle = (side.inside + side.outside) / 2
    if side.range.kind == INTEGER:
        middle = float(round(middle))
    return None if middle in (side.inside, side.outside) else middle


def _valued(side: _Side, value: float | None) -> float | int:
    assert value is not None  # noqa: S101  what is open has one
    return int(value) if side.range.kind == INTEGER else value


def _short(
    side: _Side, here: float, flipped: Callable[[Sequence[tuple[str, Any]]], list[bool]]
) -> float | int:
    """The value with the fewest digits that still flips, next to the boundary."""
    if side.range.kind == INTEGER:
        return int(side.outside)
    near = abs(side.outside - here) * _SLACK
    rounded = (float(f"{side.outside:.{digits}g}") for digits in range(1, _MOST_DIGITS))
    tries = [
        value for value in rounded if _beyond(side, value) and abs(value - side.outside) <= near
    ]
    answers = flipped([(side.range.name, value) for value in tries])
    good = [value for value, does in zip(tries, answers, strict=True) if does]
    return good[0] if good else side.outside


def _beyond(side: _Side, value: float) -> bool:
    """Not where it is known not to flip."""
    return value > side.inside if side.outside > side.inside else value < side.inside


def _words(one: Range, does: Mapping[tuple[str, Any], bool]) -> Iterator[Any]:
    """Of words and truths the first that flips: they come by how often training saw them."""
    if one.kind in (TEXT, BOOLEAN):
        able = (value for value in one.values if does.get((one.name, value)))
        yield from [value for value in [next(able, None)] if value is not None]


def _size(one: Range, before: Any, after: Any) -> float:  # noqa: ANN401  a value of a column
    if one.kind in (TEXT, BOOLEAN) or before is None:
        return 1.0
    return float(abs(after - before) / (one.spread or 1.0))
