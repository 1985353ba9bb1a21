"""The words themselves, as people write them in postmortems. Data and nothing else; `sync.vocabulary` looks them up.

Every word is written as `sync.folding.folded` leaves it: lower case, single blanks, no hyphens.
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


def listed(text: str) -> tuple[str, ...]:
    """The words of a list with commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def word_set(text: str) -> frozenset[str]:
    """The words of a list with commas, in no order."""
    return frozenset(listed(text))


def by_word(entries: Mapping[str, str]) -> Mapping[str, str]:
    """The meaning of each word, from the words of each meaning."""
    return MappingProxyType(
        {word: meaning for meaning, words in entries.items() for word in listed(words)}
    )


COLUMNS: Final = by_word(
    {
        Column.ITEM: "acciones, acción a tomar, tareas, descripción de la acción, medida, medidas, descrição, descrição da ação, ações, mesure, mesures, tâches, action à mener, actions à mener, massnahmen, aufgaben, to dos, azioni, misura, действия, задачи, мероприятие, мера, меры, что сделать, 作業, 作業内容, 施策, 対応策, 再発防止策, やること, 実施内容, 対応項目, 改善策, 事項, 行动, 行动事项, 行动内容, 改进项, 改进措施, 改进内容, 整改项, 整改措施, 待办, 待办事项, 任务描述, 항목, 할 일, 작업, 작업 내용, 액션, 액션 아이템, 조치 항목, 조치 내용, 개선 사항, 개선 항목, 내용, 대책, action item, action items, action, actions, action item description, control, countermeasure, countermeasures, work items, proposed action, action required, action to take,"
        " aksjon, tiltak, oppgave, åtgärd, handling, actie, maatregel, działanie, zadanie, úkol, toimenpide, aksiyon, 조치, 조치 사항, 任務, 事项, 行动,"
        "  action description, item, items, description, task, tasks,"
        " todo, to do, follow up, follow ups, followup, work, work item, what, remediation, remediation action, remediation action required, remediation item,"
        " corrective action, corrective actions, preventive action, preventative action, measure, improvement, recommendation, next step, next steps,"
        " title, summary, name, deliverable, actionable, アクション, アクションアイテム, 対応, 対応内容, 内容, 対策, 項目, タスク,"
        " massnahme, aufgabe, tâche, acción, tarea, azione, ação, действие, задача, 行动项, 任务, 措施",
        Column.OWNER: "responsable de la acción, encargado, encargada, dueño, propietario, asignado, asignado a, responsável pela ação, dono, proprietário, atribuído a, porteur, porteurs, assigné, assigné à, qui, pilote, verantwortliche, verantwortlicher, bearbeiter, besitzer, assegnatario, proprietario, chi, исполнитель, владелец, 責任者, 担当チーム, 主担当, 责任方, 责任团队, 责任部门, 执行人, 跟进人, 主责人, 담당팀, 오너, 책임자, 실행자, owner, owners, assignee, assignees, assignee(s), accountable, owned by, responsible team, responsible party, eier, ansvarlig, ägare, ansvarig, ejer, eigenaar, verantwoordelijke,"
        " właściciel, odpowiedzialny, vastuuhenkilö, sorumlu, zuständig, wer, responsables, responsáveis, 담당자, 담당, 負責人, 责任人,"
        "  assigned to, assigned, who, responsible, responsibility, responsible person, dri, lead, person, team,"
        " owner(s), owning team, poc, champion, 担当, 担当者, オーナー, verantwortlich, responsable, responsabile, responsável, ответственный, 负责人",
        Column.TICKET: "tarea jira, incidencia, enlace, enlaces, tiquete, chamado, tíquete, lien, liens, tickets liés, verweis, verknüpfung, riferimento, ссылка, ссылки, тикеты, задача в трекере, 課題, チケット番号, 関連チケット, 跟踪, 跟踪链接, 关联, 关联工单, 关联 issue, 跟踪单, 티켓, 링크, 트래킹, 관련 이슈, 추적, bug, bugs, bug #, ticket, referanse, sak, ärende, zgłoszenie, ticket(s), issue(s), issue / pr, pr / issue, pull requests, prs, tracking ticket, tracked in, tracking link, work item link, 이슈, 链接,"
        "  tickets, ticket #, issue, issues, issue link, github issue, github issues, related issue, tracking bug, tracking issue, tracking,"
        " tracker, reference, references, ref, link, links, jira, jira ticket, jira issue, trello card, card, pr, pull request, pr/issue, issue/pr, issue #, url, bug/ticket,"
        " ticket link, チケット, リンク, 関連issue, тикет, задача jira, 工单",
        Column.STATUS: "estado actual, situação, situación, état, avancement, zustand, fortschritt, avanzamento, состояние, готовность, 対応状況, 進捗状況, 完了, 当前状态, 完成情况, 完成状态, 是否完成, 처리 상태, 진행 상태, 진행 상황, 진행, 완료 여부, status, state, current status, outcome, action status, completion, completion status, tilstand, läge, tila, durum, 상태, 进度, 進度, 狀態,"
        "  progress, done, done?, completed, complete, completed?, resolution, 状態, ステータス, 状況, 進捗, stand, statut, estado, stato, статус, 状态",
        Column.TYPE: "categoría, clase, categoria, catégorie, nature, kategorie, art, categoria azione, категория, 区分, 类别, 分类, 유형, 분류, 종류, type, kind, category, class, action type, item type, 種別, 種類, タイプ, 分類, カテゴリ, typ, tipo, тип, 类型",
        Column.PRIORITY: "severidad, urgencia, gravedad, urgência, severidade, urgence, criticité, dringlichkeit, wichtigkeit, priorità, важность, срочность, 優先順位, 重要度, 緊急度, 严重级别, 级别, 重要性, 紧急程度, 严重程度, 중요도, 심각도, 긴급도, priority, prio, p, prioritet, prioriteit, priorytet, prioridade, öncelik, 우선순위, 優先級,"
        "  severity, urgency, importance, 優先度, priorität, priorité, prioridad, приоритет, 优先级",
        Column.DUE: "fecha límite, fecha limite, plazo, vencimiento, fecha objetivo, fecha de entrega, data limite, data prevista, prazo final, date limite, date cible, délai, pour quand, fälligkeit, bis, bis wann, zieltermin, entro, data di scadenza, дедлайн, срок выполнения, дата, 目標日, 完了日, 完了予定, 期限日, 対応期限, 完成时间, 计划完成时间, 预计完成时间, 计划时间, 期望完成, 时限, 完成日期, 目标日期, 期限, 마감, 마감일, 완료일, 목표일, 목표 일자, 완료 예정일, 일정, due, due date, deadline, due by, target completion, completion target, timeline, timeframe, by, complete by, frist dato, förfallodatum, termin, määräaika, son tarih, 기한, 截止时间, 期限日,"
        "  target, target date, expected date, expected, eta, by when, when, date, completion date, 期限, 期日, 締切, 完了予定日, 予定日, frist, fällig, échéance, fecha, scadenza, prazo, срок, 截止日期",
        Column.TIME: "time, time (utc), utc, timestamp, time utc, event, events, 時刻, 時間, zeit, heure, hora, время, 时间",
        Column.OTHER: "#, no, nr, id, number, num, notes, note, comment, comments, remarks, details, effort, estimate, 番号, 備考",
    }
)
STRONG_ITEM: Final = word_set(
    "action item, action items, action item description, remediation action required, corrective action, corrective actions, preventive action, preventative action,"
    " follow up, follow ups, remediation action, アクションアイテム, アクション項目, 行动项"
)

