"""Grading: what files in graders/ import, and how their verdicts become a report."""
