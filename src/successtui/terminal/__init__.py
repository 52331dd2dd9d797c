"""The terminal as a hostile place: what may be sent to it, what may come from it, how it dies.

Owns every touch of Textual's private parts. `driver` reads the keyboard, `paste` tames what is
pasted, `filter` guards what is drawn, `signals` ends the app when the terminal is gone, `checks`
refuses a terminal that cannot work, `crash` writes the report of a failure and `calm` is the app
class that shows one line of it. Knows nothing about records.
"""
