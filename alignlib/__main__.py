"""`python -m alignlib`: the same as the command `alignlib`."""

import sys

from alignlib.cli import main

if __name__ == "__main__":
    sys.exit(main())
