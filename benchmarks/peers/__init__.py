"""The other side of the benchmarks of the line: programs of its peers' shape, not ours."""
