"""Refusals about drafted orders."""

from typing import Final

from backend.core.errors import Problem

DRAFT_STATE: Final = Problem(
    code="draft_state",
    status=409,
    zh="该整改草稿{state_zh}（{by_zh}，{at}）",
    en="This draft is {state_en} ({by_en}, {at})",
    next_zh="请刷新草稿列表后再处理",
    next_en="Open the list of drafts anew",
)
DRAFT_OVERTAKEN: Final = Problem(
    code="draft_overtaken",
    status=409,
    zh="草稿所指事项已不再逾期，无需签发",
    en="What the draft asks for is no longer due; there is nothing to issue",
    next_zh="请刷新草稿列表；确需整改的，请另行下发整改通知",
    next_en="Open the list anew; issue an order of your own if one is needed all the same",
)
