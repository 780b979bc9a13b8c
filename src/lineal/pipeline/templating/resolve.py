"""A parsed ``dvc.yaml`` as the stages it means: templated, and with groups spelled out.

`Resolver` is lazy per stage, because most commands want few of them, and leaves stages
without expressions as they are, because most have none.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import TargetError, TemplateError
from lineal.base.suggest import did_you_mean
from lineal.pipeline.documents.read import line_of
from lineal.pipeline.templating.context import Context
from lineal.pipeline.templating.groups import (
    JOIN,
    is_group,
    members_of,
    shadowed,
    template_of,
)
from lineal.pipeline.templating.interpolate import has_expressions, interpolate
from lineal.pipeline.templating.used import variables_in
from lineal.pipeline.templating.values import ParsingOptions, text_of
from lineal.pipeline.templating.variables import load_default, load_vars, refuse_expressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lineal.pipeline.documents.read import Document
    from lineal.pipeline.templating.groups import Members
    from lineal.pipeline.templating.used import Used
    from lineal.pipeline.templating.values import Value

__all__ = ["ParsingOptions", "ResolvedStage", "Resolver"]


class ResolvedStage(NamedTuple):
    """`data` may be the very mapping of the document: do not change it.

    `parametrized` says that the stage differs from what is written in ``dvc.yaml``, so it
    cannot be written back; `generated_from` names the foreach or matrix group.
    """

    name: str
    data: Mapping[str, Any]
    generated_from: str | None = None
    parametrized: bool = False


class Resolver:
    """The stages and top-level sections of one ``dvc.yaml``.

    `files_read` holds the absolute path of every parameter file that was asked for, whether
    it was there or not: the results depend on these and on the document alone.
    """

    __slots__ = (
        "_context",
        "_data",
        "_directory",
        "_document",
        "_members",
        "_options",
        "_read_params",
        "_relpath",
        "_stages",
        "_warn",
        "files_read",
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        directory: str,
        relpath: str,
        read_params: Callable[[str], object],
        parsing: ParsingOptions | None = None,
        warn: Callable[[str], None] | None = None,
        *,
        document: Document | None = None,
    ) -> None:
        self._data = data
        self._directory = directory
        self._relpath = relpath
        self._document = document
        self._read_params = read_params
        self._options = parsing or ParsingOptions()
        self._warn = warn or (lambda _message: None)
        self._stages: Mapping[str, Any] = data.get("stages", {})
        self._members: dict[str, Members] = {}
        self.files_read: set[str] = set()
        self._context = self._global_context()

    def names(self) -> list[str]:
        """Every stage, generated ones included, in the order of the file."""
        names: list[str] = []
        for name in self._stages:
            names.extend(self.group(name) if self._is_group(name) else [name])
        return names

    def group(self, name: str) -> list[str]:
        """The stages generated from one foreach or matrix definition."""
        return [f"{name}{JOIN}{key}" for key in self._members_of(name)]

    def has(self, name: str) -> bool:
        group, key = _split(name)
        if group not in self._stages:
            return False
        if not self._is_group(group):
            return key is None
        return key is not None and key in self._members_of(group)

    def stage(self, name: str) -> ResolvedStage:
        if not self.has(name):
            raise self._no_such_stage(name)
        group, key = _split(name)
        if key is None:
            raw = self._stages[name]
            data = self._resolved(name, raw, self._context, ("stages", name))
            return ResolvedStage(name, data, None, data is not raw and data != raw)
        definition = self._stages[group]
        if not key:
            raise self._nameless(group)
        context = self._context.with_locals(self._members_of(group)[key])
        at = ("stages", group) if "matrix" in definition else ("stages", group, "do")
        data = self._resolved(name, template_of(definition), context, at)
        written = self._stages.get(name)
        return ResolvedStage(name, data, None if written else group, written != data)

    def variables(self, name: str) -> Used:
        """What a stage takes from parameter files by expressions."""
        group, key = _split(name)
        context, raw, at = self._context, self._stages[group], ("stages", group)
        if key is not None:
            context = context.with_locals(self._members_of(group)[key])
            raw = template_of(raw)
        if not has_expressions(raw):
            return {}
        if "vars" in raw:
            context = self._with_stage_vars(name, raw, context, at)
        return variables_in({part: raw[part] for part in raw if part != "vars"}, context)

    def artifacts(self) -> dict[str, Any]:
        section: Mapping[str, Any] = self._data.get("artifacts", {})
        return {
            self._artifact_name(name): self._top_level("artifacts", name, value)
            for name, value in section.items()
        }

    def metrics(self) -> list[Any]:
        return self._section("metrics")

    def params(self) -> list[Any]:
        return self._section("params")

    def plots(self) -> list[Any]:
        return self._section("plots")

    def datasets(self) -> list[Any]:
        return self._section("datasets")

    def _section(self, where: str) -> list[Any]:
        items: Iterable[Any] = self._data.get(where, ())
        return [self._top_level(where, number, item) for number, item in enumerate(items)]

    def _top_level(self, where: str, name: str | int, value: Value) -> Value:
        if not has_expressions(value):
            return value
        try:
            return interpolate(value, self._context)
        except TemplateError as exc:
            raise self._placed(exc, (where, name), (where, name)) from exc

    def _artifact_name(self, name: str) -> str:
        resolved = self._top_level("artifacts", name, name)
        if isinstance(resolved, str):
            return resolved
        problem = TemplateError(
            f"expected a name, got '{type(resolved).__name__}'",
            hint="quote the value in the params file to make it text",
        )
        raise self._placed(problem, ("artifacts", name), ("artifacts", name))

    def _global_context(self) -> Context:
        items = self._data.get("vars", [])
        try:
            refuse_expressions(items)
            context = load_default(Context(), self._directory, self._read)
            return load_vars(context, items, self._directory, "vars", self._read)
        except TemplateError as exc:
            raise self._placed(exc, ("vars",), ("vars",)) from exc

    def _read(self, path: str) -> object:
        self.files_read.add(path)
        return self._read_params(path)

    def _is_group(self, name: str) -> bool:
        return is_group(self._stages[name])

    def _members_of(self, name: str) -> Members:
        if name not in self._stages or not self._is_group(name):
            return {}
        if name not in self._members:
            self._members[name] = self._expanded(name, self._stages[name])
        return self._members[name]

    def _expanded(self, name: str, definition: Mapping[str, Any]) -> Members:
        kind = "matrix" if "matrix" in definition else "foreach"
        try:
            members = members_of(definition, self._context)
        except TemplateError as exc:
            at = ("stages", name, kind)
            raise self._placed(exc, at, at) from exc
        hidden = shadowed(definition, members, self._context)
        if hidden:
            verb = "is" if len(hidden) == 1 else "are"
            self._warn(
                f"{' and '.join(hidden)} {verb} already specified, "
                f"will be overwritten for stages generated from '{name}'"
            )
        return members

    def _resolved(
        self,
        name: str,
        raw: Mapping[str, Any],
        context: Context,
        at: tuple[str, ...],
    ) -> Mapping[str, Any]:
        if "vars" in raw:
            context = self._with_stage_vars(name, raw, context, at)
        elif not has_expressions(raw):
            return raw
        resolved, problems = {}, []
        for key, value in raw.items():
            if key == "vars":
                continue
            try:
                resolved[key] = interpolate(value, context, key, self._options)
            except TemplateError as exc:
                problems.append(self._placed(exc, (*at, key), ("stages", name, key)))
        if problems:
            raise _together(problems)
        return resolved

    def _with_stage_vars(
        self, name: str, raw: Mapping[str, Any], context: Context, at: tuple[str, ...]
    ) -> Context:
        try:
            refuse_expressions(raw["vars"])
            wdir = text_of(interpolate(raw.get("wdir") or "", context))
            directory = os.path.join(self._directory, wdir)
            return load_vars(context, raw["vars"], directory, f"{name}.vars", self._read)
        except TemplateError as exc:
            raise self._placed(exc, (*at, "vars"), ("stages", name, "vars")) from exc

    def _no_such_stage(self, name: str) -> TargetError:
        if name in self._stages and JOIN in name:
            return TargetError(
                f"{self._relpath}: the stage name '{name}' contains '{JOIN}', "
                "which is kept for stages generated by foreach and matrix",
                hint=f"rename the stage, for example to '{name.replace(JOIN, '-')}'",
            )
        return TargetError(
            f"there is no stage '{name}' in {self._relpath}{did_you_mean(name, self.names())}",
            hint="lineal stage list shows the stages of this project",
        )

    def _nameless(self, group: str) -> TemplateError:
        problem = TemplateError(
            f"one of the generated stages has no name after '{group}{JOIN}'",
            hint="an empty text or matrix cannot name a stage; remove it",
        )
        return self._placed(problem, ("stages", group), ("stages", group))

    def _placed(
        self, problem: TemplateError, at: tuple[str | int, ...], shown: tuple[str | int, ...]
    ) -> TemplateError:
        """The problem with its place: `at` in the document, `shown` in the words of the user."""
        place = self._relpath
        if self._document is not None:
            position = line_of(self._document, at)
            place += f":{position[0]}" if position else ""
        where = ".".join(map(str, shown))
        return TemplateError(f"{place}: {where}: {problem.message}", hint=problem.hint)


def _together(problems: list[TemplateError]) -> TemplateError:
    """All that is wrong with a stage at once; the hint is that of the first."""
    messages = [problem.message for problem in problems]
    return TemplateError("\n".join(messages), hint=problems[0].hint)


def _split(name: str) -> tuple[str, str | None]:
    group, joined, key = name.rpartition(JOIN)
    return (group, key) if joined else (name, None)
