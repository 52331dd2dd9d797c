"""The searchable select."""

from textual.message import Message
from textual.widgets import Input, OptionList

from successtui.widgets.choice import Choice, ChoiceField
from successtui.widgets.choices import matching, meant
from tests.ui.widget_stage import ENDLESS, HOSTILE, Stage, screen_text, stage

PRIORITIES = [
    Choice("1", "Critical"),
    Choice("2", "High"),
    Choice("3", "Moderate"),
    Choice("4", "Low"),
    Choice("5", "Very low", "rarely used"),
]


def text_of(field: ChoiceField) -> str:
    return field.query_one(Input).value


def offered(field: ChoiceField) -> list[str]:
    options = field.query_one(OptionList).options
    return [str(option.prompt) for option in options]


def answer_accounts(message: Message) -> None:
    if isinstance(message, ChoiceField.SearchWanted):
        found = [Choice(str(n), f"Acme {n}") for n in range(80)]
        message.field.show_choices(message.token, matching(found, message.text))


def test_a_prefix_comes_before_a_match_inside_and_the_order_stays() -> None:
    assert [each.label for each in matching(PRIORITIES, "")] == [each.label for each in PRIORITIES]
    assert [each.label for each in matching(PRIORITIES, " LO ")] == ["Low", "Very low"]
    assert [each.label for each in matching(PRIORITIES, "o")] == ["Moderate", "Low", "Very low"]
    assert matching(PRIORITIES, "x") == []


def test_a_text_means_the_only_one_of_that_name_or_the_only_match() -> None:
    assert meant(PRIORITIES, "low") == PRIORITIES[3]
    assert meant(PRIORITIES, "mod") == PRIORITIES[2]
    assert meant(PRIORITIES, "lo") is None
    assert meant([Choice("1", "Acme"), Choice("2", "Acme")], "acme") is None


async def test_mounting_and_setting_post_nothing() -> None:
    field = ChoiceField(PRIORITIES, value="2")
    several = ChoiceField(PRIORITIES, values=["1", "4"], multiple=True)
    async with stage(field, several) as run:
        assert text_of(several) == "Critical, Low"
        await run.press("tab", "tab")
        field.set_value("3")
        several.set_values([Choice("9", "Ninth")])
        await run.settle()
        assert (field.value, text_of(field)) == ("3", "Moderate")
        field.clear()
        await run.settle()

        assert (field.value, text_of(field)) == (None, "")
        assert run.said(ChoiceField.Changed) == []
        assert run.said(ChoiceField.Unresolved) == []


async def test_an_unknown_value_stays_and_is_shown() -> None:
    field = ChoiceField(PRIORITIES, value="legacy")
    async with stage(field) as run:
        assert text_of(field) == "legacy"
        field.set_choices([Choice("legacy", "Old one")])
        await run.settle()

        assert (field.value, text_of(field)) == ("legacy", "Old one")
        assert run.said(ChoiceField.Changed) == []


async def test_down_opens_at_the_value_and_enter_chooses() -> None:
    field = ChoiceField(PRIORITIES, value="2")
    async with stage(field) as run:
        await run.press("down")
        assert field.query_one(OptionList).highlighted == 1
        await run.press("down", "enter")

        assert not field.expanded
        assert (field.value, text_of(field)) == ("3", "Moderate")
        (changed,) = run.said(ChoiceField.Changed)
        assert (changed.value, changed.values, changed.control) == ("3", ("3",), field)


async def test_typing_opens_filters_and_enter_takes_the_first() -> None:
    field = ChoiceField(PRIORITIES, value="2")
    async with stage(field) as run:
        await run.press("l", "o")
        assert offered(field) == ["Low", "Very low  rarely used"]
        await run.press("enter")

        assert field.value == "4"


async def test_enter_opens_a_closed_list_and_nothing_matching_is_said() -> None:
    field = ChoiceField(PRIORITIES)
    async with stage(field) as run:
        await run.press("enter")
        assert len(offered(field)) == 5
        await run.press("x", "y")
        assert offered(field) == ["nothing matches"]
        await run.press("enter")

        assert field.value is None
        assert field.expanded


