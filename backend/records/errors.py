"""What can go wrong with a record as a whole."""

from __future__ import annotations

from backend.kernel.errors import Conflict, ErrorKind, InvalidInput, LuqinError


class SignatureInvalid(InvalidInput):
    """The text was not signed by the device it names."""

    code = "signature_invalid"
    zh = "记录签名与本机密钥不符，未接收"
    en = "The record's signature does not match the device key"


class DeviceMismatch(InvalidInput):
    """The record names another device than the one that sends it."""

    code = "device_mismatch"
    zh = "记录来自另一台设备，不能由本机提交"
    en = "The record was made on another device"


class AuthorMismatch(InvalidInput):
    """The record names another person than the one logged in."""

    code = "author_mismatch"
    zh = "记录属于另一位人员，请由本人登录后提交"
    en = "The record belongs to another person"


class ContentConflict(Conflict):
    """Another content stands under this id and revision."""

    code = "content_conflict"
    zh = "服务器上同一编号的内容不同，请核对后另存为更正"
    en = "The server has other content under this id and revision"


class StaleBase(Conflict):
    """The correction was made from a revision that is no longer the newest."""

    code = "stale_base"
    zh = "记录已有更新的版本，请在新版本上更正"
    en = "The record has a newer revision"


class BaseMissing(LuqinError):
    """A correction came before what it corrects: kept on the phone and sent again after it."""

    kind = ErrorKind.CONFLICT
    code = "base_missing"
    zh = "原记录尚未到达服务器，将在其后自动重传"
    en = "The revision that this one corrects has not arrived yet"


class NotTheAuthor(InvalidInput):
    """Only the author corrects a record, and its kind never changes."""

    code = "not_the_author"
    zh = "只有记录人本人可以更正，且不能改变记录种类"
    en = "Only its author may correct a record, and its kind never changes"


class NotStorable(InvalidInput):
    """The database's own constraints refuse the record: a rule that the law of its kind should have told first."""

    code = "not_storable"
    zh = "记录违反数据库约束，未接收"
    en = "The record breaks a constraint of the database"
