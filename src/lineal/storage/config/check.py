"""Is a merged configuration right: every problem at once, or the typed values. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.suggest import did_you_mean
from lineal.storage.config.remotes import COMMON, INDIRECT, SCHEMES, scheme_of
from lineal.storage.config.settings import FREE_SECTION, NAMED_SECTIONS, SECTIONS
from lineal.storage.config.values import Value, coerce

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lineal.storage.config.settings import Setting

# What configobj reads: sections of keys, and for `remote "x"` sections of sections.
Raw = dict[str, Any]

_TOP = (*SECTIONS, *NAMED_SECTIONS, "remote", FREE_SECTION)


class Problem(NamedTuple):
    """What is wrong at ``section[, name], key``; a key of '' is the section itself."""

    section: tuple[str, ...]
    key: str
    message: str


def problems_of(raw: Raw) -> list[Problem]:
    return list(_problems(raw))


def values_of(raw: Raw, section: str) -> dict[str, Value]:
    """The typed values of a section that has no problems."""
    return _typed(SECTIONS[section], raw.get(section, {}))


def remotes_of(raw: Raw) -> dict[str, dict[str, str]]:
    """Remotes as they are written: the one who talks to them knows their types."""
    return {
        name: {key: str(value) for key, value in remote.items()}
        for name, remote in raw.get("remote", {}).items()
    }


def _typed(table: Iterable[Setting], written: Mapping[str, object]) -> dict[str, Value]:
    return {
        setting.name: coerce(setting, written[setting.name])
        for setting in table
        if setting.name in written
    }


def _problems(raw: Raw) -> Iterator[Problem]:
    for section, written in raw.items():
        if section not in _TOP:
            yield Problem((section,), "", f"unknown section{did_you_mean(section, _TOP)}")
        elif not isinstance(written, dict):
            yield Problem((), section, "expected a section, not a value")
        elif section in SECTIONS:
            yield from _in_section((section,), SECTIONS[section], written)
        elif section in NAMED_SECTIONS:
            for name, inner in written.items():
                yield from _in_section((section, name), NAMED_SECTIONS[section], inner)
        elif section == "remote":
            for name, remote in written.items():
                yield from _in_remote(name, remote)


def _in_section(
    section: tuple[str, ...], table: tuple[Setting, ...], written: object
) -> Iterator[Problem]:
    if not isinstance(written, dict):
        yield Problem(section, "", "expected a section, not a value")
        return
    known = {setting.name: setting for setting in table}
    for key, value in written.items():
        if key not in known:
            names = [setting.name for setting in table if not setting.deprecated]
            yield Problem(section, key, f"unknown setting{did_you_mean(key, names)}")
            continue
        try:
            coerce(known[key], value)
        except ValueError as exc:
            yield Problem(section, key, str(exc))
    if section == ("hydra",) and {"config_dir", "config_module"} <= written.keys():
        yield Problem(section, "config_module", "give config_dir or config_module, not both")


def _in_remote(name: str, remote: object) -> Iterator[Problem]:
    section = ("remote", name)
    if not isinstance(remote, dict):
        yield Problem(section, "", "expected a section, not a value")
    elif not isinstance(remote.get("url"), str):
        yield Problem(section, "", "a remote needs a url")
    else:
        scheme = scheme_of(remote["url"])
        if scheme in SCHEMES:
            yield from _in_section(section, COMMON + SCHEMES[scheme].settings, remote)
        elif scheme != INDIRECT:
            near = did_you_mean(scheme, [name for name in SCHEMES if name])
            yield Problem(section, "url", f"unknown kind of remote {scheme}://{near}")
