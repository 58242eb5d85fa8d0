"""A program from 2014."""

from collections.abc import Iterable, Mapping
from typing import Any

from asynclings.grading import Lab, Run, Service, Story, check, operation
from asynclings.services import UnknownUser

USER, PROFILE = "fetch_user", "fetch_profile"
SECOND = 1.0
LOCK_HELD = 47  # in the catalogue of mistakes


class Api(Service):
    """Some users, drawn anew. ``slow`` says what takes longer than a second, ``failing`` what fails after how long."""

    def __init__(
        self,
        lab: Lab,
        number: int = 1,
        *,
        slow: Mapping[str, float] | None = None,
        failing: Mapping[str, float] | None = None,
    ) -> None:
        self.slow = dict(slow or {})
        self.failing = dict(failing or {})
        ids = lab.random.sample(range(1, 1000), number)
        keys = lab.words(number)
        self.records = {i: {"name": lab.word(), "key": key} for i, key in zip(ids, keys, strict=True)}
        self.written = {key: lab.words(2) for key in keys}
        self.known = {key: lab.words(3) for key in keys}

    def profile(self, user_id: int) -> dict[str, Any]:
        key = self.records[user_id]["key"]
        return {**self.user_of(user_id), "posts": self.written[key], "friends": self.known[key]}

    def user_of(self, user_id: int) -> dict[str, Any]:
        return {"id": user_id, **self.records[user_id]}

    def questions(self, user_ids: Iterable[int]) -> list[str]:
        """What has to be asked for these profiles."""
        keys = {user_id: self.records[user_id]["key"] for user_id in user_ids}
        return [q for i, key in keys.items() for q in (f"user {i}", f"posts {key}", f"friends {key}")]

    def _takes(self, what: str) -> Story[None]:
        if what in self.failing:
            yield self.failing[what]
            raise ConnectionError(f"the server has lost the {what}")
        yield self.slow.get(what, SECOND)

    @operation("async")
    def user(self, user_id: int) -> Story[dict[str, str]]:
        yield from self._takes("user")
        if user_id not in self.records:
            raise UnknownUser(f"there is no user {user_id}")
        return self.records[user_id]

    @operation("async")
    def posts(self, key: str) -> Story[list[str]]:
        yield from self._takes("posts")
        return self.written.get(key, [])

    @operation("async")
    def friends(self, key: str) -> Story[list[str]]:
        yield from self._takes("friends")
        return self.known.get(key, [])

    @operation("instant")
    def called(self, function: str, native: bool, kind: str) -> None: ...


def asked(run: Run, questions: list[str]) -> Run:
    """Exactly these questions were asked; what the driver has told is none."""
    return run.asked([*questions, *(o.label for o in run.operations if o.name == "called")])


def one_profile(run: Run, api: Api, user_id: int) -> Run:
    return asked(run.returned(api.profile(user_id)), api.questions([user_id]))


@check("Correct")
def test_results_are_what_they_were(lab: Lab) -> None:
    """A user and a profile are what they were, and the server is asked once for each thing."""
    api = Api(lab, 3)
    user_id = lab.random.choice(list(api.records))
    run = lab.run(USER, api, user_id).returned(api.user_of(user_id))
    run.asked([f"user {user_id}"])
    one_profile(lab.run(PROFILE, api, user_id), api, user_id)


@check("Concurrent")
def test_native_coroutines_and_two_seconds(lab: Lab) -> None:
    """Both functions give native coroutines, and a profile takes two seconds: posts and friends come together."""
    api = Api(lab)
    (user_id,) = api.records
    run = lab.run("look_and_await", api, user_id, drives=PROFILE)
    run.returned([api.user_of(user_id), api.profile(user_id)])
    for called in run.operations:
        if called.name == "called":
            name, native, kind = called.arguments
            run.expect(
                native,
                f"{name}(…) gave {kind}; a native coroutine is asked for, such as a call of a function "
                "with `async def` gives.",
            )
    run = one_profile(lab.run(PROFILE, api, user_id), api, user_id)
    run.overlapped("posts", "friends", asked=2 * SECOND)
    run.took(2 * SECOND, naive=3 * SECOND)


@check("Bounded")
def test_no_more_waiting_than_needed(lab: Lab) -> None:
    """The user comes first, however slow the server is; ten profiles do not wait for each other, nothing is kept."""
    for slow in ({"user": 3.0, "posts": 2.5}, {"posts": 1.5, "friends": 4.0}):
        api = Api(lab, 10, slow=slow)
        one, *_ = api.records
        seconds = slow.get("user", SECOND) + max(slow.get("posts", SECOND), slow.get("friends", SECOND))
        run = one_profile(lab.run(PROFILE, api, one), api, one)
        run.after("user", "posts").after("user", "friends").took(seconds)

        run = lab.run("many_at_once", api, list(api.records), drives=PROFILE)
        asked(run.returned([api.profile(user_id) for user_id in api.records]), api.questions(api.records))
        held = LOCK_HELD if run.counted("locks_made") or run.counted("semaphores_made") else None
        run.took(seconds, naive=10 * seconds, mistake=held)
    run = lab.run("again", api, USER, one, drives=USER).returned([api.user_of(one)] * 2)
    run.asked([f"user {one}"] * 2)
    run = lab.run("again", api, PROFILE, one, drives=PROFILE).returned([api.profile(one)] * 2)
    run.asked(api.questions([one]) * 2)


@check("Robust")
def test_errors_come_through(lab: Lab) -> None:
    """An error comes through immediately, as it was raised, and nothing goes on behind it."""
    api = Api(lab)
    (user_id,) = api.records
    stranger = 1000 + user_id
    for function in (USER, PROFILE):
        run = lab.run(function, api, stranger).raised("UnknownUser")
        came_through(run, f"there is no user {stranger}")
        run.asked([f"user {stranger}"]).took(SECOND)
    for what in ("posts", "friends"):
        api = Api(lab, failing={what: 0.5})
        (user_id,) = api.records
        run = lab.run(PROFILE, api, user_id).raised("ConnectionError")
        came_through(run, f"the server has lost the {what}")
        asked(run, api.questions([user_id]))
        run.expect(
            run.elapsed == SECOND + 0.5,
            f"The server lost the {what} at {SECOND + 0.5:g} s; the error came out at {run.elapsed:g} s. "
            "It should come immediately.",
        )
        run.left_nothing_behind()


def came_through(run: Run, message: str) -> None:
    assert run.failure is not None
    said = [member.message for member in run.failure.members]
    run.expect(
        message in said, f"The error said {said[-1]!r}; the server's said {message!r}. It should come unchanged."
    )


@check("Tidy")
def test_a_call_that_is_cancelled(lab: Lab) -> None:
    """A call that is cancelled leaves nothing behind, whenever it happens, and nothing blocks the loop."""
    api = Api(lab)
    (user_id,) = api.records

    def finished(run: Run) -> None:
        one_profile(run, api, user_id).left_nothing_behind().never_blocked_the_loop()

    for run in lab.cancel_everywhere(PROFILE, api, user_id, whole=finished):
        run.was_cancelled()
        run.left_nothing_behind()
