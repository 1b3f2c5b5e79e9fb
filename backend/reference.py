"""Reference data of all domains, in the order of their foreign keys: loaded by `sandtable migrate`, each run anew."""

from backend.identity import reference as identity
from backend.monitoring import reference as monitoring
from backend.projects import reference as projects
from backend.supervision import reference as supervision


async def load() -> None:
    """Bring the database to what the files say."""
    await identity.load()
    await projects.load()
    await supervision.load()
    await monitoring.load()
