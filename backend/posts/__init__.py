"""Posts: the places where people stand, what a position says about being there, and the ground of the map.

Does not own who stands on a post (`shifts`). Its doors are `backend.posts.queries`, `service` and `rules`.
"""
