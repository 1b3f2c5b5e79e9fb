"""Who is what on a project: applications, decisions, ends, one project at a time, who answers for a vacant post."""
