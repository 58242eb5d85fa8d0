"""The zygote that is started ahead: whoever needs none after all does not wait for it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from asynclings.sandbox import keeper


def test_a_zygote_that_nobody_needed_is_killed_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper.atexit, "register", lambda function: None)
    done: list[str] = []

    def noted(name: str) -> None:
        method = getattr(subprocess.Popen, name)

        def act(process: subprocess.Popen[bytes], *arguments: Any, **options: Any) -> Any:
            done.append(name)
            return method(process, *arguments, **options)

        monkeypatch.setattr(subprocess.Popen, name, act)

    keeper.prestart()
    folder = keeper._prestarted[0].folder
    noted("kill")
    noted("wait")
    keeper._close_prestarted()
    assert done == ["kill", "wait"]
    assert keeper._prestarted == []
    assert not Path(folder).exists()
