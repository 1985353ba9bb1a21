"""What people call the parts of a postmortem. Data, and the one function that looks a title up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sync.anatomy import Part
from sync.folding import LONGEST_TITLE, folded

_PATTERNS: Final = {
    Part.SUMMARY: (
        r"summary|overview|tl;? ?dr|abstract|synopsis|description|what happened|introduction|background|in short|at a glance|the incident|the problem|problem statement|"
        r"zusammenfassung|überblick|résumé|resume[nm]|riepilogo|samenvatting|sammendrag|概要|サマリ|摘要|概述|요약|개요|резюме|описание"
    ),
    Part.IMPACT: (
        r"impact\w*|affected|(?:customer|user) experience|blast radius|scope|effects?|consequences?|damage|symptoms?|who was hit|"
        r"auswirkung\w*|incidence|impacto|impatto|gevolgen|影響\w*|影响\w*|영향\w*|влияние"
    ),
    Part.ROOT_CAUSES: (
        r"causes?|caused|causal|reasons?|contributors|underlying|rca|contributing|factors|root|whys?|analysis|analyses|investigation|fault|diagnosis|findings|what went wrong technically|"
        r"technical details?|explanation|how (?:did )?this happen\w*|"
        r"ursachen?\w*|causas?|causa raíz|cause racine|oorza\w+|årsak\w*|\w*原因\w*|\w*원인\w*|причин\w*|分析"
    ),
    Part.TRIGGER: r"trigger\w*|lead ?up|precipitat\w+|proximate cause|auslöser|déclencheur|desencadenante|gatilho|引き金|トリガー|触发\w*",
    Part.RESOLUTION: (
        r"resolution|resolved?|resolving|recover\w*|mitigat\w+|restor\w+|response|fix|fixed|fixing|solutions?|workarounds?|remed\w+|actions taken|"
        r"lösung|behebung|wiederherstellung|résolution|resolución|resolução|risoluzione|oplossing|解決\w*|復旧\w*|対応|恢复\w*|解决\w*|해결\w*|복구\w*|решение|устранение"
    ),
    Part.DETECTION: (
        r"detect\w*|discover\w*|identified|identification|alert\w*|monitoring|found out|notic\w+|notified|notification|reported|how we (?:knew|learned)|"
        r"erkennung|entdeckung|détection|detección|detecção|rilevamento|検知\w*|検出|発見|发现\w*|检测\w*|탐지|감지|обнаружение"
    ),
    Part.LESSONS: (
        r"lessons?|learn\w*|learnt|(?:went|goes|go|gone|working|worked) (?:well|wrong|right|poorly|badly|bad|better)|lucky|luck|takeaways?|reflections?|retrospective|"
        r"could (?:have )?(?:been |be )?(?:better|improved?)|lehren|erkenntnisse|leçons?|enseignements?|lecciones|aprendizajes?|lições|lezioni|教訓|学び|学んだこと|うまくいった\w*|"
        r"经验\w*|教训|교훈|배운 점|выводы|уроки"
    ),
    Part.TIMELINE: (
        r"time ?lines?|chronolog\w*|sequence of events|event log|incident log|log of events|course of events|what happened|history|(?:key |list of )?events|updates|ablauf|déroulé|déroulement|"
        r"zeitleiste|zeitlicher ablauf|zeitachse|chronologie|cronología|cronologia|linha do tempo|línea de tiempo|tijdlijn|タイムライン|経緯|時系列|时间线|时间轴|時間軸|타임라인|хронология"
    ),
}
_COMPILED: Final = {
    part: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for part, words in _PATTERNS.items()
}
_FIGURE: Final = re.compile(
    r"(?:mean |average |total )?(?:time|date|day|duration|length)s? (?:to|of|until|till|between)\b"
)
"""`Time to detection` is a number, and no part."""
_LONGEST: Final = 12
"""Words of a title; a longer one is a sentence of its own."""


@lru_cache(maxsize=8192)
def parts_of(title: str) -> frozenset[Part]:
    """Which parts a title announces, apart from action items: `Detection and resolution` is two; empty if none."""
    if len(title) > LONGEST_TITLE:
        return frozenset()
    plain = folded(title).replace("’", "'")
    if plain.count(" ") >= _LONGEST or _FIGURE.match(plain):
        return frozenset()
    return frozenset(part for part, words in _COMPILED.items() if words.search(plain))
