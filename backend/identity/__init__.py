"""Who people are, what they may do, and on which devices: units, persons, grants, log-in, sessions, access."""
