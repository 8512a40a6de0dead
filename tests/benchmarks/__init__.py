"""Tests of the benchmarks: what they say of results, not how fast anything is."""
