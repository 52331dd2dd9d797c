"""Rules without I/O: who may do what, what follows what, what a number means."""
