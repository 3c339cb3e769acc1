"""The application object a WSGI server imports."""

from server import create_app

app = create_app()
