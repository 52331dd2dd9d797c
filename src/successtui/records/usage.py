"""How a customer uses a product."""

from datetime import date
from decimal import Decimal

from successtui.records.kinds import Default, date_field, integer, number, picklist, reference, text
from successtui.records.picklists import Criticality, UsagePlan
from successtui.records.record import Record, Scope


class ProductUsage(
    Record,
    name="product_usage",
    file="product_usage",
    label="Product usage",
    plural="Product usage",
    key=("account", "engagement", "product"),
    caption="",
    family="usage",
    scope=Scope.ENGAGEMENT,
    columns=("account", "engagement", "product", "adoption_score", "usage_plan", "as_of"),
):
    """One product at one customer: is it planned, switched on, used, and how much it matters."""

    account: int = reference("account", required=True)
    engagement: int | None = reference("engagement")
    product: int = reference("product", required=True)
    activation_status: str | None = text(max_length=64)
    usage_plan: UsagePlan | None = picklist(UsagePlan)
    adoption_score: Decimal | None = number(scale=2, minimum=0, maximum=100)
    customer_priority: Criticality | None = picklist(Criticality)
    business_criticality: Criticality | None = picklist(Criticality)
    as_of: date | None = date_field(default=Default.TODAY)
    perceived_adoption_score: Decimal | None = number(scale=2, minimum=0, maximum=100)
    monthly_active_users: int | None = integer(0)
    licenses_used: int | None = integer(0)
    licenses_total: int | None = integer(0)
    transactions: int | None = integer(0)
