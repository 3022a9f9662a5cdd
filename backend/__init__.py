"""掌上编办 Zhangbian: the server."""
