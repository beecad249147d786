"""Luqin's server. Packages stand in tiers (see README.md); a package imports lower tiers only."""
