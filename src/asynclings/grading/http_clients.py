"""Other clients than httpx: which of their errors say the same as one of httpx's.

An exercise names httpx's errors. Who solves it with another client, or with streams, lets out that one's own.
"""

from asynclings.values import Failure

# aiohttp: https://docs.aiohttp.org/en/stable/client_reference.html#hierarchy-of-exceptions
SAME_AS = {
    "HTTPError": ("ClientError",),
    "HTTPStatusError": ("ClientResponseError",),
    "TransportError": ("ClientConnectionError", "ConnectionError"),
    "ConnectError": ("ClientConnectorError", "ConnectionRefusedError"),
    "ReadError": ("ServerDisconnectedError", "ClientOSError", "ConnectionResetError"),
    "TimeoutException": ("ServerTimeoutError", "TimeoutError"),
    "ReadTimeout": ("ServerTimeoutError", "TimeoutError"),
}


def is_error(failure: Failure, name: str) -> bool:
    """Whether an error is of this type or a subtype of it, or one that says the same."""
    return any(failure.is_a(each) for each in (name, *SAME_AS.get(name, ())))
