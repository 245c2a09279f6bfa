"""Where django-allauth asks the house: who signs up, where links lead, how a second factor is kept."""

from typing import Any
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from srm.accounts.factors import conceal, disclose


class OurSite:
    """The installation as letters name it. The host of a request is whatever its sender wrote there."""

    name = settings.ORGANISATION_NAME
    domain = urlsplit(settings.SITE_URL).netloc


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by himself: staff are entered, suppliers come by invitation or registration with a company."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People are known by e-mail; there is no user name to fill."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {"current_site": OurSite(), **context})

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL.rstrip("/") + path.replace("UID-KEY", quote(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.SITE_URL.rstrip("/") + reverse("account_confirm_email", args=[emailconfirmation.key])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by account and by where they come from, so that nobody can lock out a rival."""
        return f"{self.get_client_ip(request)}:{credentials.get('email', '').lower()}"


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are concealed in the database."""

    def encrypt(self, text: str) -> str:
        return conceal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return disclose(encrypted_text)
