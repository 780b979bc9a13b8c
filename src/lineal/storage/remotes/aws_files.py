"""AWS's own two files, `config` and `credentials`: what a profile says. No network, no boto.

Only what is needed to open a bucket; signing on and assuming roles is boto3's.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError
from lineal.base.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    Sections = dict[str, dict[str, str]]


def profile_of(
    name: str | None,
    environment: Mapping[str, str],
    *,
    config_path: str | None = None,
    credentials_path: str | None = None,
) -> dict[str, str]:
    """All that both files say of a profile, the credentials file over the other.

    A profile that was named must be in one of them; the default one need not.
    """
    chosen = name or environment.get("AWS_PROFILE") or environment.get("AWS_DEFAULT_PROFILE")
    paths = (
        config_path or environment.get("AWS_CONFIG_FILE") or "~/.aws/config",
        credentials_path or environment.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials",
    )
    config, credentials = (_read(os.path.expanduser(path)) for path in paths)
    profiles = {_profile_name(section): values for section, values in config.items()}
    wanted = chosen or "default"
    if chosen and chosen not in profiles and chosen not in credentials:
        known = sorted({*profiles, *credentials})
        raise ConfigError(
            f"there is no AWS profile '{chosen}' in {paths[0]} or {paths[1]}"
            f"{did_you_mean(chosen, known)}",
            hint=f"add it: aws configure --profile {chosen}",
        )
    return {**profiles.get(wanted, {}), **credentials.get(wanted, {})}


def _profile_name(section: str) -> str:
    return section.removeprefix("profile ").strip() if section.startswith("profile ") else section


def _read(path: str) -> Sections:
    """Nested settings (below ``s3 =``) become ``s3.addressing_style``."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(f"cannot read {path}: {exc}", hint=f"mend {path}") from exc
    return parsed(text)


def parsed(text: str) -> Sections:
    sections: Sections = {}
    current: dict[str, str] = {}
    parent = ""
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if stripped.startswith("[") and "]" in stripped:
            name = stripped[1 : stripped.index("]")].strip().replace('"', "")
            current = sections.setdefault(name, {})
            parent = ""
            continue
        key, equals, value = stripped.partition("=")
        if not equals:
            continue
        name = key.strip().lower()
        if line[0].isspace() and parent:
            current[f"{parent}.{name}"] = value.strip()
        else:
            current[name] = value.strip()
            parent = "" if value.strip() else name
    return sections
