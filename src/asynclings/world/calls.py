"""Calls of services: each is a story that goes on, waits, ends, fails or is cancelled."""

from collections.abc import Mapping
from typing import Any

from asynclings.messages import Begin, ProtocolViolation
from asynclings.values.reading import Unreadable, read
from asynclings.values.writing import Unwritable, Writer
from asynclings.world.clock import Clock
from asynclings.world.far_end import Deliver
from asynclings.world.service import (
    RefusedError,
    Rendezvous,
    Service,
    Signal,
    Story,
    StoryFault,
    begin,
    in_order,
    meant_for_caller,
)
from asynclings.world.trace import Operation, Outcome, Trace


class Call:
    """A call in flight: its story and its span."""

    def __init__(self, identity: int, story: Story[Any], operation: Operation) -> None:
        self.identity = identity
        self.story = story
        self.operation = operation
        self.over = False


class Calls:
    """All calls of a run. ``deliver`` hands an ended one to the worker."""

    def __init__(self, services: Mapping[str, Service], clock: Clock, trace: Trace, deliver: Deliver) -> None:
        self._services = services
        self._clock = clock
        self._trace = trace
        self._deliver = deliver
        self._calls: dict[int, Call] = {}
        self._parked: dict[str, list[Call]] = {}

    def begin(self, message: Begin) -> None:
        """Begin a call. Raises `ProtocolViolation` if there is no such service, or an argument cannot be read."""
        service = self._services.get(message.service)
        if service is None:
            raise ProtocolViolation(f"there is no service {message.service!r}")
        try:
            arguments = [read(argument) for argument in message.arguments]
            keywords = {name: read(value) for name, value in message.keywords.items()}
        except Unreadable as error:
            raise ProtocolViolation(f"an argument cannot be read: {error}") from None
        try:
            ordered = in_order(service, message.method, arguments, keywords)
            story = begin(service, message.method, ordered)
        except RefusedError as error:  # no operation: what is in the trace has the arguments that belong there
            self._deliver(message.id, str(error), "TypeError")
            return
        operation = self._trace.begin(
            Operation(service.name, message.method, tuple(ordered), message.actor, self._clock.now, where=message.where)
        )
        call = Call(message.id, story, operation)
        if not message.instant:
            self._calls[message.id] = call
        self._go_on(call)

    def cancel(self, identity: int) -> None:
        """Nobody waits for this call any more, if it is one."""
        call = self._calls.pop(identity, None)
        if call is not None:
            call.over = True
            call.story.close()
            self._trace.end(call.operation, self._clock.now, "cancelled")

    def release_all(self) -> None:
        """Everything in the worker waits: nobody else can come to a rendezvous in this instant."""
        for name in list(self._parked):
            self._release(name)

    def _go_on(self, call: Call) -> None:
        """Let a story go on until it waits, ends or fails."""
        if call.over:
            return
        try:
            waits_for = next(call.story)
        except StopIteration as end:
            self._answer_with(call, end.value)
        except Exception as error:
            if not meant_for_caller(error):
                told = call.operation
                raise StoryFault(
                    f"{told.service}.{told.name}() failed with {type(error).__name__}, which it did not raise. "
                    "Mend the story; what its caller is to see, it has to `raise`."
                ) from error
            self._end(call, "failed", str(error), type(error).__name__)
        else:
            if isinstance(waits_for, Rendezvous):
                self._park(call, waits_for)
            elif isinstance(waits_for, Signal):
                waits_for.then(lambda: self._clock.after(0, lambda: self._go_on(call)))
            else:
                self._clock.after(waits_for, lambda: self._go_on(call))

    def _answer_with(self, call: Call, value: Any) -> None:
        try:
            self._end(call, "ok", Writer().write(value), None)
        except Unwritable as error:  # what was asked for is too large, because of what was given
            self._end(call, "failed", str(error), "ValueError")

    def _end(self, call: Call, outcome: Outcome, value: Any, error: str | None) -> None:
        call.over = True
        self._trace.end(call.operation, self._clock.now, outcome)
        if self._calls.pop(call.identity, None) is not None:
            self._deliver(call.identity, value, error)

    def _park(self, call: Call, point: Rendezvous) -> None:
        # Who was cancelled meanwhile is not there any more.
        waiting = self._parked[point.name] = [one for one in self._parked.get(point.name, []) if not one.over]
        waiting.append(call)
        if point.parties is not None and len(waiting) >= point.parties:
            self._release(point.name)

    def _release(self, name: str) -> None:
        for call in self._parked.pop(name, []):
            self._go_on(call)
