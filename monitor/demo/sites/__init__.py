"""Sample sites for the demo and the tests: invented posts, served on loopback in the real formats."""

from monitor.demo.sites.page import PAGE_LAYOUT
from monitor.demo.sites.server import SampleSites
from monitor.demo.sites.spec import SitePost, SiteSpec

__all__ = ["PAGE_LAYOUT", "SampleSites", "SitePost", "SiteSpec"]
