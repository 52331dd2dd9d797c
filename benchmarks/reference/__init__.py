"""Small programs of stock Textual widgets, written the usual way, to compare the app with."""
