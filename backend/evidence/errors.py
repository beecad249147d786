"""What can go wrong with a photo, each with a stable code that the phone switches on."""

from __future__ import annotations

from backend.kernel.errors import (
    Conflict,
    ErrorKind,
    InvalidInput,
    LuqinError,
    Malformed,
    NotAllowed,
    TooLarge,
    TooMany,
)


class PhotoHashMismatch(InvalidInput):
    """All announced bytes arrived and their SHA-256 is another: the upload is gone, the phone starts again."""

    code = "photo_hash_mismatch"
    zh = "照片内容与声明的 SHA-256 不一致，请重新上传"
    en = "The photo's bytes do not have the declared SHA-256, upload it again"


class PhotoNotAnImage(InvalidInput):
    """The bytes do not begin like a JPEG, PNG or WebP picture with a size."""

    code = "photo_not_an_image"
    zh = "文件不是 JPEG、PNG 或 WebP 照片"
    en = "The file is not a JPEG, PNG or WebP photo"


class PhotoTooManyPixels(InvalidInput):
    """The header announces more pixels than a phone's camera makes: a mistake, or a decompression bomb."""

    code = "photo_too_many_pixels"
    zh = "照片像素过大"
    en = "The photo has too many pixels"


class PhotoUnreadable(InvalidInput):
    """The sealed bytes are as declared, but no picture comes out of them."""

    code = "photo_unreadable"
    zh = "照片无法显示：图像数据已损坏（原始文件保持不变）"
    en = "The photo cannot be shown: its image data is broken (the original stays as it is)"


class PhotoDamaged(LuqinError):
    """The stored bytes no longer have their hash: never served as evidence."""

    kind = ErrorKind.UNAVAILABLE
    code = "photo_damaged"
    zh = "存储的照片已损坏，未予显示，请联系系统管理员"
    en = "The stored photo is damaged and is not shown; tell the system administrator"


class PhotoSealed(NotAllowed):
    """A finished photo is evidence; nobody deletes it."""

    code = "photo_sealed"
    zh = "照片已封存，不能删除"
    en = "The photo is sealed and cannot be deleted"


class UploadTooLarge(TooLarge):
    """More bytes than the server takes, or than the upload announced."""

    zh = "照片超过允许或声明的大小"
    en = "The photo is larger than allowed or announced"


class UploadMalformed(Malformed):
    """A header of the tus protocol is missing or cannot be read; the code says which."""

    code = "upload_header_invalid"
    zh = "上传请求头无法读取"
    en = "An upload header cannot be read"


class UploadCut(Malformed):
    """The body ended before its announced length. What arrived of a PATCH is kept."""

    code = "body_truncated"
    zh = "上传中断，请从已收到的位置继续"
    en = "The upload was cut off, go on from the offset that arrived"


class UploadOffsetMismatch(Conflict):
    """The caller's idea of what has arrived is wrong; HEAD tells."""

    code = "upload_offset_mismatch"
    zh = "续传位置不符，请先查询已收到的长度"
    en = "Wrong offset, ask for the current one first"


class UploadBusy(Conflict):
    """Another request is writing to this upload right now."""

    code = "upload_busy"
    zh = "此照片正在由另一请求上传，请稍后继续"
    en = "Another request is writing to this upload, go on a little later"


class ChunkDamaged(LuqinError):
    """The bytes of this request do not have the checksum sent with them; they are not counted (tus: 460)."""

    code = "upload_checksum_mismatch"
    zh = "本次上传的数据校验不符，请重发"
    en = "The bytes do not match their checksum, send them again"


class TusVersionUnsupported(LuqinError):
    """The client speaks another version of tus."""

    kind = ErrorKind.STALE
    code = "tus_version_unsupported"
    zh = "仅支持 tus 1.0.0 上传协议"
    en = "Only tus 1.0.0 is spoken here"


class TooManyUploads(TooMany):
    """So many unfinished uploads of one person are a fault of the client."""

    code = "too_many_uploads"
    zh = "未完成的上传过多，请先完成或取消"
    en = "Too many unfinished uploads, finish or cancel some"
