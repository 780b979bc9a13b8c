"""Every error a user can cause or mend, in one small tree.

    LinealError
    ├── UsageError          the command line itself is wrong (exit 2)
    ├── ProjectError        no project here, or its layout is broken
    ├── DocumentError       a project file does not parse or does not validate
    │   └── TooLarge        what was sent is larger than is taken
    ├── TemplateError       ``${…}`` cannot be resolved
    ├── ConfigError         a setting is unknown, malformed or contradictory
    ├── GraphError          cycles, duplicate or overlapping outputs
    ├── TargetError         a stage, path or file that is not there
    ├── StageError          a stage failed, or cannot run
    ├── DataError           data is missing, damaged or in the way
    │   └── LinkError       no configured type of link works here
    ├── RemoteError         a remote refuses, does not answer, or answers nonsense
    │   ├── RemoteMissing   it answers: there is no such object
    │   └── RemoteDenied    it answers: not with these credentials
    ├── TableError          rows or columns are not what was declared
    ├── BundleError         a bundle is damaged, or disagrees with itself
    ├── RefusedError        a version may not go where it was to go
    ├── LedgerError         a fact cannot be written, read or proved
    ├── RevisionError       Git knows no such revision, or cannot be asked
    └── BusyError           another process holds what we need

Nothing else may be raised on purpose towards a user. What is not in this tree
is a bug and keeps its traceback.
"""

from __future__ import annotations


class LinealError(Exception):
    """What is wrong, named; and the command or edit that mends it."""

    exit_code = 1
    http_status = 400
    code = "error"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class UsageError(LinealError):
    exit_code = 2
    code = "usage"


class ProjectError(LinealError):
    http_status = 404
    code = "project"


class DocumentError(LinealError):
    http_status = 422
    code = "document"


class TooLarge(DocumentError):  # noqa: N818  the name says which error it is
    http_status = 413
    code = "too-large"


class TemplateError(LinealError):
    http_status = 422
    code = "template"


class ConfigError(LinealError):
    http_status = 422
    code = "config"


class GraphError(LinealError):
    http_status = 422
    code = "graph"


class TargetError(LinealError):
    http_status = 404
    code = "target"


class StageError(LinealError):
    http_status = 500
    code = "stage"


class DataError(LinealError):
    http_status = 409
    code = "data"


class LinkError(DataError):
    code = "link"


class RemoteError(LinealError):
    http_status = 502
    code = "remote"


class RemoteMissing(RemoteError):  # noqa: N818  as above
    http_status = 404
    code = "remote-missing"


class RemoteDenied(RemoteError):  # noqa: N818  as above
    http_status = 403
    code = "remote-denied"


class RevisionError(LinealError):
    http_status = 404
    code = "revision"


class BusyError(LinealError):
    http_status = 409
    code = "busy"


class TableError(LinealError):
    http_status = 422
    code = "table"


class BundleError(LinealError):
    http_status = 500
    code = "bundle"


class RefusedError(LinealError):
    http_status = 409
    code = "refused"


class LedgerError(LinealError):
    http_status = 500
    code = "ledger"
