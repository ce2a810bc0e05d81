"""Commands that remove posts: erase, retention."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor import console
from monitor.cli_catalogues import Home, settings_of


def erase(
    post: Annotated[list[str] | None, typer.Option(help="Post id.")] = None,
    author: Annotated[str | None, typer.Option(help="Author's pseudonym as stored.")] = None,
    source: Annotated[str | None, typer.Option(help="Source id: all its posts.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the post.")] = None,
    home: Home = None,
) -> None:
    """Removes posts physically: from the store, its files and its past versions."""
    from monitor.keeping import Named
    from monitor.keeping import erase as remove
    from monitor.rights import local
    from monitor.store import Lake

    given: dict[Named, str | list[str] | None]
    given = {"posts": post or None, "author": author, "source": source, "url": url}
    chosen = [(name, value) for name, value in given.items() if value is not None]
    if len(chosen) != 1:
        console.complain("Name exactly one of --post, --author, --source, --url.")
        raise typer.Exit(2)
    with Lake.open(settings_of(home)) as lake:
        console.say(str(remove(lake, local(), *chosen[0])))


def retention(home: Home = None) -> None:
    """Removes posts older than `privacy.keep_days`."""
    from monitor.keeping import expire
    from monitor.rights import local
    from monitor.store import Lake

    settings = settings_of(home)
    with Lake.open(settings) as lake:
        console.say(str(expire(lake, settings, local())))
