-- Times are UTC without a zone. Columns only ever get added: older files then read as NULL.

CALL lake.set_option('parquet_compression', 'zstd');
-- Small row groups: a source's own rows are found without reading the month.
CALL lake.set_option('parquet_row_group_size', '20000');
CALL lake.set_option('target_file_size', '128MB');

CREATE TABLE sources (
    source_id VARCHAR NOT NULL, type VARCHAR, title VARCHAR, url VARCHAR,
    language VARCHAR, region VARCHAR, community VARCHAR, changed_at TIMESTAMP
);

CREATE TABLE runs (
    run_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL,
    started_at TIMESTAMP, finished_at TIMESTAMP,  -- finished_at NULL: still running, or killed
    status VARCHAR, message VARCHAR, remedy VARCHAR, retry_at TIMESTAMP,
    requests BIGINT, received_bytes BIGINT, pages BIGINT, seen BIGINT, new BIGINT, updated BIGINT,
    skipped VARCHAR  -- JSON: [{"where": …, "why": …}]
);

-- Where each source goes on: a row per stored page, the highest step counts. Rows are added and never
-- changed, because rewriting one row with every page is what DuckLake's inlining is worst at.
CREATE TABLE cursors (
    source_id VARCHAR NOT NULL, step BIGINT NOT NULL, run_id VARCHAR, cursor VARCHAR, stored_at TIMESTAMP
);

CREATE TABLE posts (
    post_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, author VARCHAR,
    published_at TIMESTAMP NOT NULL, edited_at TIMESTAMP,
    text VARCHAR NOT NULL, text_digest VARCHAR NOT NULL, copy_id VARCHAR, url VARCHAR,
    language_hint VARCHAR, in_reply_to VARCHAR,
    likes BIGINT, shares BIGINT, replies BIGINT, collected_at TIMESTAMP
);
ALTER TABLE posts SET PARTITIONED BY (year(published_at), month(published_at));
ALTER TABLE posts SET SORTED BY (source_id, published_at);

CREATE TABLE annotations (
    post_id VARCHAR NOT NULL, text_digest VARCHAR NOT NULL, model_version VARCHAR NOT NULL,
    language VARCHAR, language_score FLOAT, has_claim_score FLOAT,
    matches STRUCT(id VARCHAR, score FLOAT, certain BOOLEAN, variant VARCHAR)[],
    myths VARCHAR[], suggested VARCHAR[],
    stance VARCHAR, stance_score FLOAT, sentiment VARCHAR, sentiment_score FLOAT,
    embedding BLOB,  -- 384 x int8
    annotated_at TIMESTAMP
);
ALTER TABLE annotations SET SORTED BY (model_version, post_id);

CREATE TABLE tips (
    tip_id VARCHAR NOT NULL, text VARCHAR, text_digest VARCHAR, language VARCHAR, place VARCHAR,
    channel VARCHAR, reported_by VARCHAR, heard_at TIMESTAMP, added_at TIMESTAMP
);

CREATE TABLE signals (
    signal_id VARCHAR NOT NULL, model_version VARCHAR, myth VARCHAR, scope VARCHAR, place VARCHAR, week DATE,
    observed BIGINT, authors BIGINT, read BIGINT, expected DOUBLE, low BIGINT, high BIGINT,
    p DOUBLE, q DOUBLE, found_at TIMESTAMP
);

CREATE TABLE responses (
    response_id VARCHAR NOT NULL, myth VARCHAR, language VARCHAR, version BIGINT, state VARCHAR,
    review_by DATE, texts VARCHAR,  -- JSON: channel -> text and facts
    changed_by VARCHAR, changed_at TIMESTAMP
);

CREATE TABLE corrections (
    correction_id VARCHAR NOT NULL, response_id VARCHAR, response_version BIGINT, myth VARCHAR,
    language VARCHAR, channel VARCHAR, source_id VARCHAR, place VARCHAR, url VARCHAR,
    posted_by VARCHAR, posted_at TIMESTAMP, note VARCHAR, added_at TIMESTAMP
);

CREATE TABLE reviews (
    review_id VARCHAR NOT NULL, post_id VARCHAR, text_digest VARCHAR, model_version VARCHAR,
    myths VARCHAR[], none_of_these BOOLEAN, stance VARCHAR, sentiment VARCHAR, note VARCHAR,
    reviewer VARCHAR, reviewed_at TIMESTAMP
);

CREATE TABLE audit (
    entry_id VARCHAR NOT NULL, happened_at TIMESTAMP, actor VARCHAR, action VARCHAR, subject VARCHAR,
    detail VARCHAR  -- JSON
);

-- Pseudonyms of posts and authors that were erased on request: the next run must not bring them back.
CREATE TABLE erased (id VARCHAR NOT NULL, kind VARCHAR NOT NULL, erased_at TIMESTAMP);
