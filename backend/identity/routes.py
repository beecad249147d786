"""Log-in, refresh, log-out, and who am I."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, after_this_request, current_app, request

from backend.identity import schemas, service, sessions
from backend.identity.access import current_actor, load_actor
from backend.identity.passwords import Passwords
from backend.identity.sessions import LoginAttempt, Opened, Policy
from backend.kernel.clock import now
from backend.kernel.db import db, unit_of_work
from backend.kernel.errors import LuqinError, NotFound
from backend.kernel.http import PUBLIC, Blueprint, requires

COOKIE = "__Host-luqin_refresh"
DEMO_ACCOUNTS_FILE = "demo-accounts.json"

blp = Blueprint("auth", __name__, description="登录与会话 · Log-in and sessions")


@blp.route("/auth/login", methods=["POST"])
@requires(PUBLIC)
@blp.arguments(schemas.Login)
@blp.response(200, schemas.Session)
def log_in(args: dict[str, Any]) -> dict[str, Any]:
    """Log in with badge number and password on a device that proves its key."""
    device = args["device"]
    attempt = LoginAttempt(
        badge_number=args["badge_number"].strip(),
        request_id=args["request_id"],
        public_key=device["public_key"],
        label=device["label"],
        platform=device["platform"],
        proof=args["proof"],
        enrolment_code=args["enrolment_code"],
    )
    sessions.check_login_proof(attempt, signed_badge_number=args["badge_number"])
    account = sessions.find_credentials(attempt.badge_number)
    # Unknown numbers cost the same work as known ones, and nobody else waits for it.
    db.session.rollback()
    fits = passwords().verify(account.password_hash if account else None, args["password"])
    with unit_of_work():
        outcome = sessions.log_in(attempt, account=account, password_fits=fits, policy=policy())
        answer = _answer(outcome)
    return _or_refuse(answer)


@blp.route("/auth/refresh", methods=["POST"])
@requires(PUBLIC)
@blp.arguments(schemas.Refresh)
@blp.response(200, schemas.Session)
def refresh(args: dict[str, Any]) -> dict[str, Any]:
    """Use the refresh cookie once. The same cookie with the same `request_id` repeats a lost answer."""
    with unit_of_work():
        outcome = sessions.refresh(
            token=request.cookies.get(COOKIE),
            session_id=args["session_id"],
            request_id=args["request_id"],
            proof=args["proof"],
            policy=policy(),
        )
        answer = _answer(outcome)
    return _or_refuse(answer)


@blp.route("/auth/logout", methods=["POST"])
@requires("self", writes=True)
@blp.response(204)
def log_out() -> None:
    """End this session and clear the cookie."""
    sessions.log_out(current_actor().session_id)
    after_this_request(_clear_cookie)


@blp.route("/auth/password", methods=["POST"])
@requires("self")
@blp.arguments(schemas.PasswordChange)
@blp.response(204)
def change_password(args: dict[str, Any]) -> None:
    """Change one's own password; all other sessions end."""
    actor, keeper = current_actor(), passwords()
    sessions.check_new_password(
        old=args["old_password"], new=args["new_password"], badge_number=actor.badge_number
    )
    account = sessions.find_credentials(actor.badge_number)
    db.session.rollback()
    fits = keeper.verify(account.password_hash if account else None, args["old_password"])
    new_hash = keeper.hash(args["new_password"]) if fits else ""
    with unit_of_work():
        refusal = sessions.change_password(
            actor, account=account, old_fits=fits, new_hash=new_hash, policy=policy()
        )
    if refusal is not None:
        raise refusal


@blp.route("/auth/me")
@requires("self")
@blp.response(200, schemas.Me)
def get_me() -> dict[str, Any]:
    """Who the caller is, what they may do, and how far."""
    return service.describe_me(current_actor())


@blp.route("/auth/demo-accounts")
@requires(PUBLIC)
@blp.response(200, schemas.DemoAccounts)
def list_demo_accounts() -> dict[str, Any]:
    """The accounts of the demo branch; 404 on any other installation."""
    settings = current_app.config["LUQIN"]
    file = settings.data_dir / DEMO_ACCOUNTS_FILE
    if not settings.is_demo or not file.is_file():
        raise NotFound()
    return {"items": json.loads(file.read_text("utf-8"))}


def policy() -> Policy:
    """The operator's decisions about log-in."""
    settings = current_app.config["LUQIN"]
    return Policy(
        secret=settings.secret_key,
        needs_code=settings.device_enrolment == "code",
        lockout_failures=settings.lockout_failures,
        lockout_s=settings.lockout_s,
        idle_days=settings.refresh_idle_days,
        absolute_days=settings.refresh_absolute_days,
    )


def passwords() -> Passwords:
    """The password keeper of this application."""
    keeper: Passwords = current_app.extensions["luqin.passwords"]
    return keeper


def _or_refuse(answer: dict[str, Any] | LuqinError) -> dict[str, Any]:
    """Raise a refusal now that what led to it is stored."""
    if isinstance(answer, LuqinError):
        raise answer
    return answer


def _answer(outcome: Opened | LuqinError) -> dict[str, Any] | LuqinError:
    """The session for JSON and its cookie: read before the commit, so that nobody can end the session in between."""
    if isinstance(outcome, LuqinError):
        return outcome
    actor = load_actor(db.session.connection(), outcome.session_id)
    device = service.get_device(actor.device_id)

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            outcome.refresh_token,
            max_age=current_app.config["LUQIN"].refresh_absolute_days * 86_400,
            path="/",
            secure=True,
            httponly=True,
            samesite="Strict",
        )
        return response

    return {
        "access_token": sessions.make_access_token(actor),
        "expires_in": current_app.config["LUQIN"].access_token_s,
        "session_id": outcome.session_id,
        "device": {"id": device.id, "label": device.label},
        "me": service.describe_me(actor),
        "server_time": now(),
    }


def _clear_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
    return response
