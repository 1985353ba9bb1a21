"""Words of resolutions, and of final statuses where there is no resolution: Jira itself does not say what they mean."""

from __future__ import annotations

from typing import Final

WONT_DO: Final = frozenset(
    {
        "won't do", "wont do", "won't fix", "wont fix", "wontfix", "won't be done", "will not do", "will not fix",
        "not planned", "rejected", "declined", "denied", "cancelled", "canceled", "abandoned", "obsolete", "invalid",
        "not a bug", "works as designed", "not applicable", "incomplete", "cannot reproduce", "can't reproduce",
        "withdrawn", "closed - won't do", "discarded", "dropped", "out of scope", "superseded",
        "wird nicht erledigt", "wird nicht behoben", "nicht erledigen", "abgelehnt", "abgebrochen", "verworfen", "storniert",
        "ne sera pas fait", "ne sera pas corrigé", "rejeté", "refusé", "annulé", "abandonné",
        "no se hará", "no se corregirá", "rechazado", "cancelado", "descartado", "não será feito", "rejeitado",
        "non verrà eseguito", "annullato", "rifiutato", "wordt niet gedaan", "geannuleerd", "afgewezen",
        "nie będzie zrobione", "odrzucone", "anulowane", "не будет выполнено", "отклонено", "отменено", "отклонен",
        "対応しない", "却下", "キャンセル", "不做", "不修复", "已拒绝", "已取消", "不予处理", "수정하지 않음", "취소됨",
    }
)  # fmt: skip

DUPLICATE: Final = frozenset(
    {
        "duplicate", "duplicated", "duplicates", "already exists", "duplikat", "doppelt", "doublon", "dupliqué", "duplicado",
        "duplicada", "duplicato", "duplicaat", "dubbel", "дубликат", "дублирует", "重複", "重复", "중복",
    }
)  # fmt: skip
