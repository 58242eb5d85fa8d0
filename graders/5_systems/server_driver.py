"""Serves with the submission's `handle`."""

from types import ModuleType
from typing import Any

from asynclings import driving


async def serve(submission: ModuleType, audience: Any) -> int:
    return await driving.serve(submission.handle, audience)
