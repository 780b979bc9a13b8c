"""The settings of remotes, by the scheme of their URL: names, kinds and what they are for.

DVC's names and rules. Who talks to a remote knows what a setting does; `ONLY_DVC` says which
ones Lineal checks and leaves to `dvc`.
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

ONLY_DVC = "For `dvc`; Lineal accepts and ignores it."
_NOT_YET = "For `dvc`: Lineal has no such remotes."

# What must not get into a file that Git shares.
SECRETS = frozenset(
    """
    password passphrase secret_access_key session_token sse_customer_key account_key sas_token
    connection_string client_secret token oss_key_secret gdrive_client_secret
    """.split()
)

_VERIFY = Setting("verify", BOOL, "Hash again what arrives. Lineal always does.", "false")
_USER = Setting("user", TEXT, "The user to log in as.")
_PASSWORD = Setting("password", TEXT, "The password. Keep it in `--local` or `--global`.")
_ASK = Setting("ask_password", BOOL, "Ask for the password, once a command.", "false")
_TLS = Setting(
    "ssl_verify", BOOL_OR_TEXT, "false, or a file with the certificates to trust.", "true"
)


def _texts(names: str, text: str) -> tuple[Setting, ...]:
    return tuple(Setting(name, TEXT, text) for name in names.split())


def _bools(names: str, text: str) -> tuple[Setting, ...]:
    return tuple(Setting(name, BOOL, text) for name in names.split())


COMMON = (
    Setting("url", TEXT, "Where the remote is; a path is relative to the config file."),
    Setting("jobs", COUNT, "How many transfers run side by side."),
    Setting("checksum_jobs", COUNT, "How many files are hashed side by side."),
    Setting("worktree", BOOL, "Files under their own names, not by content. " + ONLY_DVC),
    Setting("version_aware", BOOL, "The object store's own versions. " + ONLY_DVC),
    Setting("no_traverse", BOOL, "", deprecated=True),
)

_HTTP = (
    Setting("auth", LOWER, "How to log in.", None, ("basic", "digest", "custom")),
    Setting("custom_auth_header", TEXT, "With `auth = custom`: the header the password goes in."),
    _USER,
    _PASSWORD,
    Setting("method", TEXT, "The method that uploads: POST or PUT.", "POST"),
    _ASK,
    _TLS,
    Setting("connect_timeout", SECONDS, "Seconds to wait for a connection.", "3"),
    Setting("read_timeout", SECONDS, "Seconds to wait for the next bytes.", "60"),
    _VERIFY,
)

_WEBDAV = (
    *_texts(
        "user password token bearer_token_command custom_auth_header cert_path key_path", _NOT_YET
    ),
    Setting("ask_password", BOOL, _NOT_YET),
    Setting("timeout", WHOLE, _NOT_YET),
    Setting("ssl_verify", BOOL_OR_TEXT, _NOT_YET),
    _VERIFY,
)

_S3 = (
    Setting("region", TEXT, "The region; without it AWS is asked where the bucket is."),
    Setting("profile", TEXT, "A profile of AWS's config and credentials files."),
    Setting("credentialpath", TEXT, "AWS's credentials file.", "~/.aws/credentials"),
    Setting("configpath", TEXT, "AWS's config file.", "~/.aws/config"),
    Setting("endpointurl", TEXT, "The URL of a server that is not AWS."),
    Setting("access_key_id", TEXT, "An access key. Keep it in `--local` or `--global`."),
    Setting("secret_access_key", TEXT, "Its secret. Keep it in `--local` or `--global`."),
    Setting("session_token", TEXT, "Its token, for keys that expire."),
    Setting("sse", TEXT, "Encryption at the server: AES256, aws:kms or aws:kms:dsse."),
    Setting("sse_kms_key_id", TEXT, "The KMS key that encrypts."),
    Setting("sse_customer_algorithm", TEXT, "Encryption with your own key: AES256."),
    Setting("sse_customer_key", TEXT, "Your own key, 32 bytes in base64."),
    Setting("acl", TEXT, "A canned ACL for what is written. Needs `lineal[aws]`."),
    *_texts(
        "grant_read grant_read_acp grant_write_acp grant_full_control",
        "Who else gets this right on what is written. Needs `lineal[aws]`.",
    ),
    Setting("use_ssl", BOOL, "Talk to AWS over TLS.", "true"),
    Setting("allow_anonymous_login", BOOL, "Sign nothing: for public buckets.", "false"),
    Setting("cache_regions", BOOL, ONLY_DVC),
    _TLS,
    Setting("read_timeout", WHOLE, "Seconds to wait for the next bytes.", "60"),
    Setting("connect_timeout", WHOLE, "Seconds to wait for a connection.", "3"),
    Setting("listobjects", BOOL, "", deprecated=True),
    _VERIFY,
)

_GS = (
    Setting("projectname", TEXT, ONLY_DVC),
    Setting("credentialpath", TEXT, "A service account's or a user's credentials, as JSON."),
    Setting("endpointurl", TEXT, "The URL of a server that is not Google's."),
    Setting("allow_anonymous_login", BOOL, "Sign nothing: for public buckets.", "false"),
    _VERIFY,
)

_SSH = (
    Setting("type", LINKS, ONLY_DVC),
    _USER,
    _PASSWORD,
    Setting("passphrase", TEXT, "The passphrase of the key."),
    Setting("keyfile", TEXT, "A private key; without it `~/.ssh` and the agent are tried."),
    _ASK,
    Setting("ask_passphrase", BOOL, "Ask for the passphrase, once a command.", "false"),
    Setting("gss_auth", BOOL, "Log in with Kerberos.", "false"),
    Setting("allow_agent", BOOL, "Use the SSH agent.", "true"),
    Setting("port", WHOLE, "The port.", "22"),
    Setting("timeout", WHOLE, "Seconds to wait for an answer.", "60"),
    Setting("max_sessions", WHOLE, "How many channels one connection has.", "8"),
    _VERIFY,
)

_AZURE = (
    Setting("connection_string", TEXT, "All in one, as the portal gives it. Keep it `--local`."),
    Setting("sas_token", TEXT, "A shared access signature. Keep it in `--local`."),
    Setting("account_name", TEXT, "The storage account."),
    Setting("account_key", TEXT, "Its key. Keep it in `--local` or `--global`."),
    *_texts("tenant_id client_id client_secret", "A service principal, all three together."),
    Setting("allow_anonymous_login", BOOL, "Sign nothing: for public containers.", "false"),
    Setting("exclude_environment_credential", BOOL, "Do not use AZURE_CLIENT_* variables."),
    *_bools(
        "exclude_visual_studio_code_credential exclude_shared_token_cache_credential", ONLY_DVC
    ),
    Setting("exclude_managed_identity_credential", BOOL, "Do not ask the machine's identity."),
    Setting("timeout", WHOLE, "Seconds to wait for the next bytes, as read_timeout.", "60"),
    Setting("read_timeout", WHOLE, "Seconds to wait for the next bytes.", "60"),
    Setting("connection_timeout", WHOLE, "Seconds to wait for a connection.", "3"),
    _VERIFY,
)

_WEBHDFS = (
    *_texts("kerberos_principal proxy_to token user password data_proxy_target", _NOT_YET),
    *_bools("kerberos use_https", _NOT_YET),
    Setting("ssl_verify", BOOL_OR_TEXT, _NOT_YET),
    _VERIFY,
)

_HDFS = (*_texts("user kerb_ticket", _NOT_YET), Setting("replication", WHOLE, _NOT_YET))

_OSS = (
    *_texts("oss_key_id oss_key_secret oss_endpoint", _NOT_YET),
    Setting("verify", BOOL, _NOT_YET, "true"),
)

_GDRIVE = (
    *_texts(
        "profile gdrive_client_id gdrive_client_secret gdrive_user_credentials_file "
        "gdrive_service_account_user_email gdrive_service_account_json_file_path",
        _NOT_YET,
    ),
    *_bools("gdrive_use_service_account gdrive_trash_only gdrive_acknowledge_abuse", _NOT_YET),
    Setting("verify", BOOL, _NOT_YET, "true"),
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
    "hdfs": Scheme("HDFS", _HDFS),
    "webhdfs": Scheme("WebHDFS", _WEBHDFS),
    "oss": Scheme("Alibaba OSS", _OSS),
    "gdrive": Scheme("Google Drive", _GDRIVE),
}

# `remote://other/sub` takes any key: they are the other remote's.
INDIRECT = "remote"


def scheme_of(url: str) -> str:
    """The scheme that decides which keys are allowed; a plain path has none."""
    scheme, separator, rest = url.partition("://")
    has_place = bool(rest) and not rest.startswith(("/", "?", "#"))
    return scheme.lower() if separator and has_place else ""
