"""Measures the reading: how fast it is beside the bare parser, how much of a gold annotation it finds, which rules never fire."""
