"""A lake of very many invented posts with invented labels, made by SQL in seconds: for measuring speed only."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pyarrow as pa

from monitor.lake.connection import Connection

WEEKS = 104
SOURCES = 24
_REGIONS = ("Noord-Brabant", "Gelderland", "Zuid-Holland", "Limburg")
_AUTHORS = 60_000
_REVIEWED = 2_000

_POSTS = """
    INSERT INTO posts BY NAME
    SELECT md5('p' || i) AS post_id,
           'synthetic-' || lpad((((i * 7) % $sources)::INTEGER)::VARCHAR, 2, '0') AS source_id,
           md5('a' || (hash(i) % $authors)) AS author,
           $until::TIMESTAMP - to_seconds((i * 604800.0 * $weeks / $posts)::BIGINT) AS published_at,
           texts.text || ' ' || i AS text, md5('t' || i) AS text_digest,
           CASE WHEN hash(i, 'copy') % 10 = 0 THEN md5(texts.text || i // 500) END AS copy_id,
           $until::TIMESTAMP AS collected_at
    FROM range($posts) posts(i) JOIN texts ON texts.at = hash(i, 'text') % $texts
"""
# A post in four speaks of a rumour, whatever its text says; of the others one in fifty may do, and every third claims
# something. Embeddings are bytes without a meaning.
_LABELS = """
    INSERT INTO annotations BY NAME
    SELECT md5('p' || i) AS post_id, md5('t' || i) AS text_digest, 'synthetic' AS model_version,
           texts.language AS language, 1.0 AS language_score,
           CASE WHEN told OR unsure OR i % 3 = 0 THEN 0.9 ELSE 0.1 END AS has_claim_score,
           CASE WHEN told OR unsure
                THEN [{id: myth, score: CASE WHEN told THEN 0.9 ELSE 0.5 END, certain: told, variant: texts.text}]
                ELSE [] END AS matches,
           CASE WHEN told THEN [myth] ELSE [] END AS myths, CASE WHEN unsure THEN [myth] ELSE [] END AS suggested,
           unhex(repeat(md5(texts.text), 24)) AS embedding,
           CASE WHEN told THEN $stances[1 + (hash(i, 'stance') % len($stances))::BIGINT] END AS stance,
           0.9 AS stance_score, $sentiments[1 + (hash(i, 'mood') % len($sentiments))::BIGINT] AS sentiment,
           0.9 AS sentiment_score, $until::TIMESTAMP AS annotated_at
    FROM (SELECT i, hash(i, 'told') % 4 = 0 AS told, NOT told AND hash(i, 'unsure') % 50 = 0 AS unsure,
                 $myths[1 + (hash(i, 'myth') % len($myths))::BIGINT] AS myth
          FROM range($posts) posts(i)) posts
    JOIN texts ON texts.at = hash(i, 'text') % $texts
"""
_SOURCES = """
    INSERT INTO sources BY NAME
    SELECT 'synthetic-' || lpad(i::VARCHAR, 2, '0') AS source_id, 'import' AS type, 'Invented' AS title,
           $languages[1 + i % len($languages)] AS language, $regions[1 + i % len($regions)] AS region,
           $languages[1 + i % len($languages)] || '-' || lower($regions[1 + i % len($regions)]) AS community,
           $until::TIMESTAMP AS changed_at
    FROM range($sources) sources(i)
"""
# What people have said of a few of them.
_REVIEWS = """
    INSERT INTO reviews BY NAME
    SELECT md5('r' || a.post_id) AS review_id, a.post_id, a.text_digest, a.suggested AS myths, false AS none_of_these,
           'asserts' AS stance, 'neutral' AS sentiment, 'somebody' AS reviewer, $until::TIMESTAMP AS reviewed_at,
           'suggested' AS kind
    FROM annotations a WHERE len(a.suggested) > 0 ORDER BY a.post_id LIMIT $reviews
"""


def fill(
    connection: Connection, posts: int, texts: pa.Table, until: datetime, labels: dict[str, list[str]]
) -> None:
    """Adds that many posts of the two years before `until`.

    `texts`: columns at (0, 1, …), text, language. `labels`: the myths, stances and sentiments to give.
    """
    languages = sorted(set(texts["language"].to_pylist()))
    told = {"sources": SOURCES, "until": until, "posts": posts, "texts": texts.num_rows}

    def add(writer: duckdb.DuckDBPyConnection) -> None:
        writer.register("texts", texts)
        places = {"languages": languages, "regions": list(_REGIONS)}
        writer.execute(_SOURCES, {"sources": SOURCES, "until": until, **places})
        writer.execute(_POSTS, {**told, "authors": _AUTHORS, "weeks": WEEKS})
        writer.execute(_LABELS, {"until": until, "posts": posts, "texts": texts.num_rows, **labels})
        writer.execute(_REVIEWS, {"until": until, "reviews": min(_REVIEWED, posts)})
        writer.execute(
            "INSERT INTO uncounted SELECT DISTINCT date_trunc('week', published_at)::DATE FROM posts"
        )
        writer.unregister("texts")

    connection.write(add)
