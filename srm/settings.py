"""Settings: one typed file, everything from the environment (`NAME_FILE` reads a secret from a file)."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from srm import broker, storage
from srm.embedded import database_url
from srm.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# --- how it runs ----------------------------------------------------------------------------------
PRODUCTION: bool = env.bool("SRM_PRODUCTION", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("SRM_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

DEMO_SECRET_KEY = "demo-only-not-a-secret-srm-refuses-it-in-production"  # noqa: S105 - named for what it is
SECRET_KEY: str = env.str("SECRET_KEY", default=DEMO_SECRET_KEY)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])  # earlier ones, while they are replaced
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL: str = env.str("SITE_URL", default="http://127.0.0.1:8000")
if PRODUCTION and (SECRET_KEY == DEMO_SECRET_KEY or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured("SECRET_KEY: set a random one of at least 50 characters for production.")

# --- applications ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "treebeard",
    "srm.events",
    "srm.lifecycle",
    "srm.accounts",
    "srm.idempotency",
    "srm.live",
    "srm.reference",
    "srm.documents",
    "srm.notifications",
    "srm.discussions",
    "srm.imports",
    "srm.audit",
    "srm.ui",
    "suppliers",
    "procurement",
    "tenders",
    "contracts",
    "analytics",
]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: nobody anonymous holds a grant
GUARDIAN_RAISE_403 = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "srm.health.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "srm.api.slash.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "srm.accounts.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "srm.refusals.RefusalMiddleware",
    "srm.idempotency.middleware.OnceMiddleware",  # last: what it runs has passed every check before
]
CSRF_FAILURE_VIEW = "srm.refusals.csrf_failure"
ROOT_URLCONF = "srm.urls"
ASGI_APPLICATION = "srm.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "srm.ui.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "srm.ui.forms.Renderer"

# --- database: PostgreSQL only; without DATABASE_URL the private one that `srm serve` starts --------
DATABASES = {"default": env.database(default=database_url(DATA_DIR))}
DATABASE_POOL: int = env.int("DATABASE_POOL", default=0)  # connections of one web process; 0: one per thread
DATABASES["default"]["CONN_MAX_AGE"] = 0 if DATABASE_POOL else env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASE_POOL:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 2, "max_size": DATABASE_POOL, "timeout": 10}
DATABASES["default"]["ATOMIC_REQUESTS"] = False

# --- cache, tasks ---------------------------------------------------------------------------------
REDIS_URL: str = env.url("REDIS_URL", default="", schemes={"redis", "rediss", "unix"}, example="redis://host:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "srm"}
}
CELERY_BROKER_URL: str = env.url(
    "CELERY_BROKER_URL", default="pgmq://", schemes=broker.SCHEMES, example="amqp://user:password@host"
)
if CELERY_BROKER_URL == "pgmq://":
    CELERY_BROKER_TRANSPORT_OPTIONS = broker.pgmq_options(DATABASES["default"])
CELERY_BROKER_POOL_LIMIT = 4
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = broker.TASK_TIME_LIMIT
CELERY_WORKER_PREFETCH_MULTIPLIER = broker.PREFETCH if CELERY_BROKER_URL == "pgmq://" else 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # its broadcast queues cost more than they tell
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "deliver what is due": {"task": "srm.events.sweep", "schedule": 10.0, "options": {"expires": 10.0}},
    "send what is due": {"task": "srm.notifications.sweep", "schedule": 30.0, "options": {"expires": 30.0}},
    "forget old keys": {"task": "srm.idempotency.forget_expired", "schedule": 3600.0, "options": {"expires": 3600.0}},
    "forget old live messages": {"task": "srm.live.forget_old", "schedule": 600.0, "options": {"expires": 600.0}},
    "begin and close auctions": {"task": "tenders.settle_auctions", "schedule": 5.0, "options": {"expires": 5.0}},
    "release expired reservations": {
        "task": "procurement.release_expired_reservations",
        "schedule": 900.0,
        "options": {"expires": 900.0},
    },
    "order what runs low": {
        "task": "procurement.reorder_stock",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "measure after fresh facts": {
        "task": "procurement.measure_what_is_due",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "mark strategies whose review is due": {
        "task": "procurement.outdate_due_strategies",
        "schedule": 3600.0,  # what changes is the day, of which a restart must not miss one
        "options": {"expires": 3600.0},
    },
    "pass on overdue approvals": {
        "task": "procurement.escalate_overdue_approvals",
        "schedule": 900.0,
        "options": {"expires": 900.0},
    },
}
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=False)

# --- mail, files ----------------------------------------------------------------------------------
# Without EMAIL_URL letters become files, except in production, where the host's own mail server is asked.
# (The path of a file URL loses its first slash: three and the path's own make it absolute.)
OUTBOX = DATA_DIR / "outbox"
vars().update(env.email(default="smtp://127.0.0.1:25" if PRODUCTION else f"filemail:///{OUTBOX}"))
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="SRM <srm@localhost>")
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = ""  # files are never served by URL: every download goes through a view that asks who you are
ATTACHMENT_MAX_BYTES: int = env.int("ATTACHMENT_MAX_BYTES", default=25 * 1024 * 1024)
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION  # nothing to collect before the first page
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *Compressor.SKIP_COMPRESS_EXTENSIONS,
    "json",
    "map",  # no browser is sent these but a developer's
)
STATICFILES_DIRS = [BASE_DIR / "srm" / "static"]
STORAGES = {
    "default": storage.from_url(env.str("STORAGE_URL", default="")),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("uk", _("Ukrainian"))]
LOCALE_PATHS = [BASE_DIR / "srm" / "locale"]  # the apps' own are found by Django
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
ORGANISATION_TIME_ZONE: str = env.str("ORGANISATION_TIME_ZONE", default="Europe/Kyiv")
ORGANISATION_NAME: str = env.str("ORGANISATION_NAME", default="Northwind Holding")
ORGANISATION_CURRENCY: str = env.str("ORGANISATION_CURRENCY", default="EUR")

# --- procurement (amounts in the organisation's currency) -----------------------------------------
SMALL_PURCHASE_LIMIT: str = env.str("SMALL_PURCHASE_LIMIT", default="1000")
SPLIT_WINDOW_DAYS: int = env.int("SPLIT_WINDOW_DAYS", default=30)  # like requests within it are added up
APPROVAL_DAYS: int = env.int("APPROVAL_DAYS", default=2)  # working days for an approval before it goes to the head
APPROVAL_TOLERANCE_PERCENT: str = env.str("APPROVAL_TOLERANCE_PERCENT", default="10")  # growth without a new approval
REMINDER_HOURS: int = env.int("REMINDER_HOURS", default=24)  # a requester reminds no more often
STOCK_HOLD_DAYS: int = env.int("STOCK_HOLD_DAYS", default=14)
BUDGET_CONTROL: str = env.str("BUDGET_CONTROL", default="stop")  # stop | warn | ignore
VAT_RATE: str = env.str("VAT_RATE", default="20")  # per cent, where a line does not say
BUNDLE_WINDOW_DAYS: int = env.int("BUNDLE_WINDOW_DAYS", default=92)  # needs of one bundle lie no further apart
ORDER_CONFIRM_DAYS: int = env.int("ORDER_CONFIRM_DAYS", default=3)  # working days to answer an order
MATCH_QUANTITY_PERCENT: str = env.str("MATCH_QUANTITY_PERCENT", default="0")  # how far an invoice may be above
MATCH_PRICE_PERCENT: str = env.str("MATCH_PRICE_PERCENT", default="2")
MATCH_AMOUNT: str = env.str("MATCH_AMOUNT", default="0.05")  # per line, in the order's currency

# --- sign-in --------------------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "srm.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}  # the key is account and address; codes are counted per person
MFA_ADAPTER = "srm.accounts.adapter.FactorAdapter"
MFA_FORMS = {"authenticate": "srm.accounts.forms.SignInCodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- security headers -----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- REST -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "srm.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["srm.api.permissions.IsStaff"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["srm.api.parsing.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_PAGINATION_CLASS": "srm.api.pagination.CursorPagination",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.SearchFilter",
    ],
    "SEARCH_PARAM": "q",
    "DEFAULT_SCHEMA_CLASS": "srm.api.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["srm.api.throttling.OwnRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.str("API_RATE", default="1200/min")},
    "EXCEPTION_HANDLER": "srm.api.problems.problem_handler",
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SRM",
    "DESCRIPTION": "Supplier relationship management and procurement. Amounts are strings, times are UTC.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],  # enums stay where they are used: many nouns have a `status`
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
