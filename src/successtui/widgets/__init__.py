"""Reusable widgets: plain data in, messages out. They know no services and no store."""
