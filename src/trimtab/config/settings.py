"""Django's settings: values from `env`, everything else fixed here."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, SELF

from trimtab.config import database, env, languages, logs, proxies  # noqa: F401  proxies looks at its setting
from trimtab.config.content import CONTENT_URL

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = env.DEBUG
# The runtime keeps a random key in the data folder and passes it on; the fallback serves tests and
# builds only.
SECRET_KEY = env.SECRET_KEY or hashlib.sha256(str(env.DATA).encode()).hexdigest()
SECRET_KEY_FALLBACKS = env.SECRET_KEYS_BEFORE
ALLOWED_HOSTS = [
    *env.ALLOWED_HOSTS,
    *([_host] if (_host := urlsplit(CONTENT_URL).hostname) else []),
]
ROOT_URLCONF = "trimtab.config.urls"
WSGI_APPLICATION = "trimtab.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "trimtab.sealing",
    "trimtab.jobs",
    "trimtab.people",
    "trimtab.lrs",
    "trimtab.governance",
    "trimtab.library",
    "trimtab.search",
    "trimtab.strategy",
    "trimtab.practice",
    "trimtab.support",
    "trimtab.messaging",
    "trimtab.courses",
    "trimtab.evaluation",
    "trimtab.channels",
    "trimtab.home",
    "trimtab.learner",
    "trimtab.workbench",
    "trimtab.portal",
    "trimtab.gateway",
    "trimtab.config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "trimtab.config.page_times.PageTimesMiddleware",
    "trimtab.config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trimtab.config.content.ContentHostMiddleware",
    "csp.middleware.CSPMiddleware",
    "trimtab.config.door.FitAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "trimtab.config.door.FitFormMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trimtab.config.middleware.SharedDeviceMiddleware",
    "trimtab.config.middleware.PersonMiddleware",
    "trimtab.config.setting_up.SetUpMiddleware",
    "trimtab.config.middleware.SessionUseMiddleware",
    "trimtab.config.middleware.TimeZoneMiddleware",
    "trimtab.config.middleware.RefusalMiddleware",
    "trimtab.workbench.strategy.revisions.merging.ConflictMiddleware",
    "trimtab.config.permitting.PolicyMiddleware",
    "trimtab.config.second_steps.SecondStepMiddleware",
    # Last, next to the views: whatever answers in their place must not count as having done the
    # work.
    "trimtab.config.once.OnceMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "trimtab.wording.Templates",
        "NAME": "django",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trimtab.config.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "trimtab.home.templatetags.parts",
                "trimtab.wording",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **environ.Env.db_url_config(env.DATABASE_URL or "postgres:///trimtab"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
database.bound(DATABASES["default"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "sign_in_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "trimtab.config.hashing.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "sign-in"

# What stands between a first proof and a session; none of its pages has an address here
# (docs/decisions/0047-signing-in-with-allauth.md).
ACCOUNT_ADAPTER = "trimtab.home.entering.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Guessing is slowed by people.actions.guessing, in the database that all processes share.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "trimtab.home.entering.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True

LANGUAGE_CODE = languages.SOURCE
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGES = languages.offered(LOCALE_PATHS[0], pseudo=DEBUG)
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "trimtab.config.assets.VersionedStorage"},
}
MEDIA_ROOT = env.DATA / "media"

SESSION_ENGINE = "trimtab.config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "trimtab.home.failing.pages.token_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_HTTPS = env.BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
# A browser takes a cookie of such a name over https alone, for this very host and all of its pages.
SESSION_COOKIE_NAME = "__Host-sessionid" if _HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if _HTTPS else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language" if _HTTPS else "language"
MESSAGE_STORAGE = "trimtab.config.headers.Messages"
# Every request counts as https, unless a proxy that is trusted says otherwise (edge/scope.py): this
# loops for nobody.
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
# What other hosts below this one do, and lists of browsers, are for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CSRF_TRUSTED_ORIGINS = [env.BASE_URL]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF, NONCE],
        "script-src": [SELF, NONCE],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": ["'none'"],
    }
}

# The bounds of edge/bounds.py come first; a form within them lies in memory, and a file lies
# nowhere but at pages that take one.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "trimtab.config.edge.files.OnlyWhereTaken",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
LOGGING = logs.settings(env.DATA, as_json=env.LOG_FORMAT == "json")

DEFAULT_FROM_EMAIL = env.EMAIL_FROM
EMAIL_TIMEOUT = 20  # seconds for each answer of the mail server
if env.EMAIL_URL:
    globals().update(environ.Env.email_url_config(env.EMAIL_URL))

TRIMTAB_BASE_URL = env.BASE_URL
