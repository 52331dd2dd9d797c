"""Measures successtui beside small programs and SQL written the usual way; `make bench` runs it."""
