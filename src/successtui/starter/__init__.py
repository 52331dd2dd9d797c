"""What a new workspace can start from: the SuccessBLOC library and the demo book of business.

Owns content only, as bundle rows: text cells in the bundle's spelling, ready for the importer.
Imports the standard library alone; knows no database, no record classes and no screen.
"""
