"""Names of roles and strengths -> English beside them, for people; data stay Chinese."""

from __future__ import annotations

ROLES_EN = {
    "牵头": "leads",
    "会同": "acts jointly",
    "配合": "assists",
    "负责": "responsible",
    "组织": "organises",
    "指导": "guides",
    "依托": "relied on",
    "支持": "supported",
    "鼓励": "encouraged",
    "参与": "takes part",
}
STRENGTHS_EN = {
    "必须": "must",
    "应当": "shall",
    "要": "is to",
    "可以": "may",
    "鼓励": "encouraged",
    "不得": "must not",
}
