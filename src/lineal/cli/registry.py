"""Every verb there is, as plain data: ``--help`` reads this and imports none of them.

Adding a verb is one file in this room and one line here.
"""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """A hidden verb is called by programs; lists for people leave it out."""

    module: str
    help: str
    hidden: bool = False


VERBS: dict[str, Verb] = {
    "init": Verb("init", "Start a project in a Git repository."),
    "add": Verb("add", "Track files and directories: write .dvc files, fill the cache."),
    "stage add": Verb("stage_add", "Write a stage into dvc.yaml."),
    "stage list": Verb("stage_list", "List the stages."),
    "run": Verb("run", "Reproduce what changed, independent stages side by side."),
    "repro": Verb("run", "The same as run, under DVC's name."),
    "status": Verb("status", "Show what changed since the last run."),
    "why": Verb("why", "Say why a stage or a path would run, or be skipped."),
    "log": Verb("log", "List what was run, newest first."),
    "show": Verb("show", "Show everything about a run, an execution, a file or a commit."),
    "compare": Verb("compare", "Show in what runs, executions or revisions differ."),
    "impact": Verb("impact", "Show everything that came of something."),
    "trace": Verb("trace", "Show what made something, back to where its data came from."),
    "reproduce": Verb(
        "reproduce", "Run again what was recorded, in a clean place, and compare every hash."
    ),
    "replay": Verb(
        "replay", "Compute served predictions again, and say whether they are the same."
    ),
    "commit": Verb("commit", "Record the workspace as it is, without running."),
    "checkout": Verb("checkout", "Bring data files from the cache into the workspace."),
    "diff": Verb("diff", "Show data added, deleted, renamed or modified between two revisions."),
    "metrics show": Verb("metrics_show", "Show metrics, here or at revisions."),
    "metrics diff": Verb("metrics_diff", "Show how metrics differ between two revisions."),
    "params diff": Verb("params_diff", "Show how parameters differ between two revisions."),
    "push": Verb("push", "Send tracked data to a remote."),
    "pull": Verb("pull", "Bring tracked data from a remote into the workspace."),
    "fetch": Verb("fetch", "Bring tracked data from a remote into the cache."),
    "data status": Verb(
        "data_status",
        "Show changes of data between the last commit, the project files and the workspace.",
    ),
    "serve": Verb("serve", "Answer predictions over HTTP, each with a receipt."),
    "verify": Verb("verify", "Check the cache, a remote and the ledger by digests."),
    "doctor": Verb("doctor", "Say what is wrong with this setup, and the command that mends it."),
    "plots show": Verb("plots_show", "Draw the plots of the workspace into one HTML page."),
    "plots diff": Verb("plots_diff", "Draw several revisions of each plot over each other."),
    "plots templates": Verb("plots_templates", "List the templates that come along, or print one."),
    "import": Verb(
        "import_", "Take data out of another project, and remember which commit it was at."
    ),
    "import-url": Verb(
        "import_url", "Take data from a URL or path, and remember where it came from."
    ),
    "update": Verb("update", "Let imports follow their source to where it is now."),
    "delta pin": Verb("delta_pin", "Pin a Delta table to a version, or move its pin."),
    "delta list": Verb("delta_list", "Show to which versions Delta tables are pinned."),
    "delta export": Verb("delta_export", "Write one version of a Delta table into a file."),
    "get": Verb("get", "Get a file or directory of any project, at any revision, as plain files."),
    "gc": Verb("gc", "Remove data that no chosen revision needs from the cache, or from a remote."),
    "dag": Verb("dag", "Show the pipeline as a graph."),
    "freeze": Verb("freeze", "Keep stages as they are, whatever their dependencies do."),
    "unfreeze": Verb("unfreeze", "Let frozen stages follow their dependencies again."),
    "remote add": Verb("remote_add", "Add a remote: a place where data is shared."),
    "remote list": Verb("remote_list", "List the remotes."),
    "remote default": Verb("remote_default", "Show, set or unset the default remote."),
    "remote modify": Verb("remote_modify", "Change a setting of a remote."),
    "remote rename": Verb("remote_rename", "Rename a remote."),
    "remote remove": Verb("remote_remove", "Forget a remote; the data there stays."),
    "ledger export": Verb("ledger_export", "Write what happened as OpenLineage events."),
    "ledger emit": Verb(
        "ledger_emit", "Send OpenLineage events of what happened since the last time."
    ),
    "ledger serve": Verb("ledger_serve", "Take OpenLineage events of other systems over HTTP."),
    "ledger mirror": Verb(
        "ledger_mirror", "Bring MLflow up to date with the runs that happened here."
    ),
    "ledger tell": Verb("ledger_tell", "Tell everybody who is to be told.", hidden=True),
    "ledger import": Verb("ledger_import", "Turn the Git history of the project into facts."),
    "ledger info": Verb(
        "ledger_info", "Show where the ledger is, what it holds, and the head of each chain."
    ),
    "ledger rebuild": Verb("ledger_rebuild", "Make the tables of the ledger again from its facts."),
    "ledger redact": Verb(
        "ledger_redact", "Remove what a run, an execution or a log says, for good and everywhere."
    ),
    "config": Verb("config", "Read and write settings."),
    "step": Verb("step", "Run a step that comes with Lineal."),
    "models list": Verb("models_list", "List the versions of models, and which are in use."),
    "models show": Verb(
        "models_show", "Show a version of a model: its verdicts, metrics, bundle and aliases."
    ),
    "models promote": Verb(
        "models_promote", "Let an alias point at a version, if all its gates passed."
    ),
    "models rollback": Verb(
        "models_rollback", "Let an alias point at the version before; again, and it goes further."
    ),
    "models register": Verb(
        "models_register", "Register a bundle by hand, as the next version of a model."
    ),
    "models export": Verb(
        "models_export", "Write the bundle of a version into a folder, served without a project."
    ),
    "receipts list": Verb("receipts_list", "List predictions that were served, newest first."),
    "receipts show": Verb(
        "receipts_show", "Show one prediction: what was asked, what was answered, and by what."
    ),
    "receipts compact": Verb(
        "receipts_compact",
        "Turn what workers wrote into Parquet, by day, each receipt exactly once.",
    ),
    "receipts info": Verb(
        "receipts_info",
        "Show how many predictions were served, by what, and where their receipts are.",
    ),
    "data branch": Verb("data_branch", "Start or switch to a branch, data included."),
    "data commit": Verb("data_commit", "Record changed data, and commit it in Git."),
    "data merge": Verb("data_merge", "Merge a branch, data included."),
    "data diff": Verb("data_diff", "Show what changed inside the data: rows, columns, lines."),
    "merge-driver": Verb(
        "merge_driver", "Merge one dvc.lock or .dvc file: what Git calls.", hidden=True
    ),
}

GROUPS: dict[str, str] = {
    "stage": "Write and list stages.",
    "data": "See, branch and merge data.",
    "delta": "Use versions of Delta tables.",
    "ledger": "Keep, prove, fill and share what is known of the past.",
    "metrics": "Show and compare what stages report.",
    "models": "See, promote and roll back versions of models.",
    "params": "Compare parameters.",
    "plots": "Draw what stages report.",
    "receipts": "Look into what was predicted.",
    "remote": "Say where data is shared.",
}

# What DVC has and this release does not. The repository is the same, so `dvc` does it.
DVC_VERBS = frozenset(
    """
    artifacts cache check-ignore completion daemon dataset destroy du exp
    experiments get-url git-hook import-db install list list-url
    ls ls-url move mv queue remove rm root studio
    unprotect version
    """.split()
)
