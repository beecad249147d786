"""What every package stands on: database session, ids, clock, points, errors, the HTTP edge. No police words.

The only place that commits is `db.py`; the only place that knows status numbers is `http.py`.
"""
