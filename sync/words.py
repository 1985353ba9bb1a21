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
    " action items and next steps, actions and follow ups, actions and improvements, actions planned, planned actions, proposed actions,"
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
    " massnahmen, nächste schritte, aktionen, actions correctives, actions à mener, plan d'action, prochaines étapes,"
    " acciones, acciones correctivas, próximos pasos, plan de acción, azioni, ações, próximos passos, plano de ação, действия, план действий, следующие шаги,"
    " 行动项, 后续行动, 改进措施, 后续措施"
)
ACTION_PHRASES: Final = (
    "action item", "action items", "action points", "actions planned", "planned actions", "follow up actions", "follow up items", "follow up tasks",
    "follow ups", "followups", "next steps", "corrective actions", "corrective measures", "preventive actions", "preventative actions",
    "preventive measures", "preventative measures", "remediation items", "remediation actions", "アクションアイテム", "再発防止",
)  # fmt: skip
DECOY_WORDS: Final = _words(
    "taken, timeline, completed so far, lessons, learned, glossary, example, how to write, template, during the incident, previous, performed, 対応済み"
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
        Column.ITEM: "action item, action items, action, actions, action item description, action description, item, items, description, task, tasks,"
        " todo, to do, follow up, follow ups, followup, work, work item, what, remediation, remediation action, remediation action required, remediation item,"
        " corrective action, corrective actions, preventive action, preventative action, measure, improvement, recommendation, next step, next steps,"
        " title, summary, name, deliverable, actionable, アクション, アクションアイテム, 対応, 対応内容, 内容, 対策, 項目, タスク,"
        " massnahme, aufgabe, tâche, acción, tarea, azione, ação, действие, задача, 行动项, 任务, 措施",
        Column.OWNER: "owner, owners, assignee, assignees, assigned to, assigned, who, responsible, responsibility, responsible person, dri, lead, person, team,"
        " owner(s), owning team, poc, champion, 担当, 担当者, オーナー, verantwortlich, responsable, responsabile, responsável, ответственный, 负责人",
        Column.TICKET: "bug, bugs, bug #, ticket, tickets, ticket #, issue, issues, issue link, github issue, github issues, related issue, tracking bug, tracking issue, tracking,"
        " tracker, reference, references, ref, link, links, jira, jira ticket, jira issue, trello card, card, pr, pull request, pr/issue, issue/pr, issue #, url, bug/ticket,"
        " ticket link, チケット, リンク, 関連issue, тикет, задача jira, 工单",
        Column.STATUS: "status, state, current status, progress, done, done?, completed, complete, completed?, resolution, 状態, ステータス, 状況, 進捗, stand, statut, estado, stato, статус, 状态",
        Column.TYPE: "type, kind, category, class, action type, item type, 種別, 種類, タイプ, 分類, カテゴリ, typ, tipo, тип, 类型",
        Column.PRIORITY: "priority, prio, p, severity, urgency, importance, 優先度, priorität, priorité, prioridad, приоритет, 优先级",
        Column.DUE: "due, due date, deadline, target, target date, expected date, expected, eta, by when, when, date, completion date, 期限, 期日, 締切, 完了予定日, 予定日, frist, fällig, échéance, fecha, scadenza, prazo, срок, 截止日期",
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
        Status.OPEN: "todo, to do, open, opened, reopened, planned, pending, not started, outstanding, new, backlog, unstarted, queued, scheduled, proposed, accepted, triaged,"
        " not done, not yet, 未着手, 未対応, 未完了, offen, à faire, pendiente, da fare, pendente, открыт, 待办",
        Status.IN_PROGRESS: "in progress, inprogress, wip, doing, ongoing, started, underway, under way, active, in review, review, pr open, working on it, in flight,"
        " partially done, partial, mostly done, 進行中, 対応中, 着手, in arbeit, en cours, en progreso, en curso, in corso, em andamento, в работе, 进行中",
        Status.DONE: "done, complete, completed, closed, fixed, resolved, finished, implemented, documented, merged, shipped, deployed, released, delivered, cleaned,"
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
NO_OWNER: Final = _words(
    "tbd, tbc, tba, none, n/a, na, nobody, no one, noone, unassigned, unknown, owner, unowned, to be decided, to be determined, to be assigned, for planning, not assigned, 未定, なし"
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
    "add, adjust, agree, alert, allow, apply, ask, assess, audit, automate, avoid, build, cap, centralize, centralise, check, clarify, clean, collect, configure, confirm, consider,"
    " consolidate, contact, continue, convert, coordinate, correct, create, decide, decouple, define, delete, deploy, deprecate, determine, develop, disable, discuss, document, drop,"
    " educate, enable, encourage, enforce, ensure, establish, evaluate, expand, explore, expose, extend, find, fix, formalize, formalise, harden, identify, implement, improve, include,"
    " increase, inform, install, instrument, integrate, introduce, investigate, isolate, limit, log, look, lower, make, migrate, modify, monitor, move, notify, obtain, optimize, optimise,"
    " page, prevent, prioritize, prioritise, provide, publish, purge, put, raise, reconsider, reduce, refactor, remove, rename, reorganize, replace, require, research, restore,"
    " restrict, revise, revisit, rewrite, rotate, run, schedule, send, separate, set, simplify, speed, split, standardize, standardise, stop, store, streamline, strengthen, switch, teach,"
    " tell, throttle, tighten, track, train, try, tune, turn, understand, unify, update, upgrade, use, validate, verify, write"
)
