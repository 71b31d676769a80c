"""The dashboard as a server runs it: the pages behind the guard, and the identity provider where there is one.

`debrief dashboard` starts this file; its names and its sign-in come in the environment.
"""

import os
from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from pipeline.dashboard.guard import Guard
from pipeline.resources import resource
from pipeline.serving import HOSTS, SIGN_IN
from pipeline.sign_in import load_sign_in

_sign_in = load_sign_in(Path(os.environ[SIGN_IN])) if SIGN_IN in os.environ else None

app = App(
    resource("app.py"),
    secrets={"auth": dict(_sign_in.auth)} if _sign_in else None,
    middleware=[Middleware(Guard, hosts=os.environ[HOSTS].split(","))],
)
