"""Examples for the API page: who works in a regulator's area."""

import datetime as dt
from typing import Final

from backend.core.i18n import Text
from backend.identity import samples as identity
from backend.identity.rules import AccountState
from backend.projects import samples
from backend.projects.base.organisation_list import AreaOrganisation, AreaOrganisationPage
from backend.projects.people.people_list import AreaPerson, AreaPersonPage, PersonPost
from backend.projects.people.people_rules import PostState
from backend.projects.people.post_list import AreaPost, AreaPostPage, VacantPost, VacantPostPage
from backend.projects.rules import PostKind

_NANSHAN: Final = Text("南山区", "Nanshan")
_PROJECT: Final = "南山科学城一期"
_FIRM: Final = "深圳演示建设集团有限公司"
_SINCE: Final = dt.datetime(2026, 9, 1, 1, 15, tzinfo=dt.UTC)

ORGANISATIONS: Final = AreaOrganisationPage(
    [
        AreaOrganisation(
            id=samples.POST_ID, uscc="91440300YY000001XU", name=_FIRM, roles=["contractor"], projects=12, people=31
        )
    ],
    None,
    1,
)
PEOPLE: Final = AreaPersonPage(
    [
        AreaPerson(
            id=identity.ACCOUNT_ID,
            name="林晓明",
            phone="138****0001",
            state=AccountState.ACTIVE,
            last_seen_at=_SINCE,
            posts=[
                PersonPost(
                    project_id=samples.PROJECT_ID,
                    project_name=_PROJECT,
                    kind=PostKind.PROJECT_MANAGER,
                    organisation_name=_FIRM,
                    state=PostState.ACTIVE,
                    since=_SINCE,
                )
            ],
        )
    ],
    None,
    1,
)
POSTS: Final = AreaPostPage(
    [
        AreaPost(
            id=samples.POST_ID,
            project_id=samples.PROJECT_ID,
            project_name=_PROJECT,
            region=_NANSHAN,
            kind=PostKind.PROJECT_MANAGER,
            person_name="林晓明",
            person_state=AccountState.ACTIVE,
            organisation_name=_FIRM,
            state=PostState.ACTIVE,
            since=_SINCE,
            reason=None,
            may_end=True,
            may_hand_over=False,
        )
    ],
    None,
    1,
)
VACANT_POSTS: Final = VacantPostPage(
    [
        VacantPost(
            project_id=samples.PROJECT_ID,
            project_name=_PROJECT,
            region=_NANSHAN,
            kind=PostKind.SAFETY_OFFICER,
            answered_by=PostKind.PROJECT_MANAGER,
        )
    ],
    None,
    1,
)
