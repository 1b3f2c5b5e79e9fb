"""Any order of acts upon accounts and applications: no state but the table's, no act that is not written down."""

from collections import Counter
from datetime import timedelta
from typing import cast
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from backend.core import clock, db, ids
from backend.core.errors import Refusal
from backend.identity import account_states, accounts, applications, dormancy, sessions, sign_in
from backend.identity.rules import (
    ACCOUNT_STATES,
    APPLICATION_STATES,
    AccountAction,
    AccountState,
    ApplicationAction,
    ApplicationState,
)
from backend.identity.scope import Door
from backend.identity.sessions import Opened
from backend.identity.sign_in import LinkRequired
from tests.backend import site as sites
from tests.backend.identity.machines import World, play

BROWSER = {"user_agent": "", "address": ""}


# Accounts


class Person:
    """What the story knows of an account."""

    def __init__(self, account_id: UUID, issuer: str, subject: str, door: Door, phone: str) -> None:
        self.account_id = account_id
        self.issuer, self.subject, self.door, self.phone = issuer, subject, door, phone
        self.state = AccountState.ACTIVE
        self.tokens: dict[str, bool] = {}
        self.written: Counter[str] = Counter()

    def may(self, action: AccountAction) -> bool:
        """Whether the table lets the action happen; it then has."""
        after = ACCOUNT_STATES.get((self.state, action))
        self.state = after or self.state
        return after is not None

    def sign_out_everywhere(self) -> None:
        self.tokens = dict.fromkeys(self.tokens, False)


async def _sign_in(person: Person) -> Opened | str:
    """The session, `link` for a ticket, or the code of the refusal."""
    try:
        answer = await sign_in.sign_in(person.issuer, person.subject, door=person.door, **BROWSER)
    except Refusal as refused:
        return refused.problem.code
    return "link" if isinstance(answer, LinkRequired) and answer.is_dormant else cast("Opened", answer)


async def _link(openid: str, account_id: UUID) -> None:
    await db.execute(
        "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, $2, $3, 'phone')",
        accounts.wechat_issuer(), openid, account_id,
    )  # fmt: skip


class AccountMachine(World):
    """A regulator and a project manager; administrators, absence and sign-ins in any order."""

    @initialize()
    def enter(self) -> None:
        number = ids.new_id().int % 10**8
        userid, openid, phone = f"u{number}", f"o{number}", f"138{number:08d}"
        unit = self.run(sites.unit_of("440300"))
        regulator = self.run(accounts.add_regulator(self.root, unit, name="黄莉", wecom_userid=userid))
        enterprise = self.run(sites.enterprise("林晓明", phone))
        self.run(_link(openid, enterprise))
        self.people = [
            Person(regulator, accounts.wecom_issuer(), userid, Door.CONSOLE, ""),
            Person(enterprise, accounts.wechat_issuer(), openid, Door.PHONE, phone),
        ]
        self.ids = [regulator, enterprise]
        self.people[0].written["account.add_regulator"] = 1

    who = st.integers(0, 1)

    @rule()
    def disable(self) -> None:
        person = self.people[0]
        is_allowed = person.may(AccountAction.DISABLE)
        said = self.said(account_states.disable(self.root, person.account_id, "已调离"))
        assert said == ("done" if is_allowed else "account_state")
        if is_allowed:
            person.written["account.disable"] += 1
            person.sign_out_everywhere()

    @rule()
    def enable(self) -> None:
        person = self.people[0]
        is_allowed = person.may(AccountAction.ENABLE)
        said = self.said(account_states.enable(self.root, person.account_id))
        assert said == ("done" if is_allowed else "account_state")
        person.written["account.enable"] += is_allowed

    @rule(who=who)
    def stay_away(self, who: int) -> None:
        person = self.people[who]
        long_ago = clock.now() - timedelta(days=91)
        self.run(db.execute("UPDATE account SET last_seen_at = $2 WHERE id = $1", person.account_id, long_ago))
        is_asleep = person.may(AccountAction.FALL_DORMANT)
        assert self.run(dormancy.fall_dormant()) == is_asleep
        person.written["account.fall_dormant"] += is_asleep
        if is_asleep:
            person.sign_out_everywhere()

    @rule(who=who)
    def sign_in(self, who: int) -> None:
        person = self.people[who]
        answer = self.run(_sign_in(person))
        asleep = "link" if who == 1 else "account_dormant"
        refusals = {AccountState.DISABLED: "account_disabled", AccountState.DORMANT: asleep}
        if person.state is AccountState.ACTIVE:
            assert isinstance(answer, Opened)
            person.tokens[answer.token] = True
        else:
            assert answer == refusals[person.state]

    @rule()
    def prove_the_phone_number(self) -> None:
        person = self.people[1]
        ticket = self.run(sign_in._new_ticket(person.issuer, person.subject))
        person.written["account.wake"] += person.may(AccountAction.PROVE_PHONE)
        opened = self.run(sign_in.link_first(ticket, person.phone, **BROWSER))
        person.tokens[opened.token] = True

    @rule(who=who)
    def sign_out(self, who: int) -> None:
        person = self.people[who]
        live = [token for token, is_live in person.tokens.items() if is_live]
        if live:
            self.run(sessions.end(self.run(sessions.scope_of(live[0]))))
            person.tokens[live[0]] = False

    @invariant()
    def every_token_is_as_live_as_the_story_says(self) -> None:
        told = {token: is_live for person in self.people for token, is_live in person.tokens.items()}
        assert {token: self.said(sessions.scope_of(token)) == "done" for token in told} == told

    @invariant()
    def the_database_is_in_the_storys_state(self) -> None:
        rows = self.run(db.fetch("SELECT id, state FROM account WHERE id = ANY($1)", self.ids))
        assert {row["id"]: row["state"] for row in rows} == {each.account_id: each.state for each in self.people}

    @invariant()
    def every_act_is_written_once(self) -> None:
        rows = self.run(
            db.fetch(
                "SELECT subject_id, act, count(*) AS times FROM audit_entry WHERE subject_id = ANY($1) GROUP BY 1, 2",
                self.ids,
            )
        )
        written = {(row["subject_id"], row["act"]): row["times"] for row in rows}
        assert written == {
            (each.account_id, act): times for each in self.people for act, times in each.written.items() if times
        }


