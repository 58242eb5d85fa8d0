"""A run of a script: what it printed, and which processes it had."""

from collections import Counter
from collections.abc import Iterable

from asynclings.grading.diagnosis import processes
from asynclings.grading.order import Order
from asynclings.grading.program import Program
from asynclings.grading.roll_call import RollCall
from asynclings.grading.run import Run
from asynclings.grading.transcript import Transcript
from asynclings.grading.wording import shown
from asynclings.messages import Where
from asynclings.world.world import World


class ScriptRun(Run):
    """What came of a script. Its lines are its own word; which processes there were was seen from outside."""

    def __init__(self, transcript: Transcript, world: World, program: Program, order: Order, roll: RollCall) -> None:
        super().__init__(transcript, world, program, order)
        self._roll = roll

    @property
    def pid(self) -> int:
        return self._roll.pid

    @property
    def children(self) -> dict[int, int]:
        """The pid of each process that it had started, and the pid of that one's parent."""
        return self._roll.parents

    @property
    def place_of_target(self) -> Where | None:
        """The line that started its processes: a script is no function that could be pointed at."""
        return processes.place_of_pool(self)

    @property
    def lines(self) -> list[str]:
        """What it and its processes printed, errors included."""
        return self._transcript.output.splitlines()

    def exited(self, status: int = 0) -> "ScriptRun":
        """It ran to its end, and its exit status was this."""
        self.finished()
        self.expect(self.value == status, f"{self.target} ended with the exit status {self.value}, not {status}.")
        return self

    def printed(self, expected: Iterable[str]) -> "ScriptRun":
        """It and its processes printed exactly these lines, in whatever order."""
        self.ended()
        wanted, got = Counter(expected), Counter(self.lines)
        number = processes.of_script(self._transcript.output)
        for line in wanted - got:
            self.expect(False, f"Nobody printed the line {shown(line)}, which should be there.", mistake=number)
        for line in got - wanted:
            self.expect(
                False, f"The line {shown(line)} was printed, which is not asked for, or not true.", mistake=number
            )
        return self

    def had_children(self, number: int) -> "ScriptRun":
        """It had so many children, seen from outside, and no processes below them."""
        self.ended()
        self.expect(
            len(self.children) == number,
            f"{self.target} started {len(self.children)} processes; it should start {number}.",
            mistake=processes.of_script(self._transcript.output),
        )
        strangers = [pid for pid, parent in self.children.items() if parent != self.pid]
        self.expect(
            not strangers,
            f"{len(strangers)} of the {number} processes were started by another one of them; all should be children of"
            " the first.",
        )
        return self

    def started_together(self) -> "ScriptRun":
        """All of its children were there before the first of them was joined."""
        self.ended()
        number = len(self.children)
        self.expect(
            self._roll.together == number,
            f"Of its {number} processes, at most {self._roll.together} {'was' if self._roll.together == 1 else 'were'}"
            " there at the same time: each was joined before the next was started.",
        )
        return self

    def joined_all(self) -> "ScriptRun":
        """When it was over, it had waited for each of its children."""
        self.ended()
        left = [*self.observations("process_left"), *self.observations("process_not_joined")]
        self.expect(
            not left,
            f"When {self.target} was over, nobody had joined the process {left[0].detail if left else ''}.",
        )
        return self
