"""Photos as evidence: original bytes under their SHA-256, write-once, received in resumable pieces.

Owns the photo table, the store behind it (disk or S3), the tus door and the derived copies. Knows nothing of the
records that hold a photo: records declares who may see one through a hook. Doors: `service`, `queries`, `errors`.
"""
