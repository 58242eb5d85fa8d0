"""The one kind of error that a command answers with a sentence instead of a traceback."""


class Trouble(Exception):
    """Something that whoever runs the kit can set right. Its text says what happened and what to do."""
