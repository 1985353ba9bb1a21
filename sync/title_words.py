"""The words of titles, as people write them over the parts of a postmortem. Data and nothing else; `sync.vocabulary` looks them up.

Every word is written as `sync.folding.folded` leaves it: lower case, single blanks, no hyphens.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sync.words import word_set


class Section(StrEnum):
    """What a heading or label announces."""

    ACTIONS = "actions"
    OTHER = "other"
    """A part of a postmortem that holds no action items."""
    UNKNOWN = "unknown"


ACTION_TITLES: Final = word_set(
    "action, actions, action item, action items, action points, action plan, action list, actionables, actionable items, actions items,"
    " action items and next steps, actions and follow ups, actions and improvements, actions planned, action planned, planned actions, planned action, proposed actions,"
    " actions to take, actions to be taken, resulting action, resulting actions, review actions, retro actions, recommended actions,"
    " follow up, follow ups, followup, followups, follow up actions, follow up action, follow up action items, follow up items, follow up tasks,"
    " follow up work, follow up improvements, followup actions, followup tasks, follow up and next steps, next steps, next step, next actions, to do, todo, todos, to dos, tasks,"
    " remediation, remediations, remediation items, remediation actions, remediation plan, remediation steps, remediation tasks,"
    " corrective actions, corrective action, corrective measures, corrective and preventive actions, corrective and preventative actions,"
    " corrective and preventive measures, corrective and preventative measures, corrective action plan,"
    " corrective actions and preventive measures, preventive actions, preventative actions, preventive measures, preventative measures,"
    " preventive work, preventative work, prevention, prevention measures, prevention actions, prevention plan, preventing recurrence,"
    " improvements, improvement, improvement actions, improvement items, proposed improvements, proposal improvements, suggested improvements,"
    " future work, future actions, future measures, future plan, future improvements, future steps,"
    " recommendations, recommended next steps, looking forward, going forward, moving forward,"
    " what we are doing about it, what we're doing about it, what are we doing about it, what we will do about it,"
    " what are we going to do about it, what's next, what is next, how will we do better in the future, how we will do better in the future,"
    " how will we prevent this in the future, how do we prevent this in the future, how do we prevent this from happening again,"
    " how will we prevent this from happening again, how to prevent this in the future,"
    " future plan, future plans, future works, アクションアイテム, アクション, アクション項目, 立即执行, 再発防止策, 再発防止, 対応策, 今後の対応, 今後の対策, 改善策, 次のステップ,"
    " action steps, action register, action tracker, ai, ais, todo list, to do list, things to do, things to improve, things to change, tickets to create, tickets created,"
    " work item, work items, repair item, repair items, repair actions, countermeasure, countermeasures, counter measures, commitments, our commitments, deliverables,"
    " post incident tasks, post incident actions, post incident work, post incident follow up, post mortem actions, postmortem actions, postmortem action items,"
    " corrective and preventative measure, corrective and preventive measure, corrective measure, preventive measure, preventative measure, preventive action, preventative action,"
    " planned work, planned improvements, planned changes, outstanding work, outstanding items, outstanding actions, open items, open actions, remaining work, remaining items,"
    " short term actions, long term actions, immediate next steps, long term improvements, short term improvements, longer term improvements, planned mitigations,"
    " path forward, way forward, the way forward, road ahead, the road ahead, plan forward, plan going forward, follow up issues, follow up tickets, followup issues, followup items,"
    " follow up plan, followup, follow on work, follow on actions, future prevention, future mitigations, preventing this in the future, preventing future incidents, preventing reoccurrence,"
    " suggestions, suggested actions, suggested follow ups, proposed changes, proposed follow ups, improvement plan, improvement opportunities, areas for improvement, areas of improvement,"
    " 恒久対応, 恒久対策, 今後のアクション, 今後の予定, 是正措置, 改善項目, 改善点,"
    " massnahmen, folgemassnahmen, gegenmassnahmen, nächste schritte, aktionen, offene punkte, aufgaben, verbesserungen, verbesserungsmassnahmen,"
    " actions correctives, actions préventives, actions à mener, actions de suivi, mesures correctives, plan d'action, plan d'actions, prochaines étapes, suites à donner,"
    " acciones, acciones correctivas, acciones preventivas, acciones de seguimiento, próximos pasos, plan de acción, tareas, mejoras,"
    " azioni, azioni correttive, prossimi passi, piano d'azione, miglioramenti, ações, ações corretivas, ações preventivas, itens de ação, próximos passos, plano de ação, melhorias,"
    " aksjonspunkter, aksjoner, tiltak, tiltakspunkter, oppfølging, oppfølgingspunkter, neste steg, handlingspunkter, opfølgning, næste skridt,"
    " åtgärder, åtgärdspunkter, uppföljning, nästa steg, handlingsplan, förbättringar, acties, actiepunten, vervolgacties, vervolgstappen, maatregelen, verbeteringen,"
    " działania, działania naprawcze, następne kroki, kolejne kroki, úkoly, další kroky, nápravná opatření, toimenpiteet, seuraavat askeleet, aksiyonlar, aksiyon maddeleri, sonraki adımlar,"
    " действия, план действий, следующие шаги, дальнейшие действия, корректирующие меры, меры по предотвращению,"
    " 조치 사항, 후속 조치, 재발 방지, 재발 방지 대책, 액션 아이템, 개선 사항,"
    " 行动项, 后续行动, 后续行动项, 改进措施, 改进计划, 改进项, 后续措施, 后续计划, 待办事项, 整改措施, 预防措施, 行動項目, 後續行動, 改善措施, 預防措施, 後續, 后续, 改进, 対策, 대책, 향후 계획,"
    " prevenção, prevención, prévention, prävention, vorbeugung, prevenzione, preventie, förebyggande, предотвращение, предупреждение, pendências, pendientes, pendiente, accionables, acionáveis,"
    " recomendação, recomendações, recomendación, recomendaciones, recommandation, recommandations, empfehlung, empfehlungen, raccomandazioni, rekommendationer, aanbevelingen, рекомендации,"
    " fixes, actions in progress, actions planned, actions underway, work in progress, ongoing work, actions to come, open, still open, still to do, left to do, remaining, outstanding, to be done, not done yet, recommendation,"
    " mitigation plan, action plans, acciones de mejora, medidas correctivas, medidas preventivas, puntos de mejora, ausblick, weiteres vorgehen"
)
ACTION_PHRASES: Final = (
    "action item", "action items", "action points", "actions planned", "planned actions", "follow up actions", "follow up items", "follow up tasks",
    "follow ups", "followups", "next steps", "corrective actions", "corrective measures", "preventive actions", "preventative actions",
    "preventive measures", "preventative measures", "remediations", "remediation items", "remediation actions", "アクションアイテム", "再発防止",
)  # fmt: skip
_PLANNED: Final = (
    "corrective|corrections?|preventive|preventative|prevention|remedial|remediation|remediating|follow up|followup|improvement|future|further|planned|proposed|recommended|suggested|outstanding|"
    "open|pending|remaining|resulting|upcoming|agreed|next|permanent|post incident|postmortem|post mortem|retrospective|rca|hardening|(?:short|medium|mid|long|longer|near)(?:er)? term"
)
_TO_DO: Final = "actions?|action items?|action plans?|action points?|measures?|items?|steps?|tasks?|plans?|work|improvements?|recommendations?|tickets?|todos?|to dos?|follow ups?|fixes|enhancements?"
_AHEAD: Final = (
    r"(?: (?:to (?:prevent|avoid|reduce|improve|mitigate|take|be taken|do|be done)|for (?:the )?(?:future|next|prevention|improvement|this team|us)|going forward|"
    r"moving forward|in (?:the )?future|in progress|underway|to come)\b.*)?"
)
SECTION_PATTERNS: Final = (
    rf"(?:our |the |list of |summary of )?(?:(?:{_PLANNED})(?: and | or |, | )?)+(?:{_TO_DO})(?:(?: and |, )(?:(?:{_PLANNED}) )?(?:{_TO_DO}))*{_AHEAD}",
    r"(?:what|which) (?:steps|measures|actions|changes|improvements) (?:are|will|can|should|could|do) we (?:tak|mak|do|plan|implement|need|put)\w*\b.*",
    rf"(?:risk )?(?:mitigation|reliability|resilience) (?:\w+ ){{0,2}}(?:plan|improvements|roadmap|todos?){_AHEAD}",
    r"(?:how|what) (?:do|will|can|are|should) we (?:plan to |going to |intend to )?(?:ensure|guarantee|make sure|follow up|do next|do now)\b.*",
    r"(?:required|additional|necessary|identified|needed|requested|recommended) (?:actions?|action items?|improvements?|measures?)|(?:recommended|required|requested) changes",
    r"how (?:do|will|can|should) we (?:mitigate|reduce) .*\b(?:future|again)\b.*",
    r"(?:making sure|keeping) (?:this|it) (?:doesn't|does not|won't|never) .*|keeping this from (?:happening|recurring).*",
    r"what(?:'s| is| are| we're| we are)? (?:we |we're |coming |being )?(?:working on|building|planning|coming|up next)(?: next| now| to .*)?",
    r"(?:recommendations?|recomenda(?:ção|ções|ción|ciones)|recommandations?|empfehlung(?:en)?|pendências|pendientes|prevenção|prevención|prévention) (?:for|to|going|ao|aos|à|para|pour|für|al|a la|de|do|da|des|von)\b.*",
    r"(?:acciones|medidas|tareas|planes|pasos|puntos de acción|ítems de acción|items de acción|elementos de acción)"
    r"(?: (?:y |e )?(?:correctiv[ao]s?|preventiv[ao]s?|correctoras?|de (?:mejora|seguimiento|acción|prevención|remediación|mitigación|contingencia)|pendientes|propuest[ao]s|futur[ao]s|siguientes|recomendad[ao]s|planificad[ao]s|a (?:tomar|seguir|realizar|futuro|implementar)))+(?: para .*)?",
    r"(?:plan|planes) de (?:acción|mejora|remediación|prevención|mitigación|seguimiento)(?: .*)?|(?:oportunidades|propuestas|puntos) de mejora|(?:qué|cómo) (?:vamos a |podemos |haremos |debemos )?(?:hacer|haremos|evitar|prevenir|mejorar|cambiar)\w*(?: .*)?",
    r"(?:ações|acções|medidas|tarefas|itens de ação|pontos de ação)(?: (?:e )?(?:corretivas?|preventivas?|de (?:melhoria|ação|acompanhamento|seguimento|prevenção|mitigação)|pendentes|propostas|futuras|recomendadas|a (?:tomar|realizar|fazer)))+(?: para .*)?",
    r"planos? de (?:ação|acção|melhoria|prevenção)(?: .*)?|(?:oportunidades|propostas|pontos) de melhoria|(?:o que|como) (?:vamos |podemos )?(?:fazer|faremos|evitar|prevenir|melhorar|mudar)(?: .*)?",
    r"(?:actions|mesures|tâches|pistes|étapes|axes|points)(?: (?:et |ou )?(?:correctives?|correctrices?|préventives?|d'amélioration|d'actions?|de (?:suivi|prévention|remédiation|progrès)|à (?:mener|venir|prendre|faire|suivre|entreprendre|mettre en place)|prévues|proposées|planifiées|futures?|suivantes))+(?: (?:pour|afin) .*)?",
    r"plans? (?:d'actions?|d'amélioration|de remédiation|de prévention|de suivi)(?: .*)?|(?:que|comment) (?:allons nous |pouvons nous )?(?:faire pour|éviter|prévenir|améliorer) .*|ce que nous allons (?:faire|changer|améliorer).*",
    r"(?!sofort|ergriffen|durchgeführt|getroffen|wiederherstellung|notfall|rettung|sicherheit|schutz)[a-zäöü]*massnahmen?(?:plan|liste)?(?: (?:zur (?:vermeidung|verbesserung|verhinderung|vorbeugung|prävention)|für|und|gegen|damit)(?: .*)?)?",
    r"(?:was|wie) (?:ändern|machen|tun|verbessern|unternehmen|verhindern|vermeiden) wir\b.*|(?:was|wie) (?:wollen|werden|können|müssen|sollten) wir .*(?:änder|verbesser|besser|tun|machen|verhinder|vermeid).*",
    r"(?:was|wie) (?:wird|werden|muss|müssen|soll|sollen|sollte) .*(?:änder|verbesser|getan|verhinder|vermied|vermeid).*|verbesserungs(?:vorschläge|potenzial|potential|möglichkeiten)|(?:weiteres vorgehen|offene (?:punkte|aufgaben|massnahmen)|ausblick)",
    r"(?:azioni|misure|attività|interventi)(?: (?:e )?(?:correttive|preventive|di (?:miglioramento|follow up|prevenzione)|da (?:fare|intraprendere)|future|pianificate|proposte))+(?: per .*)?|piano (?:d'azione|di azione|di miglioramento)",
    r"план(?:ы)? (?:действий|работ|мероприятий|по улучшению|исправления).*|(?:корректирующие|превентивные|предупреждающие|дальнейшие|следующие|планируемые|предлагаемые) (?:меры|действия|шаги|мероприятия)"
    r"|(?:меры|мероприятия) по (?:предотвращению|недопущению|улучшению|предупреждению).*|меры|задачи|улучшения|рекомендации|доработки|что (?:делать|делаем|сделаем|будем делать|нужно сделать|планируем).*|как (?:избежать|предотвратить|не допустить).*",
    r"(?!.*(?:対応済|教訓|実施した|実施済|既存|理由|効かなかった)).*(?:再発防止|恒久対[応策]|今後の(?:対[応策]|アクション|改善|取り組み|方針|todo)|改善(?:策|案|アクション|計画)|アクション(?:アイテム|プラン|項目|リスト)|ネクストアクション|是正(?:措置|処置)|やること|次のアクション).*",
    r"(?!.*(?:经验教训|已完成|时间线|已采取|已实施|为什么|没有|未生效|失效|现有)).*(?:行动项|行動項|行动计划|改进(?:措施|计划|项|方案|建议|行动|点)|改善(?:措施|计划|方案|建议)|整改|防再犯|防止(?:再次|复发|再发|再犯)|预防(?:措施|再发|方案|计划)|避免(?:再次|再犯|复发)|后续(?:行动|措施|计划|工作|改进|事项|待办|优化|跟进)|待办|跟进(?:项|事项|计划)|下一步|优化(?:措施|计划|方案|项|建议)|長期措施|长期措施|行動項目|後續|遗留问题).*",
    r"(?!.*(?:교훈|타임라인|초기 조치|즉시 조치|긴급 조치|장애 조치|조치 내역|완료된|이유|기존|않은)).*(?:재발 ?방지|후속 ?(?:조치|작업|계획|대책)|액션 ?(?:아이템|플랜)|개선 ?(?:사항|방안|계획|조치|과제|할|책|점)|조치 ?(?:사항|계획)|향후 ?(?:계획|조치|대책|과제|개선)|해야 ?할|예방 ?(?:조치|대책)|할 ?일|다음 ?단계).*",
    r"(?!.*\b(?:have|had|caused|supposed|restore)\b)(?:what|how) (?:else )?(?:can|could|will|should|do|are|is|would|might|must|to) .*"
    r"\b(?:prevent|avoid|improve|improving|better|differently|change|changing|stop this|make sure)\b.*",
    r"what(?:'s| is| are| will| can| should| do)? (?:we(?: are|'re|'ll| will| can| should| plan to| intend to)?|being|be) "
    r"(?:do|doing|done|change|changing|fix|fixing|improve|improving)(?: now| next| about (?:it|this)| to .*| in the future| going forward)?",
    r"(?:to )?(?:prevent|avoid)(?:ing|ion)?(?: of)? .*\b(?:again|future|recurrence|reoccurrence|recurring|similar|happening|repeat\w*|next time)\b.*",
    r"(?:things|what|areas)? ?(?:to )?improvements? (?:for|in) (?:the )?(?:next time|future).*",
    r"(?!.*\bwell\b)(?:steps|measures|actions|changes|improvements|work|things) (?:we|to|that we|which we)(?:'re| are| will|'ll| plan to| should| need to| want to)? "
    r"(?:be )?(?:prevent\w*|avoid\w*|improv\w+|tak(?:e|en|ing)|mak(?:e|ing)|do|doing|address\w*|reduce)\b.*",
)
"""Titles in the words of a sentence; each has to fit the whole folded title."""
DECOY_WORDS: Final = word_set(
    "taken, implemented, existing, reproduce, restore, during an incident, today, every day, already in place, that worked, in place, during the outage, adoptadas, adotadas, existentes, llevadas a cabo, mises en place, menées, appliquées, intraprese, eseguite, adottate, lernen, gelernt, aprender,"
    " runbook, responded, earlier, sequence of events, what could improve, tomadas, implementadas, implantadas, aplicadas, implementados, realizadas, ejecutadas, prises, effectuées, réalisées, executadas, ergriffene, tells, about the original, timeline, completed so far, lessons, learned, glossary, example, how to write, template, during the incident, previous, performed, 対応済み"
)
OTHER_TITLES: Final = word_set(
    "timeline, time line, incident timeline, follow up timeline, chronology, lessons learned, lessons learnt, lessons, learnings,"
    " what went well, what went right, what went wrong, what went poorly, what did not go well, what didn't go well,"
    " what could have gone better, what could improve, what could be improved, what could be better, what could be done better, what can be done better, what could have been done better, what could have been better, what can be better, what we could improve, what could we improve, what we could have done better, what could we have done better, where we got lucky, where we were lucky, what went badly,"
    " summary, executive summary, problem summary, incident summary, overview, introduction, impact, user impact, customer impact,"
    " root cause, root causes, root cause analysis, cause, causes, contributing factors, trigger, triggers, detection,"
    " resolution, recovery, response, mitigation, mitigations, actions taken, action taken, background, context, analysis, what happened,"
    " supporting information, supporting material, references, links, resources, related, appendix, glossary, credits, conclusion, conclusions,"
    " metadata, status, participants, attendees, discussion, recovery efforts, communication, communications, duration, severity,"
    " notes, out of scope, not in scope, non goals, risks, assumptions, alternatives considered, considered alternatives, things we considered, rejected, rejected ideas,"
    " date, authors, author, postmortem, owner, shared with, faq, questions, open questions, 5 whys, five whys, key learnings, revision history, changelog,"
    " タイムライン, 概要, 影響, 根本原因, 原因, 教訓, 学んだこと, 検知, 対応, 経緯, 参考, うまくいったこと, うまくいかなかったこと, 幸運だったこと"
)

THEMES: Final = word_set(
    "short term, medium term, mid term, long term, longer term, shorter term, immediate, immediately, immediate actions, today, this week, this month, this quarter, next week,"
    " later, soon, now, future, in the future, future work, planned, open, other, misc, general, technical, process, processes, people, documentation, docs, monitoring, alerting,"
    " observability, testing, infrastructure, security, communication, communications, team, teams, completed, done, todo, to do, in progress, backlog, for planning,"
    " detection, prevention, mitigation, response, recovery, remediation, resilience, reliability, tooling, automation, detection improvements, response improvements, process changes, technical changes,"
    " high, medium, low, high priority, medium priority, low priority, process improvements, technical improvements, documentation improvements, improvements"
)
SUMMARIES: Final = word_set(
    "summary, executive summary, description, overview, incident summary, tl;dr, 概要"
)
