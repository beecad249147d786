"""Shifts: who is rostered on which seat of which post, who has checked in and out, and where a seat is empty.

Owns the roster and the record kinds `check_in` and `check_out`. Does not own posts or people.
Its doors are `backend.shifts.service` and `queries`.
"""
