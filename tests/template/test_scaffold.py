"""What an instructor gets from the template: the exercises as they are, and nothing that was not asked for."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml

Scaffold = Callable[..., Path]
Fingerprints = Callable[[Path], dict[str, str]]

GIVEN = ("1_event_loop/braces", "2_io/two_words")
TOP = {".copier-answers.yml", ".devcontainer", ".github", ".gitignore", ".vscode", "README.md", "exercises"}
BESIDE_EXERCISES = {
    ".copier-answers.yml",
    ".devcontainer/devcontainer.json",
    ".github/kit/assignment.yml",
    ".github/kit/requirements.txt",
    ".github/workflows/classroom.yml",
    ".gitignore",
    ".vscode/settings.json",
    ".vscode/tasks.json",
    "README.md",
}
OFFICIAL = "https://github.com/asynclings/asynclings.git"


def exercise_files(*slugs: str) -> set[str]:
    return {f"exercises/{slug}.{suffix}" for slug in slugs for suffix in ("py", "md")}


def answers(assignment: Path) -> dict[str, Any]:
    return yaml.safe_load((assignment / ".copier-answers.yml").read_text(encoding="utf-8"))


def pin(assignment: Path) -> list[str]:
    lines = (assignment / ".github/kit/requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def assignment(released_tiny_kit: Any, scaffold: Scaffold, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All defaults. Not to be edited."""
    return scaffold(released_tiny_kit, tmp_path_factory.mktemp("assignment") / "all")


def test_the_files_are_exactly_these(assignment: Path, fingerprints: Fingerprints) -> None:
    assert set(fingerprints(assignment)) == BESIDE_EXERCISES | exercise_files(*GIVEN)
    assert [folder for folder in assignment.rglob("*") if folder.is_dir() and not any(folder.iterdir())] == []


def test_exercises_arrive_byte_for_byte(assignment: Path, released_tiny_kit: Any) -> None:
    for path in exercise_files(*GIVEN):
        assert (assignment / path).read_bytes() == (released_tiny_kit.root / path).read_bytes(), path


@pytest.mark.parametrize("slug", [*GIVEN, "2_io/old"])
def test_each_exercise_can_be_given_alone(
    slug: str, tiny_folder: Any, scaffold: Scaffold, fingerprints: Fingerprints, tmp_path: Path
) -> None:
    alone = scaffold(tiny_folder, tmp_path / "alone", exercises=[slug])
    assert set(fingerprints(alone)) == BESIDE_EXERCISES | exercise_files(slug)
    assert list(yaml.safe_load((alone / ".github/kit/assignment.yml").read_text())["exercises"]) == [slug]


def test_a_folder_without_git_gives_the_same(
    assignment: Path, tiny_folder: Any, scaffold: Scaffold, fingerprints: Fingerprints, tmp_path: Path
) -> None:
    assert fingerprints(scaffold(tiny_folder, tmp_path / "from_folder")) == fingerprints(assignment)


def test_byte_compiled_files_of_an_installed_wheel_stay_behind(
    tiny_folder: Any, scaffold: Scaffold, fingerprints: Fingerprints, tmp_path: Path
) -> None:
    kit = Path(shutil.copytree(tiny_folder.root, tmp_path / "kit"))
    for folder in ("template", "template/.vscode", "exercises/2_io"):
        (kit / folder / "__pycache__").mkdir()
        (kit / folder / "__pycache__/two_words.cpython-311.pyc").write_bytes(b"\x00\xff")
    made = scaffold(kit, tmp_path / "assignment")
    assert set(fingerprints(made)) == BESIDE_EXERCISES | exercise_files(*GIVEN)


