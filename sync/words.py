"""The words themselves, as people write them in postmortems. Data and nothing else; `sync.vocabulary` looks them up.

Every word is written as `sync.vocabulary.folded` leaves it: lower case, single blanks, no hyphens.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sync.model.postmortem import Status


class Column(StrEnum):
    """What a column of a table of action items holds."""

    ITEM = "item"
    OWNER = "owner"
    TICKET = "ticket"
    STATUS = "status"
    TYPE = "type"
    PRIORITY = "priority"
    DUE = "due"
    TIME = "time"
    """The clock of a timeline; no table of action items has one."""
    OTHER = "other"


class Section(StrEnum):
    """What a heading or label announces."""

    ACTIONS = "actions"
    OTHER = "other"
    """A part of a postmortem that holds no action items."""
    UNKNOWN = "unknown"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _words(text: str) -> frozenset[str]:
    return frozenset(_listed(text))


def _table(entries: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(
        {word: meaning for meaning, words in entries.items() for word in _listed(words)}
    )


ACTION_TITLES: Final = _words(
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
    " アクションアイテム, アクション, アクション項目, 再発防止策, 再発防止, 対応策, 今後の対応, 今後の対策, 改善策, 次のステップ,"
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
    " 行动项, 后续行动, 后续行动项, 改进措施, 改进计划, 改进项, 后续措施, 后续计划, 待办事项, 整改措施, 预防措施, 行動項目, 後續行動, 改善措施, 預防措施"
)
ACTION_PHRASES: Final = (
    "action item", "action items", "action points", "actions planned", "planned actions", "follow up actions", "follow up items", "follow up tasks",
    "follow ups", "followups", "next steps", "corrective actions", "corrective measures", "preventive actions", "preventative actions",
    "preventive measures", "preventative measures", "remediations", "remediation items", "remediation actions", "アクションアイテム", "再発防止",
)  # fmt: skip
SECTION_PATTERNS: Final = (
    r"(?!.*\bha(?:ve|d)\b)(?:what|how) (?:else )?(?:can|could|will|should|do|are|is|would|might|must|to) .*"
    r"\b(?:prevent|avoid|improve|improving|better|differently|change|changing|stop this|make sure)\b.*",
    r"what(?:'s| is| are| will| can| should| do)? (?:we(?: are|'re|'ll| will| can| should| plan to| intend to)?|being|be) "
    r"(?:do|doing|done|change|changing|fix|fixing|improve|improving)(?: now| next| about (?:it|this)| to .*| in the future| going forward)?",
    r"(?:to )?(?:prevent|avoid)(?:ing|ion)?(?: of)? .*\b(?:again|future|recurrence|reoccurrence|recurring|similar|happening|repeat\w*|next time)\b.*",
    r"(?:things|what|areas)? ?(?:to )?improvements? (?:for|in) (?:the )?(?:next time|future).*",
    r"(?:steps|measures|actions|changes|improvements|work|things) (?:we|to|that we|which we)(?:'re| are| will|'ll| plan to| should| need to| want to)? "
    r"(?:be )?(?:prevent\w*|avoid\w*|improv\w+|tak(?:e|en|ing)|mak(?:e|ing)|do|doing|address\w*|reduce)\b.*",
)
"""Titles in the words of a sentence; each has to fit the whole folded title."""
DECOY_WORDS: Final = _words(
    "taken, tells, about the original, timeline, completed so far, lessons, learned, glossary, example, how to write, template, during the incident, previous, performed, 対応済み"
)
OTHER_TITLES: Final = _words(
    "timeline, time line, incident timeline, follow up timeline, chronology, lessons learned, lessons learnt, lessons, learnings,"
    " what went well, what went right, what went wrong, what went poorly, what did not go well, what didn't go well,"
    " what could have gone better, where we got lucky, where we were lucky, what went badly,"
    " summary, executive summary, problem summary, incident summary, overview, introduction, impact, user impact, customer impact,"
    " root cause, root causes, root cause analysis, cause, causes, contributing factors, trigger, triggers, detection,"
    " resolution, recovery, response, mitigation, mitigations, actions taken, action taken, background, context, analysis, what happened,"
    " supporting information, supporting material, references, links, resources, related, appendix, glossary, credits, conclusion, conclusions,"
    " metadata, status, participants, attendees, discussion, recovery efforts, communication, communications, duration, severity,"
    " date, authors, author, postmortem, owner, shared with, faq, questions, open questions, 5 whys, five whys, key learnings, revision history, changelog,"
    " タイムライン, 概要, 影響, 根本原因, 原因, 教訓, 学んだこと, 検知, 対応, 経緯, 参考, うまくいったこと, うまくいかなかったこと, 幸運だったこと"
)

COLUMNS: Final = _table(
    {
        Column.ITEM: "action item, action items, action, actions, action item description, control, countermeasure, countermeasures, work items, proposed action, action required, action to take,"
        " aksjon, tiltak, oppgave, åtgärd, handling, actie, maatregel, działanie, zadanie, úkol, toimenpide, aksiyon, 조치, 조치 사항, 任務, 事项, 行动,"
        "  action description, item, items, description, task, tasks,"
        " todo, to do, follow up, follow ups, followup, work, work item, what, remediation, remediation action, remediation action required, remediation item,"
        " corrective action, corrective actions, preventive action, preventative action, measure, improvement, recommendation, next step, next steps,"
        " title, summary, name, deliverable, actionable, アクション, アクションアイテム, 対応, 対応内容, 内容, 対策, 項目, タスク,"
        " massnahme, aufgabe, tâche, acción, tarea, azione, ação, действие, задача, 行动项, 任务, 措施",
        Column.OWNER: "owner, owners, assignee, assignees, assignee(s), accountable, owned by, responsible team, responsible party, eier, ansvarlig, ägare, ansvarig, ejer, eigenaar, verantwoordelijke,"
        " właściciel, odpowiedzialny, vastuuhenkilö, sorumlu, zuständig, wer, responsables, responsáveis, 담당자, 담당, 負責人, 责任人,"
        "  assigned to, assigned, who, responsible, responsibility, responsible person, dri, lead, person, team,"
        " owner(s), owning team, poc, champion, 担当, 担当者, オーナー, verantwortlich, responsable, responsabile, responsável, ответственный, 负责人",
        Column.TICKET: "bug, bugs, bug #, ticket, referanse, sak, ärende, zgłoszenie, ticket(s), issue(s), issue / pr, pr / issue, pull requests, prs, tracking ticket, tracked in, tracking link, work item link, 이슈, 链接,"
        "  tickets, ticket #, issue, issues, issue link, github issue, github issues, related issue, tracking bug, tracking issue, tracking,"
        " tracker, reference, references, ref, link, links, jira, jira ticket, jira issue, trello card, card, pr, pull request, pr/issue, issue/pr, issue #, url, bug/ticket,"
        " ticket link, チケット, リンク, 関連issue, тикет, задача jira, 工单",
        Column.STATUS: "status, state, current status, outcome, action status, completion, completion status, tilstand, läge, tila, durum, 상태, 进度, 進度, 狀態,"
        "  progress, done, done?, completed, complete, completed?, resolution, 状態, ステータス, 状況, 進捗, stand, statut, estado, stato, статус, 状态",
        Column.TYPE: "type, kind, category, class, action type, item type, 種別, 種類, タイプ, 分類, カテゴリ, typ, tipo, тип, 类型",
        Column.PRIORITY: "priority, prio, p, prioritet, prioriteit, priorytet, prioridade, öncelik, 우선순위, 優先級,"
        "  severity, urgency, importance, 優先度, priorität, priorité, prioridad, приоритет, 优先级",
        Column.DUE: "due, due date, deadline, due by, target completion, completion target, timeline, timeframe, by, complete by, frist dato, förfallodatum, termin, määräaika, son tarih, 기한, 截止时间, 期限日,"
        "  target, target date, expected date, expected, eta, by when, when, date, completion date, 期限, 期日, 締切, 完了予定日, 予定日, frist, fällig, échéance, fecha, scadenza, prazo, срок, 截止日期",
        Column.TIME: "time, time (utc), utc, timestamp, time utc, event, events, 時刻, 時間, zeit, heure, hora, время, 时间",
        Column.OTHER: "#, no, nr, id, number, num, notes, note, comment, comments, remarks, details, effort, estimate, 番号, 備考",
    }
)
STRONG_ITEM: Final = _words(
    "action item, action items, action item description, remediation action required, corrective action, corrective actions, preventive action, preventative action,"
    " follow up, follow ups, remediation action, アクションアイテム, アクション項目, 行动项"
)

STATUS: Final = _table(
    {
        Status.OPEN: "todo, to do, open, opened, blocked, on hold, deferred, postponed, paused, stalled, waiting, already planned, not yet started, unresolved, incomplete, still open,"
        " åpen, öppen, åben, otwarte, açık, 미완료, 대기, 未开始, 待處理,"
        "  reopened, planned, pending, not started, outstanding, new, backlog, unstarted, queued, scheduled, proposed, accepted, triaged,"
        " not done, not yet, 未着手, 未対応, 未完了, offen, à faire, pendiente, da fare, pendente, открыт, 待办",
        Status.IN_PROGRESS: "in progress, inprogress, wip, in process, work in progress, being worked on, implementing, partially complete, partially completed, pågår, pågående, i gang, bezig, w toku, devam ediyor, 진행 중, 进行中,"
        "  doing, ongoing, started, underway, under way, active, in review, review, pr open, working on it, in flight,"
        " partially done, partial, mostly done, 進行中, 対応中, 着手, in arbeit, en cours, en progreso, en curso, in corso, em andamento, в работе, 进行中",
        Status.DONE: "done, complete, completed, already done, already completed, already implemented, already fixed, in place, mitigated, verified, live, in production, addressed, rolled out,"
        " utført, gjort, ferdig, fullført, klart, klar, färdig, færdig, gereed, afgerond, zrobione, zakończone, hotovo, valmis, tamamlandı, 완료, 已解决, 處理完成,"
        "  closed, fixed, resolved, finished, implemented, documented, merged, shipped, deployed, released, delivered, cleaned,"
        " all done, solved, yes, 完了, 済, 済み, 対応済み, erledigt, fertig, fait, terminé, hecho, completado, fatto, feito, concluído, готово, выполнено, 完成, 已完成",
        Status.WONT_DO: "won't do, wont do, wontdo, won't fix, wont fix, wontfix, will not do, will not fix, cancelled, canceled, dropped, rejected, declined, abandoned, not planned,"
        " obsolete, not doing, closed as not planned, 対応しない, 見送り",
        Status.DUPLICATE: "duplicate, dup, dupe, duplicated, closed as duplicate, duplicate of",
        Status.VANISHED: "not found, ticket not found, deleted, no longer visible",
    }
)
STATUS_SIGNS: Final = _table(  # the first of each is the one that is written
    {
        Status.OPEN: "⬜, ◻, ☐, 🔲, 🔴, ❌, 📋, 📝, 🆕, ❗",
        Status.IN_PROGRESS: "🚧, 🔄, ⏳, 🟡, 🟠, 🏗, 🔶, 👷",
        Status.DONE: "✅, ✔, ☑, 🟢, 👍, 🎉",
        Status.WONT_DO: "🚫, ⛔",
    }
)
AMBIGUOUS: Final = _words(
    "open, new, review, active, live, scheduled, queued, accepted, merged, verified, started, blocked, waiting, deployed, released, addressed, closed, proposed,"
    " documented, yes, backlog, document"
)
"""Words for a status that begin a sentence as well: `Open: port 443`. There they count in capitals or in bold only."""
BOXES: Final = _table({Status.IN_PROGRESS: "~, /", Status.WONT_DO: "-"})
"""What stands in a box that is no task of the format, as some editors write it: `[-]`."""
SHORTCODES: Final = _table(
    {
        Status.OPEN: "x, red_circle, black_square_button, white_large_square",
        Status.IN_PROGRESS: "construction, hourglass, hourglass_flowing_sand, large_yellow_circle, arrows_counterclockwise",
        Status.DONE: "white_check_mark, heavy_check_mark, ballot_box_with_check, large_green_circle, tada",
        Status.WONT_DO: "no_entry, no_entry_sign",
    }
)
"""Signs in the spelling of forges: `:white_check_mark:`."""
TYPES: Final = _table(
    {
        "mitigate": "mitigate, mitigation, mitigative, mitigating",
        "prevent": "prevent, prevention, preventive, preventative, preventing, 予防, 再発防止",
        "detect": "detect, detection, detective, monitoring, alerting, 検知",
        "repair": "repair, fix, bugfix, recovery, correct, corrective, correction",
        "investigate": "investigate, investigation, research, spike, 調査",
        "process": "process, procedure, procedural, documentation, docs, training",
        "other": "other, improve, improvement, misc",
    }
)
PRIORITIES: Final = _words(
    "p0, p1, p2, p3, p4, p5, high, medium, low, critical, urgent, highest, lowest, blocker, major, minor, must have, should have, nice to have, med, sev1, sev2, sev3,"
    " high priority, medium priority, low priority, 高, 中, 低"
)
FIELD_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Column.OWNER: _listed(
            "owner, owners, assignee, assignees, assigned to, responsible, responsible person, responsible team, dri, poc, 担当, 担当者, オーナー, 负责人, 담당, 담당자,"
            " verantwortlich, responsable, ansvarlig, ansvarig, eier"
        ),
        Column.DUE: _listed(
            "due, due date, due by, due on, by, deadline, eta, target, target date, complete by, 期限, 期日, 締切, 截止日期, 기한, frist, fällig"
        ),
        Column.PRIORITY: _listed("priority, prio, 優先度, 优先级, priorität, prioritet"),
        Column.TYPE: _listed("type, kind, category, 種別, カテゴリ, 类型, typ"),
        Column.STATUS: _listed("status, state, ステータス, 状態, 状态, 상태"),
        Column.TICKET: _listed(
            "ticket, tickets, issue, issues, bug, bugs, jira, tracking, tracked in, tracker, tracking issue, チケット, 工单"
        ),
    }
)
"""What fields are called in running text, before a colon: `Owner: @x`."""
FIELD_WORDS_WITHOUT_COLON: Final = _listed("due, due by, due on, by, deadline, eta, assigned to")
"""What needs no colon: `due 2026-12-15`."""
REFERENCE_WORDS: Final = _words(
    "see, issue, issues, pr, prs, ticket, tickets, tracked in, tracked by, tracked at, tracked as, tracking, tracking issue, in, by, via, with, fixed in,"
    " fixed by, bug, bugs, github, github issue, pull request, link, see also, also, ref, refs, see issue, see pr, see ticket, cf, jira, filed as, created,"
    " follow up, #, gh, issue #, link to issue, link to pr, link to ticket, here, details, trello, trello card, card, see here, gitlab, mr, merge request,"
    " opened, addressed in, addressed by, linear, and, to, implemented in, merged in, related, related to, part of, covered by, epic, story, task, the,"
    " implementation, github ticket, jira ticket, see card, see details, closed by, done in, done by"
)
"""Words that only lead to a reference: `see issue #12`."""
NO_KEYS: Final = _words(
    "ACTION, ADR, AES, AI, API, ARM, BUILD, CIS, COVID, CSS, CVE, CWE, DDR, DEC, DES, DOC, DTD, EC, ECMA, EIP, ERC, ES, FIPS, FY, GB, GHSA, GMT,"
    " GPT, HTML, HTTP, IEC, IEEE, IPV, ISO, ITEM, JDK, JEP, JSR, KB, MD, MIME, NIST, PEP, PHASE, PM, PR, PY, RC, RFC, RSA, SEV, SHA, SLA, SLO, SOC,"
    " SSL, STEP, TASK, TLS, TODO, US, USB, UTC, UTF, UUID, VER, VM, WPA, X, ZIP"
)
"""What stands before a hyphen and a number without being a tracker's project: `UTF-8`."""
NO_OWNER: Final = _words(
    "tbd, tbc, tba, todo, none, n/a, na, nobody, no one, noone, unassigned, unknown, owner, unowned, to be decided, to be determined, to be assigned, for planning, not assigned, 未定, なし"
)
NO_TICKET: Final = _words(
    "n/a, na, none, no ticket, no ticket needed, no issue, not needed, not applicable, no bug, なし"
)
MISSING: Final = _words(
    "tbd, tbc, tba, todo, to do, pending, to be created, to be filed, missing, 未定"
)
NONE: Final = _words(
    "none, n/a, na, nil, no action items, no actions, no action, no action required, no action items required, nothing, not applicable, no follow up actions,"
    " no further action, no further actions, no further action required, no action needed, no actions needed, none identified, none required, none at this time, none at the moment,"
    " none so far, no review actions, なし, 特になし"
)
THEMES: Final = _words(
    "short term, medium term, mid term, long term, longer term, shorter term, immediate, immediately, immediate actions, today, this week, this month, this quarter, next week,"
    " later, soon, now, future, in the future, future work, planned, open, other, misc, general, technical, process, processes, people, documentation, docs, monitoring, alerting,"
    " observability, testing, infrastructure, security, communication, communications, team, teams, completed, done, todo, to do, in progress, backlog, for planning,"
    " high, medium, low, high priority, medium priority, low priority, process improvements, technical improvements, documentation improvements, improvements"
)

