"""``lineal.yaml``: what is beyond a pipeline. Here is what it says of the ledger.

The file is optional, and read through the memo of documents. What it may say is checked here
and nowhere else.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lineal.pipeline.workspace import Workspace

FILE = "lineal.yaml"


class Settings(NamedTuple):
    """``ledger`` is the URL of a database, None for the file in the project.

    ``observe``: whether Python stages are watched. ``variables`` are names of variables of the
    environment that are kept with it, besides those that always are. ``endpoints`` are served
    names, as they are spelled: `ledger.endpoints` reads them.
    """

    ledger: str | None = None
    observe: bool = True
    openlineage: Mapping[str, Any] = {}
    mlflow: Mapping[str, Any] = {}
    variables: tuple[str, ...] = ()
    endpoints: Mapping[str, Any] = {}


def read_settings(ws: Workspace) -> Settings:
    path = f"{ws.root}/{FILE}"
    if not os.path.exists(path):
        return Settings()
    from lineal.pipeline.documents.read import read_document  # deferred: few have the file

    document = read_document(path, ws.memo)
    return Settings() if document is None else settings_of(document.data)


def settings_of(data: object) -> Settings:
    """What was parsed, as settings; the first thing that is wrong is an error."""
    if not isinstance(data, dict):
        raise ConfigError(f"{FILE}: expected settings with names", hint="ledger: postgresql://…")
    for key, value in data.items():
        wanted = _KINDS.get(key)
        if wanted is None:
            raise _unknown(str(key))
        if not isinstance(value, wanted) and value is not None:
            raise ConfigError(
                f"{FILE}: '{key}' is to be {_WORDS[wanted]}, not {type(value).__name__}",
                hint=f"{key}: {_EXAMPLES[key]}",
            )
    given = {key: value for key, value in data.items() if value is not None}
    if "variables" in given:
        given["variables"] = tuple(str(name) for name in given["variables"])
    return Settings(**given)


def check_section(section: str, given: Mapping[str, Any], keys: Collection[str]) -> None:
    """Of settings that are all text: each is known, and is text."""
    for key, value in given.items():
        if key not in keys:
            from lineal.base.suggest import did_you_mean  # deferred: only when something is wrong

            raise ConfigError(
                f"{FILE}: unknown setting '{section}.{key}'{did_you_mean(key, keys)}",
                hint=f"{section} may say {', '.join(keys)}",
            )
        if not isinstance(value, str):
            raise ConfigError(
                f"{FILE}: '{section}.{key}' is to be text", hint=f"{section}: {{{key}: …}}"
            )


_KINDS: dict[str, type] = {
    "ledger": str,
    "observe": bool,
    "openlineage": dict,
    "mlflow": dict,
    "variables": list,
    "endpoints": dict,
}
_WORDS = {str: "text", bool: "true or false", dict: "names with values", list: "a list"}
_EXAMPLES = {
    "ledger": "postgresql://host/database",
    "observe": "false",
    "openlineage": "{url: 'http://…'}",
    "mlflow": "{uri: 'http://…'}",
    "variables": "[CUDA_HOME, MY_SETTING]",
    "endpoints": "{purchase: {model: purchase, alias: production}}",
}


def _unknown(key: str) -> ConfigError:
    from lineal.base.suggest import did_you_mean  # deferred: only when something is wrong

    return ConfigError(
        f"{FILE}: unknown setting {key!r}{did_you_mean(key, _KINDS)}",
        hint=f"it may say {', '.join(_KINDS)}",
    )
