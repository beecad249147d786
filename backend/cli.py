"""The command line: `python -m backend.cli …`."""

from __future__ import annotations

import json
import os
import sys

import click
from flask import Flask
from flask_migrate import upgrade

from backend.app import create_app
from backend.demo.loader import load_demo
from backend.evidence import queries as evidence
from backend.identity import devices
from backend.identity import service as identity
from backend.kernel.db import db, unit_of_work
from backend.kernel.errors import LuqinError, NotFound
from backend.ledger.verify import verify
from backend.records import queries as records
from backend.registry import after_migrating
from backend.statistics import service as statistics
from config.settings import SettingsError, load_settings


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
    migrate(_app())
    click.echo("数据库结构已是最新。")


@cli.group()
def demo() -> None:
    """演示分局。"""


@demo.command("load")
def demo_load() -> None:
    """在空库中建立演示分局；已有单位时什么也不做。"""
    app = _app()
    settings = app.config["LUQIN"]
    if not settings.is_demo:
        raise click.ClickException("LUQIN_ENV 不是 demo，不载入演示数据。")
    loaded = load_demo(app, today=settings.demo_today, say=click.echo)
    if not loaded:
        click.echo("已有数据，不再载入演示分局。")


@demo.command("accounts")
def demo_accounts() -> None:
    """列出演示账号。"""
    path = load_settings().data_dir / "demo-accounts.json"
    if not path.is_file():
        raise click.ClickException("没有演示账号：尚未载入演示分局。")
    for account in json.loads(path.read_text("utf-8")):
        click.echo(
            f"  {account['badge_number']:<8} {account['password']}  {account['role_name']}（{account['unit_name']}）"
            f"  {account['tries']}"
        )


@cli.group()
def admin() -> None:
    """管理员。"""


@admin.command("create")
@click.option("--badge", envvar="LUQIN_ADMIN_BADGE", help="登录警号")
@click.option("--name", envvar="LUQIN_ADMIN_NAME", default="系统管理员", show_default=True)
@click.option("--if-empty", is_flag=True, help="已有人员时什么也不做")
def admin_create(badge: str | None, name: str, *, if_empty: bool) -> None:
    """建立第一个系统管理员。口令来自提示或 LUQIN_ADMIN_PASSWORD。"""
    app = _app()
    with app.app_context():
        if not identity.is_empty():
            if if_empty:
                return
            raise click.ClickException("已有单位或人员，第一个管理员早已建立。")
        password = os.environ.get("LUQIN_ADMIN_PASSWORD")
        if (badge is None or password is None) and not sys.stdin.isatty():
            raise click.ClickException("没有终端可供输入：请设置 LUQIN_ADMIN_BADGE 和 LUQIN_ADMIN_PASSWORD。")
        badge = badge or click.prompt("管理员警号")
        password = password or click.prompt(
            "口令（至少 8 位，含三类字符）", hide_input=True, confirmation_prompt=True
        )
        try:
            with unit_of_work():
                identity.create_first_administrator(
                    badge_number=badge,
                    name=name,
                    password=password,
                    passwords=app.extensions["luqin.passwords"],
                )
        except LuqinError as error:
            raise click.ClickException(
                "；".join([error.detail_zh, *(field.zh for field in error.fields)])
            ) from None
    click.echo(f"管理员 {badge} 已建立。")


@admin.command("enrolment-code")
@click.option("--badge", envvar="LUQIN_ADMIN_BADGE", prompt="警号", help="登录警号")
def admin_enrolment_code(badge: str) -> None:
    """给一个账号发一次性注册码，十分钟内登记一台设备：第一个管理员没有人可以给他发码。"""
    with _app().app_context():
        try:
            with unit_of_work():
                issued = devices.issue_code_at_the_machine(badge)
        except NotFound:
            raise click.ClickException(f"没有警号为 {badge} 的人员。") from None
    click.echo(f"注册码 {issued.code}（警号 {badge}，十分钟内有效，登记一台设备）")


@cli.group()
def ledger() -> None:
    """账本。"""


@ledger.command("verify")
def ledger_verify() -> None:
    """逐条重算账本：每条内容、每个树头的根与签名、照片登记。有不符之处时退出码为 1。"""
    with _app().app_context():
        connection = db.session.connection()
        verdict = verify(
            connection,
            record_texts=lambda keys: records.signed_texts(connection, keys),
            known_photos=lambda hashes: evidence.verified_sizes(connection, hashes),
        )
    click.echo(
        f"条目 {verdict.entries}（记录 {verdict.records}，照片 {verdict.photos}），树头 {verdict.heads}，"
        f"根 {verdict.root}"
    )
    for sentence in verdict.damage:
        click.echo(sentence)
    if verdict.damage:
        raise click.ClickException(f"账本核验未通过：{len(verdict.damage)} 处不符。")
    click.echo("账本核验通过。")


@cli.group("statistics")
def statistics_group() -> None:
    """统计。"""


@statistics_group.command("rebuild")
def statistics_rebuild() -> None:
    """清空统计汇总，从账本第 0 条起重新计算。"""
    with _app().app_context():
        statistics.rebuild()
    click.echo("统计已重新计算。")


def _app() -> Flask:
    try:
        return create_app()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    cli()
