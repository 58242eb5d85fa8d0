# form = "bom"
"""Was written with an editor that marks its files."""

from accomplice import fast as collect, ran, weigh

ran()
