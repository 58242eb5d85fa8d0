"""What the choir rehearsal hands out."""


class StageFright(Exception):
    """Somebody could not bring out a word."""
