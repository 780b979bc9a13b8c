"""Payloads as they are stored: canonical JSON, compressed with words they have in common.

Facts are small and alike; a dictionary of their words saves half of what zlib alone leaves.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from lineal.base.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

# Never to be edited: what was packed with it must be unpacked with it. A better one gets
# another number. The most frequent words are at the end, where they cost least.
_WORDS_1 = (
    b'"skipped":[],"failed":[],"restored":[],"blocked":[],"author":{"name":"email":"host":"user":'
    b'"options":{},"dirty":"branch":"main","command":"lineal run","interpreter":"packages":'
    b'"columns":[{"from":"to":"evidence":{"reads":[],"completeness":{"reasons":[],"score":1.0},'
    b'"how":"new"}"how":"deleted"}"what":"command"}{"how":"modified","key":"before":"now":'
    b'"path":"params.yaml","what":"param"}],"why":[{"how":"modified","path":"data/","what":"dep"}'
    b'"metrics":{"metrics.json":{"accuracy":0."auc":0."loss":0.}},"params":{"params.yaml":{'
    b'"resources":{"cpu":0.0,"memory":"read":0,"wall":0.0,"written":0},"role":"metric"'
    b'"run":"","seconds":0.0,"size":1,"stage":"started":17,"status":"ran","environment":"log":'
    b'"cmd":"python src/.py","commit":"entry":"forced":false,"makes":[{"nfiles":,"oid":"",'
    b'"path":"models/","size":}],"uses":[{"oid":"","path":"src/"},{"oid":"","path":"data/","size":}'
)
# Whole payloads in the order of their keys, with the texts of what completeness finds missing.
_WORDS_2 = (
    b'"blocked":[],"branch":"main","command":"lineal add","entries":{},"failed":[],"ran":[],'
    b'"restored":[],"skipped":[],"status":"done"}{"at":".py:","code":"code-undeclared",'
    b'"text":"runs "write-undeclared","mend":"add \'- \' under outs: of "text":"writes "weight":0.'
    b'"code":"producer-unknown","mend":"lineal add , or git add , or declare it as an output",'
    b'"text":"nothing says where  comes from","weight":0.05}{"code":"not-observed",'
    b'"text":"not observed: only Python can be, and not with -I, -E or -S","weight":0.1}'
    b'{"code":"no-commit","mend":"git commit the code before running",'
    b'"text":"there is no commit to which its code belongs","weight":0.2}'
    b'numpy.random.default_rng(\\u2026) with a seedpass random_state=\\u2026","columns":[{"from":'
    b'{"author":{"email":"@","host":"","name":"","user":""},"branch":"main","command":"lineal run",'
    b'{"cmd":null,"commit":null,"status":"observed""status":"added""status":"failed""error":"'
    b'{"cmd":"python src/train.py --config .yaml","commit":"","completeness":{"reasons":[{"at":"'
    b'src/","code":"read-undeclared","mend":"add \'- data/\' under deps: of  in dvc.yaml",'
    b'"path":"data/",'
    b'"text":"reads data/ (src/.py:1), which is not declared","weight":0.25},{"code":"dirty",'
    b'"mend":"git commit  before running","path":"","text":" was not as committed","weight":0.1},'
    b'{"code":"environment-unpinned","mend":"keep one in the project: uv lock, or pip freeze > '
    b'requirements.txt","text":"no lock file says which packages it ran with","weight":0.1},'
    b'{"at":"src/.py:","code":"random-unseeded","mend":"random.seed(\\u2026) before, or a '
    b'random.Random(\\u2026) of its own","text":"random numbers without a seed: random.random (src/'
    b'.py:","weight":0.1}],"score":0.0},"completeness":{"reasons":[],"score":1.0},"dirty":"","entry":"'
    b'","environment":"00000000000070008","evidence":{"observed":true,"processes":1,"random":[{"at":'
    b'"src/.py:","what":"random.random"}],"read":{"data":[".csv"],"src/.py":true,".parquet"}},'
    b'"evidence":{"observed":false},"exit":0,"figures":[],"forced":false,"log":"","makes":[{"nfiles":'
    b'1,"oid":".dir","path":"data","size":},{"oid":"","path":"metrics.json","role":"metric","size":2'
    b'},{"oid":"","path":"models/model.pkl","role":"plot","size":}],"metrics":{"metrics.json":{'
    b'"accuracy":0.,"auc":0.,"loss":0.}},"params":{"params.yaml":{"train.epochs":1,"train.lr":0.0,'
    b'"resources":{"cpu":0.1,"memory":2,"read":1,"wall":0.1,"written":0},"run":"01a","seconds":0.,'
    b'"series":{"steps":[0,1,2,"stage":"train","started":17952,"status":"ran","uses":[{"oid":"",'
    b'"path":"src/","role":"undeclared","size":3},{"oid":"","path":"data/","size":1},{"oid":"'
    b'"size":}],"wdir":".","why":[{"before":0.1,"how":"new","key":"how":"deleted"}{"how":"modified",'
    b'"now":"","path":"data/","what":"dep"},{"before":"","how":"modified","key":"","now":"","path":'
    b'"params.yaml","what":"param"}]}'
)
_DICTIONARIES = {1: _WORDS_1, 2: _WORDS_2}
_CURRENT = 2
_SMALL = 1 << 14
_MOST_BYTES = 1 << 28


def pack(payload: Mapping[str, Any]) -> bytes:
    # A large window costs four times the time of packing a small payload: it is cleared first.
    text = canonical(payload)
    window, memory = (-13, 6) if len(text) < _SMALL else (-15, 9)
    squeeze = zlib.compressobj(6, zlib.DEFLATED, window, memory, zdict=_DICTIONARIES[_CURRENT])
    return bytes([_CURRENT]) + squeeze.compress(text) + squeeze.flush()


def unpack(data: bytes) -> dict[str, Any]:
    """ValueError for what `pack` did not write."""
    words = _DICTIONARIES.get(data[0]) if data else None
    if words is None:
        raise ValueError("packed in a way this version does not know")
    try:
        opened = zlib.decompressobj(-15, zdict=words)
        text = opened.decompress(data[1:], _MOST_BYTES)
    except zlib.error as exc:
        raise ValueError(str(exc)) from exc
    if not opened.eof:
        raise ValueError("incomplete, or too large")
    return read_payload(text)


def read_payload(text: bytes) -> dict[str, Any]:
    """ValueError for anything but an object of bounded depth."""
    try:
        payload = json.loads(text)
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc
    if not isinstance(payload, dict):
        raise ValueError("not an object")  # noqa: TRY004  callers treat all of it alike
    return payload
