"""The one ordered, append-only sequence of everything accepted: entries, tree, signed heads, receipts.

It knows bytes, salts and signatures, and no police words. Its door is `backend.ledger.service`; the tree
itself, for those who verify, is `backend.ledger.merkle`.
"""
