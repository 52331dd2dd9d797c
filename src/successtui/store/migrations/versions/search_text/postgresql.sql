CREATE TABLE search_text (
	id BIGSERIAL NOT NULL, 
	record_type TEXT NOT NULL, 
	record_id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_search_text PRIMARY KEY (id), 
	CONSTRAINT uq_search_text_record_type_record_id UNIQUE (record_type, record_id)
);
