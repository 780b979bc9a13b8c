"""The settings of remotes, by the scheme of their URL.

Lineal does not talk to remotes yet; what is written about them is checked all
the same, because an error in a shared file is best met early.
"""

from __future__ import annotations

from typing import NamedTuple

from lineal.storage.config.settings import (
    BOOL,
    BOOL_OR_TEXT,
    COUNT,
    LINK_SETTINGS,
    LINKS,
    LOWER,
    SECONDS,
    TEXT,
    WHOLE,
    Setting,
)

_VERIFY = Setting("verify", BOOL, "Hash objects again when they arrive.", "false")


def _texts(names: str) -> tuple[Setting, ...]:
    return tuple(Setting(name, TEXT, "") for name in names.split())


def _bools(names: str) -> tuple[Setting, ...]:
    return tuple(Setting(name, BOOL, "") for name in names.split())


def _wholes(names: str) -> tuple[Setting, ...]:
    return tuple(Setting(name, WHOLE, "") for name in names.split())


COMMON = (
    Setting("url", TEXT, "Where the remote is; a path is relative to the config file."),
    Setting("jobs", COUNT, "How many transfers run side by side."),
    Setting("checksum_jobs", COUNT, "How many files are hashed side by side."),
    Setting("worktree", BOOL, "Keep files under their own names, not by content."),
    Setting("version_aware", BOOL, "Use the object store's own versions."),
    Setting("no_traverse", BOOL, "", deprecated=True),
)

_HTTP = (
    Setting("auth", LOWER, "", None, ("basic", "digest", "custom")),
    *_texts("custom_auth_header user password method"),
    *_bools("ask_password"),
    Setting("ssl_verify", BOOL_OR_TEXT, ""),
    Setting("connect_timeout", SECONDS, ""),
    Setting("read_timeout", SECONDS, ""),
    _VERIFY,
)

_WEBDAV = (
    *_texts("user password token bearer_token_command custom_auth_header cert_path key_path"),
    *_bools("ask_password"),
    *_wholes("timeout"),
    Setting("ssl_verify", BOOL_OR_TEXT, ""),
    _VERIFY,
)

_S3 = (
    *_texts(
        "region profile credentialpath configpath endpointurl access_key_id secret_access_key "
        "session_token sse sse_kms_key_id sse_customer_algorithm sse_customer_key acl grant_read "
        "grant_read_acp grant_write_acp grant_full_control"
    ),
    Setting("use_ssl", BOOL, "", "true"),
    *_bools("allow_anonymous_login cache_regions"),
    Setting("ssl_verify", BOOL_OR_TEXT, ""),
    *_wholes("read_timeout connect_timeout"),
    Setting("listobjects", BOOL, "", deprecated=True),
    _VERIFY,
)

_GS = (
    *_texts("projectname credentialpath endpointurl"),
    *_bools("allow_anonymous_login"),
    _VERIFY,
)

_SSH = (
    Setting("type", LINKS, ""),
    *_texts("user password passphrase keyfile"),
    *_bools("ask_password ask_passphrase gss_auth allow_agent"),
    *_wholes("port timeout max_sessions"),
    _VERIFY,
)

_AZURE = (
    *_texts(
        "connection_string sas_token account_name account_key tenant_id client_id client_secret"
    ),
    *_bools(
        "allow_anonymous_login exclude_environment_credential "
        "exclude_visual_studio_code_credential exclude_shared_token_cache_credential "
        "exclude_managed_identity_credential"
    ),
    *_wholes("timeout read_timeout connection_timeout"),
    _VERIFY,
)

_WEBHDFS = (
    *_texts("kerberos_principal proxy_to token user password data_proxy_target"),
    *_bools("kerberos use_https"),
    Setting("ssl_verify", BOOL_OR_TEXT, ""),
    _VERIFY,
)

_GDRIVE = (
    *_texts(
        "profile gdrive_client_id gdrive_client_secret gdrive_user_credentials_file "
        "gdrive_service_account_user_email gdrive_service_account_json_file_path"
    ),
    *_bools("gdrive_use_service_account gdrive_trash_only gdrive_acknowledge_abuse"),
    Setting("verify", BOOL, "", "true"),
)


class Scheme(NamedTuple):
    title: str
    settings: tuple[Setting, ...]


SCHEMES: dict[str, Scheme] = {
    "": Scheme("A directory", LINK_SETTINGS),
    "s3": Scheme("Amazon S3 and what speaks its protocol", _S3),
    "gs": Scheme("Google Cloud Storage", _GS),
    "azure": Scheme("Azure Blob Storage", _AZURE),
    "ssh": Scheme("SSH", _SSH),
    "http": Scheme("HTTP", _HTTP),
    "https": Scheme("HTTPS", _HTTP),
    "webdav": Scheme("WebDAV", _WEBDAV),
    "webdavs": Scheme("WebDAV over TLS", _WEBDAV),
    "hdfs": Scheme("HDFS", (*_texts("user kerb_ticket"), *_wholes("replication"))),
    "webhdfs": Scheme("WebHDFS", _WEBHDFS),
    "oss": Scheme(
        "Alibaba OSS",
        (*_texts("oss_key_id oss_key_secret oss_endpoint"), Setting("verify", BOOL, "", "true")),
    ),
    "gdrive": Scheme("Google Drive", _GDRIVE),
}

# `remote://other/sub` takes any key: they are the other remote's.
INDIRECT = "remote"


def scheme_of(url: str) -> str:
    """The scheme that decides which keys are allowed; a plain path has none."""
    scheme, separator, rest = url.partition("://")
    has_place = bool(rest) and not rest.startswith(("/", "?", "#"))
    return scheme.lower() if separator and has_place else ""