async def test_escape_closes_the_list_first_and_only_then_belongs_to_others() -> None:
    field = ChoiceField(PRIORITIES, value="2")
    async with stage(field) as run:
        escaped: list[str] = []
        run.app.bind("escape", "escaped")
        run.app.action_escaped = lambda: escaped.append("app")  # type: ignore[attr-defined]

        await run.press("c", "escape")
        assert (field.expanded, text_of(field), escaped) == (False, "High", [])
        await run.press("escape")

        assert escaped == ["app"]
        assert field.value == "2"


async def test_leaving_takes_an_exact_or_the_only_match() -> None:
    field, other = ChoiceField(PRIORITIES), ChoiceField(PRIORITIES)
    async with stage(field, other) as run:
        await run.press("l", "o", "w", "tab")
        assert (field.value, text_of(field)) == ("4", "Low")
        await run.press("m", "tab")

        assert other.value == "3"
        assert not field.expanded


async def test_leaving_with_another_text_restores_the_label_and_reports_it() -> None:
    field, other = ChoiceField(PRIORITIES, value="2"), ChoiceField(PRIORITIES)
    async with stage(field, other) as run:
        await run.press("l", "o", "tab")

        assert (field.value, text_of(field)) == ("2", "High")
        assert [each.text for each in run.said(ChoiceField.Unresolved)] == ["lo"]
        assert field.unresolved == "lo"
        assert run.said(ChoiceField.Changed) == []
        await run.press("shift+tab", "l", "o", "w", "enter")
        assert field.unresolved is None


async def test_emptying_the_text_chooses_nothing() -> None:
    field, other = ChoiceField(PRIORITIES, value="2"), ChoiceField(PRIORITIES)
    async with stage(field, other) as run:
        await run.press("backspace", "tab")

        assert field.value is None
        assert [each.value for each in run.said(ChoiceField.Changed)] == [None]


async def test_another_window_in_front_does_not_end_the_typing() -> None:
    field = ChoiceField(PRIORITIES, value="2")
    async with stage(field) as run:
        await run.press("l", "o")
        run.app.app_focus = False
        await run.settle()
        run.app.app_focus = True
        await run.settle()

        assert text_of(field) == "lo"
        assert run.said(ChoiceField.Unresolved) == []


async def test_a_search_is_answered_by_its_owner_and_stale_answers_are_ignored() -> None:
    field = ChoiceField(placeholder="type a name")
    async with stage(field) as run:
        await run.press("a", "c")
        assert offered(field) == ["searching…"]
        first, second = run.said(ChoiceField.SearchWanted)
        assert (first.text, second.text) == ("a", "ac")

        field.show_choices(first.token, [Choice("0", "Stale")])
        await run.settle()
        assert offered(field) == ["searching…"]
        field.show_choices(second.token, [Choice("7", "Acme")])
        await run.settle()
        assert offered(field) == ["Acme"]
        await run.press("enter")

        assert (field.value, text_of(field)) == ("7", "Acme")


async def test_fifty_found_are_shown_and_then_type_to_narrow() -> None:
    field = ChoiceField()
    async with stage(field) as run:
        run.answer = answer_accounts
        await run.press("down")
        assert len(offered(field)) == 51
        assert offered(field)[-1] == "… type to narrow"
        await run.press("7", "9")

        assert offered(field) == ["Acme 79"]


async def test_enter_before_the_answer_takes_its_first_when_it_comes() -> None:
    field = ChoiceField()
    async with stage(field) as run:
        await run.press("a", "enter")
        assert (field.value, field.expanded) == (None, True)
        field.show_choices(run.said(ChoiceField.SearchWanted)[-1].token, [Choice("7", "Acme")])
        await run.settle()

        assert (field.value, field.expanded) == ("7", False)


