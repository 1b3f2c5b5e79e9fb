"""The product's pages in a real browser. What is expected is waited for: a slow machine is no failure."""

from playwright.sync_api import expect

from tests.phone_town import WAIT_MS

expect.set_options(timeout=WAIT_MS)
