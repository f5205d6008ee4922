import asyncio

from neurona.panels.scheduling import Soon


def test_without_a_loop_it_runs_at_once():
    runs = []
    soon = Soon(lambda: runs.append("run"), quiet=0.0)
    soon.ask()
    soon.ask()
    assert runs == ["run", "run"]


def test_requests_that_come_together_run_once():
    runs = []
    soon = Soon(lambda: runs.append("run"), quiet=0.0)

    async def ask_thrice():
        for _ in range(3):
            soon.ask()
        assert runs == []
        await asyncio.sleep(0.01)
        soon.ask()
        await asyncio.sleep(0.01)

    asyncio.run(ask_thrice())
    assert runs == ["run", "run"]


def test_a_quiet_callback_waits_for_the_last_request():
    runs = []
    soon = Soon(lambda: runs.append("run"), quiet=0.4)

    async def ask_again_and_again():
        for _ in range(10):
            soon.ask()
            await asyncio.sleep(0.01)
        assert runs == []
        await asyncio.sleep(0.6)

    asyncio.run(ask_again_and_again())
    assert runs == ["run"]


def test_a_loop_that_ended_with_a_request_pending_does_not_block_the_next():
    runs = []
    soon = Soon(lambda: runs.append("run"), quiet=0.0)

    abandoned = asyncio.new_event_loop()
    abandoned.call_soon(soon.ask)
    abandoned.call_soon(abandoned.stop)
    abandoned.run_forever()
    abandoned.close()
    assert runs == []

    async def ask_and_wait():
        soon.ask()
        await asyncio.sleep(0.01)

    asyncio.run(ask_and_wait())
    assert runs == ["run"]


def test_a_request_on_another_loop_replaces_the_one_that_waits():
    runs = []
    soon = Soon(lambda: runs.append("run"), quiet=0.02)
    first, second = asyncio.new_event_loop(), asyncio.new_event_loop()

    async def ask():
        soon.ask()

    first.run_until_complete(ask())
    second.run_until_complete(ask())
    for loop in (first, second):
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()
    assert runs == ["run"]