async def test_leaving_before_the_answer_waits_for_it() -> None:
    field, other = ChoiceField(), ChoiceField(PRIORITIES)
    async with stage(field, other) as run:
        await run.press("a", "c", "tab")
        assert (field.value, field.unresolved, text_of(field)) == (None, "ac", "ac")
        field.show_choices(run.said(ChoiceField.SearchWanted)[-1].token, [Choice("7", "Acme")])
        await run.settle()
        assert (field.value, field.unresolved, text_of(field)) == ("7", None, "Acme")

        await run.press("shift+tab", "x", "tab")
        field.show_choices(run.said(ChoiceField.SearchWanted)[-1].token, [])
        await run.settle()

        assert (field.value, field.unresolved, text_of(field)) == ("7", "x", "Acme")


async def choose_several(run: Stage) -> None:
    await run.press("down", "enter", "down", "enter")


async def test_several_are_toggled_and_summed_up() -> None:
    field, other = ChoiceField(PRIORITIES, multiple=True), ChoiceField(PRIORITIES)
    async with stage(field, other) as run:
        await choose_several(run)
        assert field.values == ("1", "2")
        assert offered(field)[:3] == ["[x] Critical", "[x] High", "[ ] Moderate"]
        assert text_of(field) == ""
        assert field.query_one(Input).placeholder == "Critical, High"
        await run.press("enter", "l", "o", "w", "enter")
        assert field.values == ("1", "4")
        await run.press("tab")

        assert text_of(field) == "Critical, Low"
        assert [each.values for each in run.said(ChoiceField.Changed)] == [
            ("1",),
            ("1", "2"),
            ("1",),
            ("1", "4"),
        ]


async def test_backspace_without_a_text_takes_the_last_away() -> None:
    field, other = ChoiceField(PRIORITIES, multiple=True), ChoiceField(PRIORITIES)
    async with stage(field, other) as run:
        await choose_several(run)
        await run.press("x", "backspace", "backspace")
        assert list(field.values) == ["1"]
        await run.press("backspace", "backspace", "tab")

        assert list(field.values) == []
        assert text_of(field) == ""


async def test_leaving_a_field_of_several_adds_what_the_text_names() -> None:
    field, other = ChoiceField(PRIORITIES, multiple=True), ChoiceField(PRIORITIES)
    async with stage(field, other) as run:
        await run.press("m", "o", "tab")
        assert field.values == ("3",)
        await run.press("shift+tab", "l", "o", "tab")

        assert field.values == ("3",)
        assert field.unresolved == "lo"


async def test_the_mouse_opens_and_chooses() -> None:
    field = ChoiceField(PRIORITIES)
    async with stage(field) as run:
        await run.pilot.click(field, offset=(79, 0))
        await run.settle()
        assert field.expanded
        await run.pilot.click(field.query_one(OptionList), offset=(3, 2))
        await run.settle()

        assert field.value == "3"
        assert not field.expanded


async def test_paging_keys_move_in_the_list() -> None:
    field = ChoiceField([Choice(str(n), f"Stage {n}") for n in range(100)])
    async with stage(field) as run:
        await run.press("down", "pagedown", "pagedown", "pageup", "up", "enter")

        assert field.value == "9"


async def test_people_s_text_is_shown_literally() -> None:
    hostile = [Choice("1", HOSTILE, HOSTILE), Choice("2", ENDLESS)]
    field = ChoiceField(hostile, value="1", placeholder=ENDLESS)
    several = ChoiceField(hostile, values=["1", "2"], multiple=True)
    async with stage(field, several) as run:
        assert "\n" not in text_of(field)
        await run.press("down")
        assert screen_text(run.app).count("[/x] [red] [@click=app.quit] [EMEA] 日本") == 3
        await run.press("escape", "tab", "down")

        assert "[x] [/x] [red] [@click=app.quit] [EMEA] 日本" in screen_text(run.app)
        assert "[x] [/x] [red] [@click=app.quit] [EMEA] 日本" in offered(several)[0]
