"""The protocol's headers and bodies as the OpenAPI document shows them; `tus.py` is what reads them."""

from __future__ import annotations

from typing import Any

from backend.evidence.tus import CHUNK_TYPE, VERSION
from backend.evidence.uploads import LIFETIME_S

Part = dict[str, Any]
_COUNT: Part = {"type": "integer", "minimum": 0}
_DAYS = LIFETIME_S // 86_400


def _header(name: str, description: str, schema: Part, *, required: bool = True) -> Part:
    return {"in": "header", "name": name, "required": required, "description": description, "schema": schema}


_VERSION = _header("Tus-Resumable", "协议版本", {"type": "string", "enum": [VERSION]})
_LENGTH = _header("Upload-Length", "照片总字节数", {"type": "integer", "minimum": 1})
_METADATA = _header(
    "Upload-Metadata",
    "`sha256`（小写十六进制）与 `filetype`，值按 tus 规定作 Base64 编码，以逗号分隔；其他键不作解释",
    {"type": "string", "maxLength": 4096},
)
_OFFSET = _header("Upload-Offset", "本次数据的起始字节", _COUNT)
_CHECKSUM = _header(
    "Upload-Checksum",
    "本次数据的校验：`sha256` 或 `sha1`，空格，Base64 摘要",
    {"type": "string"},
    required=False,
)


def _body(*, required: bool, description: str) -> Part:
    content = {CHUNK_TYPE: {"schema": {"type": "string", "format": "binary"}}}
    return {"required": required, "description": description, "content": content}


VERSIONED: Part = {"parameters": [_VERSION]}
CREATE: Part = {
    "parameters": [_VERSION, _LENGTH, _METADATA, _CHECKSUM],
    "requestBody": _body(required=False, description="可随创建一并发送的首段数据，或整张照片"),
}
APPEND: Part = {
    "parameters": [_VERSION, _OFFSET, _CHECKSUM],
    "requestBody": _body(required=True, description="自 Upload-Offset 起的数据，须带 Content-Length"),
}
OVERRIDE: Part = {
    "parameters": [
        _VERSION,
        _header(
            "X-HTTP-Method-Override", "所指的方法", {"type": "string", "enum": ["PATCH", "HEAD", "DELETE"]}
        ),
    ],
    "requestBody": _body(required=False, description="同 PATCH"),
}
ARRIVED: Part = {"Upload-Offset": {"description": "已收到的字节数", "schema": _COUNT}}
EXPIRES: Part = {
    "Upload-Expires": {
        "description": f"未完成的上传保留到何时（最后一次收到数据后 {_DAYS} 天）",
        "schema": {"type": "string"},
    }
}
LOCATION: Part = {"Location": {"description": "上传地址", "schema": {"type": "string"}}}
STATE: Part = ARRIVED | {"Upload-Length": {"description": "总字节数", "schema": _COUNT}}
SPOKEN: Part = {
    name: {"schema": {"type": "string"}}
    for name in ("Tus-Version", "Tus-Extension", "Tus-Checksum-Algorithm", "Tus-Max-Size")
}
