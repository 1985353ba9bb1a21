"""What people's words mean: section titles, column names, status marks, types, fillers. Data, not decisions.

`Vocabulary()` holds the built-in words; `Vocabulary.extended` adds a user's own. Every word is kept folded: see `folded`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
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


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())


def _table(entries: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(
        {word: meaning for meaning, words in entries.items() for word in _words(words)}
    )


_ACTION_TITLES: Final = _words(
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
_ACTION_PHRASES: Final = (
    "action item", "action items", "action points", "actions planned", "planned actions", "follow up actions", "follow up items", "follow up tasks",
    "follow ups", "followups", "next steps", "corrective actions", "corrective measures", "preventive actions", "preventative actions",
    "preventive measures", "preventative measures", "remediation items", "remediation actions", "アクションアイテム", "再発防止",
)  # fmt: skip
_DECOY_WORDS: Final = _words(
    "taken, timeline, completed so far, lessons, learned, glossary, example, how to write, template, during the incident, previous, performed, 対応済み"
)
_OTHER_TITLES: Final = _words(
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

_COLUMNS: Final = _table(
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
_STRONG_ITEM: Final = _words(
    "action item, action items, action item description, remediation action required, corrective action, corrective actions, preventive action, preventative action,"
    " follow up, follow ups, remediation action, アクションアイテム, アクション項目, 行动项"
)

_STATUS: Final = _table(
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
_STATUS_SIGNS: Final = _table(
    {
        Status.OPEN: "⬜, ◻, ☐, 🔲, 🔴, ❌, 📋, 📝, 🆕, ❗",
        Status.IN_PROGRESS: "🚧, 🔄, ⏳, 🟡, 🟠, 🏗, 🔶, 👷",
        Status.DONE: "✅, ✔, ☑, 🟢, 👍, 🎉",
        Status.WONT_DO: "🚫, ⛔",
    }
)
_TYPES: Final = _table(
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
_PRIORITIES: Final = _words(
    "p0, p1, p2, p3, p4, p5, high, medium, low, critical, urgent, highest, lowest, blocker, major, minor, must have, should have, nice to have, med, sev1, sev2, sev3,"
    " high priority, medium priority, low priority, 高, 中, 低"
)
_NO_OWNER: Final = _words(
    "tbd, tbc, tba, none, n/a, na, nobody, no one, noone, unassigned, unknown, owner, unowned, to be decided, to be determined, to be assigned, for planning, not assigned, 未定, なし"
)
_NO_TICKET: Final = _words(
    "n/a, na, none, no ticket, no ticket needed, no issue, not needed, not applicable, no bug, なし"
)
_MISSING: Final = _words(
    "tbd, tbc, tba, todo, to do, pending, to be created, to be filed, missing, 未定"
)
_NONE: Final = _words(
    "none, n/a, na, nil, no action items, no actions, no action, no action required, no action items required, nothing, not applicable, no follow up actions,"
    " no further action, no further actions, no further action required, no action needed, no actions needed, none identified, none required, none at this time, none at the moment,"
    " none so far, no review actions, なし, 特になし"
)
_THEMES: Final = _words(
    "short term, medium term, mid term, long term, longer term, shorter term, immediate, immediately, immediate actions, today, this week, this month, this quarter, next week,"
    " later, soon, now, future, in the future, future work, planned, open, other, misc, general, technical, process, processes, people, documentation, docs, monitoring, alerting,"
    " observability, testing, infrastructure, security, communication, communications, team, teams, completed, done, todo, to do, in progress, backlog, for planning,"
    " high, medium, low, high priority, medium priority, low priority, process improvements, technical improvements, documentation improvements, improvements"
)

_SUMMARIES: Final = _words(
    "summary, executive summary, description, overview, incident summary, tl;dr, 概要"
)
_VERBS: Final = _words(
    "add, adjust, agree, alert, allow, apply, ask, assess, audit, automate, avoid, build, cap, centralize, centralise, check, clarify, clean, collect, configure, confirm, consider,"
    " consolidate, contact, continue, convert, coordinate, correct, create, decide, decouple, define, delete, deploy, deprecate, determine, develop, disable, discuss, document, drop,"
    " educate, enable, encourage, enforce, ensure, establish, evaluate, expand, explore, expose, extend, find, fix, formalize, formalise, harden, identify, implement, improve, include,"
    " increase, inform, install, instrument, integrate, introduce, investigate, isolate, limit, log, look, lower, make, migrate, modify, monitor, move, notify, obtain, optimize, optimise,"
    " page, prevent, prioritize, prioritise, provide, publish, purge, put, raise, reconsider, reduce, refactor, remove, rename, reorganize, replace, require, research, restore,"
    " restrict, revise, revisit, rewrite, rotate, run, schedule, send, separate, set, simplify, speed, split, standardize, standardise, stop, store, streamline, strengthen, switch, teach,"
    " tell, throttle, tighten, track, train, try, tune, turn, understand, unify, update, upgrade, use, validate, verify, write"
)

LONGEST_TITLE: Final = 120
"""Characters; what is longer is prose."""
_SPACE: Final = re.compile(r"[\s\-_\u2010-\u2015]+")
_NUMBERING: Final = re.compile(r"^(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):]\s+")


def folded(text: str) -> str:
    """The form in which words are compared: case, numbering, dashes, emoji and punctuation at the edges do not count."""
    return _folded_once(text) if len(text) <= LONGEST_TITLE else _folded(text)


def _folded(text: str) -> str:
    plain = text.casefold().replace("’", "'").replace("\ufe0f", "").strip()
    plain = _NUMBERING.sub("", plain)
    start, end = 0, len(plain)
    while start < end and not (plain[start].isalnum() or plain[start] in "_#?'"):
        start += 1
    while end > start and not (plain[end - 1].isalnum() or plain[end - 1] in "_#?')"):
        end -= 1
    plain = plain[start:end]
    return _SPACE.sub(" ", plain).replace("&", "and").strip()


_folded_once = lru_cache(maxsize=8192)(_folded)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of postmortems; every set and key is folded."""

    action_titles: frozenset[str] = _ACTION_TITLES
    action_phrases: tuple[str, ...] = _ACTION_PHRASES
    """Phrases that announce action items wherever they stand in a short title."""
    decoy_words: frozenset[str] = _DECOY_WORDS
    """Words that take the meaning of a phrase away: `actions taken`."""
    other_titles: frozenset[str] = _OTHER_TITLES
    columns: Mapping[str, str] = field(default_factory=lambda: _COLUMNS)
    strong_items: frozenset[str] = _STRONG_ITEM
    """Names of a column that make a table one of action items even outside of such a section."""
    statuses: Mapping[str, str] = field(default_factory=lambda: _STATUS)
    signs: Mapping[str, str] = field(default_factory=lambda: _STATUS_SIGNS)
    """Single characters that mean a status, without a variation selector."""
    types: Mapping[str, str] = field(default_factory=lambda: _TYPES)
    priorities: frozenset[str] = _PRIORITIES
    no_owner: frozenset[str] = _NO_OWNER
    no_ticket: frozenset[str] = _NO_TICKET
    missing: frozenset[str] = _MISSING
    none: frozenset[str] = _NONE
    """Ways to say that there are no action items."""
    themes: frozenset[str] = _THEMES
    """Group labels that name no person."""
    verbs: frozenset[str] = _VERBS
    """First words of a sentence that tells somebody to do something."""

    def section(self, title: str) -> Section:
        """What a heading or label with this text announces."""
        return _section(self, title) if len(title) <= LONGEST_TITLE else Section.UNKNOWN

    def column(self, name: str) -> Column | None:
        """What a column of this name holds; None if nobody knows."""
        meaning = self.columns.get(folded(name)) if len(name) <= LONGEST_TITLE else None
        return None if meaning is None else Column(meaning)

    def status(self, words: str) -> Status | None:
        """The status that `words` name; None if they name none."""
        meaning = self.statuses.get(folded(words)) if len(words) <= LONGEST_TITLE else None
        return None if meaning is None else Status(meaning)

    def is_type(self, words: str) -> bool:
        """Whether `words` name a type of action."""
        return folded(words) in self.types

    def is_priority(self, words: str) -> bool:
        """Whether `words` name a priority."""
        return folded(words) in self.priorities

    def is_nobody(self, words: str) -> bool:
        """Whether `words` stand where an owner should, and name none."""
        plain = folded(words)
        return not plain.strip("?'") or plain in self.no_owner

    def is_exact_title(self, title: str) -> bool:
        """Whether `title` is, as a whole, a known title of any section."""
        plain = folded(title)
        return plain in self.action_titles or plain in self.other_titles

    def is_summary(self, title: str) -> bool:
        """Whether this is the title of a summary."""
        return folded(title) in _SUMMARIES

    def is_order(self, text: str) -> bool:
        """Whether a sentence begins by telling somebody to do something."""
        first = text.split(None, 1)[:1]
        return (
            bool(first) and first[0][:1].isupper() and first[0].casefold().strip(",") in self.verbs
        )

    def is_theme(self, words: str) -> bool:
        """Whether `words` are a group of action items rather than one of them, or a person."""
        plain = folded(words)
        return plain in self.themes or plain in self.types or plain in self.statuses

    def extended(
        self,
        sections: Iterable[str] = (),
        columns: Mapping[str, Column] = MappingProxyType({}),
        statuses: Mapping[str, Status] = MappingProxyType({}),
    ) -> Vocabulary:
        """This vocabulary with words of a user's own, which win over the built-in ones."""
        titles = frozenset(folded(title) for title in sections)
        return replace(
            self,
            action_titles=self.action_titles | titles,
            other_titles=self.other_titles - titles,
            columns={**self.columns, **{folded(name): column for name, column in columns.items()}},
            statuses={
                **self.statuses,
                **{folded(word): status for word, status in statuses.items()},
            },
        )


_MOST_WORDS: Final = 9


@lru_cache(maxsize=8192)
def _section(vocabulary: Vocabulary, title: str) -> Section:
    plain = folded(title)
    if plain in vocabulary.other_titles:
        return Section.OTHER
    if plain in vocabulary.action_titles:
        return Section.ACTIONS
    bare = folded(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", title))
    if bare in vocabulary.action_titles:
        return Section.ACTIONS
    if bare in vocabulary.other_titles:
        return Section.OTHER
    words = plain.split()
    if len(words) > _MOST_WORDS or not vocabulary.decoy_words.isdisjoint(re.findall(r"\w+", plain)):
        return Section.UNKNOWN
    padded = " " + " ".join(re.findall(r"\w+", plain)) + " "
    if any(f" {phrase} " in padded for phrase in vocabulary.action_phrases):
        return Section.ACTIONS
    return Section.UNKNOWN
