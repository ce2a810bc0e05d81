# ruff: noqa: E501  # markup stands as the platform sends it
"""A sample forum in the markup of phpBB 3.3 with its standard style, prosilver."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from monitor.demo.sites.spec import Request, SiteAnswer, SitePost, SiteSpec, rfc3339

POSTS_PER_PAGE = 15
TOPICS_PER_PAGE = 25
BOARD = 2
_DATE = "%a %b %d, %Y %I:%M %p"


@dataclass(frozen=True, slots=True)
class _Topic:
    title: str
    posts: list[SitePost]

    @property
    def id(self) -> int:
        """The topic's own number: that of its first post, as far as a reader can tell."""
        return self.posts[0].number

    @property
    def last(self) -> SitePost:
        return self.posts[-1]


@dataclass(frozen=True, slots=True)
class PhpbbSite:
    """One board: `/viewforum.php?f=2`, its topics `/viewtopic.php?t=…`, both in pages by `start`."""

    spec: SiteSpec
    base: str

    @property
    def address(self) -> str:
        """Where a source begins."""
        return f"{self.base}/viewforum.php?f={BOARD}"

    def answer(self, request: Request) -> SiteAnswer | None:
        """The index, the board or a topic."""
        topics, start = _topics(self.spec), request.number("start") or 0
        if request.path in ("/", "/index.php"):
            return SiteAnswer(_index(self.spec, topics))
        if request.path == "/viewforum.php" and request.number("f") == BOARD:
            return SiteAnswer(_board(self.spec, topics, start))
        if request.path == "/viewtopic.php":
            topic = next((topic for topic in topics if topic.id == request.number("t")), None)
            return SiteAnswer(_topic(self.spec, topic, start)) if topic and start < len(topic.posts) else None
        return None


def _topics(spec: SiteSpec) -> list[_Topic]:
    threads: dict[str, list[SitePost]] = defaultdict(list)
    for post in sorted(spec.posts, key=lambda post: post.number):
        threads[post.thread or spec.title].append(post)
    topics = [_Topic(title, posts) for title, posts in threads.items()]
    return sorted(topics, key=lambda topic: topic.last.number, reverse=True)


def _frame(spec: SiteSpec, section: str, title: str, inner: str) -> str:
    return f"""<!DOCTYPE html>
<html dir="ltr" lang="{escape(spec.language)}">
<head>
<meta charset="utf-8" />
<title>{escape(spec.title)} - {escape(title)}</title>
</head>
<body id="phpbb" class="nojs notouch section-{section} ltr ">
<div id="wrap" class="wrap">
<div id="page-header"><div class="headerbar" role="banner"><div class="inner"><div id="site-description" class="site-description">
<h1>{escape(spec.title)}</h1></div></div></div></div>
<div id="page-body" class="page-body" role="main">
{inner}
</div>
<div id="page-footer" class="page-footer" role="contentinfo">
<ul id="nav-footer" class="nav-footer linklist"><li class="rightside">All times are <span title="UTC">UTC</span></li></ul>
<form method="post" action="./ucp.php?mode=login" class="headerspace"><fieldset class="quick-login">
<input type="text" name="username" id="username" /><input type="password" name="password" id="password" /></fieldset></form>
<div class="copyright">Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg; Forum Software</div></div>
</div>
</body>
</html>
"""


def _index(spec: SiteSpec, topics: list[_Topic]) -> str:
    count = sum(len(topic.posts) for topic in topics)
    inner = f"""<div class="forabg"><div class="inner"><ul class="topiclist forums">
<li class="row"><dl class="row-item forum_read"><dt title="No unread posts"><div class="list-inner">
<a href="./viewforum.php?f={BOARD}" class="forumtitle">{escape(spec.title)}</a></div></dt>
<dd class="topics">{len(topics)} <dfn>Topics</dfn></dd><dd class="posts">{count} <dfn>Posts</dfn></dd></dl></li>
</ul></div></div>"""
    return _frame(spec, "index", "Index page", inner)


def _board(spec: SiteSpec, topics: list[_Topic], start: int) -> str:
    shown = topics[start : start + TOPICS_PER_PAGE]
    pages = _pagination(f"./viewforum.php?f={BOARD}", start, len(topics), TOPICS_PER_PAGE)
    rows = "".join(_row(topic) for topic in shown)
    listed = f'<div class="forumbg"><div class="inner"><ul class="topiclist topics">{rows}</ul></div></div>'
    empty = '<div class="panel"><div class="inner"><strong>There are no topics or posts in this forum.</strong></div></div>'
    inner = f"""<h2 class="forum-title"><a href="./viewforum.php?f={BOARD}">{escape(spec.title)}</a></h2>
<div class="action-bar bar-top"><div class="pagination">{len(topics)} topics &bull; {pages}</div></div>
{listed if shown else empty}"""
    return _frame(spec, "viewforum", "View forum", inner)


