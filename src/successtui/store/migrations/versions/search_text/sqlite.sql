CREATE TABLE search_text (
	id INTEGER NOT NULL, 
	record_type TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_search_text PRIMARY KEY (id), 
	CONSTRAINT uq_search_text_record_type_record_id UNIQUE (record_type, record_id)
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5(name, body, content='search_text', content_rowid='id', tokenize='ascii', detail='none', prefix='2 3');
CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN INSERT INTO search_index (rowid, name, body) VALUES (new.id, new.name, new.body); END;
CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN INSERT INTO search_index (search_index, rowid, name, body) VALUES ('delete', old.id, old.name, old.body); END;
CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN INSERT INTO search_index (search_index, rowid, name, body) VALUES ('delete', old.id, old.name, old.body); INSERT INTO search_index (rowid, name, body) VALUES (new.id, new.name, new.body); END;
