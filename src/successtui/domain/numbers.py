"""Decimal numbers as people type them, as files spell them, and as both are shown.

Owns spelling and size only; currencies, units and ranges belong to the fields. Never guesses: a
spelling with two readings is refused, so no amount is ever off by ten or a thousand.
"""

import re
from decimal import Decimal, localcontext

from successtui.domain.plaintext import one_line

_LONGEST = 64
_SUFFIXES = {"": 0, "k": 3, "m": 6, "bn": 9}
_SPACES = " \u00a0\u202f"

# ASCII, or the Kelvin sign would count as a k.
_PLAIN = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)) ?(k|m|bn|)", re.ASCII | re.IGNORECASE)
_BY_COMMA = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_BY_SPACE = re.compile(rf"[+-]?[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?:\.[0-9]+)?")
_STRICT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(rf"[+-]?[0-9.{_SPACES}]*,[0-9]+")
_BY_POINT = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}")


def parse_decimal(text: str, *, scale: int, digits: int = 18) -> Decimal:
    """The number a person typed in a form or a query.

    Understands `1250000`, `1,250,000`, `1 250 000`, `-3.5`, and the endings k, m and bn (`1.2m`).

    Args:
        text: what was typed.
        scale: digits after the point the value may have.
        digits: digits it may have in all, as in NUMERIC(digits, scale).

    Returns:
        The value with exactly `scale` digits after the point; zero has no sign.

    Raises:
        ValueError: not a number, two readings, too many digits; one line for a person.
    """
    body = text.strip()
    power = 0
    if len(body) > _LONGEST:
        raise ValueError(f"{_quoted(text)} is too long for a number.")
    if match := _PLAIN.fullmatch(body):
        body, power = match[1], _SUFFIXES[match[2].lower()]
    elif _BY_COMMA.fullmatch(body) or _BY_SPACE.fullmatch(body):
        body = re.sub(f"[,{_SPACES}]", "", body)
    else:
        raise ValueError(_why_unreadable(text, body))
    return _fitting(text, Decimal(body).scaleb(power), scale, digits)


def parse_strict_decimal(text: str, *, scale: int, digits: int = 18) -> Decimal:
    """The number in a file: digits, one point, a minus; no grouping, endings or exponents.

    Arguments, result and errors are those of `parse_decimal`.
    """
    body = text.strip(" ")
    if len(body) > _LONGEST or not _STRICT.fullmatch(body):
        raise ValueError(
            f"{_quoted(text)} is not a plain number; write it with digits and at most one decimal "
            "point, such as 1250000.5."
        )
    return _fitting(text, Decimal(body), scale, digits)


def format_decimal(value: Decimal, grouped: bool) -> str:
    """The value without needless zeros, `1,250,000.5` if grouped, else `1250000.5`.

    Raises:
        ValueError: the value is infinite or not a number.
    """
    if not value.is_finite():
        raise ValueError(f"{value} cannot be shown as a number.")
    shown = format(value, ",f" if grouped else "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _fitting(text: str, value: Decimal, scale: int, digits: int) -> Decimal:
    with localcontext(prec=_LONGEST + digits + scale):
        if value and value.adjusted() >= digits - scale:
            raise ValueError(
                f"{_quoted(text)} is too large; at most {digits - scale} digits "
                "may stand before the point."
            )
        fitting = value.quantize(Decimal(1).scaleb(-scale))
        if fitting != value:
            allowed = f"at most {scale}" if scale else "none"
            raise ValueError(
                f"{_quoted(text)} has too many digits after the point; {allowed} allowed."
            )
        return fitting if fitting else abs(fitting)


def _why_unreadable(text: str, body: str) -> str:
    if not body:
        return "No number given; type one such as 1250000 or 1.2m."
    if _DECIMAL_COMMA.fullmatch(body) or _BY_POINT.fullmatch(body):
        return (
            f"{_quoted(text)} can be read in more than one way; "
            "write decimals with a point, such as 1.5 or 1250000."
        )
    return f"{_quoted(text)} is not a number; type one such as 1250000, 1,250,000 or 1.2m."


def _quoted(text: str) -> str:
    return f"“{one_line(text.strip(), 40)}”"
