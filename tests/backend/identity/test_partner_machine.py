"""Any order of acts upon a testing agency and a device vendor, in the real database.

The model is what people would say: who is registered, who is shut out, which keys were issued. It knows nothing of the
declared table.
"""

from collections import Counter
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from backend.core import db, ids
from backend.identity import partner_keys, partners
from backend.identity.rules import PARTNER_STATES, PartnerKind
from tests.backend import site as sites
from tests.backend.identity.machines import World, play

KINDS = (PartnerKind.TESTING_AGENCY, PartnerKind.DEVICE_VENDOR)
which = st.integers(0, 1)


class PartnerMachine(World):
    """One organisation that may be both."""

    @initialize()
    def begin(self) -> None:
        self.run(db.execute("TRUNCATE partner_key, partner"))
        self.registered: dict[int, UUID] = {}
        self.shut_out: set[int] = set()
        self.keys: Counter[int] = Counter()
        self.acts: dict[int, list[str]] = {0: [], 1: []}

    def known(self, at: int) -> UUID:
        """The partner, or one that nobody registered."""
        return self.registered.get(at) or ids.new_id()

    def expected(self, at: int, *, is_lawful: bool) -> str:
        """What the service must say."""
        if at not in self.registered:
            return "not_found"
        return "done" if is_lawful else "partner_state"

    @rule(at=which)
    def register(self, at: int) -> None:
        act = partners.register(self.root, uscc=sites.OTHER, name="珠海演示物联有限公司", kind=KINDS[at])
        if at in self.registered:
            assert self.said(act) == "partner_exists"
            return
        self.registered[at] = self.run(act)
        self.acts[at].append("partner.register")

    @rule(at=which)
    def disable(self, at: int) -> None:
        is_lawful = at not in self.shut_out
        assert self.said(partners.disable(self.root, self.known(at), "停止合作")) == self.expected(
            at, is_lawful=is_lawful
        )
        if at in self.registered and is_lawful:
            self.shut_out.add(at)
            self.acts[at].append("partner.disable")

    @rule(at=which)
    def enable(self, at: int) -> None:
        is_lawful = at in self.shut_out
        assert self.said(partners.enable(self.root, self.known(at))) == self.expected(at, is_lawful=is_lawful)
        if is_lawful:
            self.shut_out.discard(at)
            self.acts[at].append("partner.enable")

    @rule(at=which)
    def issue_a_key(self, at: int) -> None:
        is_lawful = at not in self.shut_out
        act = partner_keys.issue(self.root, self.known(at), f"key {self.keys[at]}")
        assert self.said(act) == self.expected(at, is_lawful=is_lawful)
        self.keys[at] += at in self.registered and is_lawful

    @invariant()
    def the_rows_say_what_the_words_say(self) -> None:
        self.run(self._compare())

    async def _compare(self) -> None:
        rows = {row["id"]: row["state"] for row in await db.fetch("SELECT id, state FROM partner")}
        said = {self.registered[at]: "disabled" if at in self.shut_out else "active" for at in self.registered}
        assert rows == said
        assert set(rows.values()) <= {state.value for state in PARTNER_STATES.values()}
        for at, partner_id in self.registered.items():
            written = await db.fetch(
                "SELECT act FROM audit_entry WHERE subject_id = $1 AND act LIKE 'partner.%' ORDER BY id", partner_id
            )
            assert [row["act"] for row in written] == self.acts[at]
            issued = await db.fetch_value("SELECT count(*) FROM partner_key WHERE partner_id = $1", partner_id)
            assert issued == self.keys[at]


def test_any_order_of_acts_upon_partners(database_url: str) -> None:
    play(PartnerMachine, database_url)
