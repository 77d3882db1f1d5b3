"""The review page: clerks read findings beside their evidence and decide, in a browser."""
