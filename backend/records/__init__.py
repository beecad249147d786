"""The envelope that every field record has in common: parsing, revisions, states, completeness, reading.

What a kind adds stands in its own package, which plugs in through `kinds.Kind`. Door: `service` (ingest),
`queries` (lists and details), `kinds` (the contract for packages of tier 6 and up).
"""
