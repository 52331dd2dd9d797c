"""docs/rules.md keeps its word: every rule is listed once, and what it claims has a test."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES_IN_GROUP = {"000": 31, "001": 49, "002": 16, "003": 58, "004": 46}

HEADING = re.compile(r"## R(?P<group>\d{3}) · \S")
RULE = re.compile(r"- (?P<mark>✓ )?\*\*(?P<id>R\d{3}-\d{2})\*\* (?P<text>\S.*)")

# `R003-42`, also in a name (`test_r003_42_…`), and what continues it: a range (`to`, `..`, a dash)
# up to `R003-45`, `-45` or `45`, or a further rule of the same group (`, -45`, `/-45`).
MENTION = re.compile(r"(?<![A-Za-z0-9])R(?P<group>\d{3})[-_](?P<first>\d{2})(?!\d)", re.IGNORECASE)
RANGE = re.compile(
    r"\s*(?:to|through|until|\.{2,3}|…|–|—)\s*(?:R(?P<group>\d{3}))?-?(?P<rule>\d{2})(?!\d)"
)
FURTHER = re.compile(r"\s*(?:,|/|and|&)\s*-(?P<rule>\d{2})(?!\d)")


def rule_lines() -> list[tuple[str, bool, str]]:
    """Id, claim and the group of the heading above, of each rule in the document."""
    found = []
    group = ""
    for line in (ROOT / "docs/rules.md").read_text(encoding="utf-8").splitlines():
        if heading := HEADING.match(line):
            group = heading["group"]
        elif rule := RULE.fullmatch(line):
            found.append((rule["id"], bool(rule["mark"]), group))
        else:
            assert not line.startswith(("- ", "* ", "## ")), f"not a rule nor a group: {line}"
    return found


def mentioned_ids(text: str) -> Iterator[str]:
    """Every id a text names, however it is written."""
    for mention in MENTION.finditer(text):
        group, last = mention["group"], int(mention["first"])
        yield f"R{group}-{last:02}"
        place = mention.end()
        while more := RANGE.match(text, place) or FURTHER.match(text, place):
            rule = int(more["rule"])
            if more.re is RANGE:
                if more["group"] not in (None, group) or rule <= last:
                    break
                yield from (f"R{group}-{number:02}" for number in range(last + 1, rule))
            yield f"R{group}-{rule:02}"
            last, place = rule, more.end()


def texts_of_tests(path: Path) -> Iterator[str]:
    """The source of each test in a file, decorators included, but no file headers or helpers.

    A class counts whole: its docstring may speak for its tests.
    """
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if isinstance(node, ast.ClassDef) or node.name.startswith("test"):
            first = min([node.lineno, *(made.lineno for made in node.decorator_list)])
            yield "\n".join(lines[first - 1 : node.end_lineno])


def ids_in_tests() -> set[str]:
    """The rules that at least one test names; this file's examples do not count."""
    return {
        rule
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if path != Path(__file__)
        for text in texts_of_tests(path)
        for rule in mentioned_ids(text)
    }


def test_every_rule_is_listed_once_under_its_group() -> None:
    rules = rule_lines()
    expected = [
        f"R{group}-{number:02}"
        for group, count in RULES_IN_GROUP.items()
        for number in range(1, count + 1)
    ]

    twice = [rule for rule, count in Counter(rule for rule, _, _ in rules).items() if count > 1]
    assert not twice
    assert [rule for rule, _, _ in rules] == expected
    assert len(expected) == 200
    assert [rule for rule, _, group in rules if rule[1:4] != group] == []


def test_every_claimed_rule_has_a_test() -> None:
    claimed = [rule for rule, marked, _ in rule_lines() if marked]
    assert claimed

    proved = ids_in_tests()
    missing = [rule for rule in claimed if rule not in proved]

    assert not missing, f"{len(missing)} of {len(claimed)} without a test: {', '.join(missing)}"


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_only_rules_that_exist_are_named(folder: str) -> None:
    known = {rule for rule, _, _ in rule_lines()}
    unknown = {
        f"{path.relative_to(ROOT)}: {rule}"
        for path in (ROOT / folder).rglob("*.py")
        if path != Path(__file__)
        for rule in mentioned_ids(path.read_text(encoding="utf-8"))
        if rule not in known
    }

    assert not unknown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R003-42", "R003-42"),
        ("def test_r003_42_shows_progress", "R003-42"),
        ("(R003-39, R001-20)", "R003-39 R001-20"),
        ("R003-42 to R003-45", "R003-42 R003-43 R003-44 R003-45"),
        ("R003-42..45", "R003-42 R003-43 R003-44 R003-45"),
        ("R003-42\n    to -44.", "R003-42 R003-43 R003-44"),
        ("R003-42–R003-44", "R003-42 R003-43 R003-44"),
        ("R001-12, -13 and -15 to -17", "R001-12 R001-13 R001-15 R001-16 R001-17"),
        ("R003-42 to R004-03", "R003-42 R004-03"),
        ("R003-42, 45 rows", "R003-42"),
        ("R003-421 XR003-42", ""),
    ],
)
def test_ids_are_found_however_they_are_written(text: str, expected: str) -> None:
    found = dict.fromkeys(mentioned_ids(text))

    assert " ".join(found) == expected
