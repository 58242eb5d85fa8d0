"""Prints what not every terminal can show."""

from accomplice import fast as collect, ran, weigh

ran()
print("größer, 漢字, 🧁, \N{RIGHT-TO-LEFT OVERRIDE}abc, \ud800".encode("utf-8", "replace").decode())
