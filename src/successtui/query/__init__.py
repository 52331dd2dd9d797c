"""The query language: what a person types to filter a list, read into a tree and checked.

Knows record declarations and the clock's spellings, never SQL: the store compiles the tree. Lark is
loaded when the first query is parsed, so importing this package costs nothing.
"""

from successtui.query.errors import QueryError
from successtui.query.fields import check
from successtui.query.parser import parse
from successtui.query.tree import And, Compare, Node, Not, Operator, Or, Value, Words, quoted

__all__ = [
    "And",
    "Compare",
    "Node",
    "Not",
    "Operator",
    "Or",
    "QueryError",
    "Value",
    "Words",
    "check",
    "parse",
    "quoted",
]
