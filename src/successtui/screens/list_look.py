"""How a list is looked at: query, order, columns; and what follows when one of them changes.

Data and functions without a screen. Columns that were chosen without a view are remembered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from successtui.query.fields import NUMBER, SYSTEM_FIELDS
from successtui.records import Derived, Field, Record
from successtui.remembered import recall, remember

if TYPE_CHECKING:
    from successtui.services.listing import ListRequest
    from successtui.services.views import View


@dataclass(frozen=True, slots=True)
class Look:
    """What a list shows and how.

    Attributes:
        order: fields, `-` in front for descending; empty for the type's own order.
        columns: empty for the type's own.
        grouped_by: the field whose groups were counted last.
    """

    query: str = ""
    order: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    grouped_by: str = ""
    templates: bool = False

    def names(self, record_type: type[Record]) -> tuple[str, ...]:
        """The columns of the table."""
        return self.columns or record_type.declaration.columns

    def request(self, record_type: type[Record]) -> ListRequest:
        """The list to ask the services for."""
        from successtui.services.listing import ListRequest

        return ListRequest(record_type, self.query, self.order, self.templates)

    @property
    def sorts(self) -> tuple[tuple[str, bool], ...]:
        """Each key of the order, and whether it goes down."""
        return tuple((wish.lstrip("-"), wish.startswith("-")) for wish in self.order)

    def sorted_by(self, name: str) -> Look:
        """Sorted by this field alone; the other way round where it was the first key already."""
        first = self.order[0] if self.order else ""
        return replace(self, order=(f"-{name}" if first == name else name,))

    def sorted_also_by(self, name: str) -> Look:
        """Sorted by this field where the keys so far are equal; a key it has is turned round."""
        turned = tuple(_turned(wish) if wish.lstrip("-") == name else wish for wish in self.order)
        return replace(self, order=turned if turned != self.order else (*self.order, name))


def _turned(wish: str) -> str:
    return wish[1:] if wish.startswith("-") else f"-{wish}"


def look_of(view: View) -> Look:
    """How a saved view looks at its list."""
    return Look(view.query, view.order, view.columns, view.grouped_by, view.templates)


def differs(look: Look, view: View) -> bool:
    """Whether the list is looked at in another way than the view says; grouping aside."""
    return replace(look, grouped_by="") != replace(look_of(view), grouped_by="")


def declared(record_type: type[Record], name: str) -> Field | Derived:
    """What a column shows: the number, a field, a derived value, or what every record has."""
    declaration = record_type.declaration
    if name == NUMBER.name:
        return NUMBER
    found = declaration.fields.get(name) or declaration.derived.get(name)
    return found or SYSTEM_FIELDS[name]


def possible_columns(record_type: type[Record]) -> tuple[str, ...]:
    """Every column a list of that type can have, its own first."""
    declaration = record_type.declaration
    own = (NUMBER.name,) if declaration.numbered else ()
    every = (*declaration.columns, *own, *declaration.fields, *declaration.derived, *SYSTEM_FIELDS)
    return tuple(dict.fromkeys(every))


def kept_columns(record_type: type[Record]) -> tuple[str, ...]:
    """The columns a person chose last for lists of that type; empty for its own."""
    names = tuple(recall(_columns_key(record_type)).split())
    return names if set(names) <= set(possible_columns(record_type)) else ()


def keep_columns(record_type: type[Record], names: tuple[str, ...]) -> None:
    """Remembers the columns of lists without a view; none stand for the type's own."""
    remember(_columns_key(record_type), " ".join(names))


def _columns_key(record_type: type[Record]) -> str:
    return f"columns.{record_type.declaration.name}"
