"""Serves with one room of the submission's."""

from types import ModuleType
from typing import Any

from asynclings import driving


async def serve(submission: ModuleType, audience: Any) -> int:
    return await driving.serve(submission.ChatRoom().handle, audience)
