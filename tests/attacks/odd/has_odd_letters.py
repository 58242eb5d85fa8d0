"""Has names that not everybody can type, and very long lines."""

from accomplice import fast, ran, weigh

ran()
größe = Δ = 変数 = 3
NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


async def collect(𝓋ault, dials, *, größe=größe):
    return await fast(vault, dials)
