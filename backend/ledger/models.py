"""Tables of the ledger. Rows are only ever added; `ledger_state` alone is rewritten, under the writer lock."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class LedgerEntry(Base):
    """One leaf. `seq` is its index in the tree, from 0. `at`: milliseconds since 1970."""

    __tablename__ = "ledger_entry"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(32))
    """`record`, `photo`, or the tag of an event."""
    subject: Mapped[str | None] = mapped_column(String(64))
    """Record id or photo hash."""
    revision: Mapped[int | None] = mapped_column()
    at: Mapped[int] = mapped_column(BigInteger)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    payload: Mapped[str | None] = mapped_column(Text)
    """The text of the leaf, except for records, whose text stands with their revision."""

    __table_args__ = (Index("ix_ledger_entry_subject", "subject", "revision"),)


class LedgerNode(Base):
    """Root of a perfect subtree of 2^level leaves, level ≥ 8; smaller ones are hashed from leaves when asked for."""

    __tablename__ = "ledger_node"

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LedgerHead(Base):
    """A signed head: one per commit that appended something. Every receipt names one of them."""

    __tablename__ = "ledger_head"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[int] = mapped_column(BigInteger)
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class LedgerState(Base):
    """The right edge of the tree, in one row: all that appending needs."""

    __tablename__ = "ledger_state"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[int] = mapped_column(BigInteger)


class LedgerKey(Base):
    """Public keys that have signed heads and receipts, with the time in which they did."""

    __tablename__ = "ledger_key"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    valid_from: Mapped[int] = mapped_column(BigInteger)
    valid_to: Mapped[int | None] = mapped_column(BigInteger)
