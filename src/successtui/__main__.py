"""`python -m successtui` is the command `successtui`."""

import sys

from successtui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
