"""What can go wrong with a code list."""

from __future__ import annotations

from backend.kernel.errors import Conflict, InvalidInput


class CodeListBroken(InvalidInput):
    """The file has rows to mend; nothing was loaded."""

    code = "code_list_broken"
    zh = "代码表中有需要改正的内容，未导入"
    en = "The code list has rows to mend; nothing was loaded"


class CodeListExists(Conflict):
    """This version is loaded already; versions never change."""

    code = "code_list_exists"
    zh = "此版本的代码表已存在，版本一经导入不再更改"
    en = "This version is loaded already, and versions never change"


class CodeListTooEarly(InvalidInput):
    """The first day is not after that of the version it follows."""

    code = "code_list_too_early"
    zh = "生效日期须晚于现行代码表的生效日期"
    en = "It must start after the version that it follows"
