"""From measured facts to the likely mistake, a module for each thing that can be wrong with a run.

Answers are numbers of the catalogue; None means: not known, so not guessed.
"""
