"""The track: which exercises there are, what each is worth, and what a learner reads about it."""

from asynclings.kit import kit_root
from asynclings.track.exercise import Exercise
from asynclings.track.instructions import FrontMatter, Hint
from asynclings.track.reading import TrackError
from asynclings.track.track import Chapter, Track, UnknownExercise, load

__all__ = [
    "Chapter",
    "Exercise",
    "FrontMatter",
    "Hint",
    "Track",
    "TrackError",
    "UnknownExercise",
    "kit_root",
    "load",
]
