-- What else a page asks of a week, ready like `counted`: the posts read, without their authors; the posts of which the
-- model is unsure; the claims that no myth covers, with what compares them. None of them holds a text.
CREATE TABLE labelled (
    model_version VARCHAR NOT NULL, week DATE NOT NULL, source_id VARCHAR NOT NULL, language VARCHAR, posts BIGINT
);
CREATE TABLE unsure (
    model_version VARCHAR NOT NULL, week DATE NOT NULL, post_id VARCHAR NOT NULL, text_digest VARCHAR NOT NULL,
    copy VARCHAR NOT NULL, language VARCHAR, published_at TIMESTAMP,
    matches STRUCT(id VARCHAR, score FLOAT, certain BOOLEAN, variant VARCHAR)[]
);
ALTER TABLE unsure SET SORTED BY (model_version, week);
CREATE TABLE uncovered (
    model_version VARCHAR NOT NULL, week DATE NOT NULL, post_id VARCHAR NOT NULL, text_digest VARCHAR NOT NULL,
    copy VARCHAR NOT NULL, language VARCHAR, author UBIGINT, published_at TIMESTAMP,
    sentiment VARCHAR, has_claim_score FLOAT, embedding BLOB
);
ALTER TABLE uncovered SET SORTED BY (model_version, week);

INSERT INTO uncounted SELECT DISTINCT week FROM (SELECT week FROM received)
WHERE week NOT IN (SELECT week FROM uncounted);
