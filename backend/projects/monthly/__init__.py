"""Month by month: the site's progress report and the regulator's review.

`progress`, `reports`  filing and moving a month's report (its states are in `projects/rules`), and reading them
`reviews`              the supervising unit's review of a month, `review_rules` its states and items
`review_sheets`        all that a review looks at, on one sheet
"""
