"""A submission for test_replaced.py: looks which functions and classes of the libraries are the kit's."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

import asynclings

KIT = f"{Path(asynclings.__file__).parent}{os.sep}"
LIBRARIES = {"httpx", "httpcore", *sys.stdlib_module_names}


def replaced() -> list[str]:
    found = set()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in LIBRARIES or module is None:
            continue
        for attribute, value in list(vars(module).items()):
            if ours(value):
                found.add(f"{name}.{attribute}")
            if isinstance(value, type) and value.__module__ == name:
                found |= {f"{name}.{attribute}.{member}" for member, inner in vars(value).items() if ours(inner)}
    return sorted(found)


def ours(value: Any) -> bool:
    if isinstance(value, staticmethod):
        value = value.__func__
    if isinstance(value, partial):
        value = value.func
    if isinstance(value, type):
        return value.__module__.startswith("asynclings.")
    value = getattr(value, "__func__", value)
    code = getattr(value, "__code__", None)
    return code is not None and code.co_filename.startswith(KIT)
