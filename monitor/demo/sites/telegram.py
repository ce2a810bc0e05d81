# ruff: noqa: E501  # markup stands as the platform sends it
"""A sample channel in the markup of Telegram's public preview pages, t.me/s/NAME."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from monitor.demo.sites.spec import Request, SiteAnswer, SitePost, SiteSpec, rfc3339

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class TelegramSite:
    """`/s/NAME` with `?before=`; `/NAME` is the page without a preview, as for groups and private channels."""

    spec: SiteSpec
    base: str

    @property
    def address(self) -> str:
        """Where a source begins."""
        return f"{self.base}/s/{self.spec.slug}"

    def answer(self, request: Request) -> SiteAnswer | None:
        """One page of messages, oldest first as Telegram shows them."""
        if request.path == f"/{self.spec.slug}":
            return SiteAnswer(_contact_page(self.spec))
        if request.path != f"/s/{self.spec.slug}":
            return None
        before = request.number("before")
        posts = [post for post in self.spec.newest_first() if before is None or post.number < before]
        shown = posts[:PER_PAGE][::-1]
        older = shown[0].number if len(posts) > PER_PAGE else None
        return SiteAnswer(_page(self.spec, shown, older))


def _page(spec: SiteSpec, shown: list[SitePost], older: int | None) -> str:
    title, name = escape(spec.title), escape(spec.slug)
    more, link = "", ""
    if older is not None:
        link = f'<link rel="prev" href="/s/{name}?before={older}">'
        more = (
            f'<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/{name}?before={older}" '
            f'class="tme_messages_more js-messages_more" data-before="{older}"></a></div>'
        )
    return f"""<!DOCTYPE html>
<html class="">
<head>
<meta charset="utf-8">
<title>{title} – Telegram</title>
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="Telegram">
{link}<link rel="canonical" href="/s/{name}">
</head>
<body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transition">
<header class="tgme_header search_collapsed"><div class="tgme_container"><div class="tgme_header_info">
<a class="tgme_channel_join_telegram" href="//telegram.org/dl?tme=0"></a>
<div class="tgme_channel_info_header"><div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/{name}">@{name}</a></div></div>
</div></div></header>
<main class="tgme_main" data-url="/{name}"><div class="tgme_container">
<section class="tgme_channel_history js-message_history">
{more}
{"".join(_message(spec, post) for post in shown)}
</section></div></main>
</body></html>
"""


def _message(spec: SiteSpec, post: SitePost) -> str:
    name, title = escape(spec.slug), escape(spec.title)
    text = escape(post.text).replace("\n", "<br/>")
    views = f"{1 + (post.number * 37) % 9}.{post.number % 10}K"
    reactions = ""
    if post.likes:
        reactions = (
            '<div class="tgme_widget_message_reactions js-message_reactions"><span class="tgme_reaction">'
            '<i class="emoji" style="background-image:url(\'//telegram.org/img/emoji/40/F09F918D.png\')">'
            f'<b>👍</b></i>{post.likes}</span><span class="tgme_reaction"><i class="emoji"><b>😢</b></i>2</span></div>'
        )
    edited = "edited &nbsp;" if post.edited else ""
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="{name}/{post.number}" data-view="ZQ">
<div class="tgme_widget_message_user"><a href="https://t.me/{name}"><i class="tgme_widget_message_user_photo bgcolor2" data-content="{title[:1]}"></i></a></div>
<div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/{name}"><span dir="auto">{title}</span></a></div>
<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>
{reactions}<div class="tgme_widget_message_footer compact js-message_footer">
<div class="tgme_widget_message_info short js-message_info">
<span class="tgme_widget_message_views">{views}</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta"><span class="tgme_widget_message_from_author" dir="auto">{escape(post.author)}</span>,&nbsp;{edited}<a class="tgme_widget_message_date" href="https://t.me/{name}/{post.number}"><time datetime="{rfc3339(post.published)}" class="time">{post.published:%H:%M}</time></a></span>
</div></div></div></div></div>
"""


def _contact_page(spec: SiteSpec) -> str:
    title, name = escape(spec.title), escape(spec.slug)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Telegram: Contact @{name}</title></head>
<body class="no_transition"><div class="tgme_page_wrap"><div class="tgme_body_wrap"><div class="tgme_page">
<div class="tgme_page_title"><span dir="auto">{title}</span></div>
<div class="tgme_page_extra">214 members, 12 online</div>
<div class="tgme_page_action"><a class="tgme_action_button_new" href="tg://resolve?domain={name}">View in Telegram</a></div>
</div></div></div></body></html>
"""
