"""Answers as JSON. Pure.

One prediction is put together by hand: a general encoder would take as long as the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lineal.base.ids import spell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lineal.bundle.format import Decision
    from lineal.serving.predicting import Prediction


class Answers:
    """``version`` and both decisions are spelled once."""

    __slots__ = ("_decisions", "_end", "_version")

    def __init__(self, decision: Decision, version: str) -> None:
        both = (decision.positive, decision.negative)
        self._decisions = {one: msgspec.json.encode(one).decode() for one in both}
        self._version = msgspec.json.encode(version).decode()
        self._end = f',"version":{self._version}}}'

    def one(self, made: Prediction) -> bytes:
        return (self._spelled(made) + self._end).encode()

    def many(self, made: Sequence[Prediction]) -> bytes:
        spelled: Callable[[Prediction], str] = self._spelled
        listed = ",".join([f"{spelled(one)}}}" for one in made])
        return f'{{"predictions":[{listed}]{self._end}'.encode()

    def _spelled(self, made: Prediction) -> str:
        """Without the last brace. ``repr`` is the shortest spelling that gives the same float."""
        id_, score, decision = made
        said = self._decisions[decision]
        return f'{{"id":"{spell(id_)}","score":{score!r},"decision":{said}'
