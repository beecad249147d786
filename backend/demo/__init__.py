"""The demo branch: a plausible Xuhui with people, posts, rosters and ninety days of records.

Everything is made by the services that people use, with devices that sign and a clock that is held in the past; the
same day gives the same branch. All people are invented; junctions are real, their points are approximate.
"""
