"""What the demo says in cases, internal plays, risk signals and notes.

Owns texts only.
"""

RISKS = {
    "Low adoption": (
        "Adoption",
        (
            "Weekly active users below half of the licences",
            "Four-week average fell under 50 % of the licences. Two teams went back to mail.",
        ),
        (
            "One department carries all the use",
            "Nine of ten sessions come from one department. If its head leaves, so does the use.",
        ),
    ),
    "Poor health": (
        "Adoption",
        ("Health score in the red for four weeks", "Use and support both pull the score down."),
        (
            "Score and gut feeling disagree",
            "Numbers are fine, but the tone in the calls has changed.",
        ),
    ),
    "Missed outcome deadline": (
        "Onboarding",
        ("Go-live date missed", "Data delivery slipped twice; no new date from the customer yet."),
        (
            "First value not shown in the first quarter",
            "The promised report is not in use. The sponsor asks what the project has brought.",
        ),
    ),
    "Support volume": (
        "Adoption",
        ("Critical tickets pile up", "Seven open critical tickets, the oldest 19 days."),
        ("Two outages within a month", "Customer asked for a written root cause analysis."),
    ),
    "Stakeholder change": (
        "Renewal",
        (
            "Executive sponsor leaves the company",
            "Last day is at the end of the month; successor unknown.",
        ),
        ("New COO knows a rival product well", "Introduced it at the former employer."),
    ),
    "Missing renewal date": (
        "Renewal",
        ("Contract without a clear end date", "Old paper contract, notice period disputed."),
        ("Renewal owner unknown", "Nobody at the customer feels responsible for the renewal."),
    ),
    "Pricing/commercial": (
        "Renewal",
        ("Purchasing asks for twenty percent off", "They hold a quote of a rival in hand."),
        (
            "Budget frozen until the new fiscal year",
            "Renewal falls into the freeze; extension possible.",
        ),
    ),
    "Other": (
        "Expansion",
        ("Merger announced", "The buyer runs a central tool. Decision expected in half a year."),
        ("Works council stops the roll-out", "Asks for a written agreement on usage statistics."),
    ),
}
"""Per category: scope, then texts of (short description, description)."""

RISK_NOTES = {
    "Mitigated": ("Figures back to normal for six weeks.", "Sponsor confirmed it is settled."),
    "Accepted": ("Known and accepted; cannot be influenced from here.",),
    "Occurred": ("It happened. See the loss review.",),
    "Canceled": ("False alarm, duplicate of an older signal.",),
}

INTERNAL_PLAYS = (
    (
        "Renewal forecast for the leadership call",
        "Expansion and renewal support",
        "One honest page: rating, reasons, what would change it.",
        ("Collect facts from support and finance", "Write the page", "Walk the manager through it"),
    ),
    (
        "Ticket clean-up before the business review",
        "Account health",
        "Nothing old and open when the customer looks at the list.",
        (
            "List tickets older than 30 days",
            "Get an owner and date for each",
            "Confirm with support lead",
        ),
    ),
    (
        "Adoption push: find the silent teams",
        "Adoption support",
        "Use the figures to decide whom to call first.",
        ("Pull usage by team", "Call three team leads", "Book trainings for those who want"),
    ),
    (
        "Yearly security and access audit",
        "Governance and audits",
        "Who of us has access to the customer's workspace, and why.",
        ("Export our users in their workspace", "Remove leavers", "File the signed list"),
    ),
    (
        "Partner review with the integrator",
        "Partner reviews",
        "Quality of the integrator's work at this customer.",
        ("Collect the customer's view", "Meet the partner manager", "Agree two improvements"),
    ),
    (
        "Clean the account record",
        "General",
        "Contacts, roles, contract dates: correct before the new year.",
        ("Check contacts and roles", "Check contract dates", "Update the account plan"),
    ),
    (
        "Price approval for the renewal",
        "Expansion and renewal support",
        "Prepare the case for finance before the customer asks.",
        ("Compare with similar customers", "Draft the approval request"),
    ),
    (
        "Executive briefing before the sponsor call",
        "Account health",
        "Our executive knows the story, the numbers and the one ask.",
        ("Write the briefing", "Brief the executive for fifteen minutes", "Note the result"),
    ),
)
"""Short description, category, description, tasks."""

INTERNAL_TASK_TEXTS = (
    "Keep it to half a page and file it with the account.",
    "Ask before you assume; note the source of each figure.",
    "Twenty minutes is enough; do not polish.",
)

CASES = (
    (
        "Question on retention rules",
        "Guidance",
        "How long are closed requests kept, and who can change it?",
    ),
    (
        "Review of the integration with the ERP system",
        "Architecture review",
        "Interface is slow at month end; they ask us to look at the design.",
    ),
    (
        "Demo of Assist for the service desk",
        "Demos and POCs",
        "Head of service desk wants to see it on their own categories.",
    ),
    ("Refresher for the night shift", "Training", "Six people, one hour, at the change of shift."),
    (
        "Advice on roles after the reorganisation",
        "Guidance",
        "Three departments became two; who may see what from now on?",
    ),
    (
        "Proof of concept: supplier portal",
        "Demos and POCs",
        "Two suppliers, four weeks, clear criteria.",
    ),
    (
        "Second look at the data model",
        "Architecture review",
        "They want to add cost centres; check the effect on the reports.",
    ),
    (
        "Training for a new administrator",
        "Training",
        "Predecessor left; certification within a month.",
    ),
    (
        "Help with the mobile roll-out",
        "Guidance",
        "Device management blocks the app on older tablets.",
    ),
    ("Workshop on report building", "Training", "Controlling wants to build its own reports."),
)
"""Short description, category, description."""

NOTES = {
    "engagement": (
        "Sponsor mentioned a hiring stop. Watch licence demand.",
        "Good energy in the call today; the new process owner asks the right questions.",
        "Could not reach anybody for two weeks. Trying through the account manager.",
        "They compare us openly with their old tool. Fair points on search.",
    ),
    "objective": (
        "Process owner wants to move the end date; told her we keep it and review monthly.",
        "First figures are in and better than expected.",
        "Blocked by the missing export. Escalated to their IT lead.",
    ),
    "outcome": (
        "Figure comes from their own report, checked with the controller.",
        "Measured by hand this month, the report was down.",
        "Jump explained by the holiday weeks; do not celebrate yet.",
    ),
    "play": (
        "Two tasks dropped, not needed here.",
        "Order of the workshops changed at the customer's wish.",
    ),
    "task": (
        "Waiting for an answer since Monday.",
        "Half done; second half needs the administrator.",
        "Moved by a week, agreed by phone.",
    ),
    "risk_signal": (
        "Talked to support lead: dates for three of the seven tickets by Friday.",
        "Sponsor is open to an executive call. Preparing.",
        "No change since last week.",
    ),
}
"""Work notes by record type."""
