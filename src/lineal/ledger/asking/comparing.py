"""Several states side by side: the rows in which they differ. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.asking import state as of
from lineal.ledger.asking.changes import ABSENT, same

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lineal.ledger.asking.state import State

PARAMS, METRICS, INPUTS, OUTPUTS = "params", "metrics", "inputs", "outputs"
CODE, COMMANDS, ENVIRONMENT, SECONDS = "code", "commands", "environment", "seconds"


def code_of(state: State) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if state.commit:
        found["commit"] = state.commit + ("+" if state.dirty else "")
    if state.payload.get("branch"):
        found["branch"] = state.payload["branch"]
    return found


#: What is compared, in the order it is shown in.
SECTIONS: dict[str, Callable[[State], Mapping[str, Any]]] = {
    PARAMS: of.params_of,
    METRICS: of.metrics_of,
    INPUTS: of.inputs_of,
    CODE: code_of,
    COMMANDS: of.commands_of,
    ENVIRONMENT: lambda one: of.environment_values(one.environment),
    SECONDS: of.seconds_of,
    OUTPUTS: of.outputs_of,
}


class CompareRow(NamedTuple):
    """One thing by name; a value for each state, `ABSENT` where it has none."""

    key: str
    values: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        return any(not same(value, self.values[0]) for value in self.values[1:])


Sections = dict[str, list[CompareRow]]


def compare_states(states: Sequence[State], *, equal: bool = False) -> Sections:
    """Sections that have something to show; ``equal`` keeps also what is the same."""
    found: Sections = {}
    for section, values_of in SECTIONS.items():
        values = [values_of(state) for state in states]
        keys = dict.fromkeys(key for one in values for key in one)
        rows = [CompareRow(key, tuple(one.get(key, ABSENT) for one in values)) for key in keys]
        kept = [row for row in rows if equal or row.differs]
        if kept:
            found[section] = kept
    return found
