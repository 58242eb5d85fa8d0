"""A program from 2014.

Python had no `async` and `await` then: its coroutines are generators, and a trampoline of its own runs them.
Port `fetch_user` and `fetch_profile` to native coroutines.
And since posts and friends do not need each other, ask for both at once.
"""

from collections.abc import Awaitable, Callable, Generator
from typing import Any

from asynclings.services import UserApi

# ---------------------------------------------------------------- the machinery

Steps = Generator[Awaitable[Any], Any, Any]


def trampoline(steps: Steps) -> Generator[Any, Any, Any]:
    """Run a generator: wait for what it yields, send the answer back into it, and so on until it returns."""
    go_on, value = steps.send, None
    while True:
        try:
            wanted = go_on(value)
        except StopIteration as end:
            return end.value
        try:
            value, go_on = (yield from wanted.__await__()), steps.send
        except BaseException as error:  # the generator decides what to do about it
            value, go_on = error, steps.throw


class Job:
    """What a decorated function gives when it is called: a generator that has not begun yet."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    def __iter__(self) -> Steps:
        return self.steps  # for `yield from`, in another generator: the trampoline of that one runs ours too

    def __await__(self) -> Generator[Any, Any, Any]:
        return trampoline(self.steps)  # for `await`, in the parts of the program that have been ported


def coroutine(function: Callable[..., Steps]) -> Callable[..., Job]:
    def begin(*arguments: Any) -> Job:
        return Job(function(*arguments))

    return begin


def answer(wanted: Awaitable[Any]) -> Steps:
    """Hand something to the trampoline to wait for, and return what it has sent back."""
    return (yield wanted)


# ---------------------------------------------------------------- what it is for


@coroutine
def fetch_user(api: UserApi, user_id: int) -> Steps:
    # TODO: say it in today's words.
    record = yield from answer(api.user(user_id))
    return {"id": user_id, **record}


@coroutine
def fetch_profile(api: UserApi, user_id: int) -> Steps:
    user = yield from fetch_user(api, user_id)
    posts = yield from answer(api.posts(user["key"]))
    friends = yield from answer(api.friends(user["key"]))
    return {**user, "posts": posts, "friends": friends}