def test_the_order_is_that_of_the_course(tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    made = scaffold(tiny_folder, tmp_path / "made", exercises=list(reversed(GIVEN)))
    readme = (made / "README.md").read_text(encoding="utf-8")
    assert readme.index("braces.md") < readme.index("two_words.md")
    assert list(yaml.safe_load((made / ".github/kit/assignment.yml").read_text())["exercises"]) == list(GIVEN)


def test_the_readme_lists_exercises_and_points(assignment: Path) -> None:
    readme = (assignment / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# Concurrency in Python\n")
    assert "2 exercises, 20 points in all.\n" in readme
    assert (
        '| 2 | Naïve café ☕ | Waiting "together" | [two_words.md](exercises/2_io/two_words.md) '
        "| [two_words.py](exercises/2_io/two_words.py) | 10 |\n"
    ) in readme
    assert "Due" not in readme
    assert "No longer given" not in readme
    table = readme[readme.index("| # |") : readme.index("## How to work")]
    assert table.strip().count("\n") == 3, "a blank line would end the table"


def test_answers_go_where_they_belong(tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    made = scaffold(
        tiny_folder,
        tmp_path / "made",
        course='Nets: "async" ☕ #1',
        exercises=["2_io/two_words"],
        python_version="3.13",
        seconds=45,
        deadline="2027-01-31T23:59:00+01:00",
    )
    assert yaml.safe_load((made / ".github/kit/assignment.yml").read_text(encoding="utf-8")) == {
        "schema": "asynclings/assignment/v1",
        "course": 'Nets: "async" ☕ #1',
        "kit": "1.0.0",
        "deadline": "2027-01-31T23:59:00+01:00",
        "seconds": 45,
        "points": 10,
        "exercises": {"2_io/two_words": {"points": 10}},
    }
    container = json.loads((made / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert container["name"] == 'Nets: "async" ☕ #1'
    assert container["image"].endswith(":3.13")
    readme = (made / "README.md").read_text(encoding="utf-8")
    assert "1 exercise, 10 points in all. Due **2027-01-31T23:59:00+01:00**.\n" in readme


def test_no_deadline_and_no_limit_are_null(assignment: Path) -> None:
    read = yaml.safe_load((assignment / ".github/kit/assignment.yml").read_text(encoding="utf-8"))
    assert (read["deadline"], read["seconds"]) == (None, None)


def test_without_dev_container(tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    made = scaffold(tiny_folder, tmp_path / "made", devcontainer=False)
    assert not (made / ".devcontainer").exists()
    assert "codespace" not in (made / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [".vscode/settings.json", ".vscode/tasks.json", ".devcontainer/devcontainer.json"])
def test_json_files_are_json(assignment: Path, file: str) -> None:
    assert json.loads((assignment / file).read_text(encoding="utf-8"))


# Where the kit comes from


def test_pin_to_the_tag(assignment: Path) -> None:
    assert pin(assignment) == [f"asynclings @ git+{OFFICIAL}@v1.0.0"]


def test_pin_to_a_commit_that_has_no_tag(tiny_kit: Any, tmp_path: Path) -> None:
    tiny_kit.edit("exercises/2_io/two_words.md", "The first fact.", "A fact.")
    tiny_kit.git("commit", "--quiet", "--all", "--message", "Not released")
    copier.run_copy(str(tiny_kit.root), tmp_path / "made", vcs_ref="HEAD", defaults=True, quiet=True)
    commit = tiny_kit.git("rev-parse", "HEAD").strip()
    assert pin(tmp_path / "made") == [f"asynclings @ git+{OFFICIAL}@{commit}"]


def test_pin_to_an_ssh_address(tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    made = scaffold(tiny_folder, tmp_path / "made", kit_url="git@git.school.example:courses/asynclings.git")
    assert pin(made) == ["asynclings @ git+ssh://git@git.school.example/courses/asynclings.git@v1.0.0"]


def test_pin_to_a_path(released_tiny_kit: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    path = released_tiny_kit.root
    made = scaffold(released_tiny_kit, tmp_path / "made", kit_url=str(path))
    assert pin(made) == [f"git+file://{path}@v1.0.0"]
    assert answers(made)["kit_url"] == str(path)


def test_pip_installs_what_a_path_is_pinned_to(tiny_kit: Any, tmp_path: Path) -> None:
    """The tag, and not what the folder holds by then."""
    project = (
        '[project]\nname = "asynclings"\nversion = "{}"\n[tool.hatch.build.targets.wheel]\ninclude = ["VERSION"]\n'
    )
    build = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    file = tiny_kit.root / "pyproject.toml"
    for version in ("7.0.0", "7.1.0"):
        file.write_text(build + project.format(version), encoding="utf-8")
        tiny_kit.release(version)
    made = tmp_path / "made"
    copier.run_copy(
        str(tiny_kit.root), made, vcs_ref="v7.0.0", data={"kit_url": str(tiny_kit.root)}, defaults=True, quiet=True
    )
    # Without the network: what is built with, is here.
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", tmp_path / "installed"]
    done = subprocess.run(
        [*command, "-r", "requirements.txt"], cwd=made / ".github/kit", capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    assert [folder.name for folder in (tmp_path / "installed").glob("*.dist-info")] == ["asynclings-7.0.0.dist-info"]


def test_pin_to_an_index(tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    assert pin(scaffold(tiny_folder, tmp_path / "made", kit_install="index")) == ["asynclings==1.0.0"]


def test_pin_to_wheels(tiny_folder: Any, scaffold: Scaffold, tmp_path: Path) -> None:
    made = scaffold(tiny_folder, tmp_path / "made", kit_install="wheels")
    assert pin(made) == ["--no-index", "--find-links wheels", "asynclings==1.0.0"]
    assert [file.name for file in (made / ".github/kit/wheels").iterdir()] == ["README.md"]


@pytest.mark.parametrize(
    ("address", "recorded"),
    [
        ("https://github.com/school/asynclings.git", "https://github.com/school/asynclings.git"),
        ("git+https://github.com/school/asynclings.git", "https://github.com/school/asynclings.git"),
        ("gh:school/asynclings", "https://github.com/school/asynclings.git"),
    ],
)
def test_a_fork_names_itself(
    address: str, recorded: str, released_tiny_kit: Any, environment: Callable[..., Any], tmp_path: Path
) -> None:
    rule = f'[url "{released_tiny_kit.root}"]\n\tinsteadOf = https://github.com/school/asynclings.git\n'
    (tmp_path / "gitconfig").write_text(rule)
    with environment(GIT_CONFIG_GLOBAL=str(tmp_path / "gitconfig")):
        copier.run_copy(address, tmp_path / "made", defaults=True, quiet=True)
    assert answers(tmp_path / "made")["kit_url"] == recorded
    assert answers(tmp_path / "made")["_src_path"] == address
    assert pin(tmp_path / "made") == [f"asynclings @ git+{recorded}@v1.0.0"]


def test_the_answers_name_a_repository_and_no_folder_of_this_machine(
    assignment: Path, released_tiny_kit: Any, fingerprints: Fingerprints
) -> None:
    assert answers(assignment) == {
        "_commit": "v1.0.0",
        "_src_path": OFFICIAL,
        "course": "Concurrency in Python",
        "deadline": "",
        "devcontainer": True,
        "exercises": list(GIVEN),
        "isolation": "strong",
        "kit_install": "git",
        "kit_url": OFFICIAL,
        "make": "assignment",
        "python_version": "3.12",
        "seconds": 0,
    }
    for path in fingerprints(assignment):
        assert str(released_tiny_kit.root) not in (assignment / path).read_text(encoding="utf-8"), path


# Answers that make no sense


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"exercises": []}, "Choose at least one exercise."),
        ({"exercises": ["2_io/nope"]}, "'2_io/nope' is not in"),
        ({"course": " "}, "Give the course a name"),
        ({"course": "two\nlines"}, "The name is one line."),
        ({"deadline": "tomorrow"}, "Write the deadline as 2027-01-31T23:59:00+01:00"),
        ({"deadline": "2027-01-31T23:59:00"}, "Write the deadline as 2027-01-31T23:59:00+01:00"),
        ({"seconds": -1}, "A limit is a whole number of seconds"),
        ({"seconds": 601}, "A limit is a whole number of seconds"),
        ({"python_version": "3.8"}, "'3.8' is not in"),
        ({"isolation": "perfect"}, "'perfect' is not in"),
        ({"kit_url": "two words"}, "Give an address without blanks"),
    ],
)
def test_a_senseless_answer_is_refused(data: dict[str, Any], sentence: str, tiny_folder: Any, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=sentence.replace("+", r"\+")):
        copier.run_copy(str(tiny_folder.root), tmp_path / "made", data=data, defaults=True, quiet=True)
    assert not (tmp_path / "made").exists()


# The real kit


@pytest.fixture(scope="module")
def real_assignment(real_kit: Any, scaffold: Scaffold, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scaffold(real_kit, tmp_path_factory.mktemp("assignment") / "real")


def test_the_real_kit_gives_its_exercises_byte_for_byte(
    real_assignment: Path, real_kit: Any, fingerprints: Fingerprints
) -> None:
    given = [slug for slug, entry in real_kit.track()["exercises"].items() if not entry.get("retired", False)]
    assert given
    made = fingerprints(real_assignment)
    assert set(made) == BESIDE_EXERCISES | exercise_files(*given)
    kit = fingerprints(real_kit.root)
    assert {path: made[path] for path in exercise_files(*given)} == {path: kit[path] for path in exercise_files(*given)}


def test_an_installed_wheel_gives_the_same(
    real_assignment: Path, real_kit: Any, scaffold: Scaffold, fingerprints: Fingerprints, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=real_kit.root, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "site-packages", "zip")
    made = scaffold(tmp_path / "site-packages/asynclings/_kit", tmp_path / "made")
    assert fingerprints(made) == fingerprints(real_assignment)


def leaked(kit: Path, assignment: Path, fingerprints: Fingerprints) -> dict[str, str]:
    """The files of an assignment that are a solution or a grader of the kit."""
    secret = {mark: path for path, mark in fingerprints(kit).items() if path.startswith(("solutions/", "graders/"))}
    assert secret, "the kit has neither solutions nor graders: nothing could leak"
    return {path: secret[mark] for path, mark in fingerprints(assignment).items() if mark in secret}


def test_nothing_leaks(assignment: Path, released_tiny_kit: Any, fingerprints: Fingerprints) -> None:
    assert leaked(released_tiny_kit.root, assignment, fingerprints) == {}


def test_nothing_leaks_from_the_real_kit(real_assignment: Path, real_kit: Any, fingerprints: Fingerprints) -> None:
    assert leaked(real_kit.root, real_assignment, fingerprints) == {}
    assert {entry.name for entry in real_assignment.iterdir()} == TOP
