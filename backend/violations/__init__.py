"""Violations: plates, the versioned code list, procedure by law, and what a violation adds to a field record.

It records and hands over; decisions, points and fines belong to the national system. Its door is
`backend.violations.service`; the envelope of the record lies in `backend.records`.
"""
