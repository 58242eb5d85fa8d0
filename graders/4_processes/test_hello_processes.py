"""Hello, processes."""

from asynclings.grading import Lab, ScriptRun, check

NO_MAIN_GUARD = 90  # in the catalogue of mistakes


def introduced(run: ScriptRun, number: int) -> ScriptRun:
    """Parent and children have said who they are, as it was seen from outside, and nobody has said anything else."""
    run.exited(0).had_children(number)
    return run.printed([f"parent {run.pid}", *(f"child {pid} of {run.pid}" for pid in run.children)])


@check("Correct")
def test_everybody_says_who_they_are(lab: Lab) -> None:
    """As many children as the argument says print who they are and who their parent is, and so does the parent."""
    number = lab.random.randrange(2, 6)
    introduced(lab.run_script(str(number), start_method="fork"), number)


@check("Concurrent")
def test_all_are_there_together(lab: Lab) -> None:
    """All children are started before the parent waits for the first of them."""
    number = lab.random.randrange(3, 7)
    introduced(lab.run_script(str(number), start_method="fork"), number).started_together()


@check("Guarded", needs="Concurrent")
def test_an_import_starts_nothing(lab: Lab) -> None:
    """Importing the file starts and prints nothing, so that processes can be spawned as well as forked."""
    number = lab.random.randrange(2, 6)
    introduced(lab.run_script(str(number), start_method="spawn"), number)
    run = lab.run_script(str(number), start_method="fork", main=False).exited(0)
    run.expect(
        not run.children and not run.lines,
        f"When the file was only imported, it started {len(run.children)} processes and printed {len(run.lines)} lines;"
        " it should do neither.",
        mistake=NO_MAIN_GUARD,
    )


@check("Robust")
def test_any_number_of_children(lab: Lab) -> None:
    """There may be no child, one, or many."""
    for number in (0, 1, lab.random.randrange(8, 12)):
        introduced(lab.run_script(str(number), start_method="fork"), number)


@check("Tidy")
def test_every_child_is_joined(lab: Lab) -> None:
    """In the end, the parent has joined every child."""
    number = lab.random.randrange(3, 6)
    introduced(lab.run_script(str(number), start_method="fork"), number).joined_all().left_nothing_behind()
