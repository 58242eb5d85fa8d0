"""``python -I -m asynclings.worker DESCRIPTOR``: the zygote."""

import sys

from asynclings.worker.zygote import main

if __name__ == "__main__":
    main(int(sys.argv[1]))
