"""Taking an answer along: a button that copies it, and links that share it.

The text travels to the button as data and is never part of its code or markup.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st

from dashboard.language import say

_SCRIPT = """
function select(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return select(text);  // a page without https has no clipboard of its own
  }
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = async () => {
    button.textContent = (await copy(data.text)) ? data.done : data.failed;
    setTimeout(() => { button.textContent = data.label; }, 2500);
  };
}
"""

_LOOKS = """
button {
  width: 100%; min-height: 3rem; border: 0; border-radius: 0.5rem; cursor: pointer;
  font: inherit; font-size: 1.25rem; color: var(--st-background-color); background: var(--st-text-color);
}
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
"""


def copy_button(text: str, key: str) -> None:
    """A large button that puts the text on the reader's clipboard and says so."""
    button = st.components.v2.component(
        "copy", html='<button type="button" aria-live="polite"></button>', css=_LOOKS, js=_SCRIPT
    )
    words = {"label": say("Copy"), "done": say("Copied"), "failed": say("Please select the text and copy it")}
    button(data={"text": text, **words}, key=key)


def share_links(title: str, text: str, source: str) -> None:
    """Links that hand the text to another app; nothing is sent before the reader does so there."""
    links = {
        "WhatsApp": f"https://wa.me/?{urlencode({'text': text}, quote_via=quote)}",
        "Telegram": f"https://t.me/share/url?{urlencode({'url': source, 'text': text}, quote_via=quote)}",
        say("E-mail"): f"mailto:?{urlencode({'subject': title, 'body': text}, quote_via=quote)}",
    }
    # Beside each other on a phone too, where columns would stand below each other.
    with st.container(horizontal=True, gap="small"):
        for name, url in links.items():
            st.link_button(name, url, width="stretch")
