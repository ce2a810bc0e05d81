-- What the dashboard counts, ready: one row per week, place, author and set of labels, so that no page reads
-- the posts to count them. `told`: whether a myth was matched; its own files, since most questions are about these.
CREATE TABLE counted (
    model_version VARCHAR NOT NULL, week DATE NOT NULL, source_id VARCHAR NOT NULL, language VARCHAR,
    author UBIGINT,  -- of the pseudonym: enough to count different people, and half the work
    told BOOLEAN NOT NULL, myths VARCHAR[], stance VARCHAR, sentiment VARCHAR, posts BIGINT,
    post_id VARCHAR,  -- where told: the clearest of the posts, an example, and how it was matched
    matches STRUCT(id VARCHAR, score FLOAT, certain BOOLEAN, variant VARCHAR)[]
);
ALTER TABLE counted SET PARTITIONED BY (told);
ALTER TABLE counted SET SORTED BY (model_version, week);

-- Stored posts per source and week, labelled or not.
CREATE TABLE received (week DATE NOT NULL, source_id VARCHAR NOT NULL, posts BIGINT);

-- Weeks in which something changed since they were counted: until they are counted anew, their posts are read.
CREATE TABLE uncounted (week DATE NOT NULL);
INSERT INTO uncounted SELECT DISTINCT date_trunc('week', published_at)::DATE FROM posts;
