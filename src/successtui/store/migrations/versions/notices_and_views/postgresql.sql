CREATE TABLE notice (
	id BIGSERIAL NOT NULL, 
	"user" BIGINT NOT NULL, 
	batch BIGINT NOT NULL, 
	record_type TEXT NOT NULL, 
	record_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	read_at TIMESTAMP WITH TIME ZONE, 
	sent_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT uq_notice_user_batch_record_type_record_id_kind UNIQUE ("user", batch, record_type, record_id, kind), 
	CONSTRAINT fk_notice_user FOREIGN KEY("user") REFERENCES "user" (id), 
	CONSTRAINT fk_notice_batch FOREIGN KEY(batch) REFERENCES batch (id)
);

CREATE INDEX ix_notice_batch ON notice (batch);

CREATE TABLE saved_view (
	id BIGSERIAL NOT NULL, 
	owner BIGINT NOT NULL, 
	record_type TEXT NOT NULL, 
	name TEXT NOT NULL, 
	team BOOLEAN NOT NULL, 
	query TEXT NOT NULL, 
	columns TEXT, 
	"order" TEXT, 
	grouped_by TEXT NOT NULL, 
	templates BOOLEAN NOT NULL, 
	pinned BOOLEAN NOT NULL, 
	is_default BOOLEAN NOT NULL, 
	CONSTRAINT pk_saved_view PRIMARY KEY (id), 
	CONSTRAINT uq_saved_view_owner_record_type_name UNIQUE (owner, record_type, name), 
	CONSTRAINT fk_saved_view_owner FOREIGN KEY(owner) REFERENCES "user" (id)
);
