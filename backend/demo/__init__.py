"""The story of the main job, played through the public doors only: HTTP, TCP and the sandbox's phones.

Nothing here imports the product, so that what a newcomer watches is what any client could do.
"""
