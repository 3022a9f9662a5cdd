"""Every read of the approvals."""

from __future__ import annotations

from backend.approvals.queries.briefs import (
    MatterBrief,
    MatterStanding,
    MatterWay,
    OpenTask,
    TaskBrief,
    executed_matters,
    latest_way,
    matter_briefs,
    matter_count,
    matter_states,
    open_tasks,
    sees_matter,
    task_briefs,
)
from backend.approvals.queries.filing import form_to_resubmit, kinds, rehearse_filing
from backend.approvals.queries.inbox import (
    done_cards,
    finished_cards,
    mine_cards,
    todo_cards,
    todo_count,
)
from backend.approvals.queries.views import matter_view, reading_of, task_view

__all__ = [
    "MatterBrief",
    "MatterStanding",
    "MatterWay",
    "OpenTask",
    "TaskBrief",
    "done_cards",
    "executed_matters",
    "finished_cards",
    "form_to_resubmit",
    "kinds",
    "latest_way",
    "matter_briefs",
    "matter_count",
    "matter_states",
    "matter_view",
    "mine_cards",
    "open_tasks",
    "reading_of",
    "rehearse_filing",
    "sees_matter",
    "task_briefs",
    "task_view",
    "todo_cards",
    "todo_count",
]
