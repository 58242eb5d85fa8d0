"""A finished run, and what can be expected of it.

Every expectation either holds, or raises `CheckFailed` with the measured fact, the expected one, the likely mistake
and the learner's line. Times are virtual seconds and are compared exactly (to the microsecond, which only swallows
binary fractions).
"""

from asynclings.grading.run.course import Course
from asynclings.grading.run.parallelism import Parallelism
from asynclings.grading.run.tidiness import Tidiness


class Run(Course, Tidiness, Parallelism):
    """What came of one run, with everything that a check can expect of it."""
