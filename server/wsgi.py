"""The application object a WSGI server imports."""

from server import config, front
from server.prebuilt import Application

settings = config.settings()
app: Application = front.application(settings)
if settings["TRUSTED_PROXIES"]:  # so that what is prebuilt knows of TLS before the proxy, too
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = ProxyFix(app, x_for=settings["TRUSTED_PROXIES"], x_proto=settings["TRUSTED_PROXIES"], x_host=0)
