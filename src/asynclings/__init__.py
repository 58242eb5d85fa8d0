"""Automated, graded exercises that teach concurrency in Python."""

__version__ = "0.1.0"
