"""The program as its command starts it, for a terminal of our own."""

import sys

from successtui.cli.main import main

sys.exit(main())
