"""`python -m bot.sandbox`: the sandbox on a port of its own."""

import argparse
from pathlib import Path

import msgspec
import uvicorn

from bot.sandbox.app import create_app
from bot.sandbox.config import Config, Profile, load


def main() -> None:
    """Serve until interrupted."""
    asked = _arguments()
    config = load(asked.config) if asked.config else Config()
    changes = {name: value for name in FIELDS if (value := getattr(asked, name)) is not None}
    app = create_app(msgspec.structs.replace(config, **changes))
    uvicorn.run(app, host=asked.host, port=asked.port, log_level="warning", access_log=False, lifespan="on")


FIELDS = ("log_path", "callback_url", "mini_callback_url", "profile")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bot.sandbox", description="A local WeChat and WeCom server.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--config", type=Path, help="JSON file with the fields of bot.sandbox.config.Config")
    parser.add_argument("--log", dest="log_path", type=Path, help="the receiver's log, JSON lines, appended to")
    parser.add_argument("--callback-url", help="where the app's events go, e.g. http://127.0.0.1:8000/bot/callback")
    parser.add_argument("--mini-callback-url", help="where the mini-program's message push goes")
    parser.add_argument("--profile", type=Profile, choices=list(Profile))
    return parser.parse_args()


if __name__ == "__main__":
    main()
