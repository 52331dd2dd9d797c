"""Places and questions: every screen, each in a room of its own."""
