"""The grading workflow: valid, hardened, and run here step by step as far as a machine without GitHub can.

The real commands run in a stand-in for GitHub's runner, up to what the Classroom reporter reads. The stand-in follows
the runner's rules: a step's lines are given to ``bash -e``, each step has its own command files, and the first step
that fails is the last, unless it may.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
SLUGS = ["1_event_loop/braces", "2_io/two_words"]

Scaffold = Callable[..., Path]


def workflow(assignment: Path) -> dict[Any, Any]:
    # PyYAML reads YAML 1.1, in which `on` is a boolean: that key is True.
    return yaml.safe_load((assignment / ".github/workflows/classroom.yml").read_text(encoding="utf-8"))


def job(assignment: Path) -> dict[str, Any]:
    return workflow(assignment)["jobs"]["run-autograding-tests"]


def step(assignment: Path, name: str) -> dict[str, Any]:
    return next(step for step in job(assignment)["steps"] if step["name"] == name)


@pytest.fixture(scope="module")
def assignment(tiny_folder: Any, scaffold: Scaffold, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All defaults. Not to be edited."""
    return scaffold(tiny_folder, tmp_path_factory.mktemp("assignment") / "all")


# What is written in it


@pytest.mark.parametrize("answers", [{}, {"exercises": ["2_io/two_words"], "seconds": 5, "kit_install": "wheels"}])
def test_it_is_valid(answers: dict[str, Any], tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    made = scaffold(tiny_folder, tmp_path / "made", **answers)
    file = made / ".github/workflows/classroom.yml"
    for schema in ("vendor.github-workflows", "custom.github-workflows-require-timeout"):
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_names_and_triggers_are_those_that_classroom_tools_look_for(assignment: Path) -> None:
    read = workflow(assignment)
    assert read["name"] == "Autograding Tests"
    assert set(read[True]) == {"push", "workflow_dispatch", "repository_dispatch"}
    assert list(read["jobs"]) == ["run-autograding-tests"]


def test_it_has_no_more_rights_than_it_needs(assignment: Path) -> None:
    assert workflow(assignment)["permissions"] == {"contents": "read"}
    assert "permissions" not in job(assignment)
    assert step(assignment, "Get the submission")["with"] == {"persist-credentials": False}
    text = (assignment / ".github/workflows/classroom.yml").read_text(encoding="utf-8")
    assert not re.search(r"\$\{\{\s*(secrets|github\.token)", text)


def test_actions_are_pinned_by_commit(assignment: Path) -> None:
    text = (assignment / ".github/workflows/classroom.yml").read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.+)", text)
    assert len(uses) == 4
    for action in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[0-9.]+", action), action


def test_nothing_but_the_runners_own_values_is_expanded(assignment: Path) -> None:
    """An expression in a shell line would paste text into it before the shell reads it."""
    for each in job(assignment)["steps"]:
        assert "${{" not in each.get("run", ""), each["name"]


def test_the_step_that_runs_the_submission_publishes_nothing(assignment: Path) -> None:
    grading = step(assignment, "Grade")["run"]
    assert "GITHUB_" not in grading
    assert "asynclings grade" not in step(assignment, "Publish the results")["run"]


