"""Every setting there is: the one source of validation, defaults and the reference page.

DVC's names and rules; a setting we only accept for DVC's sake says so.
"""

from __future__ import annotations

from typing import NamedTuple

TEXT = "text"
LOWER = "text, lower-cased"
BOOL = "true or false"
BOOL_OR_TEXT = "true, false or a path"
COUNT = "a whole number from 1"
WHOLE = "a whole number"
SECONDS = "a number from 0"
NUMBER = "a number"
LINKS = "reflink, hardlink, symlink, copy: one or several, in order of preference"


class Setting(NamedTuple):
    name: str
    kind: str
    help: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    deprecated: bool = False


def _obsolete(*names: str, kind: str = TEXT) -> tuple[Setting, ...]:
    return tuple(Setting(name, kind, "", deprecated=True) for name in names)


_ONLY_DVC = "For `dvc`; Lineal accepts and ignores it."

_LINK_SETTINGS = (
    Setting("type", LINKS, "How files get from the cache into the workspace.", "reflink,copy"),
    Setting("shared", LOWER, "`group`: cache files are writable for the group.", None, ("group",)),
    Setting("slow_link_warning", BOOL, _ONLY_DVC, "true"),
    Setting("verify", BOOL, _ONLY_DVC, "false"),
    *_obsolete("protected", kind=BOOL),
)

CORE = (
    Setting("remote", LOWER, "The remote that is meant when none is named."),
    Setting("checksum_jobs", COUNT, "How many threads hash files; by default, one per core."),
    Setting("interactive", BOOL, "Ask before each stage, as `run --interactive`.", "false"),
    Setting("analytics", BOOL, "Lineal sends nothing anywhere. " + _ONLY_DVC, "true"),
    Setting("hardlink_lock", BOOL, "Lock by hard link, where `flock` does not work.", "false"),
    Setting("no_scm", BOOL, "The project is not in a Git repository.", "false"),
    Setting(
        "autostage", BOOL, "`git add` what changed: .dvc files, dvc.lock, .gitignore.", "false"
    ),
    Setting("check_update", BOOL, _ONLY_DVC, "true"),
    Setting("site_cache_dir", TEXT, "Where `dvc` keeps its index. " + _ONLY_DVC),
    Setting("machine", LOWER, _ONLY_DVC),
    *_obsolete("experiments", kind=BOOL),
)

CACHE = (
    Setting("dir", TEXT, "Where the cache is; relative to the config file.", ".dvc/cache"),
    *_LINK_SETTINGS,
    *_obsolete("local", "s3", "gs", "hdfs", "webhdfs", "ssh", "azure"),
)

PARSING = (
    Setting(
        "bool",
        LOWER,
        "How `${x}` in a command prints true and false: `--x`, or `--x` and `--no-x`.",
        "store_true",
        ("store_true", "boolean_optional"),
    ),
    Setting(
        "list",
        LOWER,
        "How `${x}` in a command prints a list: `--x 1 2`, or `--x 1 --x 2`.",
        "nargs",
        ("nargs", "append"),
    ),
)

_PLOTS = (
    Setting("html_template", TEXT, "A page to put plots into; relative to `.dvc`."),
    Setting("auto_open", BOOL, "Open the page of plots in a browser once it is there.", "false"),
    Setting("out_dir", TEXT, "Where the page of plots goes.", "dvc_plots"),
)

_EXP = (
    Setting("auto_push", BOOL, _ONLY_DVC),
    Setting("git_remote", TEXT, _ONLY_DVC),
    *_obsolete("code", "data", "models", "metrics", "params", "plots", "live"),
)

_HYDRA = (
    Setting("enabled", BOOL, _ONLY_DVC, "false"),
    Setting("config_dir", TEXT, _ONLY_DVC),
    Setting("config_module", TEXT, _ONLY_DVC),
    Setting("config_name", TEXT, _ONLY_DVC),
    Setting("plugins_path", TEXT, _ONLY_DVC),
)

_STUDIO = (
    Setting("token", TEXT, _ONLY_DVC),
    Setting("url", TEXT, _ONLY_DVC),
    Setting("repo_url", TEXT, _ONLY_DVC),
    Setting("offline", BOOL, _ONLY_DVC, "false"),
)

SECTIONS: dict[str, tuple[Setting, ...]] = {
    "core": CORE,
    "cache": CACHE,
    "parsing": PARSING,
    "plots": _PLOTS,
    "exp": _EXP,
    "hydra": _HYDRA,
    "studio": _STUDIO,
    "state": _obsolete("dir") + _obsolete("row_limit", "row_cleanup_quota", kind=WHOLE),
    "index": _obsolete("dir"),
}

# Sections of sections: `['remote "name"']`.
NAMED_SECTIONS: dict[str, tuple[Setting, ...]] = {
    "machine": (
        Setting("cloud", LOWER, _ONLY_DVC, None, ("aws", "azure")),
        Setting("region", LOWER, _ONLY_DVC, None, ("us-west", "us-east", "eu-west", "eu-north")),
        Setting("image", TEXT, _ONLY_DVC),
        Setting("spot", BOOL, _ONLY_DVC),
        Setting("spot_price", NUMBER, _ONLY_DVC),
        Setting("instance_hdd_size", WHOLE, _ONLY_DVC),
        Setting("instance_type", LOWER, _ONLY_DVC),
        Setting("instance_gpu", LOWER, _ONLY_DVC),
        Setting("ssh_private", TEXT, _ONLY_DVC),
        Setting("startup_script", TEXT, _ONLY_DVC),
        Setting("setup_script", TEXT, _ONLY_DVC),
    ),
    "db": (
        Setting("url", TEXT, _ONLY_DVC),
        Setting("username", TEXT, _ONLY_DVC),
        Setting("password", TEXT, _ONLY_DVC),
    ),
}

# Unknown keys in here are dropped with a warning by DVC; everywhere else they are errors.
FREE_SECTION = "feature"

LINK_SETTINGS = _LINK_SETTINGS
