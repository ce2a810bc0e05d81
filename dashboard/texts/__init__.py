"""The translations of the dashboard: `<language>/dashboard.po`, read by dashboard/language.py."""
