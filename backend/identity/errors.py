"""What identity refuses, each with its stable code."""

from __future__ import annotations

from backend.kernel.errors import Conflict, FieldProblem, InvalidInput, NotAllowed, TooMany, Unauthenticated


class CredentialsWrong(Unauthenticated):
    """Badge number or password is wrong; which of the two is not said."""

    code = "credentials_wrong"
    zh = "警号或密码不正确"
    en = "Badge number or password is wrong"


class ProofInvalid(Unauthenticated):
    """The request is not signed by the key of the device."""

    code = "proof_invalid"
    zh = "设备签名无效"
    en = "The signature of the device is not valid"


class AccountLocked(TooMany):
    """Too many wrong passwords."""

    code = "account_locked"
    zh = "密码多次错误，账号已暂时锁定，请稍后再试"
    en = "Too many wrong passwords: the account is locked for a while"


class PersonSuspended(Unauthenticated):
    """The person may not work with the system at present."""

    code = "person_suspended"
    zh = "账号已停用，请联系本单位管理员"
    en = "The account is suspended, ask your administrator"


class DeviceRevoked(Unauthenticated):
    """The device was taken out of service."""

    code = "device_revoked"
    zh = "此设备已被注销，请联系本单位管理员"
    en = "This device was revoked, ask your administrator"


class EnrolmentCodeRequired(NotAllowed):
    """A new device needs a one-time code."""

    code = "enrolment_code_required"
    zh = "首次在此设备登录，请输入带班领导提供的设备登记码"
    en = "First log-in on this device: enter the enrolment code given by your shift leader"


class EnrolmentCodeWrong(NotAllowed):
    """The code is unknown, used, or too old."""

    code = "enrolment_code_wrong"
    zh = "设备登记码不正确或已失效，请重新获取"
    en = "The enrolment code is wrong or no longer valid, ask for a new one"


class PasswordChangeRequired(NotAllowed):
    """An initial password opens nothing but its own change."""

    code = "password_change_required"
    zh = "请先修改初始密码"
    en = "Change your initial password first"


class TokenExpired(Unauthenticated):
    """The access token is past its ten minutes."""

    code = "token_expired"
    zh = "登录凭证已过期"
    en = "The access token has expired"


class TokenInvalid(Unauthenticated):
    """The token was not made by this server for this use."""

    code = "token_invalid"
    zh = "登录凭证无效"
    en = "The token is not valid"


class SessionRevoked(Unauthenticated):
    """The session has ended."""

    code = "session_revoked"
    zh = "登录已失效，请重新登录"
    en = "The session has ended, log in again"


class SessionExpired(Unauthenticated):
    """Too long without use, or older than any session may be."""

    code = "session_expired"
    zh = "登录时间过久，请重新登录"
    en = "The session is too old, log in again"


class BadgeNumberTaken(Conflict):
    """Badge numbers are unique."""

    code = "badge_number_taken"
    zh = "该警号已存在"
    en = "This badge number exists already"


class UnitCodeTaken(Conflict):
    """Unit codes are unique."""

    code = "unit_code_taken"
    zh = "该单位代码已存在"
    en = "This unit code exists already"


class GrantNotForAuxiliary(InvalidInput):
    """An auxiliary never enforces (沪道交条例71, 执法规范5)."""

    code = "auxiliary_grant"
    zh = "辅警不得被授予执法权限"
    en = "An auxiliary cannot be given enforcement power"


class RoleNotForKind(InvalidInput):
    """The role is not open to this kind of person."""

    code = "role_not_for_kind"
    zh = "该类人员不能担任此角色"
    en = "This kind of person cannot hold the role"


class RolesDisagree(InvalidInput):
    """An administrator's role stands alone."""

    code = "admin_role_stands_alone"
    zh = "系统、安全、审计管理员不得兼任其他角色"
    en = "An administrator holds no other role"


class ImportAlreadyApplied(Conflict):
    """A preview is applied once."""

    code = "import_already_applied"
    zh = "这份名单已经导入"
    en = "This list was applied already"


class FileNotReadable(InvalidInput):
    """The uploaded list cannot be read as a table."""

    code = "file_not_readable"
    zh = "文件无法读取，请使用模板（xlsx 或 csv）"
    en = "The file cannot be read, use the template (xlsx or csv)"


PASSWORD_SENTENCES = {
    "password_length": ("密码长度应为 8 至 128 位", "8 to 128 characters"),
    "password_classes": (
        "密码应包含大写字母、小写字母、数字、符号中的至少三类",
        "At least three of: capitals, small letters, digits, symbols",
    ),
    "password_has_badge_number": ("密码不得包含警号", "The password must not contain the badge number"),
    "password_same": ("新密码不得与旧密码相同", "The new password must differ from the old one"),
    "old_password_wrong": ("原密码不正确", "The old password is wrong"),
}


def password_refused(field: str, code: str) -> InvalidInput:
    """The refusal of a password, pointing at its field."""
    zh, en = PASSWORD_SENTENCES[code]
    return InvalidInput(zh, en, fields=[FieldProblem(f"/{field}", code, zh, en)])
