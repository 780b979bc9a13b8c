"""Getting credentials for AWS where they are not at hand: a command, or boto3's sign-on."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from lineal.base.errors import ConfigError, RemoteDenied
from lineal.storage.remotes.aws_settings import BOTO, PROCESS, STATIC, Keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from obstore.store import S3Credential

    from lineal.storage.remotes.aws_settings import Source
    from lineal.storage.remotes.place import Place

_COMMAND_SECONDS = 60
_ASK_AGAIN = timedelta(minutes=15)


def provider_of(place: Place, source: Source) -> Callable[[], S3Credential] | None:
    """What obstore calls whenever it needs keys; None where it can get them itself."""
    if source.kind == STATIC and source.keys:
        keys = source.keys
        return lambda: _credential(keys, None)
    if source.kind == PROCESS:
        # Asked once here, so that what is wrong with it is said as it is.
        return _Process(place, source.command)
    if source.kind == BOTO:
        return _boto_provider(place)
    return None


class _Process:
    """`credential_process` of a profile: a command that prints keys as JSON."""

    __slots__ = ("_command", "_first", "_place")

    def __init__(self, place: Place, command: str) -> None:
        self._place = place
        self._command = command
        self._first: S3Credential | None = self._ask()

    def __call__(self) -> S3Credential:
        first, self._first = self._first, None
        return first or self._ask()

    def _ask(self) -> S3Credential:
        try:
            # The user's own AWS configuration names it.
            done = subprocess.run(  # noqa: S603
                shlex.split(self._command),
                capture_output=True,
                check=False,
                timeout=_COMMAND_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise self._refused(type(exc).__name__) from exc
        if done.returncode:
            raise self._refused(f"it exited with {done.returncode}")
        return self._read(done.stdout)

    def _read(self, printed: bytes) -> S3Credential:
        try:
            answer = json.loads(printed)
            keys = Keys(
                answer["AccessKeyId"], answer["SecretAccessKey"], answer.get("SessionToken")
            )
            until = answer.get("Expiration")
            return _credential(keys, datetime.fromisoformat(until) if until else None)
        except (ValueError, KeyError, TypeError) as exc:
            raise self._refused("it did not print keys as JSON") from exc

    def _refused(self, why: str) -> RemoteDenied:
        program = shlex.split(self._command)[0]
        return RemoteDenied(
            f"{self._place.label}: credential_process {program} failed: {why}",
            hint="run the command in your AWS config file by hand to see what is wrong",
        )


def _boto_provider(place: Place) -> Callable[[], S3Credential]:
    session = boto_session(place, "this AWS profile signs on or assumes a role, which")
    credentials = session.get_credentials()
    if credentials is None:
        raise RemoteDenied(
            f"{place.label}: boto3 found no credentials for the profile",
            hint="sign on again: aws sso login",
        )

    def provide() -> S3Credential:
        # deferred: with boto3
        from botocore.exceptions import (  # type: ignore[import-untyped]
            BotoCoreError,
            ClientError,
        )

        try:
            frozen = credentials.get_frozen_credentials()
        except (BotoCoreError, ClientError) as exc:
            raise RemoteDenied(
                f"{place.label}: the profile's credentials cannot be had: {type(exc).__name__}",
                hint="sign on again: aws sso login",
            ) from exc
        keys = Keys(frozen.access_key, frozen.secret_key, frozen.token)
        return _credential(keys, datetime.now(UTC) + _ASK_AGAIN)

    # Asked once here, so that what is wrong with it is said as it is.
    provide()
    return provide


def boto_session(place: Place, need: str) -> Any:  # noqa: ANN401  boto3 has no types
    try:
        # deferred: an extra, and a third of a second
        import boto3  # type: ignore[import-untyped]
    except ImportError as exc:
        raise ConfigError(
            f"{place.label}: {need} needs boto3", hint="pip install 'lineal[aws]'"
        ) from exc
    # As DVC does it: boto reads these two files' places from the environment alone.
    for variable, key in (
        ("AWS_SHARED_CREDENTIALS_FILE", "credentialpath"),
        ("AWS_CONFIG_FILE", "configpath"),
    ):
        if path := place.text(key):
            os.environ.setdefault(variable, path)
    return boto3.Session(profile_name=place.text("profile"))


def _credential(keys: Keys, until: datetime | None) -> S3Credential:
    return {
        "access_key_id": keys.access,
        "secret_access_key": keys.secret,
        "token": keys.token,
        "expires_at": until,
    }
