"""The only door to ruamel.yaml: the reference for what the fast paths are not sure of.

ruamel is imported when called, since a run that changes nothing needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml import YAML


def load_safe(text: str) -> Any:
    """Parse to plain values."""
    return _quietly(_yaml("safe"), text)


def load_for_update(text: str) -> Any:
    """Parse to containers that remember comments and layout; an empty document is a new one."""
    return _quietly(_yaml("rt"), text) or {}


def dump(data: object) -> str:
    """Write plain or remembered containers in DVC's layout."""
    from collections import OrderedDict  # deferred: with ruamel, which is rarely needed
    from io import StringIO  # deferred: same

    yaml = _yaml("rt")
    yaml.default_flow_style = False
    representer = yaml.Representer
    # An ordered dict is a plain mapping to DVC, not the `!!omap` of YAML.
    representer.add_representer(OrderedDict, representer.represent_dict)
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _yaml(kind: str) -> YAML:
    from ruamel.yaml import YAML  # deferred: costs 50 ms to import

    # pure: the optional C parser of ruamel follows YAML 1.1 in places.
    return YAML(typ=kind, pure=True)


def _quietly(yaml: YAML, text: str) -> Any:
    """Load without the warning for an anchor used twice, which YAML 1.2 permits."""
    from warnings import catch_warnings, simplefilter  # deferred: with ruamel

    with catch_warnings():
        simplefilter("ignore")
        return yaml.load(text)
