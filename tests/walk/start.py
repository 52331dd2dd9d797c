"""The program as its command starts it, for a terminal of our own."""

from successtui.cli.main import main

main()
