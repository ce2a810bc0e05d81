"""Private parts of monitor/store.py: connection, locks, migrations, upkeep. Only the store imports them."""
