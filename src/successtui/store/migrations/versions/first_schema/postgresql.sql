CREATE TABLE batch (
    id BIGSERIAL NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by BIGINT NOT NULL,
    acting_for TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    undoes BIGINT,
    CONSTRAINT pk_batch PRIMARY KEY (id),
    CONSTRAINT fk_batch_undoes FOREIGN KEY(undoes) REFERENCES batch (id)
);

CREATE INDEX ix_batch_by ON batch (by);

CREATE INDEX ix_batch_undoes ON batch (undoes);

CREATE TABLE counter (
    prefix TEXT NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (prefix)
);

CREATE TABLE data_source (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    kind TEXT,
    location TEXT,
    schedule TEXT,
    state TEXT,
    last_run TIMESTAMP WITH TIME ZONE,
    last_error TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_data_source PRIMARY KEY (id),
    CONSTRAINT ck_data_source_kind CHECK ("kind" IN ('sql', 'file', 'http')),
    CONSTRAINT ck_data_source_schedule CHECK ("schedule" IN ('Daily', 'Weekly', 'Monthly', 'Quarterly')),
    CONSTRAINT ck_data_source_state CHECK ("state" IN ('Draft', 'Published'))
);

CREATE UNIQUE INDEX uq_data_source_name ON data_source (name) WHERE deleted_at IS NULL;

