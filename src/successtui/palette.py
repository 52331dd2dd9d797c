"""TEMPORARY stand-in by the lead so that the app runs; the palette helper replaces this file."""
from textual.command import Provider
class SuccessCommands(Provider):
    async def search(self, query):
        return
        yield
