"""How large the largest map in a frame of MessagePack is, found before it is decoded.

Keys that are arrays become tuples, whose hashes anybody can foresee: a frame may hold 75,000 of them that all meet in
one place of the table, and to decode it would take minutes, in one call that no deadline ends. What we write has maps
for named arguments alone.

https://github.com/msgpack/msgpack/blob/master/spec.md
"""

MARKS = (0xDE, 0xDF)  # of maps that may be large, as of other things: these bytes are in many a text

_FIXED = {  # bytes that follow a mark and hold no length
    **dict.fromkeys((0xC0, 0xC1, 0xC2, 0xC3), 0),
    **{0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8},
    **{0xD4: 2, 0xD5: 3, 0xD6: 5, 0xD7: 9, 0xD8: 17},
    **{0xDC: 2, 0xDD: 4},  # arrays: their members follow
}
_LENGTH = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xC7: 1, 0xC8: 2, 0xC9: 4}  # bytes of it
_EXTENSIONS = (0xC7, 0xC8, 0xC9)  # one byte more, for the kind


def largest(body: bytes) -> int:
    """The number of keys of the largest map that has more than fifteen; 0 if there is none."""
    found, at, end = 0, 0, len(body)
    while at < end:
        mark = body[at]
        at += 1
        if mark < 0xA0 or mark >= 0xE0:  # small numbers, small maps, small arrays
            continue
        if mark < 0xC0:  # a short text
            at += mark & 0x1F
        elif mark in _FIXED:
            at += _FIXED[mark]
        elif mark in _LENGTH:
            size = _LENGTH[mark]
            at += size + int.from_bytes(body[at : at + size], "big") + (mark in _EXTENSIONS)
        else:
            size = 2 if mark == 0xDE else 4
            found = max(found, int.from_bytes(body[at : at + size], "big"))
            at += size
    return found