CREATE TABLE exchange_rate (
    id BIGSERIAL NOT NULL,
    number TEXT,
    currency TEXT,
    rate BIGINT,
    as_of DATE,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_exchange_rate PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_exchange_rate_currency_as_of ON exchange_rate (currency, as_of) WHERE deleted_at IS NULL;

CREATE TABLE picklist (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    entries TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_picklist PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_picklist_name ON picklist (name) WHERE deleted_at IS NULL;

CREATE TABLE product (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    family TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_product PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_product_name ON product (name) WHERE deleted_at IS NULL;

CREATE TABLE role (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_role PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_role_name ON role (name) WHERE deleted_at IS NULL;

CREATE TABLE setting (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    value TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_setting PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_setting_name ON setting (name) WHERE deleted_at IS NULL;

CREATE TABLE team_pool (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    strategy TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_team_pool PRIMARY KEY (id),
    CONSTRAINT ck_team_pool_strategy CHECK ("strategy" IN ('manual', 'next available'))
);

CREATE UNIQUE INDEX uq_team_pool_name ON team_pool (name) WHERE deleted_at IS NULL;

CREATE TABLE "user" (
    id BIGSERIAL NOT NULL,
    number TEXT,
    username TEXT,
    name TEXT,
    email TEXT,
    roles TEXT,
    manager BIGINT,
    active BOOLEAN NOT NULL,
    is_psa_resource BOOLEAN NOT NULL,
    timezone TEXT,
    availability_hours BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_user PRIMARY KEY (id),
    CONSTRAINT fk_user_manager FOREIGN KEY(manager) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_user_manager ON "user" (manager);

CREATE UNIQUE INDEX uq_user_email ON "user" (email) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX uq_user_username ON "user" (username) WHERE deleted_at IS NULL;

CREATE TABLE account (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    external_id TEXT,
    parent_account BIGINT,
    account_type TEXT,
    industry TEXT,
    status TEXT,
    tier TEXT,
    csm BIGINT,
    account_manager BIGINT,
    currency TEXT,
    tags TEXT,
    notes TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_number UNIQUE (number),
    CONSTRAINT ck_account_status CHECK ("status" IN ('Prospect', 'Active', 'Canceled')),
    CONSTRAINT fk_account_parent_account FOREIGN KEY(parent_account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_account_csm FOREIGN KEY(csm) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_account_account_manager FOREIGN KEY(account_manager) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_account_account_manager ON account (account_manager);

CREATE INDEX ix_account_csm ON account (csm);

CREATE INDEX ix_account_parent_account ON account (parent_account);

CREATE UNIQUE INDEX uq_account_external_id ON account (external_id) WHERE deleted_at IS NULL;

CREATE TABLE history (
    seq BIGSERIAL NOT NULL,
    batch BIGINT NOT NULL,
    record_type TEXT NOT NULL,
    record_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    field TEXT NOT NULL,
    "old" TEXT,
    "new" TEXT,
    CONSTRAINT pk_history PRIMARY KEY (seq),
    CONSTRAINT fk_history_batch FOREIGN KEY(batch) REFERENCES batch (id)
);

CREATE INDEX ix_history_batch ON history (batch);

CREATE INDEX ix_history_record_type_record_id ON history (record_type, record_id);

CREATE TABLE library (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    description TEXT,
    owner BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_library PRIMARY KEY (id),
    CONSTRAINT fk_library_owner FOREIGN KEY(owner) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_library_owner ON library (owner);

CREATE UNIQUE INDEX uq_library_name ON library (name) WHERE deleted_at IS NULL;

CREATE TABLE metric (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    unit TEXT,
    source TEXT,
    frequency TEXT,
    aggregate TEXT,
    state TEXT,
    data_source BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_metric PRIMARY KEY (id),
    CONSTRAINT ck_metric_source CHECK ("source" IN ('Manual', 'CSV', 'Calculated')),
    CONSTRAINT ck_metric_frequency CHECK ("frequency" IN ('Daily', 'Weekly', 'Monthly', 'Quarterly')),
    CONSTRAINT ck_metric_aggregate CHECK ("aggregate" IN ('Average', 'Sum', 'Max', 'Min', 'Count')),
    CONSTRAINT ck_metric_state CHECK ("state" IN ('Draft', 'Published')),
    CONSTRAINT fk_metric_data_source FOREIGN KEY(data_source) REFERENCES data_source (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_metric_data_source ON metric (data_source);

CREATE UNIQUE INDEX uq_metric_name ON metric (name) WHERE deleted_at IS NULL;

CREATE TABLE team_pool__members (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_team_pool__members PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_team_pool__members_record_id FOREIGN KEY(record_id) REFERENCES team_pool (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_team_pool__members_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_team_pool__members_target_id ON team_pool__members (target_id);

CREATE TABLE work_note (
    id BIGSERIAL NOT NULL,
    number TEXT,
    record_type TEXT,
    record BIGINT,
    at TIMESTAMP WITH TIME ZONE,
    author BIGINT,
    text TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_work_note PRIMARY KEY (id),
    CONSTRAINT ck_work_note_record_type CHECK ("record_type" IN ('engagement', 'objective', 'outcome', 'play', 'task', 'success_case', 'internal_play', 'touchpoint', 'risk_signal')),
    CONSTRAINT fk_work_note_author FOREIGN KEY(author) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_work_note_author ON work_note (author);

CREATE INDEX ix_work_note_record_record_type ON work_note (record, record_type);

CREATE UNIQUE INDEX uq_work_note_record_type_record_at_author ON work_note (record_type, record, at, author) WHERE deleted_at IS NULL;

CREATE TABLE account_team (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    role BIGINT,
    "user" BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_account_team PRIMARY KEY (id),
    CONSTRAINT fk_account_team_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_account_team_role FOREIGN KEY(role) REFERENCES role (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_account_team_user FOREIGN KEY("user") REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_account_team_role ON account_team (role);

CREATE INDEX ix_account_team_user ON account_team ("user");

CREATE UNIQUE INDEX uq_account_team_account_role_user ON account_team (account, role, "user") WHERE deleted_at IS NULL;

CREATE TABLE contact (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    phone TEXT,
    title TEXT,
    responsibility TEXT,
    portal_access BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT uq_contact_number UNIQUE (number),
    CONSTRAINT fk_contact_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_contact_account ON contact (account);

CREATE TABLE contract (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    account BIGINT,
    start_date DATE,
    end_date DATE,
    value BIGINT,
    currency TEXT,
    state TEXT,
    substate TEXT,
    auto_renew BOOLEAN NOT NULL,
    renewal_start DATE,
    renewal_end DATE,
    renewal_finalized_on DATE,
    renewal_term TEXT,
    review_kind TEXT,
    cost_adjustment_type TEXT,
    adjustment_amount BIGINT,
    adjustment_percentage BIGINT,
    approver BIGINT,
    contract_admin BIGINT,
    business_owner BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_contract PRIMARY KEY (id),
    CONSTRAINT uq_contract_number UNIQUE (number),
    CONSTRAINT ck_contract_state CHECK ("state" IN ('Draft', 'Active', 'Expired', 'Canceled')),
    CONSTRAINT ck_contract_substate CHECK ("substate" IN ('Awaiting review', 'Under review', 'Approved', 'Rejected', 'Renewal approved', 'Renewal rejected', 'Renewal in process', 'Renewed', 'Extension approved', 'Extension rejected')),
    CONSTRAINT ck_contract_review_kind CHECK ("review_kind" IN ('new', 'renewal', 'extension')),
    CONSTRAINT ck_contract_cost_adjustment_type CHECK ("cost_adjustment_type" IN ('None', 'Fixed', 'Manual', 'CPI')),
    CONSTRAINT fk_contract_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_contract_approver FOREIGN KEY(approver) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_contract_contract_admin FOREIGN KEY(contract_admin) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_contract_business_owner FOREIGN KEY(business_owner) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_contract_account ON contract (account);

CREATE INDEX ix_contract_approver ON contract (approver);

CREATE INDEX ix_contract_business_owner ON contract (business_owner);

CREATE INDEX ix_contract_contract_admin ON contract (contract_admin);

CREATE TABLE escalation (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    state TEXT,
    severity TEXT,
    reason TEXT,
    opened_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    request_source TEXT,
    justification TEXT,
    trend TEXT,
    requested_by BIGINT,
    approved_by BIGINT,
    declined_by BIGINT,
    de_escalated_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_escalation PRIMARY KEY (id),
    CONSTRAINT uq_escalation_number UNIQUE (number),
    CONSTRAINT ck_escalation_state CHECK ("state" IN ('Requested', 'Escalated', 'Declined', 'Closed')),
    CONSTRAINT ck_escalation_severity CHECK ("severity" IN ('High', 'Medium')),
    CONSTRAINT ck_escalation_reason CHECK ("reason" IN ('Inactivity', 'Lack of Progress', 'Customer Imposed Deadline')),
    CONSTRAINT ck_escalation_request_source CHECK ("request_source" IN ('Customer requested', 'Internally requested')),
    CONSTRAINT ck_escalation_trend CHECK ("trend" IN ('Improving', 'Same', 'Declining')),
    CONSTRAINT fk_escalation_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_escalation_requested_by FOREIGN KEY(requested_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_escalation_approved_by FOREIGN KEY(approved_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_escalation_declined_by FOREIGN KEY(declined_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_escalation_de_escalated_by FOREIGN KEY(de_escalated_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_escalation_account ON escalation (account);

CREATE INDEX ix_escalation_approved_by ON escalation (approved_by);

CREATE INDEX ix_escalation_de_escalated_by ON escalation (de_escalated_by);

CREATE INDEX ix_escalation_declined_by ON escalation (declined_by);

CREATE INDEX ix_escalation_requested_by ON escalation (requested_by);

CREATE TABLE library__collaborators (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_library__collaborators PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_library__collaborators_record_id FOREIGN KEY(record_id) REFERENCES library (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_library__collaborators_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_library__collaborators_target_id ON library__collaborators (target_id);

CREATE TABLE mapper (
    id BIGSERIAL NOT NULL,
    number TEXT,
    metric BIGINT,
    source_column TEXT,
    target_table TEXT,
    target_key TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_mapper PRIMARY KEY (id),
    CONSTRAINT fk_mapper_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX uq_mapper_metric_source_column_target_table ON mapper (metric, source_column, target_table) WHERE deleted_at IS NULL;

CREATE TABLE engagement (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    title TEXT,
    csm BIGINT,
    state TEXT,
    stage TEXT,
    perceived_health TEXT,
    health_score BIGINT,
    started_on DATE,
    initial_go_live DATE,
    went_live_on DATE,
    key_contact BIGINT,
    description TEXT,
    parent BIGINT,
    account_manager BIGINT,
    renewal_date DATE,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_engagement PRIMARY KEY (id),
    CONSTRAINT uq_engagement_number UNIQUE (number),
    CONSTRAINT ck_engagement_state CHECK ("state" IN ('New', 'Define', 'In progress', 'Canceled', 'Closed')),
    CONSTRAINT ck_engagement_stage CHECK ("stage" IN ('Initial onboarding', 'Adoption', 'Expand', 'Renew', 'Lost')),
    CONSTRAINT ck_engagement_perceived_health CHECK ("perceived_health" IN ('Unknown', 'Red', 'Yellow', 'Green')),
    CONSTRAINT ck_engagement_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_engagement_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement_csm FOREIGN KEY(csm) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement_key_contact FOREIGN KEY(key_contact) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement_parent FOREIGN KEY(parent) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement_account_manager FOREIGN KEY(account_manager) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_engagement_account ON engagement (account);

CREATE INDEX ix_engagement_account_manager ON engagement (account_manager);

CREATE INDEX ix_engagement_closed_by ON engagement (closed_by);

CREATE INDEX ix_engagement_csm ON engagement (csm);

CREATE INDEX ix_engagement_key_contact ON engagement (key_contact);

CREATE INDEX ix_engagement_parent ON engagement (parent);

CREATE TABLE escalation__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_escalation__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_escalation__watch_list_record_id FOREIGN KEY(record_id) REFERENCES escalation (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_escalation__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_escalation__watch_list_target_id ON escalation__watch_list (target_id);

CREATE TABLE escalation__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_escalation__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_escalation__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES escalation (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_escalation__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_escalation__work_notes_list_target_id ON escalation__work_notes_list (target_id);

CREATE TABLE opportunity (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    contract BIGINT,
    product BIGINT,
    owner BIGINT,
    type TEXT,
    stage TEXT,
    value BIGINT,
    currency TEXT,
    engaged_on DATE,
    actual_closed_date DATE,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_opportunity PRIMARY KEY (id),
    CONSTRAINT uq_opportunity_number UNIQUE (number),
    CONSTRAINT ck_opportunity_type CHECK ("type" IN ('New', 'Renew', 'Upsell')),
    CONSTRAINT ck_opportunity_stage CHECK ("stage" IN ('Open', 'Prospecting', 'Engaging', 'Closed won', 'Closed lost')),
    CONSTRAINT fk_opportunity_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_opportunity_contract FOREIGN KEY(contract) REFERENCES contract (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_opportunity_product FOREIGN KEY(product) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_opportunity_owner FOREIGN KEY(owner) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_opportunity_account ON opportunity (account);

CREATE INDEX ix_opportunity_contract ON opportunity (contract);

CREATE INDEX ix_opportunity_owner ON opportunity (owner);

CREATE INDEX ix_opportunity_product ON opportunity (product);

CREATE TABLE renewal_event (
    id BIGSERIAL NOT NULL,
    number TEXT,
    contract BIGINT,
    outcome TEXT,
    finalized_on DATE,
    value BIGINT,
    currency TEXT,
    by BIGINT,
    source TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_renewal_event PRIMARY KEY (id),
    CONSTRAINT ck_renewal_event_outcome CHECK ("outcome" IN ('won', 'lost')),
    CONSTRAINT fk_renewal_event_contract FOREIGN KEY(contract) REFERENCES contract (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_renewal_event_by FOREIGN KEY(by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_renewal_event_by ON renewal_event (by);

CREATE UNIQUE INDEX uq_renewal_event_contract_finalized_on_outcome ON renewal_event (contract, finalized_on, outcome) WHERE deleted_at IS NULL;

CREATE TABLE engagement__squad (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_engagement__squad PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_engagement__squad_record_id FOREIGN KEY(record_id) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement__squad_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_engagement__squad_target_id ON engagement__squad (target_id);

CREATE TABLE engagement__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_engagement__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_engagement__watch_list_record_id FOREIGN KEY(record_id) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_engagement__watch_list_target_id ON engagement__watch_list (target_id);

CREATE TABLE engagement__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_engagement__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_engagement__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_engagement__work_notes_list_target_id ON engagement__work_notes_list (target_id);

CREATE TABLE engagement_contract (
    id BIGSERIAL NOT NULL,
    number TEXT,
    engagement BIGINT,
    contract BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_engagement_contract PRIMARY KEY (id),
    CONSTRAINT fk_engagement_contract_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_engagement_contract_contract FOREIGN KEY(contract) REFERENCES contract (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_engagement_contract_contract ON engagement_contract (contract);

CREATE UNIQUE INDEX uq_engagement_contract_engagement_contract ON engagement_contract (engagement, contract) WHERE deleted_at IS NULL;

CREATE TABLE health_point (
    id BIGSERIAL NOT NULL,
    number TEXT,
    engagement BIGINT,
    date DATE,
    score BIGINT,
    perceived TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_health_point PRIMARY KEY (id),
    CONSTRAINT ck_health_point_perceived CHECK ("perceived" IN ('Unknown', 'Red', 'Yellow', 'Green')),
    CONSTRAINT fk_health_point_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX uq_health_point_engagement_date ON health_point (engagement, date) WHERE deleted_at IS NULL;

CREATE TABLE internal_play (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    engagement BIGINT,
    short_description TEXT,
    description TEXT,
    assigned_to BIGINT,
    category TEXT,
    due_date DATE,
    planned BOOLEAN NOT NULL,
    state TEXT,
    progress TEXT,
    priority TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_internal_play PRIMARY KEY (id),
    CONSTRAINT uq_internal_play_number UNIQUE (number),
    CONSTRAINT ck_internal_play_category CHECK ("category" IN ('General', 'Account health', 'Adoption support', 'Expansion and renewal support', 'Governance and audits', 'Partner reviews')),
    CONSTRAINT ck_internal_play_state CHECK ("state" IN ('New', 'In progress', 'Paused', 'Canceled', 'Closed')),
    CONSTRAINT ck_internal_play_progress CHECK ("progress" IN ('Not Started', 'On-Track', 'At Risk', 'Paused', 'Completed', 'Canceled')),
    CONSTRAINT ck_internal_play_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_internal_play_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_internal_play_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_internal_play_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_internal_play_assigned_to FOREIGN KEY(assigned_to) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_internal_play_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_internal_play_account ON internal_play (account);

CREATE INDEX ix_internal_play_assigned_to ON internal_play (assigned_to);

CREATE INDEX ix_internal_play_closed_by ON internal_play (closed_by);

CREATE INDEX ix_internal_play_engagement ON internal_play (engagement);

CREATE TABLE plan (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    account BIGINT,
    engagement BIGINT,
    owner BIGINT,
    status TEXT,
    summary TEXT,
    summary_updated_by BIGINT,
    summary_updated_at TIMESTAMP WITH TIME ZONE,
    start_date DATE,
    end_date DATE,
    horizon_start DATE,
    horizon_end DATE,
    business_review_date DATE,
    shared_with_customer BOOLEAN NOT NULL,
    is_template BOOLEAN NOT NULL,
    library BIGINT,
    record_type TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_plan PRIMARY KEY (id),
    CONSTRAINT uq_plan_number UNIQUE (number),
    CONSTRAINT ck_plan_status CHECK ("status" IN ('Draft', 'Active', 'On hold', 'Completed', 'Canceled')),
    CONSTRAINT fk_plan_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_plan_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_plan_owner FOREIGN KEY(owner) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_plan_summary_updated_by FOREIGN KEY(summary_updated_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_plan_library FOREIGN KEY(library) REFERENCES library (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_plan_account ON plan (account);

CREATE INDEX ix_plan_engagement ON plan (engagement);

CREATE INDEX ix_plan_library ON plan (library);

CREATE INDEX ix_plan_owner ON plan (owner);

CREATE INDEX ix_plan_summary_updated_by ON plan (summary_updated_by);

CREATE TABLE product_usage (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    engagement BIGINT,
    product BIGINT,
    activation_status TEXT,
    usage_plan TEXT,
    adoption_score BIGINT,
    customer_priority TEXT,
    business_criticality TEXT,
    as_of DATE,
    perceived_adoption_score BIGINT,
    monthly_active_users BIGINT,
    licenses_used BIGINT,
    licenses_total BIGINT,
    transactions BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_product_usage PRIMARY KEY (id),
    CONSTRAINT ck_product_usage_usage_plan CHECK ("usage_plan" IN ('No plan', 'Planned', 'Activated', 'Deactivated')),
    CONSTRAINT ck_product_usage_customer_priority CHECK ("customer_priority" IN ('Critical', 'High', 'Moderate', 'Nice to have', 'Not required')),
    CONSTRAINT ck_product_usage_business_criticality CHECK ("business_criticality" IN ('Critical', 'High', 'Moderate', 'Nice to have', 'Not required')),
    CONSTRAINT fk_product_usage_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_product_usage_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_product_usage_product FOREIGN KEY(product) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_product_usage_engagement ON product_usage (engagement);

CREATE INDEX ix_product_usage_product ON product_usage (product);

CREATE UNIQUE INDEX uq_product_usage_account_engagement_product ON product_usage (account, engagement, product) WHERE deleted_at IS NULL;

CREATE TABLE risk_signal (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    engagement BIGINT,
    short_description TEXT,
    description TEXT,
    risk_or_issue TEXT,
    category TEXT,
    state TEXT,
    priority TEXT,
    probability TEXT,
    scope TEXT,
    tracking_method TEXT,
    reported_by BIGINT,
    assigned_to BIGINT,
    due_date DATE,
    source_table TEXT,
    source_record TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_risk_signal PRIMARY KEY (id),
    CONSTRAINT uq_risk_signal_number UNIQUE (number),
    CONSTRAINT ck_risk_signal_risk_or_issue CHECK ("risk_or_issue" IN ('Risk', 'Issue')),
    CONSTRAINT ck_risk_signal_state CHECK ("state" IN ('New', 'Active', 'Canceled', 'Closed')),
    CONSTRAINT ck_risk_signal_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_risk_signal_probability CHECK ("probability" IN ('Very high', 'High', 'Moderate', 'Low', 'Very low')),
    CONSTRAINT ck_risk_signal_scope CHECK ("scope" IN ('Onboarding', 'Adoption', 'Expansion', 'Renewal')),
    CONSTRAINT ck_risk_signal_tracking_method CHECK ("tracking_method" IN ('Manual', 'Automated', 'Integration')),
    CONSTRAINT ck_risk_signal_closure_code CHECK ("closure_code" IN ('Mitigated', 'Accepted', 'Occurred', 'Canceled')),
    CONSTRAINT fk_risk_signal_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal_reported_by FOREIGN KEY(reported_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal_assigned_to FOREIGN KEY(assigned_to) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_risk_signal_account ON risk_signal (account);

CREATE INDEX ix_risk_signal_assigned_to ON risk_signal (assigned_to);

CREATE INDEX ix_risk_signal_engagement ON risk_signal (engagement);

CREATE INDEX ix_risk_signal_reported_by ON risk_signal (reported_by);

CREATE TABLE success_case (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    engagement BIGINT,
    short_description TEXT,
    description TEXT,
    assigned_to BIGINT,
    category TEXT,
    due_date DATE,
    contact BIGINT,
    product BIGINT,
    service_definition TEXT,
    additional_comments TEXT,
    state TEXT,
    progress TEXT,
    priority TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_success_case PRIMARY KEY (id),
    CONSTRAINT uq_success_case_number UNIQUE (number),
    CONSTRAINT ck_success_case_category CHECK ("category" IN ('Guidance', 'Architecture review', 'Demos and POCs', 'Training')),
    CONSTRAINT ck_success_case_state CHECK ("state" IN ('New', 'In progress', 'Paused', 'Canceled', 'Closed')),
    CONSTRAINT ck_success_case_progress CHECK ("progress" IN ('Not Started', 'On-Track', 'At Risk', 'Paused', 'Completed', 'Canceled')),
    CONSTRAINT ck_success_case_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_success_case_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_success_case_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case_assigned_to FOREIGN KEY(assigned_to) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case_contact FOREIGN KEY(contact) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case_product FOREIGN KEY(product) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_success_case_account ON success_case (account);

CREATE INDEX ix_success_case_assigned_to ON success_case (assigned_to);

CREATE INDEX ix_success_case_closed_by ON success_case (closed_by);

CREATE INDEX ix_success_case_contact ON success_case (contact);

CREATE INDEX ix_success_case_engagement ON success_case (engagement);

CREATE INDEX ix_success_case_product ON success_case (product);

CREATE TABLE touchpoint (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    engagement BIGINT,
    subject TEXT,
    description TEXT,
    channel TEXT,
    category TEXT,
    meeting_type TEXT,
    meeting_at TIMESTAMP WITH TIME ZONE,
    due_date DATE,
    assigned_to BIGINT,
    contact BIGINT,
    internal_only BOOLEAN NOT NULL,
    product BIGINT,
    duration_min BIGINT,
    cadence TEXT,
    repeat_until DATE,
    location TEXT,
    link TEXT,
    agenda TEXT,
    internal_notes TEXT,
    shared_items TEXT,
    record_type TEXT,
    state TEXT,
    progress TEXT,
    priority TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_touchpoint PRIMARY KEY (id),
    CONSTRAINT uq_touchpoint_number UNIQUE (number),
    CONSTRAINT ck_touchpoint_channel CHECK ("channel" IN ('Web', 'Phone', 'Email', 'Chat', 'Social', 'Community', 'Alert', 'Virtual Agent')),
    CONSTRAINT ck_touchpoint_category CHECK ("category" IN ('General conversation', 'Value and adoption', 'Expansion opportunities', 'Renewal support')),
    CONSTRAINT ck_touchpoint_meeting_type CHECK ("meeting_type" IN ('Ad-hoc', 'Weekly status', 'QBR', 'Renewal')),
    CONSTRAINT ck_touchpoint_cadence CHECK ("cadence" IN ('Daily', 'Twice a week', 'Weekly', 'Monthly', 'Quarterly')),
    CONSTRAINT ck_touchpoint_state CHECK ("state" IN ('New', 'In progress', 'Paused', 'Canceled', 'Closed')),
    CONSTRAINT ck_touchpoint_progress CHECK ("progress" IN ('Not Started', 'On-Track', 'At Risk', 'Paused', 'Completed', 'Canceled')),
    CONSTRAINT ck_touchpoint_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_touchpoint_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_touchpoint_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint_assigned_to FOREIGN KEY(assigned_to) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint_contact FOREIGN KEY(contact) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint_product FOREIGN KEY(product) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_touchpoint_account ON touchpoint (account);

CREATE INDEX ix_touchpoint_assigned_to ON touchpoint (assigned_to);

CREATE INDEX ix_touchpoint_closed_by ON touchpoint (closed_by);

CREATE INDEX ix_touchpoint_contact ON touchpoint (contact);

CREATE INDEX ix_touchpoint_engagement ON touchpoint (engagement);

CREATE INDEX ix_touchpoint_product ON touchpoint (product);

CREATE TABLE internal_play__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_internal_play__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_internal_play__watch_list_record_id FOREIGN KEY(record_id) REFERENCES internal_play (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_internal_play__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_internal_play__watch_list_target_id ON internal_play__watch_list (target_id);

CREATE TABLE internal_play__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_internal_play__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_internal_play__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES internal_play (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_internal_play__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_internal_play__work_notes_list_target_id ON internal_play__work_notes_list (target_id);

CREATE TABLE next_step (
    id BIGSERIAL NOT NULL,
    number TEXT,
    touchpoint BIGINT,
    text TEXT,
    owner BIGINT,
    due_date DATE,
    state TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_next_step PRIMARY KEY (id),
    CONSTRAINT ck_next_step_state CHECK ("state" IN ('Pending', 'Converted', 'Dropped')),
    CONSTRAINT fk_next_step_touchpoint FOREIGN KEY(touchpoint) REFERENCES touchpoint (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_next_step_owner FOREIGN KEY(owner) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_next_step_owner ON next_step (owner);

CREATE UNIQUE INDEX uq_next_step_touchpoint_text ON next_step (touchpoint, text) WHERE deleted_at IS NULL;

CREATE TABLE objective (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    description TEXT,
    account BIGINT,
    plan BIGINT,
    engagement BIGINT,
    owner_kind TEXT,
    owner BIGINT,
    owner_user BIGINT,
    category TEXT,
    state TEXT,
    progress TEXT,
    priority TEXT,
    start_date DATE,
    end_date DATE,
    sponsor BIGINT,
    is_template BOOLEAN NOT NULL,
    template_origin BIGINT,
    library BIGINT,
    source TEXT,
    record_type TEXT,
    status TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_objective PRIMARY KEY (id),
    CONSTRAINT uq_objective_number UNIQUE (number),
    CONSTRAINT ck_objective_owner_kind CHECK ("owner_kind" IN ('role', 'user', 'contact')),
    CONSTRAINT ck_objective_state CHECK ("state" IN ('New', 'Define', 'In progress', 'Canceled', 'Closed')),
    CONSTRAINT ck_objective_progress CHECK ("progress" IN ('Not Started', 'On-Track', 'At Risk', 'Paused', 'Completed', 'Canceled')),
    CONSTRAINT ck_objective_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_objective_source CHECK ("source" IN ('library', 'custom', 'template')),
    CONSTRAINT ck_objective_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_objective_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective_plan FOREIGN KEY(plan) REFERENCES plan (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective_owner_user FOREIGN KEY(owner_user) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective_sponsor FOREIGN KEY(sponsor) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective_template_origin FOREIGN KEY(template_origin) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective_library FOREIGN KEY(library) REFERENCES library (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_objective_account ON objective (account);

CREATE INDEX ix_objective_closed_by ON objective (closed_by);

CREATE INDEX ix_objective_engagement ON objective (engagement);

CREATE INDEX ix_objective_library ON objective (library);

CREATE INDEX ix_objective_owner_owner_kind ON objective (owner, owner_kind);

CREATE INDEX ix_objective_owner_user ON objective (owner_user);

CREATE INDEX ix_objective_plan ON objective (plan);

CREATE INDEX ix_objective_sponsor ON objective (sponsor);

CREATE INDEX ix_objective_template_origin ON objective (template_origin);

CREATE TABLE plan__shared_contacts (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_plan__shared_contacts PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_plan__shared_contacts_record_id FOREIGN KEY(record_id) REFERENCES plan (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_plan__shared_contacts_target_id FOREIGN KEY(target_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_plan__shared_contacts_target_id ON plan__shared_contacts (target_id);

CREATE TABLE risk_occurrence (
    id BIGSERIAL NOT NULL,
    number TEXT,
    risk_signal BIGINT,
    date DATE,
    value BIGINT,
    threshold BIGINT,
    gap BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_risk_occurrence PRIMARY KEY (id),
    CONSTRAINT fk_risk_occurrence_risk_signal FOREIGN KEY(risk_signal) REFERENCES risk_signal (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX uq_risk_occurrence_risk_signal_date ON risk_occurrence (risk_signal, date) WHERE deleted_at IS NULL;

CREATE TABLE risk_signal__contracts_impacted (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_risk_signal__contracts_impacted PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_risk_signal__contracts_impacted_record_id FOREIGN KEY(record_id) REFERENCES risk_signal (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal__contracts_impacted_target_id FOREIGN KEY(target_id) REFERENCES contract (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_risk_signal__contracts_impacted_target_id ON risk_signal__contracts_impacted (target_id);

CREATE TABLE risk_signal__products_impacted (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_risk_signal__products_impacted PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_risk_signal__products_impacted_record_id FOREIGN KEY(record_id) REFERENCES risk_signal (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal__products_impacted_target_id FOREIGN KEY(target_id) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_risk_signal__products_impacted_target_id ON risk_signal__products_impacted (target_id);

CREATE TABLE risk_signal__squad (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_risk_signal__squad PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_risk_signal__squad_record_id FOREIGN KEY(record_id) REFERENCES risk_signal (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal__squad_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_risk_signal__squad_target_id ON risk_signal__squad (target_id);

CREATE TABLE risk_signal__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_risk_signal__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_risk_signal__watch_list_record_id FOREIGN KEY(record_id) REFERENCES risk_signal (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_risk_signal__watch_list_target_id ON risk_signal__watch_list (target_id);

CREATE TABLE risk_signal__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_risk_signal__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_risk_signal__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES risk_signal (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_risk_signal__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_risk_signal__work_notes_list_target_id ON risk_signal__work_notes_list (target_id);

CREATE TABLE risk_solution (
    id BIGSERIAL NOT NULL,
    number TEXT,
    risk_signal BIGINT,
    solution_type TEXT,
    solution BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_risk_solution PRIMARY KEY (id),
    CONSTRAINT ck_risk_solution_solution_type CHECK ("solution_type" IN ('internal_play', 'success_case', 'task')),
    CONSTRAINT fk_risk_solution_risk_signal FOREIGN KEY(risk_signal) REFERENCES risk_signal (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_risk_solution_solution_solution_type ON risk_solution (solution, solution_type);

CREATE UNIQUE INDEX uq_risk_solution_risk_signal_solution_type_solution ON risk_solution (risk_signal, solution_type, solution) WHERE deleted_at IS NULL;

CREATE TABLE success_case__squad (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_success_case__squad PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_success_case__squad_record_id FOREIGN KEY(record_id) REFERENCES success_case (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case__squad_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_success_case__squad_target_id ON success_case__squad (target_id);

CREATE TABLE success_case__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_success_case__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_success_case__watch_list_record_id FOREIGN KEY(record_id) REFERENCES success_case (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_success_case__watch_list_target_id ON success_case__watch_list (target_id);

CREATE TABLE success_case__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_success_case__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_success_case__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES success_case (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_success_case__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_success_case__work_notes_list_target_id ON success_case__work_notes_list (target_id);

CREATE TABLE task (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    parent_type TEXT,
    parent BIGINT,
    title TEXT,
    description TEXT,
    owner_kind TEXT,
    owner BIGINT,
    owner_user BIGINT,
    category TEXT,
    start_date DATE,
    due_date DATE,
    due_offset_days BIGINT,
    visible_to_customer BOOLEAN NOT NULL,
    launch_mode TEXT,
    estimated_hours BIGINT,
    plan BIGINT,
    engagement BIGINT,
    is_template BOOLEAN NOT NULL,
    template_origin BIGINT,
    additional_comments TEXT,
    record_type TEXT,
    status TEXT,
    state TEXT,
    progress TEXT,
    priority TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_task PRIMARY KEY (id),
    CONSTRAINT uq_task_number UNIQUE (number),
    CONSTRAINT ck_task_parent_type CHECK ("parent_type" IN ('play', 'success_case', 'internal_play', 'touchpoint', 'objective', 'plan', 'account')),
    CONSTRAINT ck_task_owner_kind CHECK ("owner_kind" IN ('role', 'pool', 'user', 'contact')),
    CONSTRAINT ck_task_category CHECK ("category" IN ('Workshops and meetings', 'Design reviews', 'Product training', 'Professional services')),
    CONSTRAINT ck_task_launch_mode CHECK ("launch_mode" IN ('automatic', 'optional', 'conditional')),
    CONSTRAINT ck_task_state CHECK ("state" IN ('New', 'In progress', 'Paused', 'Canceled', 'Closed')),
    CONSTRAINT ck_task_progress CHECK ("progress" IN ('Not Started', 'On-Track', 'At Risk', 'Paused', 'Completed', 'Canceled')),
    CONSTRAINT ck_task_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_task_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_task_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task_owner_user FOREIGN KEY(owner_user) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task_plan FOREIGN KEY(plan) REFERENCES plan (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task_engagement FOREIGN KEY(engagement) REFERENCES engagement (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task_template_origin FOREIGN KEY(template_origin) REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_task_account ON task (account);

CREATE INDEX ix_task_closed_by ON task (closed_by);

CREATE INDEX ix_task_engagement ON task (engagement);

CREATE INDEX ix_task_owner_owner_kind ON task (owner, owner_kind);

CREATE INDEX ix_task_owner_user ON task (owner_user);

CREATE INDEX ix_task_parent_parent_type ON task (parent, parent_type);

CREATE INDEX ix_task_plan ON task (plan);

CREATE INDEX ix_task_template_origin ON task (template_origin);

CREATE TABLE touchpoint__participants (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_touchpoint__participants PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_touchpoint__participants_record_id FOREIGN KEY(record_id) REFERENCES touchpoint (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint__participants_target_id FOREIGN KEY(target_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_touchpoint__participants_target_id ON touchpoint__participants (target_id);

CREATE TABLE touchpoint__squad (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_touchpoint__squad PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_touchpoint__squad_record_id FOREIGN KEY(record_id) REFERENCES touchpoint (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint__squad_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_touchpoint__squad_target_id ON touchpoint__squad (target_id);

CREATE TABLE touchpoint__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_touchpoint__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_touchpoint__watch_list_record_id FOREIGN KEY(record_id) REFERENCES touchpoint (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_touchpoint__watch_list_target_id ON touchpoint__watch_list (target_id);

CREATE TABLE touchpoint__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_touchpoint__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_touchpoint__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES touchpoint (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_touchpoint__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_touchpoint__work_notes_list_target_id ON touchpoint__work_notes_list (target_id);

CREATE TABLE objective__products (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_objective__products PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_objective__products_record_id FOREIGN KEY(record_id) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective__products_target_id FOREIGN KEY(target_id) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_objective__products_target_id ON objective__products (target_id);

CREATE TABLE objective__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_objective__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_objective__watch_list_record_id FOREIGN KEY(record_id) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_objective__watch_list_target_id ON objective__watch_list (target_id);

CREATE TABLE objective__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_objective__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_objective__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_objective__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_objective__work_notes_list_target_id ON objective__work_notes_list (target_id);

CREATE TABLE outcome (
    id BIGSERIAL NOT NULL,
    number TEXT,
    account BIGINT,
    objective BIGINT,
    owner BIGINT,
    planned_start DATE,
    planned_stop DATE,
    title TEXT,
    description TEXT,
    category TEXT,
    unit TEXT,
    tracking_method TEXT,
    metric BIGINT,
    base_value BIGINT,
    target_value BIGINT,
    current_value BIGINT,
    current_as_of DATE,
    target_date DATE,
    direction TEXT,
    is_template BOOLEAN NOT NULL,
    state TEXT,
    progress TEXT,
    priority TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_outcome PRIMARY KEY (id),
    CONSTRAINT uq_outcome_number UNIQUE (number),
    CONSTRAINT ck_outcome_tracking_method CHECK ("tracking_method" IN ('Manual', 'Metric')),
    CONSTRAINT ck_outcome_direction CHECK ("direction" IN ('Increase', 'Decrease')),
    CONSTRAINT ck_outcome_state CHECK ("state" IN ('New', 'In progress', 'Paused', 'Canceled', 'Closed')),
    CONSTRAINT ck_outcome_progress CHECK ("progress" IN ('Not Started', 'On-Track', 'At Risk', 'Paused', 'Completed', 'Canceled')),
    CONSTRAINT ck_outcome_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_outcome_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_outcome_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_outcome_objective FOREIGN KEY(objective) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_outcome_owner FOREIGN KEY(owner) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_outcome_metric FOREIGN KEY(metric) REFERENCES metric (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_outcome_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_outcome_account ON outcome (account);

CREATE INDEX ix_outcome_closed_by ON outcome (closed_by);

CREATE INDEX ix_outcome_metric ON outcome (metric);

CREATE INDEX ix_outcome_objective ON outcome (objective);

CREATE INDEX ix_outcome_owner ON outcome (owner);

CREATE TABLE task__resources (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_task__resources PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_task__resources_record_id FOREIGN KEY(record_id) REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task__resources_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_task__resources_target_id ON task__resources (target_id);

CREATE TABLE task__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_task__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_task__watch_list_record_id FOREIGN KEY(record_id) REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_task__watch_list_target_id ON task__watch_list (target_id);

CREATE TABLE task__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_task__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_task__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_task__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_task__work_notes_list_target_id ON task__work_notes_list (target_id);

CREATE TABLE outcome__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_outcome__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_outcome__watch_list_record_id FOREIGN KEY(record_id) REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_outcome__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_outcome__watch_list_target_id ON outcome__watch_list (target_id);

CREATE TABLE outcome__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_outcome__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_outcome__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_outcome__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_outcome__work_notes_list_target_id ON outcome__work_notes_list (target_id);

CREATE TABLE outcome_point (
    id BIGSERIAL NOT NULL,
    number TEXT,
    outcome BIGINT,
    date DATE,
    value BIGINT,
    by BIGINT,
    source TEXT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_outcome_point PRIMARY KEY (id),
    CONSTRAINT ck_outcome_point_source CHECK ("source" IN ('Manual', 'Metric', 'Import')),
    CONSTRAINT fk_outcome_point_outcome FOREIGN KEY(outcome) REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_outcome_point_by FOREIGN KEY(by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_outcome_point_by ON outcome_point (by);

CREATE UNIQUE INDEX uq_outcome_point_outcome_date ON outcome_point (outcome, date) WHERE deleted_at IS NULL;

CREATE TABLE play (
    id BIGSERIAL NOT NULL,
    number TEXT,
    name TEXT,
    description TEXT,
    account BIGINT,
    objective BIGINT,
    plan BIGINT,
    primary_outcome BIGINT,
    owner_kind TEXT,
    owner BIGINT,
    owner_user BIGINT,
    co_owner BIGINT,
    shared BOOLEAN NOT NULL,
    category TEXT,
    start_date DATE,
    end_date DATE,
    is_template BOOLEAN NOT NULL,
    is_custom BOOLEAN NOT NULL,
    library BIGINT,
    template_origin BIGINT,
    trigger_kind TEXT,
    trigger_event TEXT,
    trigger_criteria TEXT,
    record_type TEXT,
    status TEXT,
    state TEXT,
    progress TEXT,
    priority TEXT,
    closure_code TEXT,
    close_notes TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_play PRIMARY KEY (id),
    CONSTRAINT uq_play_number UNIQUE (number),
    CONSTRAINT ck_play_owner_kind CHECK ("owner_kind" IN ('role', 'user')),
    CONSTRAINT ck_play_category CHECK ("category" IN ('General', 'Strategic planning', 'Architecture and design', 'Adoption', 'Technical guidance')),
    CONSTRAINT ck_play_trigger_kind CHECK ("trigger_kind" IN ('manual', 'event', 'both')),
    CONSTRAINT ck_play_trigger_event CHECK ("trigger_event" IN ('enters', 'exits')),
    CONSTRAINT ck_play_state CHECK ("state" IN ('New', 'In progress', 'Paused', 'Canceled', 'Closed')),
    CONSTRAINT ck_play_progress CHECK ("progress" IN ('Not Started', 'On-Track', 'At Risk', 'Paused', 'Completed', 'Canceled')),
    CONSTRAINT ck_play_priority CHECK ("priority" IN ('Critical', 'High', 'Medium', 'Low', 'Very Low')),
    CONSTRAINT ck_play_closure_code CHECK ("closure_code" IN ('Achieved', 'Partially achieved', 'Missed', 'Canceled')),
    CONSTRAINT fk_play_account FOREIGN KEY(account) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_objective FOREIGN KEY(objective) REFERENCES objective (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_plan FOREIGN KEY(plan) REFERENCES plan (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_primary_outcome FOREIGN KEY(primary_outcome) REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_owner_user FOREIGN KEY(owner_user) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_co_owner FOREIGN KEY(co_owner) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_library FOREIGN KEY(library) REFERENCES library (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_template_origin FOREIGN KEY(template_origin) REFERENCES play (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play_closed_by FOREIGN KEY(closed_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_play_account ON play (account);

CREATE INDEX ix_play_closed_by ON play (closed_by);

CREATE INDEX ix_play_co_owner ON play (co_owner);

CREATE INDEX ix_play_library ON play (library);

CREATE INDEX ix_play_objective ON play (objective);

CREATE INDEX ix_play_owner_owner_kind ON play (owner, owner_kind);

CREATE INDEX ix_play_owner_user ON play (owner_user);

CREATE INDEX ix_play_plan ON play (plan);

CREATE INDEX ix_play_primary_outcome ON play (primary_outcome);

CREATE INDEX ix_play_template_origin ON play (template_origin);

CREATE TABLE definition_record (
    id BIGSERIAL NOT NULL,
    number TEXT,
    title TEXT,
    category TEXT,
    sub_category TEXT,
    state TEXT,
    "order" BIGINT,
    description TEXT,
    play BIGINT,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_definition_record PRIMARY KEY (id),
    CONSTRAINT uq_definition_record_number UNIQUE (number),
    CONSTRAINT ck_definition_record_category CHECK ("category" IN ('Onboarding', 'Risk Management', 'Success Planning', 'Success Support')),
    CONSTRAINT ck_definition_record_state CHECK ("state" IN ('Draft', 'Published', 'Closed', 'Canceled')),
    CONSTRAINT fk_definition_record_play FOREIGN KEY(play) REFERENCES play (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_definition_record_play ON definition_record (play);

CREATE TABLE launcher_notifier (
    id BIGSERIAL NOT NULL,
    number TEXT,
    play BIGINT,
    started_by BIGINT,
    started_from TEXT,
    started_at TIMESTAMP WITH TIME ZONE,
    status TEXT,
    message TEXT,
    finished_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE,
    created_by BIGINT,
    updated_at TIMESTAMP WITH TIME ZONE,
    updated_by BIGINT,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_launcher_notifier PRIMARY KEY (id),
    CONSTRAINT uq_launcher_notifier_number UNIQUE (number),
    CONSTRAINT ck_launcher_notifier_status CHECK ("status" IN ('Pending', 'Running', 'Succeeded', 'Failed', 'Canceled')),
    CONSTRAINT fk_launcher_notifier_play FOREIGN KEY(play) REFERENCES play (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_launcher_notifier_started_by FOREIGN KEY(started_by) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_launcher_notifier_play ON launcher_notifier (play);

CREATE INDEX ix_launcher_notifier_started_by ON launcher_notifier (started_by);

CREATE TABLE play__applicable_outcomes (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_play__applicable_outcomes PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_play__applicable_outcomes_record_id FOREIGN KEY(record_id) REFERENCES play (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play__applicable_outcomes_target_id FOREIGN KEY(target_id) REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_play__applicable_outcomes_target_id ON play__applicable_outcomes (target_id);

CREATE TABLE play__watch_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_play__watch_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_play__watch_list_record_id FOREIGN KEY(record_id) REFERENCES play (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play__watch_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_play__watch_list_target_id ON play__watch_list (target_id);

CREATE TABLE play__work_notes_list (
    record_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    CONSTRAINT pk_play__work_notes_list PRIMARY KEY (record_id, target_id),
    CONSTRAINT fk_play__work_notes_list_record_id FOREIGN KEY(record_id) REFERENCES play (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_play__work_notes_list_target_id FOREIGN KEY(target_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_play__work_notes_list_target_id ON play__work_notes_list (target_id);
