-- What people say of posts. A review is never changed: taking it back is a row of its own that names it.
ALTER TABLE reviews ADD COLUMN kind VARCHAR;      -- suggested, blind, settled; set-aside, named, myth
ALTER TABLE reviews ADD COLUMN round_id VARCHAR;  -- the round in which it was labelled
ALTER TABLE reviews ADD COLUMN withdraws VARCHAR; -- the review_id that this row takes back

-- The posts that several people label without seeing each other's labels, in their order.
CREATE TABLE round_posts (
    round_id VARCHAR NOT NULL, post_id VARCHAR NOT NULL, position BIGINT,
    title VARCHAR, made_by VARCHAR, made_at TIMESTAMP
);
