"""The application object a WSGI server imports; its pack is made while it already answers."""

from server import create_app

app = create_app()
app.extensions["pack"].prepare()
