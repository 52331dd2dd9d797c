"""The safety net without a terminal: it ends the app once, and gives back what it took."""

import asyncio
import signal
import threading
from collections.abc import Iterator

import pytest

from successtui.terminal.calm import CalmApp
from successtui.terminal.signals import ENDING_SIGNALS, SafetyNet


class WithTerminal(CalmApp[None]):
    """Takes the test's headless driver for a terminal."""

    @property
    def is_headless(self) -> bool:
        return False


@pytest.fixture
def handlers_back() -> Iterator[None]:
    former = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers_back")
async def test_the_net_ends_the_app_once_and_can_be_released() -> None:
    ends: list[str] = []
    app = WithTerminal()
    net = SafetyNet(app, on_end=lambda: ends.append("end"))
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}

    async with app.run_test() as pilot:
        net.install()
        signal.raise_signal(signal.SIGTERM)
        net.end(signal.SIGHUP)
        await asyncio.sleep(0)
        await pilot.pause()
        net.release()

    assert app.return_code == 143
    assert ends == ["end"]
    assert {number: signal.getsignal(number) for number in ENDING_SIGNALS} == before


@pytest.mark.usefixtures("handlers_back")
async def test_a_failing_last_wish_does_not_keep_the_app_alive() -> None:
    def fail() -> None:
        raise OSError("disk full")

    seen: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: seen.append(context))
    app = WithTerminal()
    net = SafetyNet(app, on_end=fail)

    async with app.run_test() as pilot:
        net.install()
        net.end(signal.SIGHUP)
        await asyncio.sleep(0)
        await pilot.pause()
        net.release()

    assert app.return_code == 129
    assert isinstance(seen[0]["exception"], OSError)


def test_a_net_that_was_never_installed_does_nothing() -> None:
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    threads = threading.active_count()
    net = SafetyNet(CalmApp[None](), on_end=lambda: None)

    net.arm_watchdog(0)

    assert threading.active_count() == threads
    net.release()
    assert {number: signal.getsignal(number) for number in ENDING_SIGNALS} == before


async def test_a_headless_app_gets_no_net() -> None:
    """The watchdog would end the test run."""
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    app = CalmApp[None]()
    net = SafetyNet(app, on_end=lambda: None)

    async with app.run_test():
        net.install()
        net.arm_watchdog(0)

    assert {number: signal.getsignal(number) for number in ENDING_SIGNALS} == before
    assert not net._armed
