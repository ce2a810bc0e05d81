"""Settings: one TOML file in the home folder, overridden by the environment (MYTH_MONITOR_FETCH__DELAY=2)."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from monitor.errors import SettingsError, first_fault
from monitor.rights import Role

SETTINGS_FILE = "settings.toml"
KEY_FILE = "secret.key"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FetchSettings(_Section):
    """How the fetcher behaves towards other people's servers."""

    contact: str = Field(
        default="",
        description="e-mail or web page of whoever runs this, sent in the User-Agent; needed to collect",
    )
    delay: float = Field(default=2.0, ge=0, description="seconds between two requests to one host")
    timeout: float = Field(default=30.0, gt=0, description="seconds for one whole answer")
    max_bytes: int = Field(default=5_000_000, gt=0, description="largest answer, after decompression too")
    max_redirects: int = Field(default=5, ge=0)
    max_pages: int = Field(default=200, gt=0, description="requests per source and run")
    max_wait: float = Field(
        default=60.0, ge=0, description="longest pause (Retry-After) waited for within a run"
    )
    retries: int = Field(default=3, ge=0, description="further tries after a fault that can pass")
    hosts_at_once: int = Field(default=8, gt=0, description="hosts read in parallel; one request each")
    allow_private: bool = Field(
        default=False, description="read loopback and private addresses (own test sites)"
    )


class StoreSettings(_Section):
    """Where the lake is. Embedded by default; a team sets a PostgreSQL catalogue and shared storage."""

    catalog: str = Field(
        default="", description="empty: SQLite in the home folder; or postgres:dbname=… host=…"
    )
    data_path: str = Field(
        default="", description="empty: the folder `lake` in the home folder; or s3://bucket/…"
    )
    busy_timeout: float = Field(default=60.0, gt=0, description="seconds a write waits for other writers")


class ClassifierSettings(_Section):
    """Which model labels the posts."""

    model: str = Field(
        default="", description="empty: the shipped model; or another encoder: a folder or Hugging Face id"
    )
    matcher: Literal["claims", "nli"] = Field(
        default="claims",
        description="what finds the myths: their claim variants, or a zero-shot NLI model (about 100 times slower)",
    )
    nli_model: str = Field(default="", description="the NLI model for `nli`: a folder or Hugging Face id")
    nli_certain: float = Field(
        default=0.9, gt=0, le=1, description="probability of entailment from which a match is certain"
    )
    nli_suggested: float = Field(default=0.6, gt=0, le=1, description="and from which it is suggested")
    threads: int = Field(default=0, ge=0, description="0: as many as there are cores")
    batch: int = Field(default=512, gt=0, description="posts per step of `annotate`")

    @model_validator(mode="after")
    def _fits_together(self) -> ClassifierSettings:
        if self.nli_suggested > self.nli_certain:
            raise ValueError("nli_suggested must not be above nli_certain")
        if self.matcher == "nli" and not self.nli_model:
            raise ValueError("matcher is nli, so nli_model must name a model")
        return self


class PrivacySettings(_Section):
    """How long posts are kept (monitor/privacy.py has the rules that no setting can change)."""

    keep_days: int = Field(default=730, gt=0, description="`retention` removes posts older than this")


class OrganisationSettings(_Section):
    """Who answers: the publisher named in exports."""

    name: str = Field(default="", description="name of the organisation; needed for `export claimreview`")
    url: str = Field(default="", description="its web page")
    answers: str = Field(
        default="",
        description="where its answers are published, with {myth} and {language}; empty: the web page",
    )


class ResponseSettings(_Section):
    """How long an approval of a response holds."""

    review_months: int = Field(
        default=6, ge=1, le=12, description="months until a checked or approved text is due for review"
    )


class ServeSettings(_Section):
    """Where the dashboard listens."""

    listen: str = Field(
        default="127.0.0.1",
        description="address of this machine to listen on; any other than its own loopback needs a [login]",
    )


