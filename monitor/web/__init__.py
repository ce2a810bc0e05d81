"""The parts of the polite client. Other parts of the monitor use `monitor.fetch`, never these."""
