"""What the checks may hand to your code: a kitchen, a slow report, a screen, a ledger.

These classes say what you can call and what it costs. The real ones live on the other side of a wall, in the world
that the grader simulates; import these for their type hints and their errors.
"""