class LoginSettings(_Section):
    """Who may use the dashboard: an OpenID Connect provider, and which of its claims make which role.

    Without a provider nobody logs in, and the dashboard can be reached from its own machine only.
    """

    metadata_url: str = Field(
        default="", description="the provider's address that ends in /.well-known/openid-configuration"
    )
    client_id: str = Field(default="", description="what the provider calls this dashboard")
    client_secret: SecretStr = Field(
        default=SecretStr(""),
        description="better kept out of the file: MYTH_MONITOR_LOGIN__CLIENT_SECRET in the environment",
    )
    address: str = Field(
        default="",
        description="the dashboard's address in a browser, like https://rumours.example.org; the provider must "
        "allow this address with /oauth2callback; empty: http://localhost and the port",
    )
    claim: str = Field(
        default="roles",
        description="the claim of the ID token that holds roles or groups; dots lead inwards: realm_access.roles",
    )
    roles: dict[str, Role] = Field(
        default={},
        description="value of that claim = role: reader, key-person, editor, approver, researcher, admin",
    )
    default_role: Role | None = Field(
        default=None, description="role of everybody else who can log in; none: they see nothing"
    )
    name_claim: str = Field(default="name", description="the claim with the name that stands in the record")
    hours: float = Field(default=12, gt=0, le=720, description="hours until one has to log in again")
    public_check: bool = Field(
        default=False, description="whether “Check a rumour” is open to everybody, without a login"
    )
    public_tips: int = Field(
        default=60,
        ge=0,
        description="reports an hour from which on only people who are logged in can report a rumour",
    )

    @property
    def enabled(self) -> bool:
        """Whether people have to log in."""
        return bool(self.metadata_url)


class Settings(BaseSettings):
    """All settings of one home folder."""

    model_config = SettingsConfigDict(
        env_prefix="MYTH_MONITOR_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    home: Path
    engine: Literal["local"] = "local"
    fetch: FetchSettings = FetchSettings()
    store: StoreSettings = StoreSettings()
    classifiers: ClassifierSettings = ClassifierSettings()
    privacy: PrivacySettings = PrivacySettings()
    organisation: OrganisationSettings = OrganisationSettings()
    responses: ResponseSettings = ResponseSettings()
    serve: ServeSettings = ServeSettings()
    login: LoginSettings = LoginSettings()
    contacts: dict[str, str | dict[str, str]] = Field(
        default={},
        description="Contact points that responses name as `{{ local_contact }}` or `{{ contact.NAME }}`: a text "
        "for all, or a table of texts per community (`pl-helmond`), region (`helmond`), language (`pl`) and "
        "`all`, of which the first that fits is used.",
    )

    @property
    def sources_dir(self) -> Path:
        """The user's own source files."""
        return self.home / "sources"

    @property
    def myths_dir(self) -> Path:
        """Myths of this organisation, beside the shipped ones."""
        return self.home / "myths"

    @property
    def responses_dir(self) -> Path:
        """Responses of this organisation, which replace the shipped ones."""
        return self.home / "responses"

    @property
    def phrases_dir(self) -> Path:
        """This organisation's phrases, which replace the shipped ones."""
        return self.home / "phrases"

    @property
    def key_file(self) -> Path:
        """The secret key of the pseudonyms: in the home folder, outside the lake."""
        return self.home / KEY_FILE

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What stands first wins: arguments, environment, then the file of the home folder."""
        home = Path(init_settings()["home"])
        file = TomlConfigSettingsSource(settings_cls, toml_file=home / SETTINGS_FILE)
        return init_settings, env_settings, file


def default_home() -> Path:
    """MYTH_MONITOR_HOME, else `.myth-monitor` in the user's own folder."""
    named = os.environ.get("MYTH_MONITOR_HOME")
    return Path(named).expanduser() if named else Path.home() / ".myth-monitor"


def load_settings(home: Path | None = None, **overrides: Any) -> Settings:
    """Settings of that home folder (which need not exist yet).

    Raises SettingsError with the file, the field, the value received and what is allowed.
    """
    home = (home or default_home()).expanduser().absolute()
    file = home / SETTINGS_FILE
    try:
        return Settings(home=home, **overrides)
    except ValidationError as error:
        fault = first_fault(error)
        raise SettingsError(
            f"{fault.why} (got {fault.got!r})",
            file=file if file.exists() else None,
            field=fault.field,
            remedy=f"Looked at the environment ({_variable(fault.field)}) and at {file}.",
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"not valid TOML: {error}", file=file) from None


def _variable(field: str) -> str:
    return "MYTH_MONITOR_" + field.upper().replace(".", "__")
