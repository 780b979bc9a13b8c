"""A section of a parameter file into the struct of a step, with all that is wrong with it at once.

msgspec would stop at the first problem, so containers are walked here and it judges the leaves.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from lineal.base.errors import DocumentError
from lineal.base.suggest import did_you_mean
from lineal.pipeline.documents.faults import shown
from lineal.pipeline.documents.places import place_in
from lineal.pipeline.params.lookup import MISSING, lookup
from lineal.pipeline.params.read import read_params_file
from lineal.steps.described import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEFAULT_FILE = "params.yaml"
_MOST_SHOWN = 20
_YAML = (".yaml", ".yml")

Path = tuple[object, ...]


class Problem(NamedTuple):
    path: Path
    message: str


class Section(NamedTuple):
    """Where the params of a step are: a dotted key in a file."""

    file: str
    key: str
    step: str
    is_asked: bool = False


def section_named(said: str | None, step: str) -> Section:
    """``FILE:SECTION``, ``FILE`` or ``:SECTION``; what is not said is as usual."""
    file, _, key = (said or "").partition(":")
    return Section(file or DEFAULT_FILE, key or step, step, is_asked=said is not None)


def read_params(kind: type[msgspec.Struct], section: Section) -> msgspec.Struct:
    """Only who asked for a section by name has to have it: others may live on defaults."""
    content = read_params_file(section.file)
    found = MISSING if content is None else lookup(content, section.key)
    if found is MISSING and section.is_asked:
        what = "does not exist" if content is None else f"has no section '{section.key}'"
        raise DocumentError(f"{section.file} {what}", hint="see --params")
    values = {} if found is MISSING or found is None else found
    problems = list(problems_of(values, kind))
    if problems:
        raise _fault(problems, section)
    return msgspec.convert(values, kind)


def made_params(kind: type[msgspec.Struct], values: Mapping[str, Any]) -> msgspec.Struct:
    """The same of values that are here already."""
    problems = list(problems_of(dict(values), kind))
    if problems:
        raise DocumentError("\n".join(_line(one, ()) for one in problems), hint="mend params")
    return msgspec.convert(dict(values), kind)


def problems_of(value: object, kind: Any, path: Path = ()) -> Iterator[Problem]:  # noqa: ANN401  a type as annotations have it
    """Everything that keeps ``value`` from being a ``kind``."""
    plain = _plain(kind, value)
    inner: list[Problem] = []
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct) and isinstance(value, dict):
        inner = list(_of_struct(value, plain, path))
    elif get_origin(plain) is dict and isinstance(value, dict):
        each = get_args(plain)[1]
        inner = [
            one for key, item in value.items() for one in problems_of(item, each, (*path, key))
        ]
    elif get_origin(plain) in (list, tuple) and isinstance(value, list):
        each = get_args(plain)[0]
        inner = [
            one for at, item in enumerate(value) for one in problems_of(item, each, (*path, at))
        ]
    if inner:
        yield from inner
        return
    if get_origin(plain) is Literal and value not in get_args(plain):
        near = did_you_mean(str(value), map(str, get_args(plain)))
        yield Problem(path, f"{value!r} is not one of {spelled(plain)}{near}")
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as exc:
        yield Problem(path, _spelled(str(exc), value))


def _of_struct(value: dict[Any, Any], kind: type[msgspec.Struct], path: Path) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    tag = kind.__struct_config__.tag_field
    for key, item in value.items():
        if key in fields:
            yield from problems_of(item, fields[key].type, (*path, key))
        elif key != tag:
            near = did_you_mean(str(key), fields) or f"; there are {', '.join(fields)}"
            yield Problem((*path, key), f"is not a parameter{near}")
    for name, field in fields.items():
        if field.required and name not in value:
            yield Problem(path, f"'{name}' is missing")


def _plain(kind: Any, value: object) -> Any:  # noqa: ANN401  as above
    """Without Annotated; of several types the one that such a value is meant to be."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    choices = [_plain(one, value) for one in get_args(kind)]
    fitting = [one for one in choices if _is_container_for(one, value)]
    return fitting[0] if len(fitting) == 1 else kind


def _is_container_for(kind: Any, value: object) -> bool:  # noqa: ANN401  as above
    if isinstance(value, dict):
        is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        return is_struct or get_origin(kind) is dict
    return isinstance(value, list) and get_origin(kind) in (list, tuple)


def _spelled(message: str, value: object) -> str:
    """What msgspec says, without its place, which may be inside of a value, and with the value."""
    words = message.partition(" - at `")[0].replace("`", "")
    text = f"{words[:1].lower()}{words[1:]}"
    for theirs, ours in _WORDS.items():
        text = text.replace(theirs, ours)
    is_short = value is None or isinstance(value, str | int | float | bool)
    return f"{text}: {value!r}" if is_short and repr(value) not in text else text


#: Types as a parameter file has them.
_WORDS = {" str": " text", " array": " list", " object": " map", " int": " integer"}
_WORDS |= {" float": " number", " bool": " true or false"}


def _fault(problems: list[Problem], section: Section) -> DocumentError:
    lines = [_placed(one, section) for one in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        lines.append(f"and {len(problems) - _MOST_SHOWN} more")
    hint = f"mend {shown(section.file)}; `lineal step {section.step} --help` explains them"
    return DocumentError("\n".join(lines), hint=hint)


def _placed(problem: Problem, section: Section) -> str:
    keys = (*section.key.split("."), *problem.path)
    place = None
    if section.file.endswith(_YAML):
        place = place_in(_text(section.file), keys)
    name = shown(section.file)
    return (
        f"{name}:{place[0]}: {_line(problem, keys)}" if place else f"{name}: {_line(problem, keys)}"
    )


def _line(problem: Problem, keys: Path) -> str:
    where = ".".join(map(str, keys or problem.path))
    return f"{where}: {problem.message}" if where else problem.message


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return ""
