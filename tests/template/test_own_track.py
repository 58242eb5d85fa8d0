"""A track of an instructor's own: scaffolded, validated, and made into assignments that can be graded."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml

from asynclings import cli
from asynclings.author.defects import defects
from asynclings.author.validation import validate
from asynclings.grading.session import Session
from asynclings.grading.submission import submission_in
from asynclings.kit import kit_root, kit_version
from asynclings.scaffold import write_template
from asynclings.track import Track, load
from asynclings.track.work import Work
from asynclings.trouble import Trouble

Scaffold = Callable[..., Path]
Fingerprints = Callable[[Path], dict[str, str]]

OFFICIAL = "https://github.com/asynclings/asynclings.git"
SHOP = ["main.py", "data-model.py", "2nd_try.py"]


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- the track


@pytest.fixture
def skeleton(real_kit: Any, scaffold: Scaffold, tmp_path: Path) -> Path:
    return scaffold(real_kit, tmp_path / "track", make="track", course="Nets")


def test_a_track_is_scaffolded_empty(skeleton: Path, fingerprints: Fingerprints) -> None:
    assert set(fingerprints(skeleton)) == {
        ".copier-answers.yml",
        ".github/kit/requirements.txt",
        ".github/workflows/validate.yml",
        ".gitignore",
        "README.md",
        "exercises/track.yml",
    }
    assert load(skeleton).exercises == ()
    answers = read(skeleton / ".copier-answers.yml")
    assert answers["make"] == "track"
    assert not {"exercises", "deadline", "seconds", "devcontainer", "isolation"} & set(answers)


def test_its_workflow_is_valid_and_validates(skeleton: Path) -> None:
    file = skeleton / ".github/workflows/validate.yml"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert read(file)["jobs"]["validate"]["steps"][-1] == {"run": "asynclings author validate --track ."}


def test_it_is_updated_with_the_kit(
    tiny_kit: Any, scaffold: Scaffold, fingerprints: Fingerprints, tmp_path: Path
) -> None:
    made = scaffold(tiny_kit, tmp_path / "track", make="track", kit_url=str(tiny_kit.root))
    (made / "exercises/track.yml").write_text("# All our own.\n", encoding="utf-8")
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run(["git", *arguments], cwd=made, check=True)
    tiny_kit.release("1.1.0")
    copier.run_update(str(made), defaults=True, overwrite=True, quiet=True)
    assert (made / ".github/kit/requirements.txt").read_text().endswith("@v1.1.0\n")
    assert (made / "exercises/track.yml").read_text(encoding="utf-8") == "# All our own.\n"


def test_exercises_of_several_files_are_validated(own_track: Track) -> None:
    shop = own_track.find(["shop"])
    (found,) = validate(shop, [1], None)
    assert {case.name for case in found.cases} == {
        "solution",
        "stub",
        "touched stub",
        "right/another_way",
        "wrong/one_after_another",
    }
    assert found.objections == []
    assert all(sentence.startswith("No wrong submission fails ") for sentence in found.defects), found.defects


def test_what_one_of_several_files_lacks_is_said(own_track: Track, tmp_path: Path) -> None:
    root = Path(shutil.copytree(own_track.root, tmp_path / "copy"))
    (root / "solutions/1_own/shop/2nd_try.py").unlink()
    (shop,) = load(root).find(["shop"])
    assert defects(shop) == ["There is no solutions/1_own/shop/2nd_try.py."]


# ---------------------------------------------------------------- its assignments


@pytest.fixture
def assignment(own_template: Path, scaffold: Scaffold, tmp_path: Path) -> Path:
    return scaffold(own_template, tmp_path / "assignment", exercises=["1_own/tea", "1_own/shop"])


def test_an_assignment_brings_along_what_it_is_graded_with_and_no_solution(
    assignment: Path, own_track: Track, fingerprints: Fingerprints
) -> None:
    made = fingerprints(assignment)
    brought = {path.removeprefix(".github/kit/track/") for path in made if path.startswith(".github/kit/track/")}
    work = {f"exercises/1_own/shop/{name}" for name in SHOP} | {"exercises/1_own/tea.py"}
    given = work | {"exercises/1_own/shop.md", "exercises/1_own/tea.md"}
    assert brought == given | {"exercises/track.yml", "graders/1_own/test_shop.py", "graders/1_own/test_tea.py"}
    assert {path for path in made if path.startswith("exercises/")} == given
    source = fingerprints(own_track.root)
    assert {path: made[f".github/kit/track/{path}"] for path in brought} == {path: source[path] for path in brought}
    stubs, solutions = (
        {mark for path, mark in source.items() if path.startswith(f"{tree}/")} for tree in ("exercises", "solutions")
    )
    assert len(solutions - stubs) == 3  # two of the shop's files are the stub's
    assert not (solutions - stubs) & set(made.values())


def test_a_driver_travels_too(own_track: Track, scaffold: Scaffold, tmp_path: Path) -> None:
    root = Path(shutil.copytree(own_track.root, tmp_path / "track"))
    (root / "graders/1_own/tea_driver.py").write_text('"""Drives."""\n', encoding="utf-8")
    write_template(tmp_path / "template", load(root))
    made = scaffold(tmp_path / "template", tmp_path / "made", exercises=["1_own/tea"])
    assert (made / ".github/kit/track/graders/1_own/tea_driver.py").read_text() == '"""Drives."""\n'


def test_the_kit_is_pinned_and_not_taken_for_the_source(assignment: Path) -> None:
    assert f"asynclings @ git+{OFFICIAL}@v{kit_version()}\n" in (assignment / ".github/kit/requirements.txt").read_text(
        encoding="utf-8"
    )
    answers = read(assignment / ".copier-answers.yml")
    assert "_src_path" not in answers  # an update from the kit would replace the exercises by the kit's
    assert answers["exercises"] == ["1_own/tea", "1_own/shop"]


def test_a_published_template_is_the_source_and_the_kit_the_pin(
    own_template: Path, environment: Callable[..., Any], tmp_path: Path
) -> None:
    for arguments in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "Begin"],
        ["tag", "v7.0.0"],
    ):
        subprocess.run(["git", *arguments], cwd=own_template, check=True)
    address = "https://github.com/school/nets.git"
    (tmp_path / "gitconfig").write_text(f'[url "{own_template}"]\n\tinsteadOf = {address}\n')
    with environment(GIT_CONFIG_GLOBAL=str(tmp_path / "gitconfig")):
        copier.run_copy(address, tmp_path / "made", defaults=True, quiet=True)
    answers = read(tmp_path / "made/.copier-answers.yml")
    assert (answers["_src_path"], answers["_commit"], answers["kit_url"]) == (address, "v7.0.0", OFFICIAL)
    assert f"{OFFICIAL}@v{kit_version()}\n" in (tmp_path / "made/.github/kit/requirements.txt").read_text()


def test_readme_container_and_editor_know_where_the_track_is(assignment: Path) -> None:
    readme = (assignment / "README.md").read_text(encoding="utf-8")
    assert '\n$ export ASYNCLINGS_TRACK="$PWD/.github/kit/track"\n' in readme
    assert "| [shop/](exercises/1_own/shop/) |" in readme
    assert "| [tea.py](exercises/1_own/tea.py) |" in readme
    container = read(assignment / ".devcontainer/devcontainer.json")
    assert container["containerEnv"]["ASYNCLINGS_TRACK"] == "${containerWorkspaceFolder}/.github/kit/track"
    (task,) = read(assignment / ".vscode/tasks.json")["tasks"]
    assert task["options"]["env"]["ASYNCLINGS_TRACK"] == "${workspaceFolder}/.github/kit/track"


def test_what_it_brings_along_grades_it(assignment: Path, own_track: Track) -> None:
    track = load(assignment / ".github/kit/track")
    present = Work(assignment).present(track.exercises)
    assert [exercise.slug for exercise in present] == ["1_own/tea", "1_own/shop"]
    with Session() as session:
        before = [session.grade(submission_in(Work(assignment), exercise)).status for exercise in present]
        for exercise in own_track.find(["tea", "shop"]):
            for path in exercise.paths:
                (assignment / "exercises" / path).write_bytes((own_track.root / "solutions" / path).read_bytes())
        after = [session.grade(submission_in(Work(assignment), exercise)) for exercise in present]
    assert before == ["not_started", "not_started"]
    assert [(result.points, result.path) for result in after] == [
        (10, "exercises/1_own/tea.py"),
        (10, "exercises/1_own/shop/main.py"),
    ]


def test_clones_are_regraded_with_the_instructors_copy(
    assignment: Path, own_track: Track, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ada", "bob"):
        clone = Path(shutil.copytree(assignment, tmp_path / "clones" / name))
        (clone / ".git").mkdir()
    shutil.copy(own_track.root / "solutions/1_own/tea.py", tmp_path / "clones/ada/exercises/1_own/tea.py")
    shutil.copytree(
        own_track.root / "solutions/1_own/shop", tmp_path / "clones/ada/exercises/1_own/shop", dirs_exist_ok=True
    )
    (tmp_path / "clones/bob/.github/kit/track/graders/1_own/test_tea.py").write_text("raise SystemExit('never run')\n")
    options = ["--into", str(tmp_path / "results"), "--track", str(own_track.root), "--require-isolation", "basic"]
    assert cli.main(["regrade", str(tmp_path / "clones"), *options]) == 0
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "ada 20/20" in rows
    assert "bob 0/20 pin" in rows


def test_a_file_of_several_that_is_missing_is_named(assignment: Path) -> None:
    (shop,) = load(assignment / ".github/kit/track").find(["shop"])
    (assignment / "exercises/1_own/shop/2nd_try.py").unlink()
    with Session() as session:
        result = session.grade(submission_in(Work(assignment), shop))
    assert result.status == "error"
    assert result.checks[0].message.startswith("There is no file 2nd_try.py.")


# ---------------------------------------------------------------- the template in between


def test_it_is_written_anew_and_what_else_is_there_stays(own_template: Path, own_track: Track, tmp_path: Path) -> None:
    (own_template / "graders/1_own/test_old.py").touch()
    (own_template / "NOTES").touch()
    write_template(own_template, own_track)
    assert not (own_template / "graders/1_own/test_old.py").exists()
    assert (own_template / "NOTES").exists()
    assert not (own_template / "solutions").exists()


@pytest.mark.parametrize("there", ["track", "file", "other"])
def test_nothing_else_is_overwritten(own_track: Track, fingerprints: Fingerprints, tmp_path: Path, there: str) -> None:
    if there == "track":
        shutil.copytree(own_track.root, tmp_path / there)
    elif there == "file":
        (tmp_path / there).touch()
    else:
        (tmp_path / there / "exercises").mkdir(parents=True)
    before = fingerprints(tmp_path)
    with pytest.raises(Trouble, match="is there already, and no template of a track"):
        write_template(tmp_path / there, own_track)
    assert fingerprints(tmp_path) == before


def test_a_template_that_cannot_be_written_is_a_trouble(own_track: Track, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match=r"cannot be written to '.*/file/new': .*Not a directory.* Name a folder"):
        write_template(tmp_path / "file" / "new", own_track)


def test_a_track_that_cannot_be_read_leaves_the_template_as_it_was(
    own_template: Path, own_track: Track, fingerprints: Fingerprints, tmp_path: Path
) -> None:
    before = fingerprints(own_template)
    broken = Path(shutil.copytree(own_track.root, tmp_path / "broken"))
    (broken / "exercises/1_own/tea.md").unlink()
    (broken / "exercises/1_own/tea.md").symlink_to("nowhere")
    with pytest.raises(Trouble, match=r"tea\.md"):
        write_template(own_template, load(broken))
    assert fingerprints(own_template) == before


def test_the_command_writes_it(own_track: Track, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "new"
    assert cli.main(["template", "--track", str(own_track.root), "--into", str(into)]) == 0
    assert capsys.readouterr().out == f"{into}\n"
    assert (into / "graders.yml").read_text() == "".join(
        f"1_own/{name}: [graders/1_own/test_{name}.py]\n" for name in ("tea", "shop", "later")
    )
    assert cli.main(["template"]) == 0
    assert capsys.readouterr().out == f"{kit_root()}\n"


def test_the_variable_names_the_track_of_a_template_too(
    own_track: Track, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASYNCLINGS_TRACK", str(own_track.root))
    assert cli.main(["template", "--into", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new/graders.yml").is_file()


@pytest.mark.parametrize(("variable", "words"), [("", ["--into", "new"]), ("own", []), ("", ["--track", "own"])])
def test_a_track_and_a_place_for_its_template_belong_together(
    variable: str, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASYNCLINGS_TRACK", variable)
    assert cli.main(["template", *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "name the track, with --track DIR or in the variable ASYNCLINGS_TRACK, and --into FOLDER" in printed.err
