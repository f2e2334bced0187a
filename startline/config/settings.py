"""All settings. Nothing is required: with an empty environment the site runs on SQLite.

Every variable read here is listed in docs/settings.md; a test compares the two.
"""

import datetime as dt
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from startline.config.environment import env_bool, env_list, env_secret

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "startline"


PRODUCTION = env_bool("STARTLINE_PRODUCTION")
STATE = Path(os.environ.get("STARTLINE_STATE", ROOT / "var")).resolve()
DATA = Path(os.environ.get("STARTLINE_DATA", ROOT.parent / "shared" / "data"))
KNOWLEDGE = PACKAGE / "glossary" / "content"
STATE.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The given key, or in development one made once and kept in the state folder."""
    key = env_secret("STARTLINE_SECRET_KEY")
    if key:
        return key
    if PRODUCTION:
        msg = "STARTLINE_SECRET_KEY (or STARTLINE_SECRET_KEY_FILE) is needed in production"
        raise ImproperlyConfigured(msg)
    path = STATE / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip() or "a-key-is-being-written-by-another-process"


SECRET_KEY = _secret_key()
DEBUG = False  # pages show their real errors in the log; nobody meets a stack trace
PORT = int(os.environ.get("PORT") or 8000)
SITE_URL = os.environ.get("STARTLINE_SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_NAME = os.environ.get("STARTLINE_SITE_NAME", "Startline")
ALLOWED_HOSTS = env_list("STARTLINE_HOSTS") or (
    [urlsplit(SITE_URL).hostname or ""]
    if PRODUCTION
    else ["127.0.0.1", "localhost", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
OPERATOR = {
    "name": os.environ.get("STARTLINE_OPERATOR_NAME", ""),
    "address": os.environ.get("STARTLINE_OPERATOR_ADDRESS", ""),
    "email": os.environ.get("STARTLINE_OPERATOR_EMAIL", ""),
    "law": os.environ.get("STARTLINE_OPERATOR_LAW", ""),
}


def _today() -> dt.date | None:
    """The pinned day for demos and tests."""
    word = os.environ.get("STARTLINE_TODAY", "")
    if word and PRODUCTION:
        msg = "STARTLINE_TODAY pins the day for demos; production refuses it"
        raise ImproperlyConfigured(msg)
    return dt.date.fromisoformat(word) if word else None


TODAY = _today()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "startline.core",
    "startline.places",
    "startline.glossary",
    "startline.accounts",
    "startline.events",
    "startline.payments",
    "startline.recovery",
    "startline.notices",
    "startline.entries",
    "startline.feeds",
    "startline.raceday",
    "startline.results",
    "startline.reviews",
    "startline.discovery",
    "startline.pages",
    "startline.api",
    "startline.config",
    "allauth",  # after our rooms, whose templates win
    "allauth.account",
    "allauth.usersessions",
    "django_tasks_db",
]
STATIC_AND_GZIP = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
]
if not PRODUCTION:  # in production they lie compressed on the disk; here they are squeezed as sent
    STATIC_AND_GZIP.reverse()
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    *STATIC_AND_GZIP,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "startline.core.middleware.vary_on_preferences",
    "startline.core.middleware.head_as_get",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "startline.config.urls"
WSGI_APPLICATION = "startline.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "startline.core.context.frame",
            ],
            "builtins": ["startline.core.templatetags.show"],
        },
    }
]


def _database() -> dict[str, object]:
    """SQLite in the state folder, or what DATABASE_URL says (postgres://user:secret@host/name)."""
    url = env_secret("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": STATE / "startline.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,  # s a writer waits for the others: on opening day they queue
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
            "TEST": {"NAME": STATE / "test.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        msg = "DATABASE_URL must start with postgres://"
        raise ImproperlyConfigured(msg)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        # a question asked three times is planned once for its connection: a tenth of an order
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 3,
            **dict(parse_qsl(parts.query)),  # sslmode and the like, as libpq names them
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VALKEY_URL = env_secret("VALKEY_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": VALKEY_URL}
        if VALKEY_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},  # of 300, the default, a full house of counters
        }
    )
}
SEAL_KEYS = [k for k in env_secret("STARTLINE_SEAL_KEYS").split(",") if k] or [SECRET_KEY]
RECOVERY_KEYS = [k for k in env_secret("STARTLINE_RECOVERY_KEYS").split(",") if k] or SEAL_KEYS
RECOVERY = {  # who applies the printed rules, and who answers for it when the site does
    "mode": os.environ.get("STARTLINE_RECOVERY_MODE", "marked"),
    "clinician": os.environ.get("STARTLINE_RECOVERY_CLINICIAN", ""),
    "registration": os.environ.get("STARTLINE_RECOVERY_REGISTRATION", ""),
    "version": os.environ.get("STARTLINE_RECOVERY_VERSION", ""),
    "signed_on": os.environ.get("STARTLINE_RECOVERY_SIGNED_ON", ""),
    "regulatory_opinion": os.environ.get("STARTLINE_RECOVERY_OPINION", ""),
    "usability_study": os.environ.get("STARTLINE_RECOVERY_STUDY", ""),
}
FAKE_PAYMENTS = env_bool("STARTLINE_FAKE_PAYMENTS", default=not PRODUCTION)
STRIPE_API = os.environ.get("STARTLINE_STRIPE_API", "https://api.stripe.com").rstrip("/")
STRIPE_JS = os.environ.get("STARTLINE_STRIPE_JS", "https://js.stripe.com/v3/")
STRIPE_CONNECT_KEY = env_secret("STARTLINE_STRIPE_CONNECT_KEY")
STRIPE_CONNECT_PUBLIC_KEY = os.environ.get("STARTLINE_STRIPE_CONNECT_PUBLIC_KEY", "")
STRIPE_CONNECT_WEBHOOK_SECRET = env_secret("STARTLINE_STRIPE_CONNECT_WEBHOOK_SECRET")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/you/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "startline.accounts.adapters.allauth.AccountAdapter"
ACCOUNT_FORMS = {"login": "startline.accounts.forms.SignInForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who owns the account hears when its password changes
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
BEHIND_PROXY = env_bool("STARTLINE_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # or all who sign in share one limit
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "worker-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
TEST_LANGUAGES = [("en-xa", "Ëñğļïšĥ (test)"), ("ar-xb", "Right to left (test)")]
OFFERS_TEST_LANGUAGES = env_bool("STARTLINE_TEST_LANGUAGES")  # drawn by core.pretend
LANGUAGES = [("en", "English"), *(TEST_LANGUAGES if OFFERS_TEST_LANGUAGES else [])]
LOCALE_PATHS = [PACKAGE / "core" / "locale"]
USE_I18N = True

STATICFILES_FINDERS = [
    "startline.core.finders.SiteCssFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = STATE / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "startline.core.storage.HashedStaticFiles"
            if PRODUCTION or env_bool("STARTLINE_HASHED_STATIC")
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_MAX_AGE = 31_536_000 if PRODUCTION else 60

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024


def _mail() -> dict[str, object]:
    """Mail goes through EMAIL_URL (smtps://user:secret@host:port for TLS), or is printed."""
    parts = urlsplit(env_secret("EMAIL_URL"))
    if parts.hostname and parts.scheme not in {"smtp", "smtps"}:
        msg = "EMAIL_URL must start with smtp:// or smtps://"
        raise ImproperlyConfigured(msg)
    if not parts.hostname:
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port
            or (465 if parts.scheme == "smtps" else 587 if parts.password else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            # a password never leaves in clear: smtp:// with one begins TLS first (STARTTLS)
            "use_tls": parts.scheme == "smtp" and bool(parts.password),
            "timeout": 20,
        },
    }


MAILERS = {"default": _mail()}
DEFAULT_FROM_EMAIL = os.environ.get(
    "STARTLINE_MAIL_FROM", f"startline@{urlsplit(SITE_URL).hostname or 'localhost'}"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "startline.core.logs.JsonLines"}},
    "filters": {"few": {"()": "startline.core.logs.FewLines"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["few"]}
    },
    "root": {"handlers": ["lines"], "level": os.environ.get("STARTLINE_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "stripe": {"level": "WARNING"},  # it would write a line for each request
    },
}
