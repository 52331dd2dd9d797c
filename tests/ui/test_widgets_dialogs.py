"""The questions: confirm, menu, prompt."""

from typing import TypeVar

from textual.screen import Screen
from textual.widgets import Button, Input

from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt
from tests.ui.widget_stage import ENDLESS, HOSTILE, Stage, screen_text, stage

ITEMS = [
    MenuItem("no", "Share", "s", enabled=False, reason="the plan is closed"),
    MenuItem("run", "Run a SuccessPlay", "r"),
    MenuItem("task", "Add task", "T"),
    MenuItem("template", "Save as template"),
]
Answer = TypeVar("Answer")
LITERAL = "[/x] [red] [@click=app.quit] [EMEA]"


async def ask(run: Stage, screen: Screen[Answer], *keys: str) -> list[Answer | None]:
    """The answers after these keys; none while the question is still open."""
    answers: list[Answer | None] = []
    run.app.push_screen(screen, answers.append)
    await run.settle()
    await run.press(*keys)
    return answers


async def test_confirm_says_no_unless_told_otherwise() -> None:
    async with stage() as run:
        for keys, answer in [
            (("enter",), False),
            (("escape",), False),
            (("n",), False),
            (("y",), True),
            (("tab", "enter"), True),
            (("right", "enter"), True),
            (("right", "left", "enter"), False),
        ]:
            assert await ask(run, Confirm("Delete?", ["OUT0000001"]), *keys) == [answer], keys


async def test_confirm_shows_what_will_happen() -> None:
    async with stage() as run:
        question = Confirm("Delete 2 outcomes?", ["Their 7 tasks go, too."], confirm_label="Delete")
        assert await ask(run, question) == []

        shown = screen_text(run.app)
        for text in ("⚠ Delete 2 outcomes?", "Their 7 tasks go, too.", "Cancel", "Delete (y)"):
            assert text in shown
        assert isinstance(run.app.focused, Button)
        assert run.app.focused.id == "cancel"
        assert question.has_class("-danger")
        assert not Confirm("Send it?", danger=False).has_class("-danger")


async def test_confirm_scrolls_what_is_longer_than_the_dialog() -> None:
    async with stage() as run:
        lines = [f"line {number}." for number in range(1, 41)]
        await ask(run, Confirm("Go on?", lines))
        assert "line 1." in screen_text(run.app)
        assert "line 20." not in screen_text(run.app)

        await run.press("pagedown")
        assert "line 20." in screen_text(run.app)
        await run.press("pageup")
        assert "line 1." in screen_text(run.app)


async def test_a_click_answers() -> None:
    async with stage() as run:
        answers = await ask(run, Confirm("Delete?"))
        await run.pilot.click("#confirm")
        await run.settle()

        assert answers == [True]


async def test_menu_keys_pick_at_once_and_disabled_ones_do_not() -> None:
    async with stage() as run:
        assert await ask(run, Menu("Objective", ITEMS), "s", "x", "r") == ["run"]
        assert await ask(run, Menu("Objective", ITEMS), "T") == ["task"]
        assert await ask(run, Menu("Objective", ITEMS), "escape") == [None]


async def test_menu_arrows_step_over_what_is_disabled() -> None:
    async with stage() as run:
        assert await ask(run, Menu("Objective", ITEMS), "enter") == ["run"]
        assert await ask(run, Menu("Objective", ITEMS), "down", "down", "enter") == ["template"]
        assert await ask(run, Menu("Objective", ITEMS), "up", "enter") == ["template"]


async def test_menu_says_why_something_is_disabled() -> None:
    async with stage() as run:
        await ask(run, Menu("Objective", ITEMS))

        shown = screen_text(run.app)
        assert "s  Share  – the plan is closed" in shown
        assert "   Save as template" in shown


async def test_a_menu_of_nothing_can_be_left() -> None:
    async with stage() as run:
        assert await ask(run, Menu("Objective", []), "enter", "down", "escape") == [None]


async def test_prompt_answers_with_the_text_or_none() -> None:
    async with stage() as run:
        assert await ask(run, Prompt("Name?"), *"ab", "enter") == ["ab"]
        assert await ask(run, Prompt("Name?", value="x"), "enter") == ["x"]
        assert await ask(run, Prompt("Name?", value="x"), "escape") == [None]


async def test_prompt_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    async with stage() as run:
        prompt = Prompt("Why?", validator=lambda text: None if text == "ab" else f"Not {text!r}.")
        answers = await ask(run, prompt, "a", "enter")
        assert answers == []
        assert "✗ Not 'a'." in screen_text(run.app)
        assert prompt.query_one(Input).value == "a"
        await run.press("b")
        assert "✗" not in screen_text(run.app)
        await run.press("enter")

        assert answers == ["ab"]


async def test_people_s_text_is_shown_literally_and_everything_fits() -> None:
    questions: list[tuple[Screen[bool] | Screen[str | None], int]] = [
        (Confirm(HOSTILE, [HOSTILE, ENDLESS] * 5, confirm_label=HOSTILE), 2),
        (Menu(HOSTILE, [MenuItem("a", HOSTILE, "a", False, ENDLESS), MenuItem("b", ENDLESS)]), 3),
        (Prompt(HOSTILE, value=HOSTILE, placeholder=HOSTILE, validator=lambda text: HOSTILE), 2),
    ]
    async with stage(size=(80, 24)) as run:
        for question, at_least in questions:
            run.app.push_screen(question)
            await run.settle()
            if isinstance(question, Prompt):
                await run.press("enter")
            assert screen_text(run.app).count(LITERAL) >= at_least
            dialog = question.query_one(".dialog")
            assert run.app.screen.region.contains_region(dialog.region)
            run.app.pop_screen()
            await run.settle()