SUMMARIES: Final = _words(
    "summary, executive summary, description, overview, incident summary, tl;dr, 概要"
)
VERBS: Final = _words(
    "act, address, align, annotate, arrange, assign, back, backport, backup, benchmark, better, block, bring, bump, change, close, communicate, complete, conduct, cut, default, demote, design, detect,"
    " discontinue, distribute, double, draft, eliminate, emit, escalate, file, finalize, finish, follow, force, gather, get, give, handle, have, hire, hold, host, keep, know, label, launch, leave, let,"
    " link, list, load, lock, maintain, manage, measure, merge, mitigate, never, open, organize, organise, own, pause, patch, perform, pin, plan, port, practice, prepare, promote, propose,"
    " protect, prove, push, re-enable, reach, rebuild, record, redesign, redirect, rehearse, release, report, request, reset, resolve, review, roll, rollback, scale, scan, share, ship, show,"
    " spin, stage, start, subscribe, support, surface, sync, take, talk, test, trace, transition, trigger, upload, warn, watch, work, wrap,"
    " add, adjust, agree, alert, allow, apply, ask, assess, audit, automate, avoid, build, cap, centralize, centralise, check, clarify, clean, collect, configure, confirm, consider,"
    " consolidate, contact, continue, convert, coordinate, correct, create, decide, decouple, define, delete, deploy, deprecate, determine, develop, disable, discuss, document, drop,"
    " educate, enable, encourage, enforce, ensure, establish, evaluate, expand, explore, expose, extend, find, fix, formalize, formalise, harden, identify, implement, improve, include,"
    " increase, inform, install, instrument, integrate, introduce, investigate, isolate, limit, log, look, lower, make, migrate, modify, monitor, move, notify, obtain, optimize, optimise,"
    " page, prevent, prioritize, prioritise, provide, publish, purge, put, raise, reconsider, reduce, refactor, remove, rename, reorganize, replace, require, research, restore,"
    " restrict, revise, revisit, rewrite, rotate, run, schedule, send, separate, set, simplify, speed, split, standardize, standardise, stop, store, streamline, strengthen, switch, teach,"
    " tell, throttle, tighten, track, train, try, tune, turn, understand, unify, update, upgrade, use, validate, verify, write"
)
