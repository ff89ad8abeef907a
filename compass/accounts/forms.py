"""Sign-in forms in the words of the NHS design system."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["login"].error_messages = {"required": "Enter your email address"}
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].error_messages = {"required": "Enter your password"}
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"
        self.fields.pop("remember", None)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """The address that a reset link is sent to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"
        self.fields["email"].error_messages = {
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        }


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "New password"
        self.fields["password1"].help_text = "At least 12 characters. Three random words are good."
        self.fields["password2"].label = "New password again"
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"
            self.fields[name].error_messages = {"required": "Enter the new password"}