def _row(topic: _Topic) -> str:
    own, last = f"./viewtopic.php?t={topic.id}", topic.last
    starts = range(0, len(topic.posts), POSTS_PER_PAGE)
    buttons = "".join(
        f'<li><a class="button" href="{_at(own, start)}">{number}</a></li>'
        for number, start in enumerate(starts, 1)
    )
    pages = f'<div class="pagination"><span></span><ul>{buttons}</ul></div>' if len(starts) > 1 else ""
    return f"""<li class="row bg1"><dl class="row-item topic_read"><dt title="No unread posts"><div class="list-inner">
<a href="{own}" class="topictitle">{escape(topic.title)}</a><br />
<div class="topic-poster responsive-hide left-box">by {_user(topic.posts[0])} &raquo; <time datetime="{rfc3339(topic.posts[0].published)}">{topic.posts[0].published:{_DATE}}</time></div>
{pages}</div></dt>
<dd class="posts">{len(topic.posts) - 1} <dfn>Replies</dfn></dd>
<dd class="views">{len(topic.posts) * 31} <dfn>Views</dfn></dd>
<dd class="lastpost"><span><dfn>Last post </dfn>by {_user(last)}
<a href="./viewtopic.php?p={last.number}#p{last.number}" title="Go to last post"><i class="icon fa-external-link-square fa-fw icon-lightgray icon-md"></i><span class="sr-only"></span></a>
<br /><time datetime="{rfc3339(last.published)}">{last.published:{_DATE}}</time></span></dd></dl></li>
"""


def _topic(spec: SiteSpec, topic: _Topic, start: int) -> str:
    start -= start % POSTS_PER_PAGE
    own = f"./viewtopic.php?t={topic.id}"
    pages = _pagination(own, start, len(topic.posts), POSTS_PER_PAGE)
    shown = topic.posts[start : start + POSTS_PER_PAGE]
    posts = "".join(_post(topic, post, at) for at, post in enumerate(shown))
    inner = f"""<h2 class="topic-title"><a href="{own}">{escape(topic.title)}</a></h2>
<div class="action-bar bar-top"><div class="pagination">{len(topic.posts)} posts &bull; {pages}</div></div>
{posts}"""
    return _frame(spec, "viewtopic", f"{topic.title} - View topic", inner)


def _post(topic: _Topic, post: SitePost, at: int) -> str:
    subject = escape(topic.title if post is topic.posts[0] else f"Re: {topic.title}")
    text = escape(post.text).replace("\n", "<br>\n")
    notice = ""
    if post.edited:
        when = f"{post.edited:{_DATE}}"
        notice = f'<div class="notice">Last edited by {_user(post)} on {when}, edited 1 time in total.</div>'
    return f"""<div id="p{post.number}" class="post has-profile bg{2 - at % 2}"><div class="inner">
<dl class="postprofile" id="profile{post.number}"><dt class="no-profile-rank no-avatar"><div class="avatar-container"></div>{_user(post)}</dt>
<dd class="profile-posts"><strong>Posts:</strong> <a href="./search.php?author_id={_member(post)}&amp;sr=posts">12</a></dd></dl>
<div class="postbody"><div id="post_content{post.number}">
<h3{' class="first"' if at == 0 else ""}><a href="./viewtopic.php?p={post.number}#p{post.number}">{subject}</a></h3>
<p class="author"><a class="unread" href="./viewtopic.php?p={post.number}#p{post.number}" title="Post"><i class="icon fa-file fa-fw icon-lightgray icon-md"></i><span class="sr-only">Post</span></a>
<span class="responsive-hide">by <strong>{_user(post)}</strong> &raquo; </span><time datetime="{rfc3339(post.published)}">{post.published:{_DATE}}</time></p>
<div class="content">{_quote(topic, post)}{text}</div>
{notice}<div id="sig{post.number}" class="signature">{escape(post.author)}</div>
</div></div>
<div class="back2top"><a href="#top" class="top" title="Top"></a></div>
</div></div>
<hr class="divider" />
"""


def _quote(topic: _Topic, post: SitePost) -> str:
    """Every fifth answer quotes the topic's first post, as people do."""
    first = topic.posts[0]
    if post is first or post.number % 5:
        return ""
    return (
        f'<blockquote cite="./viewtopic.php?p={first.number}#p{first.number}"><div><cite>{_user(first)} wrote: '
        f'<a href="./viewtopic.php?p={first.number}#p{first.number}" data-post-id="{first.number}">↑</a>'
        f'<span class="responsive-hide">{first.published:{_DATE}}</span></cite>{escape(first.text)}</div></blockquote>'
    )


def _user(post: SitePost) -> str:
    return (
        f'<a href="./memberlist.php?mode=viewprofile&amp;u={_member(post)}" class="username">'
        f"{escape(post.author)}</a>"
    )


def _member(post: SitePost) -> int:
    return 50 + sum(post.handle.encode()) % 5000


def _pagination(own: str, start: int, count: int, size: int) -> str:
    starts = range(0, count, size)
    if len(starts) < 2:
        return "Page <strong>1</strong> of <strong>1</strong>"
    parts = []
    if start:
        parts.append(
            f'<li class="arrow previous"><a class="button button-icon-only" href="{_at(own, start - size)}" rel="prev" role="button"><span class="sr-only">Previous</span></a></li>'
        )
    for number, at in enumerate(starts, 1):
        if at == start:
            parts.append(f'<li class="active"><span>{number}</span></li>')
        else:
            parts.append(f'<li><a class="button" href="{_at(own, at)}" role="button">{number}</a></li>')
    if start + size < count:
        parts.append(
            f'<li class="arrow next"><a class="button button-icon-only" href="{_at(own, start + size)}" rel="next" role="button"><span class="sr-only">Next</span></a></li>'
        )
    return f"<ul>{''.join(parts)}</ul>"


def _at(own: str, start: int) -> str:
    return f"{own}&amp;start={start}" if start else own
