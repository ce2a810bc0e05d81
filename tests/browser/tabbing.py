"""What the tests do with the Tab key: list what can be used on a page, and walk through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

_MOST = 600  # presses of Tab; more means that a page holds on to the focus

_LIBRARY = """() => {
  if (window.tabbing) return;
  const deep = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => one.shadowRoot ? [one, ...deep(one.shadowRoot)] : [one]);
  const up = (one) => one.parentElement || (one.getRootNode() && one.getRootNode().host) || null;
  const FIELDS = ["Selectbox", "MultiSelect", "NumberInput", "DateInput"].map((one) => `[data-testid=st${one}]`).join();
  const usable = (one) => {
    if (one.matches(":disabled, [aria-disabled=true], [type=hidden], [inert] *, canvas *, svg *")) return false;
    // The arrow of a list, and the plus and minus of a number, are for the mouse: keys do the same in the field.
    if (one.matches('[tabindex="-1"]') && one.closest(FIELDS)) return false;
    return one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
  };
  const CONTROLS = "a[href], button, input, select, textarea, summary, canvas[tabindex], [role=combobox],"
    + " [role=slider], [role=tab], [contenteditable=true]";
  // Of radio buttons and tabs one is reached with Tab, and the others from there with the arrow keys.
  // The cells of a table lie inside its canvas, which draws where the focus stands.
  const group = (one) => {
    if (one.closest("canvas")) return one.closest("canvas");
    const many = one.closest("[role=radiogroup], [role=tablist]");
    return many && one.matches("[role=radio], [role=tab], [type=radio]") ? many : one;
  };
  const numbers = new Map();
  const number = (one) => {
    if (!numbers.has(one)) numbers.set(one, numbers.size);
    return numbers.get(one);
  };
  const name = (one) => (one.getAttribute("aria-label") || one.labels?.[0]?.innerText || one.innerText
    || one.getAttribute("data-testid") || one.tagName).trim().replace(/\\s+/g, " ").slice(0, 60);
  // Everything by which a focus is shown, on the element and on what it lies in.
  const looks = (one) => {
    const said = [];
    for (let at = one, depth = 0; at && depth < 12; at = up(at), depth++) {
      const style = getComputedStyle(at);
      const outline = style.outlineStyle === "none" || style.outlineWidth === "0px"
        ? "" : style.outlineStyle + style.outlineWidth + style.outlineColor;
      said.push([outline, style.boxShadow, style.borderColor, style.backgroundColor, style.opacity].join("|"));
    }
    return said.join("||");
  };
  const seen = (one) => {
    for (let at = one; at; at = up(at)) if (Number(getComputedStyle(at).opacity) < 0.3) return false;
    return true;
  };
  const place = (one) => {
    const main = document.querySelector('[data-testid="stMain"]');
    const box = one.getBoundingClientRect();
    const scrolled = main && main.contains(one.getRootNode().host || one) ? main.scrollTop : 0;
    return {left: box.left, top: box.top + scrolled, bottom: box.bottom + scrolled};
  };
  let last = null;
  window.tabbing = {
    all: () => [...new Set(deep(document.body).filter((one) => one.matches(CONTROLS) && usable(one)).map(group))]
      .map((one) => ({id: number(one), name: name(one)})),
    here: () => {
      let one = document.activeElement;
      while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
      if (!one || one === document.body) { last = null; return null; }
      last = one;
      return {id: number(group(one)), name: name(one), main: one.closest('[data-testid="stMain"]') !== null
        || one.getRootNode() !== document, looks: looks(one), drawn: one.closest("canvas") !== null, seen: seen(one),
        ...place(group(one))};
    },
    left: () => last ? looks(last) : "",
  };
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A control at which the focus stood, and how it looked with and without it."""

    id: int
    name: str
    in_main: bool
    seen: bool
    drawn: bool  # on a canvas, which shows the focus by itself
    left: float
    top: float
    bottom: float
    focused: str
    unfocused: str

    @property
    def shown(self) -> bool:
        """Whether one sees that the focus stands here."""
        return self.seen and (self.drawn or self.focused != self.unfocused)


def controls(page: Page) -> dict[int, str]:
    """The names of all that can be used on the page."""
    page.evaluate(_LIBRARY)
    return {one["id"]: one["name"] for one in page.evaluate("() => window.tabbing.all()")}


def unfold(page: Page) -> None:
    """Opens everything that is folded."""
    page.evaluate(
        "() => document.querySelectorAll('details:not([open]) > summary').forEach((one) => one.click())"
    )


def walk(page: Page) -> list[Stop]:
    """Every stop from the beginning of the page until the focus leaves it at its end, or begins anew."""
    page.evaluate(_LIBRARY)
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    stops: list[Stop] = []
    here: dict[str, Any] | None = None
    away = 0
    for _ in range(_MOST):
        before = here
        page.keyboard.press("Tab")
        unfocused = page.evaluate("() => window.tabbing.left()")
        here = page.evaluate("() => window.tabbing.here()")
        if before is not None and here is not None and before["id"] == here["id"]:
            continue  # from cell to cell of a table, or from one date of a calendar to the next
        if before is not None:
            stops.append(_stop(before, unfocused))
        away = away + 1 if here is None else 0
        if away == 3 or (here is not None and stops and here["id"] == stops[0].id):
            return stops
    raise AssertionError(f"the focus never leaves the page: it stands at {here}")


def _stop(here: dict[str, Any], unfocused: str) -> Stop:
    return Stop(
        here["id"],
        here["name"],
        here["main"],
        here["seen"],
        here["drawn"],
        here["left"],
        here["top"],
        here["bottom"],
        here["looks"],
        unfocused,
    )
