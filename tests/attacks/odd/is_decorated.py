"""Wraps its functions, twice."""

import functools

from accomplice import fast, ran
from accomplice import weigh as plain


def logged(function):
    @functools.wraps(function)
    def call(*arguments, **keywords):
        print("calling", function.__name__)
        return function(*arguments, **keywords)

    return call


ran()
collect = logged(logged(fast))
weigh = logged(plain)
