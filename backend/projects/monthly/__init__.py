"""Month by month: the site's progress report and the regulator's review."""
