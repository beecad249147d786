"""The one ordered, append-only sequence of everything accepted: entries, signed heads, receipts, proofs.

Knows nothing of records: it is handed bytes and gives back places in the sequence. Consumers (the changes feed, the
statistics) read it with a watermark. Door: `service.append`, `queries`, `receipts`.
"""
