"""Money: contracts, their links to engagements, renewals, opportunities and exchange rates."""

from datetime import date
from decimal import Decimal

from successtui.records.kinds import (
    Check,
    Default,
    OnDelete,
    boolean,
    date_field,
    money,
    number,
    picklist,
    reference,
    text,
)
from successtui.records.picklists import (
    ContractState,
    ContractSubstate,
    CostAdjustment,
    OpportunityStage,
    OpportunityType,
    RenewalOutcome,
    ReviewKind,
)
from successtui.records.record import Record, Scope


class Contract(
    Record,
    prefix="CON",
    family="contract",
    checks=(Check("start_date", "end_date"), Check("renewal_start", "renewal_end")),
    columns=("number", "name", "account", "state", "substate", "value", "currency", "end_date"),
):
    """What the customer pays for, and until when."""

    name: str = text(required=True, max_length=255)
    account: int = reference("account", required=True)
    start_date: date = date_field(required=True, section="Schedule")
    end_date: date | None = date_field(section="Schedule", help="Empty: open-ended.")
    value: Decimal = money(required=True, minimum=0)
    currency: str = text(required=True, max_length=3, default=Default.BASE_CURRENCY)
    state: ContractState = picklist(ContractState, required=True, default=ContractState.DRAFT)
    substate: ContractSubstate | None = picklist(ContractSubstate)
    auto_renew: bool = boolean(section="Renewal")
    renewal_start: date | None = date_field(section="Renewal")
    renewal_end: date | None = date_field(section="Renewal")
    renewal_finalized_on: date | None = date_field(section="Renewal")
    renewal_term: str | None = text(max_length=64, section="Renewal")
    review_kind: ReviewKind | None = picklist(ReviewKind, automatic=True, section="Renewal")
    cost_adjustment_type: CostAdjustment | None = picklist(CostAdjustment, section="Renewal")
    adjustment_amount: Decimal | None = money(section="Renewal")
    adjustment_percentage: Decimal | None = number(section="Renewal")
    approver: int | None = reference("user", section="People")
    contract_admin: int | None = reference("user", section="People")
    business_owner: int | None = reference("user", section="People")


class EngagementContract(
    Record,
    name="engagement_contract",
    label="Engagement contract",
    key=("engagement", "contract"),
    caption="",
    family="contract",
    scope=Scope.PARENT,
    through="engagement",
    columns=("engagement", "contract"),
):
    """The link that says which contracts an engagement serves."""

    engagement: int = reference("engagement", required=True, on_delete=OnDelete.TAKE_ALONG)
    contract: int = reference("contract", required=True, on_delete=OnDelete.TAKE_ALONG)


class RenewalEvent(
    Record,
    name="renewal_event",
    label="Renewal event",
    key=("contract", "finalized_on", "outcome"),
    caption="",
    family="contract",
    scope=Scope.PARENT,
    through="contract",
    columns=("contract", "outcome", "finalized_on", "value", "by"),
):
    """A renewal that was won or lost; never changed afterwards."""

    contract: int = reference("contract", required=True, on_delete=OnDelete.TAKE_ALONG)
    outcome: RenewalOutcome = picklist(RenewalOutcome, required=True)
    finalized_on: date = date_field(required=True)
    value: Decimal | None = money(currency="currency")
    currency: str | None = text(max_length=3)
    by: int | None = reference("user")
    source: str | None = text(max_length=64)


class Opportunity(
    Record,
    file="opportunities",
    plural="Opportunities",
    prefix="OPP",
    family="contract",
    caption="number",
    columns=(
        "number",
        "account",
        "product",
        "owner",
        "type",
        "stage",
        "value",
        "actual_closed_date",
    ),
):
    """A deal: new business, an upsell or a renewal."""

    account: int = reference("account", required=True)
    contract: int | None = reference("contract")
    product: int | None = reference("product")
    owner: int | None = reference("user")
    type: OpportunityType = picklist(OpportunityType, required=True, default=OpportunityType.NEW)
    stage: OpportunityStage = picklist(
        OpportunityStage, required=True, default=OpportunityStage.OPEN
    )
    value: Decimal | None = money()
    currency: str = text(required=True, max_length=3, default=Default.BASE_CURRENCY)
    engaged_on: date | None = date_field()
    actual_closed_date: date | None = date_field()


class ExchangeRate(
    Record,
    name="exchange_rate",
    label="Exchange rate",
    key=("currency", "as_of"),
    caption="currency",
    family="rate",
    scope=Scope.EVERYONE,
    columns=("currency", "rate", "as_of"),
):
    """Units of the base currency for one unit of `currency`."""

    currency: str = text(required=True, max_length=3)
    rate: Decimal = number(scale=8, minimum=0, required=True)
    as_of: date = date_field(required=True, default=Default.TODAY)
