CREATE TABLE notice (
	id INTEGER NOT NULL, 
	user INTEGER NOT NULL, 
	batch INTEGER NOT NULL, 
	record_type TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	read_at TEXT, 
	sent_at TEXT, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT uq_notice_user_batch_record_type_record_id_kind UNIQUE (user, batch, record_type, record_id, kind), 
	CONSTRAINT fk_notice_user FOREIGN KEY(user) REFERENCES user (id), 
	CONSTRAINT fk_notice_batch FOREIGN KEY(batch) REFERENCES batch (id)
)
 STRICT;

CREATE INDEX ix_notice_batch ON notice (batch);

CREATE TABLE saved_view (
	id INTEGER NOT NULL, 
	owner INTEGER NOT NULL, 
	record_type TEXT NOT NULL, 
	name TEXT NOT NULL, 
	team INTEGER NOT NULL, 
	"query" TEXT NOT NULL, 
	columns TEXT, 
	"order" TEXT, 
	grouped_by TEXT NOT NULL, 
	templates INTEGER NOT NULL, 
	pinned INTEGER NOT NULL, 
	is_default INTEGER NOT NULL, 
	CONSTRAINT pk_saved_view PRIMARY KEY (id), 
	CONSTRAINT uq_saved_view_owner_record_type_name UNIQUE (owner, record_type, name), 
	CONSTRAINT fk_saved_view_owner FOREIGN KEY(owner) REFERENCES user (id)
)
 STRICT;
