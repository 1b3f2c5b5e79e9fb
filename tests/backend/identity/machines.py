"""What every machine of people and their accounts stands on: a database in one loop, and who acts."""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from backend.core import db, redis
from backend.core.errors import Refusal
from backend.identity import accounts
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from tests.backend import site as sites

T = TypeVar("T")
STEPS = 50
SETTINGS = settings(
    max_examples=100 if os.environ.get("SANDTABLE_LONG") else 20,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
"""Two machines of 1,000 steps each, 5,000 with SANDTABLE_LONG=1."""


class World(RuleBasedStateMachine):
    """The database behind a machine, and an administrator of the province who acts."""

    runner: asyncio.Runner
    root: Scope

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result, in the loop of the pool."""
        return self.runner.run(work)

    def said(self, work: Coroutine[Any, Any, Any]) -> str:
        """`done`, or the code of the refusal."""
        try:
            self.runner.run(work)
        except Refusal as refused:
            return refused.problem.code
        return "done"


def play(machine: type[World], url: str) -> None:
    """Every example in one loop with one pool."""
    with asyncio.Runner() as runner:
        machine.runner = runner
        runner.run(db.start(url, size=3))
        try:
            machine.root = runner.run(_root())
            run_state_machine_as_test(machine, settings=SETTINGS)
        finally:
            runner.run(redis.stop())
            runner.run(db.stop())


async def _root() -> Scope:
    province = await sites.unit_of("440000", Level.PROVINCE)
    return await sites.scope(await accounts.bootstrap_administrator(province, "省管理员", "root"), Door.CONSOLE)
