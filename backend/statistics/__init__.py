"""Statistics: facts and sums that follow the ledger, and the figures made of them.

A consumer of the ledger with its own watermark; the write path knows nothing of it, and everything here can be
rebuilt from sequence 0. Owns no record. Its doors are `backend.statistics.service` and `queries`.
"""
