"""Commands of identity: ``reset-password``."""

from __future__ import annotations

import sys

import click

from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.identity.errors import AccountNotFound
from backend.identity.sign_in import reset_password

#: The exit code of a refusal, as in ``backend.cli``.
REFUSED = 3


@click.command("reset-password")
@click.argument("username")
@click.pass_obj
def reset(runtime: Runtime, username: str) -> None:
    """Give an account a one-time password and print it; every device of the account is signed out.

    There is no route for this: no administrator of the product can take another person's account over from a
    screen, and the audit record shows that the operator of the machine did.
    """
    try:
        click.echo(reset_password(runtime, Actor.system("reset-password"), username))
    except AccountNotFound:
        click.echo(f"There is no account {username}.", err=True)
        sys.exit(REFUSED)


COMMANDS: list[click.Command] = [reset]
