"""The command line: `python -m backend.cli …`."""

from __future__ import annotations

import click
from flask import Flask
from flask_migrate import upgrade

from backend.app import create_app
from backend.registry import after_migrating


def migrate(app: Flask) -> None:
    """Bring the database to the newest migration."""
    with app.app_context():
        upgrade(directory="migrations")
        after_migrating(app)


@click.group()
def cli() -> None:
    """Luqin 路勤 管理命令。"""


@cli.command("migrate")
def migrate_command() -> None:
    """把数据库升级到最新结构。"""
    migrate(create_app())
    click.echo("数据库结构已是最新。")


if __name__ == "__main__":
    cli()
