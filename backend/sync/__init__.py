"""The door for phones: pushing records, pulling changes, the reference a phone needs for days without network, time.

Knows every kind of record by one visible table; the rules of a kind stand in its own package.
"""
