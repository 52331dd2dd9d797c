"""What the actions about templates are called, for `act` and the `.` menu alike."""

SAVE_AS_TEMPLATE = "save-as-template"
"""On an objective, a SuccessPlay or a success plan."""
PLAN_FROM_TEMPLATE = "plan-from-template"
"""On an account."""
