"""What a service refuses, met by an attempt that a test awaits."""

from collections.abc import Awaitable

import pytest

from backend.core.errors import Problem, Refusal


async def refused(problem: Problem, attempt: Awaitable[object]) -> Refusal:
    """The refusal that the attempt meets."""
    with pytest.raises(Refusal) as caught:
        await attempt
    assert caught.value.problem is problem
    return caught.value
