"""Passwords: argon2id, and the same work for a badge number that nobody has."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

_GROUPS = 3
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


class Passwords:
    """Hashes and checks passwords with one cost.

    19 MiB, two passes, one lane is OWASP's floor for argon2id and costs about 44 ms; tests use a cheap cost.
    """

    def __init__(self, *, memory_kib: int = 19 * 1024, passes: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1, type=Type.ID)
        # A generated password has some 65 bits of chance in it and is changed at first log-in: no slowness needed.
        self._quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, type=Type.ID)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(24))

    def hash(self, password: str) -> str:
        """The encoded hash of a password somebody chose."""
        return self._hasher.hash(password)

    def hash_generated(self, password: str) -> str:
        """The encoded hash of a password made by `generate`; never for one somebody chose."""
        return self._quick.hash(password)

    def verify(self, encoded: str | None, password: str) -> bool:
        """Whether the password fits. `None` stands for an unknown account and takes as long as a known one."""
        try:
            fits = self._hasher.verify(encoded or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(fits) if encoded is not None else False


def cheap_passwords() -> Passwords:
    """For tests only: thousands of log-ins in seconds."""
    return Passwords(memory_kib=8, passes=1)


def generate_password() -> str:
    """An initial password that can be read aloud and typed: `kmTp-9xRw-h4Zc`, about 65 bits."""
    alphabet = _LETTERS + _CAPITALS + _DIGITS
    while True:
        groups = ["".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(_GROUPS)]
        word = "-".join(groups)
        if all(any(char in kind for char in word) for kind in (_LETTERS, _CAPITALS, _DIGITS)):
            return word
