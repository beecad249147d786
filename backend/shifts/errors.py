"""What can go wrong with the roster."""

from __future__ import annotations

from backend.kernel.errors import Conflict


class AlreadyCancelled(Conflict):
    """The assignment was called off before."""

    code = "assignment_cancelled"
    zh = "该排班已取消"
    en = "This assignment is cancelled already"
