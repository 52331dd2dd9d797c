"""The parts queries are compiled of: conditions on text, references, computed and other values."""
