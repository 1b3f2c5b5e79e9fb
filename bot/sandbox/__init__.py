"""A local WeChat and WeCom server that answers, refuses and calls back like the real ones.

It imports nothing of the product: the product meets it over HTTP, as it meets the real hosts.
"""
