"""``python -I -m asynclings.worker DESCRIPTOR [LAYER…]``: the zygote, without these layers."""

import sys

from asynclings.sandbox.layers import Layers
from asynclings.worker.zygote import main

if __name__ == "__main__":
    main(int(sys.argv[1]), Layers(frozenset(sys.argv[2:])))
