"""Day types and deadlines: which day is worked, and when a clock of the law or of the plan runs out.

Owns the calendar table (date, type, name, source) and the deadline rules in `rules`. Its door is
`backend.workdays.service`; a first calendar comes from `seed`.
"""
