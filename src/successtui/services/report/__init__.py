"""The success report: 29 numbers on four tabs, each declared once in `catalogue/`."""
