"""How the API answers, and how its document is made."""

FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "compass.foundation.api.paging.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "compass.foundation.api.problems.problem_handler",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min", "user": "1200/min", "files": "60/min"},
    "NUM_PROXIES": 0,  # production counts its own; otherwise X-Forwarded-For would get round the throttle
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
DOCUMENT = {
    "TITLE": "MedTech Compass",
    "DESCRIPTION": (
        "Public facts about health technologies, and the passports of those that an NHS organisation has assessed: "
        "every other trust may rely on that assessment. Technologies that nobody has assessed yet say so. A passport "
        "is not a legal assurance: it never replaces DCB0160, a local DPIA or local clinical risk management. "
        "Innovators also fill, check and submit their evidence packs here: with the session of the pages, or by a "
        "program of theirs with credentials of its own (OAuth 2 client credentials). What an NHS organisation keeps "
        "(searches, records, shortlists, evaluations, questions and local costs) is read and changed with the session "
        "of the pages only; so are needs and their answers. People follow and unfollow on the pages only."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "VerdictStatus": "passports.validity.Status",
        "TechnologyKind": "evidence.models.innovations.Kind",
        "OrganisationKind": "trusts.models.organisations.OrganisationKind",
        "PackState": "evidence.states.PackState",
        "DocumentState": "evidence.states.DocumentState",
        "AssessmentState": "trusts.states.AssessmentState",
        "ConditionState": "passports.states.ConditionState",
        "NeedState": "trusts.states.NeedState",
        "Confidentiality": "evidence.models.attachments.Confidentiality",
        "EvaluationState": "compass.guide.states.EvaluationState",
        "ValueDomain": "compass.guide.value.scheme.Domain",
        "CertificateKind": "evidence.models.certificates.CertificateKind",
        "VoteChoice": "compass.guide.models.shortlists.VoteChoice",
    },
}
