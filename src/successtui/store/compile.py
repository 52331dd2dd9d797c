"""Queries as SQL conditions on a record's table, built of expressions, never of pasted text.

What a comparison means:

* Every condition is either true or false. `field!=x` and `not field:x` hold for every record of
  which `field:x` does not hold, so an empty field is never equal to x, and is not x.
* `:` is "is"; for text "contains"; for several values "has". `=` is "is" for text as well, and `!=`
  is its opposite. Capitals make no difference. A number is always meant whole.
* `a,b` after `:` means either; after `!=` neither. `none` is the empty field.
* `<` and its like never hold for an empty field. Picklists follow the order they are listed in.
* A path (`account.industry`) has the value of the record it leads to. If there is no such record,
  or the actor may not see it, it has none: a filter tells nothing of what is hidden. Where a
  reference can be of several types (`owner.name`), its type decides; one without such a field has
  no value.
* A reference is meant by its key, or by a part of its name; `me` and `myteam` by users.
* A day compared with a moment means the whole day in the zone of the context.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import FromClause, and_, not_, or_, select

from successtui.query.errors import QueryError
from successtui.query.fields import Step, Target, resolve
from successtui.query.tree import And, Compare, Node, Not, Operator, Or, Span, Value, Words
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Reference, Text
from successtui.store.conditions.comparing import filled, matches
from successtui.store.conditions.context import QueryContext
from successtui.store.conditions.matching import Condition, caption, contains, plain
from successtui.store.conditions.pointing import by_name, pointing
from successtui.store.conditions.seen import all_of, any_of, seen_rows
from successtui.store.tables import table_of

Leaf = Callable[[FromClause], Condition]
"""A condition on rows of the type whose value is compared."""


def condition(record_type: type[Record], node: Node, context: QueryContext) -> Condition:
    """The condition under which a row of the type's table matches the query.

    It says nothing of visibility, templates or deleted rows of the type itself: the reader does.

    Raises:
        QueryError: a name, comparison or value the type does not know.
    """
    match node:
        case And(items=items):
            return all_of(condition(record_type, item, context) for item in items)
        case Or(items=items):
            return any_of(condition(record_type, item, context) for item in items)
        case Not(item=item):
            return not_(condition(record_type, item, context))
        case Words():
            return _words(record_type, node.text, context)
        case Compare():
            return _compare(record_type, node, context)


def _compare(record_type: type[Record], compare: Compare, context: QueryContext) -> Condition:
    targets = resolve(record_type, compare)
    op = Operator.EXACTLY if compare.op is Operator.IS_NOT else compare.op
    wanted = [value for value in compare.values if not value.is_none]
    found: list[Condition] = []
    if wanted:
        found.extend(_matching(record_type, targets, op, wanted, context))
    if len(wanted) < len(compare.values):
        there = [_filled(record_type, target, compare.span, context) for target in targets]
        found.append(not_(any_of(there)))
    return not_(or_(*found)) if compare.op is Operator.IS_NOT else or_(*found)


def _matching(
    record_type: type[Record],
    targets: Sequence[Target],
    op: Operator,
    wanted: Sequence[Value],
    context: QueryContext,
) -> list[Condition]:
    """By each way of the path, that the value is one of those wanted.

    A value that only some of the ways know (a state that tasks have and plans have not) is never
    found by the others; one that none knows is a mistake.
    """
    found: list[Condition] = []
    wrong: list[QueryError] = []
    for target in targets:

        def one_of(rows: FromClause, target: Target = target) -> Condition:
            return matches(target, op, wanted, rows, context)

        try:
            found.append(_reached(record_type, target, one_of, context))
        except QueryError as error:
            wrong.append(error)
    if not found:
        raise wrong[0]
    return found


def _filled(
    record_type: type[Record], target: Target, span: Span, context: QueryContext
) -> Condition:
    def there(rows: FromClause) -> Condition:
        return filled(target, span, rows, context)

    return _reached(record_type, target, there, context)


def _reached(
    record_type: type[Record], target: Target, leaf: Leaf, context: QueryContext
) -> Condition:
    """The leaf's condition on the record the path leads to, if the actor sees the way there."""
    return _step(table_of(record_type), record_type, target.steps, leaf, context)


def _step(
    rows: FromClause,
    record_type: type[Record],
    steps: tuple[Step, ...],
    leaf: Leaf,
    context: QueryContext,
) -> Condition:
    if not steps:
        return leaf(rows)
    step, *further = steps
    other, seen = seen_rows(step.target, context.actor, f"step{len(further)}")
    inner = _step(other, REGISTRY[step.target], tuple(further), leaf, context)
    query = select(other.c.id).where(seen, inner)
    there = pointing(record_type, step.field, rows, lambda ids: ids.in_(query))
    kind = step.field.kind
    if not isinstance(kind, AnyReference):
        return there
    told = rows.c[kind.discriminator]
    meant = [value for value, target in kind.targets if target == step.target]
    return and_(told.is_not(None), told.in_(meant), there)


def _words(record_type: type[Record], text: str, context: QueryContext) -> Condition:
    """The caption, the number or a text of the key holds the text.

    Records that have none of these are known by what they link: there the names of these count.
    """
    rows, declaration = table_of(record_type), record_type.declaration
    own = {"number": rows.c.number} if declaration.numbered else {}
    for name in declaration.key:
        field = declaration.fields.get(name)
        if field is not None and isinstance(field.kind, Text):
            own[name] = rows.c[name]
    for name in declaration.caption:
        own.pop(name, None)
    texts = [plain(column) for column in own.values()]
    if declaration.caption:
        texts.append(caption(rows, declaration.caption))
    if texts:
        return any_of(contains(column, text) for column in texts)
    fields = [declaration.fields[name] for name in declaration.key]
    linked = [f for f in fields if isinstance(f.kind, Reference)]
    return any_of(by_name(record_type, f, rows, text, context) for f in linked)
