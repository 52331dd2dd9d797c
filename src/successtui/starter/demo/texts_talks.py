"""What the demo says in conversations with customers and about them.

Owns texts only.
"""

TALKS = {
    "Initial onboarding": (
        (
            "Weekly onboarding call",
            "Status of sign-on and data load, open points of both sides.",
            "General conversation",
            "Web",
            "Weekly status",
        ),
        (
            "Data extract: questions on the field list",
            "Two date columns were swapped; new file by Thursday.",
            "General conversation",
            "Email",
            "",
        ),
        (
            "Training plan agreed",
            "Two groups, mornings only, because of the shifts.",
            "Value and adoption",
            "Phone",
            "Ad-hoc",
        ),
        (
            "Chat with the administrator",
            "Group mapping works; three users still see the wrong role.",
            "General conversation",
            "Chat",
            "",
        ),
        (
            "Steering meeting onboarding",
            "Go-live criteria walked through; two still open.",
            "Value and adoption",
            "Web",
            "Ad-hoc",
        ),
    ),
    "Adoption": (
        (
            "Monthly check-in",
            "Usage up in two teams, flat in the third. Line manager joins next time.",
            "Value and adoption",
            "Web",
            "Ad-hoc",
        ),
        (
            "Feedback on the new release",
            "They like the bulk edit; the colour of the buttons less.",
            "General conversation",
            "Email",
            "",
        ),
        (
            "Call after the survey",
            "Main complaint: search results show closed requests first.",
            "Value and adoption",
            "Phone",
            "Ad-hoc",
        ),
        (
            "Champion round",
            "Four champions, one hour, eleven questions. Notes in the shared folder.",
            "Value and adoption",
            "Web",
            "Ad-hoc",
        ),
        (
            "Question in the community answered",
            "How to copy a form between workspaces.",
            "General conversation",
            "Community",
            "",
        ),
        (
            "Usage alert: logins fell by a third",
            "Cause was the plant holiday. Nothing to do.",
            "Value and adoption",
            "Alert",
            "",
        ),
    ),
    "Expand": (
        (
            "Growth conversation with the process owner",
            "Purchasing wants in; budget from January.",
            "Expansion opportunities",
            "Web",
            "Ad-hoc",
        ),
        (
            "Demo of Insights for controlling",
            "Good questions about the export. Sandbox requested.",
            "Expansion opportunities",
            "Web",
            "Ad-hoc",
        ),
        (
            "Lunch with the sponsor",
            "Happy. Would speak at our user day if asked early.",
            "General conversation",
            "Phone",
            "",
        ),
        (
            "Roadmap talk",
            "Showed only the two items they wait for.",
            "Expansion opportunities",
            "Web",
            "Ad-hoc",
        ),
    ),
    "Renew": (
        (
            "Renewal call",
            "Purchasing needs the order form in their own layout.",
            "Renewal support",
            "Web",
            "Renewal",
        ),
        (
            "Value recap presented",
            "Sponsor forwarded the two pages to the CFO during the call.",
            "Value and adoption",
            "Web",
            "Renewal",
        ),
        (
            "Terms: question from legal",
            "Liability clause; our legal answers by Tuesday.",
            "Renewal support",
            "Email",
            "",
        ),
        (
            "Price expectations",
            "They hoped for five percent off. Explained the licence swap instead.",
            "Renewal support",
            "Phone",
            "Renewal",
        ),
    ),
    "Lost": (
        (
            "Data return agreed",
            "Format and date confirmed with their administrator.",
            "General conversation",
            "Email",
            "",
        ),
        (
            "Exit interview",
            "Reasons: merger, central tool, and a sponsor who left in spring.",
            "General conversation",
            "Phone",
            "Ad-hoc",
        ),
    ),
}
"""Per stage: subject, description, category, channel, meeting type."""

UPCOMING = {
    "Initial onboarding": ("Weekly onboarding call", "Weekly status", "General conversation"),
    "Adoption": ("Monthly check-in", "Ad-hoc", "Value and adoption"),
    "Expand": ("Growth planning session", "Ad-hoc", "Expansion opportunities"),
    "Renew": ("Renewal call", "Renewal", "Renewal support"),
    "Lost": ("Closing call", "Ad-hoc", "General conversation"),
}
"""Per stage: subject, meeting type and category of the next conversation."""

QBR_TEXT = (
    "Results against the goals, obstacles, decisions needed. Sponsor and process owner attend."
)
INTERNAL_TALKS = (
    ("Account review with the manager", "Renewal forecast, health, what we need from product."),
    (
        "Hand-over notes support to success",
        "Two tickets that matter to the sponsor; priorities set.",
    ),
)
