"""A small language to say what a document may hold.

Every form has a fast yes-or-no, `accepts`, and a thorough `problems` that is only asked
when the answer was no. Nothing is converted or filled in: a document is right or wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lineal.base.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    path: Path
    message: str


class Spec(Protocol):
    """One form a value may have. `expected` completes the sentence "expected …"."""

    @property
    def expected(self) -> str: ...

    def accepts(self, value: object) -> bool: ...

    def problems(self, value: object, path: Path) -> Iterator[Problem]: ...


class Leaf:
    """A value that is looked at as a whole."""

    __slots__ = ("_note", "accepts", "expected")

    def __init__(
        self,
        expected: str,
        accepts: Callable[[object], bool],
        note: Callable[[object], str] = lambda _value: "",
    ) -> None:
        self.expected = expected
        self.accepts = accepts
        self._note = note

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        if not self.accepts(value):
            got = described(value) + self._note(value)
            yield Problem(path, f"expected {self.expected}, got {got}")


class ListOf:
    """A list, possibly empty, of which every item has the same form."""

    __slots__ = ("_accepts_item", "_item", "expected")

    def __init__(self, item: Spec) -> None:
        self._item = item
        self._accepts_item = item.accepts
        self.expected = "a list"

    def accepts(self, value: object) -> bool:
        return isinstance(value, list) and all(map(self._accepts_item, value))

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield _mismatch(self, value, path)
            return
        for number, item in enumerate(value):
            yield from self._item.problems(item, (*path, number))


class MapOf:
    """A mapping from any names to values of one form."""

    __slots__ = ("_accepts_item", "_item", "_least", "_most", "expected")

    def __init__(self, item: Spec, *, least: int = 0, most: int | None = None) -> None:
        self._item = item
        self._accepts_item = item.accepts
        self.expected = "a mapping"
        self._least = least
        self._most = most

    def accepts(self, value: object) -> bool:
        if not isinstance(value, dict) or self._size_problem(value):
            return False
        return all(map(_is_text, value)) and all(map(self._accepts_item, value.values()))

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield _mismatch(self, value, path)
            return
        size = self._size_problem(value)
        if size:
            yield Problem(path, size)
        for key, item in value.items():
            if isinstance(key, str):
                yield from self._item.problems(item, (*path, key))
            else:
                yield _not_a_name(key, path)

    def _size_problem(self, value: Mapping[Any, Any]) -> str | None:
        if len(value) < self._least:
            return "the mapping is empty"
        if self._most is not None and len(value) > self._most:
            return f"expected at most {self._most} entry, got {len(value)}"
        return None


class Record:
    """A mapping with known keys."""

    __slots__ = ("_accepts_field", "_fields", "_required", "expected")

    def __init__(self, fields: Mapping[str, Spec], *, required: frozenset[str]) -> None:
        self.expected = "a mapping"
        self._fields = fields
        self._accepts_field = {name: form.accepts for name, form in fields.items()}
        self._required = required

    def accepts(self, value: object) -> bool:
        if not isinstance(value, dict) or not self._required <= value.keys():
            return False
        for key, item in value.items():
            accepts = self._accepts_field.get(key)
            if accepts is None or not accepts(item):
                return False
        return True

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield _mismatch(self, value, path)
            return
        for key, item in value.items():
            if key in self._fields:
                yield from self._fields[key].problems(item, (*path, key))
            elif isinstance(key, str):
                yield Problem((*path, key), self._unknown(key, value))
            else:
                yield _not_a_name(key, path)
        for key in sorted(self._required - value.keys()):
            yield Problem(path, f"the key '{key}' is missing")

    def _unknown(self, key: str, value: Mapping[Any, Any]) -> str:
        free = [name for name in self._fields if name not in value]
        meant = did_you_mean(key, free) or did_you_mean(key, self._fields)
        return "unknown key" + (meant or f"; known here: {', '.join(free)}")


class OneOf:
    """Any of several forms, which differ in the type of the value."""

    __slots__ = ("_accepting", "_forms", "expected")

    def __init__(self, *forms: Spec) -> None:
        self._forms = forms
        self._accepting = tuple(form.accepts for form in forms)
        *names, last = dict.fromkeys(form.expected for form in forms)
        self.expected = f"{', '.join(names)} or {last}" if names else last

    def accepts(self, value: object) -> bool:
        for accepts in self._accepting:  # noqa: SIM110 - any() would cost twice as much
            if accepts(value):
                return True
        return False

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        if self.accepts(value):
            return
        containers = [form for form in self._forms if _same_container(form, value)]
        if containers:
            # The form that gets furthest is the one that was meant.
            yield from min((list(form.problems(value, path)) for form in containers), key=len)
        else:
            yield _mismatch(self, value, path)


class Switch:
    """Which form is meant can be told from the value."""

    __slots__ = ("_choose", "expected")

    def __init__(self, expected: str, choose: Callable[[object], Spec]) -> None:
        self.expected = expected
        self._choose = choose

    def accepts(self, value: object) -> bool:
        return self._choose(value).accepts(value)

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        return self._choose(value).problems(value, path)


def described(value: object) -> str:
    """A value the way its author wrote it, or what it is when that would be long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return repr(value) if isinstance(value, (str, int, float)) else f"a {type(value).__name__}"


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _why_no_flag(value: object) -> str:
    if not isinstance(value, str):
        return ""
    if value.lower() in _FLAGS_OF_YAML_1_1:
        return ", which is text in YAML 1.2"
    return "; templates are not filled in here" if "${" in value else ""


_FLAGS_OF_YAML_1_1 = frozenset({"yes", "no", "on", "off", "y", "n"})

ANYTHING = Leaf("anything", lambda _value: True)
TEXT = Leaf("text", _is_text)
FLAG = Leaf("true or false", lambda value: isinstance(value, bool), _why_no_flag)
# Python's booleans are whole numbers, and DVC takes them for such.
WHOLE = Leaf("a whole number", lambda value: isinstance(value, int))
NOTHING = Leaf("nothing", lambda value: value is None)
MAPPING = Leaf("a mapping", lambda value: isinstance(value, dict))
LIST = Leaf("a list", lambda value: isinstance(value, list))


def _same_container(form: Spec, value: object) -> bool:
    return (form.expected == "a list" and isinstance(value, list)) or (
        form.expected == "a mapping" and isinstance(value, dict)
    )


def _mismatch(form: Spec, value: object, path: Path) -> Problem:
    return Problem(path, f"expected {form.expected}, got {described(value)}")


def _not_a_name(key: object, path: Path) -> Problem:
    return Problem(path, f"the key {described(key)} is not text; put it into quotes")
