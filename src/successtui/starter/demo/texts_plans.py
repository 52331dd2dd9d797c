"""Objectives, plays and one-off tasks of the demo that do not come from the library.

Owns texts only.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CustomObjective:
    """An objective a customer worded, with one KPI and the custom play that serves it.

    Attributes:
        kpi: title, description, category, unit, base and target value.
        tasks: title, owning role, due day, counted from the objective's start.
    """

    name: str
    description: str
    category: str
    kpi: tuple[str, str, str, str, str, str]
    play: str
    play_description: str
    tasks: tuple[tuple[str, str, int], ...]
    days: int = 90


CSM, SUPPORT, CONSULTANT = "Success Manager", "Support Lead", "Solution Consultant"

CUSTOM_OBJECTIVES = (
    CustomObjective(
        "Approvals answered within one working day",
        "Requests wait for signatures longer than for work. Delegation rules and reminders should "
        "bring the waiting time under a day.",
        "Value",
        (
            "Median approval time",
            "Hours from request to decision.",
            "Efficiency",
            "Hours",
            "52",
            "8",
        ),
        "Faster approvals",
        "Delegation rules, reminders and a mobile approval for everyone who signs.",
        (
            ("List who approves what, and who stands in", CSM, 10),
            ("Set up delegation and reminders", CONSULTANT, 28),
            ("Roll out mobile approval to all managers", CONSULTANT, 45),
            ("Report the new waiting times to the board", CSM, 75),
        ),
    ),
    CustomObjective(
        "Audit evidence found in minutes, not days",
        "The yearly audit takes two people three weeks. Every approval should be traceable from "
        "one report.",
        "Value",
        (
            "Hours to collect evidence",
            "Hours spent per audit on collecting evidence.",
            "Efficiency",
            "Hours",
            "240",
            "40",
        ),
        "Audit-ready reporting",
        "Agree the evidence list with the auditor, then build the report once.",
        (
            ("Agree the evidence list with internal audit", CSM, 14),
            ("Build the evidence report", CONSULTANT, 40),
            ("Dry run with last year's samples", CSM, 65),
        ),
    ),
    CustomObjective(
        "Second shift uses the mobile app",
        "Day shift works on tablets, the second shift still on paper. Same process for both.",
        "Adoption",
        (
            "Second-shift active users",
            "Weekly active users of the second shift.",
            "Utilization",
            "Quantity",
            "4",
            "45",
        ),
        "Mobile for the second shift",
        "Devices, training at shift change, and a champion who works nights.",
        (
            ("Check devices and reception in the halls", CONSULTANT, 12),
            ("Find a champion on the second shift", CSM, 18),
            ("Train at shift change, two weeks running", CONSULTANT, 40),
            ("Visit a night shift", CSM, 60),
        ),
    ),
    CustomObjective(
        "One dashboard for the management meeting",
        "Every Monday three people build slides from four systems. The meeting should start with "
        "one page that is always current.",
        "Value",
        (
            "Preparation time per week",
            "Hours spent on preparing the Monday meeting.",
            "Efficiency",
            "Hours",
            "14",
            "2",
        ),
        "Monday dashboard",
        "Seven figures, one page, agreed with the people who will be asked about them.",
        (
            ("Agree the seven figures with the managing director", CSM, 9),
            ("Connect the finance export", CONSULTANT, 25),
            ("Build and review the dashboard", CONSULTANT, 38),
            ("Switch the slides off", CSM, 60),
        ),
        75,
    ),
    CustomObjective(
        "Support tickets halved before peak season",
        "Last season the desk was overrun. Better forms and a knowledge page should answer the "
        "common questions.",
        "Adoption",
        (
            "Tickets per week",
            "Tickets opened per week, four-week average.",
            "Support load",
            "Quantity",
            "64",
            "30",
        ),
        "Peak season preparation",
        "Find the ten most frequent questions and make them unnecessary.",
        (
            ("Analyse last season's tickets", SUPPORT, 8),
            ("Write the ten answers", SUPPORT, 24),
            ("Improve the request forms", CONSULTANT, 40),
            ("Measure again in the first peak week", CSM, 70),
        ),
    ),
    CustomObjective(
        "New sites connected within four weeks",
        "The customer opens six sites a year. Connecting one should be routine, done by their own "
        "administrators.",
        "Expansion",
        (
            "Weeks to connect a site",
            "Weeks from keys to first request.",
            "Completion on Time",
            "Weeks",
            "11",
            "4",
        ),
        "Site opening kit",
        "A checklist, a template workspace and one rehearsal.",
        (
            ("Write the site checklist with the last two openings", CSM, 14),
            ("Build the template workspace", CONSULTANT, 35),
            ("Rehearse with the next site", CSM, 70),
        ),
        100,
    ),
    CustomObjective(
        "Supplier portal used by the twenty largest suppliers",
        "Suppliers still send spreadsheets. Twenty of them make up four fifths of the volume.",
        "Expansion",
        (
            "Suppliers on the portal",
            "Suppliers that confirmed at least five orders.",
            "Adoption",
            "Quantity",
            "3",
            "20",
        ),
        "Supplier onboarding",
        "Invite in waves of five, each with a call and a named helper.",
        (
            ("Choose the first wave with purchasing", CSM, 10),
            ("Prepare the supplier guide in two languages", CSM, 22),
            ("Run the first wave", CONSULTANT, 45),
            ("Review and start the second wave", CSM, 65),
        ),
        120,
    ),
    CustomObjective(
        "Monthly close two days earlier",
        "Finance waits for cost centre confirmations. Reminders and a clear view of who is late "
        "should win two days.",
        "Value",
        (
            "Working days to close",
            "Working days from month end to closed books.",
            "Completion on Time",
            "Days",
            "8",
            "6",
        ),
        "Faster monthly close",
        "Make late confirmations visible, kindly.",
        (
            ("Map the closing calendar with finance", CSM, 12),
            ("Automate reminders to cost centres", CONSULTANT, 30),
            ("Compare three month ends", CSM, 95),
        ),
        110,
    ),
)

LONE_TASKS = (
    ("Send the recap of the last call", "Decisions, owners, dates; half a page."),
    ("Chase the signed data processing agreement", "Legal has had it for two weeks."),
    (
        "Answer the question about hosting in the EU",
        "They need one sentence their auditor accepts.",
    ),
    ("Check why last week's logins dropped", "Could be the holiday, could be the new proxy."),
    ("Introduce the new account manager", "Three-way call, fifteen minutes."),
    ("Update the organisation chart", "Two new heads since the merger."),
    (
        "Prepare figures for the steering meeting",
        "Usage, tickets, KPI trend; same charts as last time.",
    ),
    (
        "Confirm the date of the next business review",
        "The assistant holds two options until Friday.",
    ),
    ("Forward the release notes with a comment", "Only the two changes they asked for."),
    ("Collect the wish list from the administrators", "Rank it with them, top five only."),
    (
        "Follow up on the open invoice question",
        "Purchase order number was missing; finance has it now.",
    ),
    ("Thank the champions for the survey answers", "Personal mail, not the mailing list."),
    ("Arrange access to the sandbox", "For the two new key users."),
    ("Ask for a quote for the case study", "One sentence from the process owner is enough."),
    ("Write down the lessons of the go-live", "While everybody still remembers."),
    ("Agree the agenda with the sponsor's office", "Three items at most."),
)
"""Small things to do, each with a line of explanation."""

CUSTOMER_TASKS = (
    ("Send us the list of new starters", "Name, e-mail, team; we create the accounts."),
    ("Confirm the participants of the training", "At most twelve per group."),
    ("Release the firewall rule for the connector", "Addresses are in the attached sheet."),
    ("Return the filled-in value model", "Columns C to F; estimates are fine."),
    ("Name a deputy for the administrator", "Before the summer holidays, please."),
    ("Approve the new request form", "Reply with OK or comments."),
)
"""Things the customer has to do."""

CLOSED_GOAL_NOTES = (
    "Reached and confirmed by the process owner in the review.",
    "All measures done; figures handed to the administrators for monitoring.",
    "Closed together with the sponsor. Follow-up goal is in the new plan.",
)
PARTIAL_GOAL_NOTES = (
    "Most of it reached; the remaining team follows after its reorganisation.",
    "Two of three sites reached the target. Rest moved to the next plan.",
)
MISSED_GOAL_NOTES = ("Target missed: the project lead left half-way and nobody took over.",)
CANCELED_NOTES = (
    "Stopped: the customer has other priorities this year.",
    "Ended together with the engagement.",
    "No longer needed after the reorganisation.",
)
TASK_NOTES = ("Done.", "Done, minutes filed.", "Done by phone.", "Done; customer informed.", "")
"""What people write when they close a task: little."""
TASK_CANCELED_NOTES = (
    "Not needed here.",
    "Skipped at the customer's wish.",
    "Covered in another meeting.",
)