STATUS: Final = by_word(
    {
        Status.OPEN: "pendientes, por hacer, abierto, abierta, planificado, planificada, no iniciado, sin empezar, sin iniciar, en espera, a fazer, aberto, aberta, planejado, planeado, não iniciado, pendentes, en attente, ouvert, ouverte, planifié, planifiée, prévu, prévue, non démarré, geplant, ausstehend, nicht begonnen, zu erledigen, aperto, in sospeso, pianificato, открыто, запланировано, не начато, ожидает, к выполнению, 予定, 計画中, 検討中, 未実施, 対応予定, 保留, 待处理, 待开始, 未完成, 待完成, 规划中, 计划中, 已规划, 待排期, 待定, 未处理, 挂起, 대기 중, 예정, 미착수, 미진행, 진행 예정, 보류, 검토 중, 계획, todo, to do, open, opened, blocked, on hold, deferred, postponed, paused, stalled, waiting, already planned, not yet started, unresolved, incomplete, still open,"
        " åpen, öppen, åben, otwarte, açık, 미완료, 대기, 未开始, 待處理,"
        "  reopened, planned, pending, not started, outstanding, new, backlog, unstarted, queued, scheduled, proposed, accepted, triaged,"
        " not done, not yet done, not yet implemented, not yet fixed, not yet merged, still to do, not yet, 未着手, 未対応, 未完了, offen, à faire, pendiente, da fare, pendente, открыт, 待办",
        Status.IN_PROGRESS: "en proceso, en marcha, haciendo, fazendo, em progresso, em curso, en cours de réalisation, in bearbeitung, läuft, laufend, in lavorazione, в процессе, выполняется, 実施中, 作業中, 处理中, 推进中, 正在进行, 开发中, 实施中, 部分完成, 진행중, 작업 중, 처리 중, 진행, in progress, inprogress, wip, in process, work in progress, being worked on, implementing, partially complete, partially completed, pågår, pågående, i gang, bezig, w toku, devam ediyor, 진행 중, 进行中,"
        "  doing, ongoing, started, underway, under way, active, in review, review, pr open, working on it, in flight,"
        " partially done, partial, mostly done, 進行中, 対応中, 着手, in arbeit, en cours, en progreso, en curso, in corso, em andamento, в работе, 进行中",
        Status.DONE: "hecha, completada, completo, completa, terminado, terminada, cerrado, cerrada, resuelto, resuelta, realizado, realizada, implementado, implementada, concluída, finalizado, finalizada, feita, resolvido, resolvida, fechado, fechada, faite, terminée, réalisé, réalisée, résolu, résolue, fermé, clos, déployé, abgeschlossen, umgesetzt, geschlossen, behoben, gelöst, completata, chiuso, chiusa, risolto, fatta, сделано, закрыто, завершено, исправлено, решено, готов, 完了済み, 対応完了, 実施済み, 実装済み, 解決済み, 済み, 已修复, 已上线, 已关闭, 已处理, 已实施, 已落地, 已合并, 已部署, 完成了, 완료됨, 해결, 해결됨, 종료, 반영 완료, 조치 완료, 처리 완료, 적용 완료, done, complete, completed, already done, already completed, already implemented, already fixed, in place, mitigated, verified, live, in production, addressed, rolled out,"
        " utført, gjort, ferdig, fullført, klart, klar, färdig, færdig, gereed, afgerond, zrobione, zakończone, hotovo, valmis, tamamlandı, 완료, 已解决, 處理完成,"
        "  closed, fixed, resolved, finished, implemented, documented, merged, shipped, deployed, released, delivered, cleaned,"
        " all done, solved, yes, 完了, 済, 済み, 対応済み, erledigt, fertig, fait, terminé, hecho, completado, fatto, feito, concluído, готово, выполнено, 完成, 已完成",
        Status.WONT_DO: "cancelado, cancelada, descartado, descartada, rechazado, no se hará, annulé, annulée, abandonné, abandonnée, rejeté, verworfen, abgelehnt, abgebrochen, annullato, scartato, отменено, отклонено, не будем делать, 中止, 不処理, 不处理, 不修复, 已取消, 取消, 已放弃, 취소, 취소됨, 불필요, won't do, wont do, wontdo, won't fix, wont fix, wontfix, will not do, will not fix, cancelled, canceled, dropped, rejected, declined, abandoned, not planned,"
        " obsolete, not doing, closed as not planned, 対応しない, 見送り",
        Status.DUPLICATE: "duplicate, dup, dupe, duplicated, closed as duplicate, duplicate of",
        Status.VANISHED: "not found, ticket not found, deleted, no longer visible",
    }
)
SPECIFIC: Final = word_set(
    "blocked, on hold, deferred, postponed, paused, stalled, waiting, scheduled, queued, proposed, accepted, triaged, backlog, new, reopened, already planned, unresolved, incomplete,"
    " in review, review, pr open, in flight, partial, partially done, partially complete, partially completed, mostly done,"
    " documented, verified, mitigated, live, in production, in place, merged, deployed, released, delivered, rolled out, cleaned, addressed, already done, already completed, already implemented, already fixed,"
    " rejected, declined, abandoned, dropped, obsolete, 保留, 挂起, 보류, en espera, en attente, 検討中, 검토 중, 部分完成, 已上线, 已合并, 已部署, descartado, descartada, rechazado, abandonné, abandonnée, rejeté, verworfen, abgelehnt, abgebrochen"
)
"""Words for a status that say more than it: nobody else's item is given one because the document holds it."""
CELL_STATUS: Final = by_word(
    {
        Status.OPEN: "n, no, non, nein",
        Status.DONE: "x, y, sí, oui, ja",
    }
)
"""What stands in a column such as `Done?`, and nowhere else means a status."""
STATUS_SIGNS: Final = by_word(  # the first of each is the one that is written
    {
        Status.OPEN: "⬜, ◻, ☐, 🔲, 🔴, ❌, 📋, 📝, 🆕, ❗",
        Status.IN_PROGRESS: "🚧, 🔄, ⏳, 🟡, 🟠, 🏗, 🔶, 👷",
        Status.DONE: "✅, ✔, ☑, ✓, 🟢, 👍, 🎉",
        Status.WONT_DO: "🚫, ⛔",
    }
)
AMBIGUOUS: Final = word_set(
    "open, new, review, active, live, scheduled, queued, accepted, merged, verified, started, blocked, waiting, deployed, released, addressed, closed, proposed,"
    " documented, yes, backlog, document"
)
"""Words for a status that begin a sentence as well: `Open: port 443`. There they count in capitals or in bold only."""
BOXES: Final = by_word(
    {Status.IN_PROGRESS: "~, /", Status.WONT_DO: "-", Status.DONE: "✓, ✔, ✅, ☑, x, X"}
)
"""What stands in a box that is no task of the format, as some editors write it: `[-]`."""
SHORTCODES: Final = by_word(
    {
        Status.OPEN: "x, red_circle, black_square_button, white_large_square",
        Status.IN_PROGRESS: "construction, hourglass, hourglass_flowing_sand, large_yellow_circle, arrows_counterclockwise",
        Status.DONE: "white_check_mark, heavy_check_mark, ballot_box_with_check, large_green_circle, tada",
        Status.WONT_DO: "no_entry, no_entry_sign",
    }
)
"""Signs in the spelling of forges: `:white_check_mark:`."""
TYPES: Final = by_word(
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
PRIORITIES: Final = word_set(
    "p0, p1, p2, p3, p4, p5, high, medium, low, critical, urgent, highest, lowest, blocker, major, minor, must have, should have, nice to have, med, sev1, sev2, sev3,"
    " high priority, medium priority, low priority, 高, 中, 低, alta, media, baja, média, baixa, haute, moyenne, basse, faible, élevée, hoch, mittel, niedrig, gering, bassa, высокий, средний, низкий, 紧急, 重要, 一般, 높음, 중간, 보통, 낮음, 상, 중, 하, 大, 小"
)
FIELD_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Column.OWNER: listed(
            "owner, owners, assignee, assignees, assigned to, responsible, responsible person, responsible team, dri, poc, 担当, 担当者, オーナー, 负责人, 담당, 담당자,"
            " verantwortlich, responsable, responsável, encargado, dono, pilote, porteur, responsabile, ответственный, исполнитель, ansvarlig, ansvarig, eier, 責任者, オーナー, 오너"
        ),
        Column.DUE: listed(
            "due, due date, due by, due on, by, deadline, eta, target, target date, complete by, 期限, 期日, 締切, 截止日期, 기한, 마감, frist, fällig, fecha límite, plazo, vencimiento, prazo, échéance, date limite, scadenza, срок, дедлайн"
        ),
        Column.PRIORITY: listed(
            "priority, prio, prioridad, prioridade, priorité, priorità, приоритет, 優先度, 优先级, 우선순위, priorität, prioritet"
        ),
        Column.TYPE: listed(
            "type, kind, category, tipo, categoría, categoria, тип, 種別, カテゴリ, 类型, 종류, typ"
        ),
        Column.STATUS: listed(
            "status, state, estado, statut, stato, статус, ステータス, 状態, 状态, 상태"
        ),
        Column.TICKET: listed(
            "ticket, tickets, issue, issues, bug, bugs, jira, pr, prs, pull request, mr, merge request, tracking, tracked in, tracker, tracking issue, チケット, 工单"
        ),
    }
)
"""What fields are called in running text, before a colon: `Owner: @x`."""
FIELD_WORDS_WITHOUT_COLON: Final = listed("due, due by, due on, by, deadline, eta, assigned to")
"""What needs no colon: `due 2026-12-15`."""
REFERENCE_WORDS: Final = word_set(
    "see, issue, issues, pr, prs, ticket, tickets, tracked in, tracked by, tracked at, tracked as, tracking, tracking issue, in, by, via, with, fixed in,"
    " fixed by, bug, bugs, github, github issue, pull request, link, see also, also, ref, refs, see issue, see pr, see ticket, cf, jira, filed as, filed, filed in, filed at, raised, raised in, created,"
    " follow up, #, gh, issue #, link to issue, link to pr, link to ticket, here, details, trello, trello card, card, see here, gitlab, mr, merge request,"
    " opened, addressed in, addressed by, linear, and, to, implemented in, merged in, related, related to, part of, covered by, epic, story, task, the,"
    " implementation, github ticket, jira ticket, see card, see details, closed by, done in, done by"
)
"""Words that only lead to a reference: `see issue #12`."""
NO_KEYS: Final = word_set(
    "ACTION, ADR, AES, AI, API, ARM, BUILD, CIS, COVID, CSS, CVE, CWE, DDR, DEC, DES, DOC, DTD, EC, ECMA, EIP, ERC, ES, FIPS, FY, GB, GHSA, GMT,"
    " GPT, HTML, HTTP, IEC, IEEE, IPV, ISO, ITEM, JDK, JEP, JSR, KB, MD, MIME, NIST, PEP, PHASE, PM, PR, PY, RC, RFC, RSA, SEV, SHA, SLA, SLO, SOC,"
    " SSL, STEP, TASK, TLS, TODO, US, USB, UTC, UTF, UUID, VER, VM, WPA, X, ZIP"
)
"""What stands before a hyphen and a number without being a tracker's project: `UTF-8`."""
NO_OWNER: Final = word_set(
    "optional, anyone, somebody, someone, next session, volunteer needed, needs owner, needs an owner, help wanted, sin asignar, por asignar, por definir, sin responsable, a definir, não atribuído, à définir, à déterminer, non assigné, offen, noch offen, niemand, da definire, da assegnare, не назначен, не назначено, 未割当, 未割り当て, 未設定, 担当未定, 待指定, 待定, 未指定, 待分配, 未分配, 无, 미정, 미지정, 미배정, 없음, tbd, tbc, tba, todo, none, n/a, na, nobody, no one, noone, unassigned, unknown, owner, unowned, to be decided, to be determined, to be assigned, for planning, not assigned, 未定, なし"
)
NO_TICKET: Final = word_set(
    "n/a, na, none, no ticket, no ticket needed, no issue, not needed, not applicable, no bug, なし"
)
MISSING: Final = word_set(
    "por definir, por crear, a definir, a criar, à définir, à créer, noch offen, da definire, 待定, 待补充, 待创建, 未作成, 작성 예정, 미정, none yet, not yet, no ticket yet, not filed, to file, to be added, to be opened, tbd, tbc, tba, todo, to do, pending, to be created, to be filed, missing, 未定"
)
NONE: Final = word_set(
    "ninguna, ninguno, sin acciones, nenhuma, nenhum, aucune, aucun, keine, nessuna, нет, 没有, 无, 없음, none, n/a, na, nil, nothing else, nothing more, that's all, that is all, no action items, no actions, no action, no action required, no action items required, nothing, not applicable, no follow up actions,"
    " no further action, no further actions, no further action required, no action needed, no actions needed, none identified, none required, none at this time, none at the moment,"
    " none so far, no review actions, なし, 特になし"
)

VERBS: Final = word_set(
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
