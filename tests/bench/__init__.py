"""Benchmarks: `make bench`. Each figure stands next to a floor measured in the same run on the same disk."""
