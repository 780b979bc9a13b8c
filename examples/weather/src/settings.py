"""Numbers from params.yaml, without a YAML library: two levels, `name: number`."""

from __future__ import annotations

from pathlib import Path


def setting(name: str) -> float:
    section, key = name.split(".")
    current = ""
    for line in Path("params.yaml").read_text(encoding="utf-8").splitlines():
        head, _, value = line.partition("#")[0].partition(":")
        if not line.startswith(" "):
            current = head.strip()
        elif (current, head.strip()) == (section, key):
            return float(value)
    raise KeyError(name)
