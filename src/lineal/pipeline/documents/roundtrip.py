"""The only door to ruamel.yaml: the reference for what the fast paths are not sure of.

ruamel is imported when called, since a run that changes nothing needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.representer import RoundTripRepresenter


def load_safe(text: str) -> Any:  # noqa: ANN401  what YAML holds
    """Parse to plain values."""
    return _quietly(_yaml("safe"), text)


def load_for_update(text: str) -> Any:  # noqa: ANN401  what YAML holds
    """Parse to containers that remember comments and layout; an empty document is a new one."""
    return _quietly(_yaml("rt"), text) or {}


def dump(data: object) -> str:
    """Write plain or remembered containers in DVC's layout."""
    from io import StringIO  # deferred: with ruamel, which is rarely needed

    yaml = _yaml("rt")
    yaml.default_flow_style = False
    yaml.Representer = _representer()
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _representer() -> type[RoundTripRepresenter]:
    from collections import OrderedDict  # deferred: with ruamel

    from ruamel.yaml.representer import RoundTripRepresenter  # deferred: costs 50 ms to import
    from ruamel.yaml.scalarfloat import ScalarFloat  # deferred: same

    class Representer(RoundTripRepresenter):
        """ruamel's own, except that no number changes."""

        def represent_scalar_float(self, data: float) -> ScalarNode:
            node: ScalarNode = super().represent_scalar_float(data)
            # ruamel cuts long numbers with an exponent short: 6.040000000000001e-20 loses its 1.
            if data == data and float(node.value.replace(".inf", "inf")) != data:  # noqa: PLR0124
                node.value = repr(float(data))
            return node

    Representer.add_representer(ScalarFloat, Representer.represent_scalar_float)
    # An ordered dict is a plain mapping to DVC, not the `!!omap` of YAML.
    Representer.add_representer(OrderedDict, Representer.represent_dict)
    return Representer


def _yaml(kind: str) -> YAML:
    from ruamel.yaml import YAML  # deferred: costs 50 ms to import

    # pure: the optional C parser of ruamel follows YAML 1.1 in places.
    return YAML(typ=kind, pure=True)


def _quietly(yaml: YAML, text: str) -> Any:  # noqa: ANN401  what YAML holds
    """Load without the warning for an anchor used twice, which YAML 1.2 permits."""
    from warnings import catch_warnings, simplefilter  # deferred: with ruamel

    with catch_warnings():
        simplefilter("ignore")
        return yaml.load(text)
