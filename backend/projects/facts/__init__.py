"""The five reported facts: what they are, what the regulator says of them, every change with its reason.

`fact_rules`  the facts, their states and the project's status as tables; no database
`facts`       what each is now, `changed` for whoever changes one, verifying and returning
`changes`     the history, of everything else about a project too
`fact_views`  the page of a project's facts and the queue of what waits
`fact_texts`, `change_texts`  values and differences in words
"""