def test_the_job_may_last_as_long_as_its_exercises_may(tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    # Ten minutes, and five checks of 20 s and of 30 s: 250 s, which are five minutes begun.
    assert job(scaffold(tiny_folder, tmp_path / "own"))["timeout-minutes"] == 10 + 5
    # 2 exercises x 5 checks x 60 s
    assert job(scaffold(tiny_folder, tmp_path / "given", seconds=60))["timeout-minutes"] == 10 + 10


def test_runs_with_processes_are_given_a_minute_each(real_kit: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    """Whatever the limit is otherwise."""
    chosen = ["1_event_loop/bakery", "4_processes/primes"]
    assert job(scaffold(real_kit, tmp_path / "made", exercises=chosen, seconds=5))["timeout-minutes"] == 10 + 6


def test_reporter_ids_are_letters_and_digits(assignment: Path) -> None:
    reporter = step(assignment, "Report the points")
    assert reporter["with"]["runners"] == "braces,twowords"
    assert reporter["env"] == {
        "BRACES_RESULTS": "${{ steps.publish.outputs.braces }}",
        "TWOWORDS_RESULTS": "${{ steps.publish.outputs.twowords }}",
    }


def test_reporter_ids_are_those_of_the_exporter(real_kit: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    from asynclings.report.classroom import runner_id

    made = scaffold(real_kit, tmp_path / "made")
    slugs = yaml.safe_load((made / ".github/kit/assignment.yml").read_text(encoding="utf-8"))["exercises"]
    assert step(made, "Report the points")["with"]["runners"] == ",".join(runner_id(slug) for slug in slugs)


# What it does


@dataclass
class Runner:
    """Runs a job's steps in a folder, with ``programs`` first on the PATH."""

    workspace: Path
    temp: Path
    programs: Path
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    summary: str = ""
    log: dict[str, str] = field(default_factory=dict)
    failed: str | None = None
    reporter: dict[str, str] = field(default_factory=dict)

    def run(self) -> "Runner":
        for each in job(self.workspace)["steps"]:
            if not self._is_due(each):
                continue
            if "run" in each:
                self._shell(each)
            elif "reporter" in each["uses"]:
                self.reporter = {name: self._value(text) for name, text in each["env"].items()}
        return self

    def _is_due(self, each: dict[str, Any]) -> bool:
        """Whether a step's turn comes: without a condition, if none has failed."""
        condition = each.get("if", "success()")
        published = "Publish the results" in self.log and self.failed is None
        known = {"success()": not self.failed, "always() && steps.publish.outcome != 'success'": not published}
        return known[condition]

    def _shell(self, each: dict[str, Any]) -> None:
        output, summary = (self.temp / f"{kind}_{len(self.log)}" for kind in ("output", "summary"))
        for file in (output, summary):
            file.touch()
        environment = {
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.temp),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(self.temp),
        }
        script = self.temp / f"script_{len(self.log)}.sh"
        script.write_text(each["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "-e", str(script)],
            cwd=self.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.log[each["name"]] = done.stdout
        lines = output.read_text(encoding="utf-8").splitlines()
        self.outputs[each.get("id", "")] = dict(line.split("=", 1) for line in lines)
        self.summary += summary.read_text(encoding="utf-8")
        if done.returncode:
            self.failed = self.failed or each["name"]

    def _value(self, expression: str) -> str:
        found = re.fullmatch(r"\$\{\{ steps\.([A-Za-z0-9]+)\.outputs\.([a-z][a-z0-9]*) \}\}", expression)
        assert found, expression
        return self.outputs[found[1]].get(found[2], "")

    def points(self) -> dict[str, tuple[int, int]]:
        """What the Classroom reporter adds up: for each runner its tests' scores and its max_score."""
        totals = {}
        for runner in step(self.workspace, "Report the points")["with"]["runners"].split(","):
            result = json.loads(base64.b64decode(self.reporter[f"{runner.upper()}_RESULTS"], validate=True))
            totals[runner] = (sum(test["score"] for test in result["tests"]), result["max_score"])
        return totals


def program(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


# Notes what it was asked to install, and otherwise is the Python that runs these tests.
PYTHON = f"""\
#!/bin/sh
case "$*" in
  *"pip install"*) echo "$@" >> "$RUNNER_TEMP/installed" ;;
  *) exec "{sys.executable}" "$@" ;;
esac
"""

# Answers as `asynclings grade` does, for the exercises it is asked for: 7 of 10 points each.
STAND_IN = f"""\
#!{sys.executable} -I
import base64, json, os, pathlib, sys
arguments = sys.argv[1:]
pathlib.Path(os.environ["RUNNER_TEMP"], "arguments").write_text(json.dumps(arguments))
print("::error::a line of the log", end="")
reports = dict(word.split("=", 1) for flag, word in zip(arguments, arguments[1:]) if flag == "--report")
slugs = [word for flag, word in zip(arguments, arguments[1:]) if flag == "--exercise"]
result = {{"version": 1, "status": "fail", "max_score": 10, "tests": [{{"name": "a", "score": 7}}]}}
encoded = base64.b64encode(json.dumps(result).encode()).decode()
names = ["".join(c for c in slug.split("/")[-1] if c.isalnum()) for slug in slugs]
pathlib.Path(reports["json"]).write_text("{{}}")
pathlib.Path(reports["markdown"]).write_text("# 14 of 20 points\\n")
pathlib.Path(reports["classroom"]).write_text("".join(f"{{name}}={{encoded}}\\n" for name in names))
"""


@pytest.fixture
def runner(assignment: Path, tmp_path: Path) -> Runner:
    """A fresh checkout of the assignment on a runner whose ``asynclings`` is a stand-in."""
    made = Runner(Path(shutil.copytree(assignment, tmp_path / "checkout")), tmp_path / "temp", tmp_path / "bin")
    made.temp.mkdir()
    made.programs.mkdir()
    program(made.programs / "python", PYTHON)
    program(made.programs / "asynclings", STAND_IN)
    return made


def test_points_reach_the_reporter_and_the_summary(runner: Runner) -> None:
    runner.run()
    assert runner.failed is None
    assert runner.points() == {"braces": (7, 10), "twowords": (7, 10)}
    assert runner.summary == "# 14 of 20 points\n"
    assert set(runner.outputs["publish"]) == {"braces", "twowords"}
    assert runner.outputs["grade"] == {}


def test_the_kit_is_asked_for_the_chosen_exercises(runner: Runner) -> None:
    runner.run()
    reports = runner.temp / "asynclings"
    assert json.loads((runner.temp / "arguments").read_text()) == [
        "grade",
        ".",
        *(word for slug in SLUGS for word in ("--exercise", slug)),
        *("--require-isolation", "strong"),
        *("--report", f"json={reports}/report.json"),
        *("--report", f"markdown={reports}/report.md"),
        *("--report", f"classroom={reports}/classroom.txt"),
    ]
    kept = step(runner.workspace, "Keep the whole report")["with"]["path"]
    assert kept.replace("${{ runner.temp }}", str(runner.temp)) == f"{reports}/report.json"


def test_the_time_limit_is_passed_on(tiny_folder: Any, scaffold: Scaffold, runner: Runner, tmp_path: Path) -> None:
    runner.workspace = scaffold(tiny_folder, tmp_path / "limited", exercises=["2_io/two_words"], seconds=45)
    runner.run()
    assert runner.failed is None
    arguments = json.loads((runner.temp / "arguments").read_text())
    assert arguments[2:6] == ["--exercise", "2_io/two_words", "--seconds", "45"]


def test_a_runner_that_cannot_shield_itself_may_be_answered_for(
    tiny_folder: Any, scaffold: Scaffold, runner: Runner, tmp_path: Path
) -> None:
    runner.workspace = scaffold(tiny_folder, tmp_path / "weak", exercises=["2_io/two_words"], isolation="medium")
    runner.run()
    assert runner.failed is None
    arguments = json.loads((runner.temp / "arguments").read_text())
    assert arguments[4:6] == ["--require-isolation", "medium"]


def test_the_pinned_kit_is_installed_and_nothing_from_the_submission_runs(runner: Runner) -> None:
    for name in ("pip/__main__.py", "secrets.py", "asynclings/__init__.py", "asynclings/__main__.py"):
        (runner.workspace / name).parent.mkdir(exist_ok=True)
        (runner.workspace / name).write_text(f"import pathlib; pathlib.Path({str(runner.temp / 'taken')!r}).touch()\n")
    runner.run()
    assert runner.failed is None
    assert not (runner.temp / "taken").exists()
    installed = (runner.temp / "installed").read_text()
    assert installed.startswith("-I -m pip install ")
    assert installed.endswith("--requirement .github/kit/requirements.txt\n")


def test_lines_of_the_log_are_no_commands(runner: Runner) -> None:
    log = runner.run().log["Grade"].splitlines()
    stopped = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", log[0])
    assert stopped
    assert log.index("::error::a line of the log") < log.index(f"::{stopped[1]}::") == len(log) - 1


@pytest.mark.parametrize("code", [2, 3, 137])
def test_a_kit_that_cannot_grade_is_said_to_be_so(runner: Runner, code: int) -> None:
    program(runner.programs / "asynclings", f"#!/bin/sh\necho 'no fork here'\nexit {code}\n")
    runner.run()
    assert runner.failed == "Grade"
    assert "no fork here\n" in runner.log["Grade"]
    assert runner.log["Say that there is no result"].startswith("::error title=Not graded::The kit could not grade")
    assert (set(runner.outputs), runner.summary, runner.reporter) == ({"", "grade"}, "", {})


def test_a_kit_that_could_not_be_installed_is_said_to_have_graded_nothing(runner: Runner) -> None:
    program(runner.programs / "python", "#!/bin/sh\necho 'no network'\nexit 1\n")
    runner.run()
    assert runner.failed == "Install the grading kit"
    assert runner.log["Say that there is no result"].startswith("::error title=Not graded::The kit could not grade")
    assert (runner.summary, runner.reporter) == ("", {})


def test_a_graded_push_is_not_said_to_be_ungraded(runner: Runner) -> None:
    assert "Say that there is no result" not in runner.run().log


def test_a_result_is_published_only_if_the_kit_has_lived_to_say_so(runner: Runner) -> None:
    """Where the layers are few, a submission could put a file there and kill the kit."""
    planted = 'echo "braces=Zm9yZ2Vk" > "$RUNNER_TEMP/asynclings/classroom.txt"; kill -9 $$'
    program(runner.programs / "asynclings", f"#!/bin/sh\n{planted}\n")
    runner.run()
    assert (runner.temp / "asynclings/classroom.txt").is_file()
    assert runner.failed == "Grade"
    assert "publish" not in runner.outputs
    assert runner.reporter == {}


def test_lines_of_the_log_are_no_commands_also_when_the_kit_fails(runner: Runner) -> None:
    program(runner.programs / "asynclings", "#!/bin/sh\nprintf '::error::a line of the log'\nexit 2\n")
    log = runner.run().log["Grade"].splitlines()
    token = log[0].removeprefix("::stop-commands::")
    assert log[1:] == ["::error::a line of the log", f"::{token}::"]


def test_reports_that_were_there_before_are_not_published(runner: Runner) -> None:
    (runner.temp / "asynclings").mkdir()
    (runner.temp / "asynclings/classroom.txt").write_text("braces=Zm9yZ2Vk\n")
    assert runner.run().failed == "Grade"
    assert "publish" not in runner.outputs


# With the real kit

FROM_CHECKOUT = f"""\
'{sys.executable}' -I -c 'import sys; sys.path.insert(0, "{CHECKOUT}/src")
from asynclings.cli import main; sys.exit(main())'"""


@pytest.fixture
def real_runner(runner: Runner) -> Runner:
    """The runner, with the real ``asynclings``."""
    installed = Path(sys.executable).parent / "asynclings"
    program(
        runner.programs / "asynclings", f'#!/bin/sh\nexec {installed if installed.exists() else FROM_CHECKOUT} "$@"\n'
    )
    return runner


def test_a_solved_exercise_earns_its_points_with_the_real_command(
    real_kit: Any, scaffold: Scaffold, real_runner: Runner, tmp_path: Path
) -> None:
    """From the instructor's scaffold to the points that the reporter adds up: one exercise solved, the others not."""
    runner = real_runner
    runner.workspace = scaffold(real_kit, tmp_path / "real", isolation="basic")  # whatever machine this is
    shutil.copy(CHECKOUT / "solutions/2_io/pages.py", runner.workspace / "exercises/2_io/pages.py")
    runner.run()
    assert runner.failed is None, "\n".join(runner.log.values())
    points = runner.points()
    assert points.pop("pages") == (10, 10)
    assert len(points) == len(real_kit.track()["exercises"]) - 1
    assert set(points.values()) == {(0, 10)}
    assert "pages" in runner.summary


def test_a_track_of_ones_own_grades_its_assignments_on_the_runner_too(
    own_track: Any, own_template: Path, scaffold: Scaffold, real_runner: Runner, tmp_path: Path
) -> None:
    exercises = ["1_own/tea", "1_own/shop"]
    made = scaffold(own_template, tmp_path / "own", exercises=exercises, isolation="basic")
    shutil.copytree(own_track.root / "solutions/1_own/shop", made / "exercises/1_own/shop", dirs_exist_ok=True)
    real_runner.workspace = made
    real_runner.run()
    assert real_runner.failed is None, "\n".join(real_runner.log.values())
    assert real_runner.points() == {"tea": (0, 10), "shop": (10, 10)}
