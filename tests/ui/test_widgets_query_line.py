"""The line of a query: completion below it, enter, escape, and the caret under a mistake."""

from collections.abc import Callable

from textual.message import Message
from textual.widgets import Input

from successtui.widgets.query_line import QueryLine, Suggestion, SuggestionList
from tests.ui.widget_stage import HOSTILE, Stage, lines_of, screen_text, stage

NAMES = ("state", "stage", "status")


def names(text: str, cursor: int) -> list[Suggestion]:
    """Fields that begin as the last word does; their values behind a colon."""
    word = text[:cursor].split(" ")[-1]
    start = cursor - len(word)
    field, colon, value = word.partition(":")
    if colon:
        found = [each for each in ("New", "None") if each.casefold().startswith(value.casefold())]
        begin = start + len(field) + 1
        return [Suggestion(begin, cursor, each, each) for each in found]
    return [
        Suggestion(start, cursor, f"{each}:", each, "a hint")
        for each in NAMES
        if each.startswith(word)
    ]


def answering(
    find: Callable[[str, int], list[Suggestion]] = names,
) -> Callable[[Message], None]:
    def answer(message: Message) -> None:
        if isinstance(message, QueryLine.SuggestionsWanted):
            found = find(message.text, message.cursor)
            message.line.provide(found, text=message.text, cursor=message.cursor)

    return answer


def offered(line: QueryLine) -> list[str]:
    return [str(option.prompt) for option in line.query_one(SuggestionList).options]


def is_open(line: QueryLine) -> bool:
    return line.expanded


async def typed(run: Stage, line: QueryLine, *keys: str) -> None:
    line.focus()
    await run.press(*keys)


async def test_fields_are_offered_as_one_types_and_tab_takes_the_first() -> None:
    line = QueryLine()
    async with stage(line) as run:
        run.answer = answering()
        await typed(run, line, "s", "t", "a")
        assert offered(line) == ["state  a hint", "stage  a hint", "status  a hint"]

        await run.press("tab")
        assert (line.value, line.cursor) == ("state:", 6)
        assert offered(line) == ["New", "None"]

        await run.press("down", "down", "enter")
        assert line.value == "state:None"
        assert not is_open(line)
        assert run.said(QueryLine.Submitted) == []


async def test_tab_never_leaves_the_line_for_keys_typed_next_would_act_on_the_list() -> None:
    line = QueryLine()
    async with stage(line) as run:
        run.answer = answering()
        await typed(run, line, "z", "z", "tab", "u")
        assert (line.value, line.active) == ("zzu", True)


async def test_enter_searches_while_nothing_in_the_list_is_chosen() -> None:
    line = QueryLine()
    async with stage(line) as run:
        run.answer = answering()
        await typed(run, line, "s", "t", "enter")
        assert [each.text for each in run.said(QueryLine.Submitted)] == ["st"]
        assert not is_open(line)


async def test_escape_closes_the_list_first_and_is_then_the_owners() -> None:
    line = QueryLine()
    async with stage(line) as run:
        run.answer = answering()
        heard = []
        run.app.bind("escape", "heard")
        run.app.action_heard = lambda: heard.append(line.value)  # type: ignore[attr-defined]
        await typed(run, line, "s")
        assert is_open(line)
        await run.press("escape")
        assert not is_open(line)
        assert heard == []
        await run.press("escape")
        assert heard == ["s"]


async def test_an_answer_to_a_text_that_changed_is_ignored() -> None:
    line = QueryLine()
    async with stage(line) as run:
        await typed(run, line, "s", "t")
        first, second = run.said(QueryLine.SuggestionsWanted)
        line.provide(names("s", 1), text=first.text, cursor=first.cursor)
        assert not is_open(line)
        line.provide(names("st", 2), text=second.text, cursor=second.cursor)
        assert is_open(line)
        line.close()
        line.provide(names("st", 2), text=second.text, cursor=second.cursor)
        assert not is_open(line)


async def test_what_would_change_nothing_is_not_offered() -> None:
    line = QueryLine()
    async with stage(line) as run:
        run.answer = answering()
        await typed(run, line, *"state", "colon", *"New")
        assert line.value == "state:New"
        assert not is_open(line)


async def test_down_asks_in_an_empty_line_and_setting_the_value_asks_nothing() -> None:
    line = QueryLine()
    async with stage(line) as run:
        run.answer = answering()
        line.value = "state:New"
        await run.settle()
        assert run.said(QueryLine.SuggestionsWanted) == []
        line.value = ""
        await typed(run, line, "down")
        assert len(offered(line)) == len(NAMES)


async def test_a_middle_word_is_completed_in_its_place() -> None:
    line = QueryLine("sta sso")
    async with stage(line) as run:
        run.answer = answering()
        line.focus()
        line.query_one(Input).cursor_position = 3
        await run.press("down", "down", "down", "enter")
        assert (line.value, line.cursor) == ("stage: sso", 6)


async def test_the_caret_stands_under_the_mistake_until_the_text_changes() -> None:
    line = QueryLine("日本:x state:")
    async with stage(line) as run:
        line.focus()
        line.show_error(5, f"Task has no field '日本' {HOSTILE}")
        await run.settle()
        text, caret, sentence, *_ = screen_text(run.app).split("\n")
        assert text.startswith("日本:x state:")
        assert caret.index("^") == 7 - 2 + 2
        assert sentence.startswith("✗ Task has no field '日本' [/x] [red]")
        await run.press("x")
        assert "^" not in screen_text(run.app)


async def test_the_caret_follows_a_text_longer_than_the_line() -> None:
    text = "a" * 100 + ":"
    line = QueryLine(text)
    async with stage(line, size=(40, 10)) as run:
        line.focus()
        await run.settle()
        line.show_error(100, "expected a value")
        await run.settle()
        shown = lines_of(line.query_one(Input))[0]
        caret = screen_text(run.app).split("\n")[1]
        assert shown[caret.index("^")] == ":"


async def test_suggestions_are_never_markup() -> None:
    line = QueryLine()
    async with stage(line) as run:
        run.answer = answering(lambda _text, _cursor: [Suggestion(0, 1, "x", HOSTILE, HOSTILE)])
        await typed(run, line, "a")
        assert "[/x] [red] [@click=app.quit]" in screen_text(run.app)
