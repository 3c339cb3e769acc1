"""The application object a WSGI server imports."""

import sys

from server import config, urls
from server.delivery import wsgi_stack
from server.delivery.prebuilt import Application
from server.ops import heap, parent_watch

heap.limit_heap()  # before any thread of this process has a heap
# Seconds that a thread which works something out may keep the interpreter from one that answers from the store.
sys.setswitchinterval(0.0005)
parent_watch.exit_with_parent()
settings = config.settings()
app: Application = urls.mount(wsgi_stack.build_stack(settings), settings)
if settings["TRUSTED_PROXIES"]:  # so that what is prebuilt knows of TLS before the proxy, too
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = ProxyFix(app, x_for=settings["TRUSTED_PROXIES"], x_proto=settings["TRUSTED_PROXIES"], x_host=0)
