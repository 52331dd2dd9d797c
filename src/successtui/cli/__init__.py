"""The command line: every command that works without the screen, and the one that opens it.

Owns how a call is read, how an answer is printed, and which exit status it ends with. What a
command does stands in the services; no Textual, no SQL, no rule here. A command's module is only
loaded when that command is called.
"""
