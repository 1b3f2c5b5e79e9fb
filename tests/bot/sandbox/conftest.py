"""A fresh sandbox for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.sandbox.playground import Playground, playground


@pytest.fixture
async def sandbox() -> AsyncIterator[Playground]:
    async with playground() as there:
        yield there