def test_any_order_of_acts_upon_accounts(database_url: str) -> None:
    play(AccountMachine, database_url)


# Applications


class ApplicationMachine(World):
    """Three people who ask, are decided upon, ask again, or are entered by hand."""

    @initialize()
    def begin(self) -> None:
        self.issuer = accounts.wecom_issuer()
        self.unit = self.run(sites.unit_of("440300"))
        self.subjects = [ids.new_id().hex for _ in range(3)]
        self.filed: dict[str, list[ApplicationState]] = {subject: [] for subject in self.subjects}
        self.last: dict[str, UUID] = {}
        self.entered: set[str] = set()
        self.written = 0

    who = st.integers(0, 2)

    def last_state(self, subject: str) -> ApplicationState | None:
        return self.filed[subject][-1] if self.filed[subject] else None

    @rule(who=who, is_anew=st.booleans())
    def apply(self, who: int, is_anew: bool) -> None:
        subject, state = self.subjects[who], self.last_state(self.subjects[who])
        asked = applications.apply(self.issuer, subject, unit_id=self.unit, name="周敏", is_anew=is_anew)
        if subject in self.entered:
            assert self.said(asked) == "identity_taken"
            return
        answer = self.run(asked)
        if state is None or (state is ApplicationState.REFUSED and is_anew):
            self.filed[subject].append(APPLICATION_STATES[None, ApplicationAction.APPLY])
            self.written += 1
        self.last[subject] = answer.id
        assert answer.state is self.last_state(subject)

    @rule(who=who, action=st.sampled_from([ApplicationAction.APPROVE, ApplicationAction.REFUSE]))
    def decide(self, who: int, action: ApplicationAction) -> None:
        subject, state = self.subjects[who], self.last_state(self.subjects[who])
        if state is None:
            return
        application_id, is_approval = self.last[subject], action is ApplicationAction.APPROVE
        said = self.said(
            applications.approve(self.root, application_id)
            if is_approval
            else applications.refuse(self.root, application_id, "不是本单位人员")
        )
        after = APPLICATION_STATES.get((state, action))
        assert said == ("done" if after else "application_decided")
        if after:
            self.filed[subject][-1] = after
            self.written += 1
            self.entered |= {subject} if is_approval else set()

    @rule(who=who)
    def enter_by_hand(self, who: int) -> None:
        subject = self.subjects[who]
        said = self.said(accounts.add_regulator(self.root, self.unit, name="周敏", wecom_userid=subject))
        assert said == ("identity_taken" if subject in self.entered else "done")
        if said == "done" and self.last_state(subject) is ApplicationState.APPLIED:
            self.filed[subject][-1] = ApplicationState.APPROVED
        self.entered.add(subject)

    @invariant()
    def the_database_tells_the_same_story(self) -> None:
        rows = self.run(
            db.fetch(
                "SELECT subject, state, account_id, decided_by FROM regulator_application "
                "WHERE subject = ANY($1) ORDER BY applied_at, id",
                self.subjects,
            )
        )
        told = {subject: [row["state"] for row in rows if row["subject"] == subject] for subject in self.subjects}
        assert told == self.filed
        known = {(row["state"], row["account_id"] is not None, row["decided_by"] is not None) for row in rows}
        assert known <= {("applied", False, False), ("approved", True, True), ("refused", False, True)}

    @invariant()
    def whoever_was_approved_or_entered_has_an_account_and_nobody_else(self) -> None:
        linked = self.run(db.fetch("SELECT subject FROM identity_link WHERE subject = ANY($1)", self.subjects))
        assert {row["subject"] for row in linked} == self.entered

    @invariant()
    def every_application_and_every_decision_is_written(self) -> None:
        written = self.run(
            db.fetch_value(
                "SELECT count(*) FROM audit_entry WHERE act LIKE 'application.%' AND subject_id IN "
                "(SELECT id FROM regulator_application WHERE subject = ANY($1))",
                self.subjects,
            )
        )
        assert written == self.written


def test_any_order_of_applications_and_decisions(database_url: str) -> None:
    play(ApplicationMachine, database_url)
