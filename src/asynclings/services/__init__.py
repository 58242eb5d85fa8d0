"""What the checks may hand to your code, and the errors these things raise.

The classes here say what you can call and how long it takes, in seconds of virtual time (in the bakery: minutes).
Import them for your type hints. What your code gets looks like them; the real ones live in the grader's process.
"""

from asynclings.services.bakery import BurntCake, Kitchen, KitchenError
from asynclings.services.choose import Job, JobError
from asynclings.services.database import Acquiring, Connection, ConnectionBusy, DatabaseError, Pool, User
from asynclings.services.debugging import ScratchedRecord, Studio
from asynclings.services.event_loop import LoopClock
from asynclings.services.generators import UnknownUser, UserApi
from asynclings.services.hello_threads import StageFright
from asynclings.services.inventory import StoreError, TicketStore
from asynclings.services.legacy_client import LegacyClient, LegacyError
from asynclings.services.pipeline import CardIndex, CardIndexError, IndexCard
from asynclings.services.race import Ledger, LedgerError
from asynclings.services.unblock import RenderError, Screen, SlowReport

__all__ = [
    "Acquiring",
    "BurntCake",
    "CardIndex",
    "CardIndexError",
    "Connection",
    "ConnectionBusy",
    "DatabaseError",
    "IndexCard",
    "Job",
    "JobError",
    "Kitchen",
    "KitchenError",
    "Ledger",
    "LedgerError",
    "LegacyClient",
    "LegacyError",
    "LoopClock",
    "Pool",
    "RenderError",
    "ScratchedRecord",
    "Screen",
    "SlowReport",
    "StageFright",
    "StoreError",
    "Studio",
    "TicketStore",
    "UnknownUser",
    "User",
    "UserApi",
]
