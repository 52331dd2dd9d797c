"""What runs by itself: definitions of plays to launch, their launches, metrics and mappers."""

from datetime import datetime

from successtui.records.kinds import (
    OnDelete,
    instant,
    integer,
    picklist,
    reference,
    text,
)
from successtui.records.picklists import (
    Aggregate,
    DefinitionCategory,
    DefinitionState,
    Frequency,
    LaunchStatus,
    MetricSource,
    MetricState,
    SourceKind,
)
from successtui.records.record import Record, Scope


class DefinitionRecord(
    Record,
    name="definition_record",
    label="Definition record",
    prefix="DEF",
    caption="title",
    family="metric",
    scope=Scope.EVERYONE,
    columns=("number", "title", "category", "state", "play"),
):
    """A category of play that can be launched, and the play template it runs (R002-15)."""

    title: str = text(required=True, max_length=255)
    category: DefinitionCategory = picklist(DefinitionCategory, required=True)
    sub_category: str | None = text(max_length=255)
    state: DefinitionState = picklist(DefinitionState, required=True, default=DefinitionState.DRAFT)
    order: int | None = integer()
    description: str | None = text(multiline=True)
    play: int | None = reference("play", label="Play template")


class LauncherNotifier(
    Record,
    name="launcher_notifier",
    label="Success launcher notifier",
    prefix="NOT",
    caption="number",
    family="play",
    scope=Scope.PARENT,
    through="play",
    aliases=("success_launcher_notifier",),
    columns=("number", "play", "status", "started_by", "started_at", "finished_at"),
):
    """The status of one launch of a play (R002-16)."""

    play: int = reference("play", required=True, on_delete=OnDelete.TAKE_ALONG)
    started_by: int | None = reference("user")
    started_from: str | None = text(max_length=64)
    started_at: datetime = instant(required=True)
    status: LaunchStatus = picklist(LaunchStatus, required=True, default=LaunchStatus.PENDING)
    message: str | None = text(multiline=True)
    finished_at: datetime | None = instant()


class DataSource(
    Record,
    name="data_source",
    label="Data source",
    key=("name",),
    family="metric",
    scope=Scope.EVERYONE,
    columns=("name", "kind", "location", "schedule", "state"),
):
    """Where metric values are read from."""

    name: str = text(required=True, max_length=255, unique=True)
    kind: SourceKind = picklist(SourceKind, required=True)
    location: str = text(required=True, max_length=1024)
    schedule: Frequency | None = picklist(Frequency)
    state: MetricState = picklist(MetricState, required=True, default=MetricState.DRAFT)
    last_run: datetime | None = instant(automatic=True)
    last_error: str | None = text(automatic=True)


class Metric(
    Record,
    key=("name",),
    family="metric",
    scope=Scope.EVERYONE,
    columns=("name", "unit", "source", "frequency", "state"),
):
    """Something measured over time that can fill an outcome's values (R000-04)."""

    name: str = text(required=True, max_length=255, unique=True)
    unit: str | None = text(max_length=64)
    source: MetricSource = picklist(MetricSource, required=True, default=MetricSource.MANUAL)
    frequency: Frequency | None = picklist(Frequency)
    aggregate: Aggregate | None = picklist(Aggregate)
    state: MetricState = picklist(MetricState, required=True, default=MetricState.DRAFT)
    data_source: int | None = reference("data_source")


class Mapper(
    Record,
    key=("metric", "source_column", "target_table"),
    caption="",
    family="metric",
    scope=Scope.EVERYONE,
    columns=("metric", "source_column", "target_table", "target_key"),
):
    """Which record a row of a metric's data belongs to (R000-26, R000-27)."""

    metric: int = reference("metric", required=True, on_delete=OnDelete.TAKE_ALONG)
    source_column: str = text(required=True, max_length=255)
    target_table: str = text(required=True, max_length=64)
    target_key: str = text(required=True, max_length=64)
