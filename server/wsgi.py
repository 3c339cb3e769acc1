"""The application object a WSGI server imports."""

import sys

from server import config, front, parent, urls
from server.prebuilt import Application

# Seconds that a thread which works something out may keep the interpreter from one that answers from the store.
sys.setswitchinterval(0.0005)
parent.end_with_parent()
settings = config.settings()
app: Application = urls.mounted(front.application(settings), settings)
if settings["TRUSTED_PROXIES"]:  # so that what is prebuilt knows of TLS before the proxy, too
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = ProxyFix(app, x_for=settings["TRUSTED_PROXIES"], x_proto=settings["TRUSTED_PROXIES"], x_host=0)
