"""Success plans for Customer Success Managers, in the terminal."""

__version__ = "0.1.0"
