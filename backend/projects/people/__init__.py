"""Who is what on a project: applications, decisions, ends, one project at a time, who answers for a vacant post.

`people_rules`  the life of a post as a table, the permit's names, `people.toml`; no database
`posts`         the one door for other folders: applying and the lists
`bootstrap`, `deciding`, `ending`  how a post begins without an approver, by one, and how it ends; `post_row` under them
`concurrency`   one unfinished project per project manager and chief, in the whole province
`succession`    which post answers while another is vacant
"""
