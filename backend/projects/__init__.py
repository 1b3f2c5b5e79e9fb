"""Projects: what is built, by whom, who is responsible, what is due. A folder for each part, here what all share.

`registration` enters a project, `projects` reads one or many, `visibility` is who may see which, `rules` and
`rules.toml` hold permit numbers, map points, months and the progress report's states, `reference` loads what applies.

`base`       permits, single works, numbers elsewhere, parties, supervision, map point, category and status
`people`     posts: applied for, decided, ended, handed over, vacant
`facts`      the five facts that the regulator verifies, and the history of every change
`dangerous`  the catalogue of dangerous works and each site's list
`duties`     the calendar of what is due
`monthly`    progress reports and the regulator's monthly review
"""
