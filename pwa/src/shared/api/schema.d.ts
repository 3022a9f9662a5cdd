/** Stand-in until the description of the server is generated. */
type Op<Answer, Given = unknown> = Given & { responses: { 200: { content: { 'application/json': Answer } } } }
type Q<Query> = { parameters: { query?: Query } }
type P<Path> = { parameters: { path: Path } }
type PQ<Path, Query> = { parameters: { path: Path; query?: Query } }
type B<Body> = { requestBody: { content: { 'application/json': Body } } }
type Id = { id: string }
type Page<Item> = { items: Item[]; next_cursor: string | null }
type Cursor = { cursor?: string; limit?: number }
type Light = 'green' | 'yellow' | 'red'
type Doc = { id: string; number: string; title: string; issuer: string; dated_on: string }
type NewDoc = { number: string; title: string; issuer: string; dated_on: string }
type Pair = [number, number]
type NullPair = [number | null, number | null]
type EffectRow = { quota_type: string; approved: NullPair; filled: Pair; reserved: Pair; vacant: NullPair }
type Preview = { rows: EffectRow[]; light: Light | null }
type Verdict = 'approve' | 'return' | 'reject' | 'issue'
type Session = {
  account: { id: string; username: string; display_name: string; locale: string | null }
  grants: { role: string; node_id: string | null; node_name: string | null; node_kind: string | null }[]
  permissions: string[]
  counts: { tasks: number; notices: number }
  demo: boolean
  idle_seconds: number
  version: string
  must_change_password: boolean
}
type UnitRow = {
  id: string; name: string; short_name: string | null; region: { code: string; name: string }; nature: string; level: string; system: string
  source: string; light: Light | null; match: string | null; closed: boolean
  numbers: { approved: number | null; filled: number; reserved: number; vacant: number | null } | null
}
type Unit = {
  id: string; name: string; short_name: string | null; other_names: string[]; code: string | null; region: { code: string; name: string }
  system: string; nature: string; category: string | null; level: string; institution_class: string | null; funding_form: string | null
  civil_servant_law: boolean; supervising: { id: string; name: string } | null; founded_on: string | null; founded_known: boolean; dissolved_on: string | null
  duties: string | null; source: string; raw_name: string | null; as_of: string; known_at: string | null; is_today: boolean; version: number
  quotas: { quota_type: string; approved: number | null; filled: number; reserved: number; vacant: number | null; exception: number; light: Light | null; document: Doc | null }[]
  divisions: { id: string; name: string; filled: number }[]
  recruitment: { items: number; posts: number } | null
  exceptions: { quota_type: string; heads: number; reason: string; effective_on: string; document: Doc | null }[]
  can: { file: string[]; people: boolean; unmask: boolean }
}
type Person = { id: string; name: string; masked_name: string; sex: string; birth_month: string; division: string | null; post_title: string; rank: string | null; quota_type: string; started_on: string }
type HistoryEntry = { id: string; kind: string; effective_on: string; recorded_at: string; quota_type: string | null; delta: number | null; person_id?: string | null; document: Doc | null; cause: { kind: string; id: string }; reverses_id: string | null }
type RecruitmentItem = { id: string; position_code: string; title: string; heads: number; details: Record<string, unknown>; source_label: string }
type Card = {
  id: string; matter_id: string; kind: string; step_key: string; round: number; state: string; due_on: string; due_provisional: boolean; overdue: boolean
  opened_at: string; unit: { id: string; name: string }; heads: number | null; light: Light | null; filed_by_name: string; acceptance_number: string
}
type FieldLine = { field: string; value: unknown; masked: boolean; changed: boolean }
type Matter = {
  id: string; kind: string; state: string; acceptance_number: string; unit: { id: string; name: string; region_name: string | null }
  filed_by: { name: string }; filed_at: string; form: Record<string, unknown>; fields: FieldLine[]; form_revision: number; round: number
  stations: { step_key: string; state: 'done' | 'current' | 'waiting' | 'skipped'; tasks: { role: string; state: string; verdict: string | null; opinion: string | null; decided_by_name: string | null; decided_at: string | null }[] }[]
  timeline: { round: number; step_key: string; role: string; verdict: string; opinion: string | null; by: string; at: string; returned_fields: string[] }[]
  preview: Preview | null; document: Doc | null; notice_number: string | null; returned: { opinion: string; fields: string[] } | null; can: { withdraw: boolean; resubmit: boolean }
}
type MatterRow = { id: string; kind: string; state: string; acceptance_number: string; unit: { id: string; name: string }; heads: number | null; light: Light | null; filed_at: string; filed_by_name: string }
type TaskView = { task: Card & { verdicts: Verdict[]; issue: boolean }; matter: Matter; view_digest: string; form_revision: number; preview: Preview }
type Notice = { id: string; topic: string; created_at: string; read_at: string | null; link: { kind: string; id: string }; card: { kind: string; unit_name: string } | null }
type Subscription = { id: string; device_label: string; this_session: boolean; created_at: string; last_ok_at: string | null; last_receipt_at: string | null }
type Grant = { id: string; account: { id: string; username: string; display_name: string }; role: string; node: { id: string; name: string; kind: string } | null; state: string; proposed_by_name: string | null; proposed_at: string; confirmed_by_name: string | null; confirmed_at: string | null; ended_at: string | null }
type Account = { id: string; username: string; display_name: string; power: string; disabled_at: string | null; created_at: string }
type Feedback = { id: string; kind: 'complaint' | 'suggestion'; text: string; created_at: string; account_name: string; answer: string | null; answered_at: string | null }
type AuditEntry = { seq: number; id: string; at: string; actor_name: string; role: string | null; action: string; subject_kind: string; subject_id: string; facts: Record<string, unknown>; sealed: boolean }
type Device = { id: string; device_kind: string; device_label: string; created_at: string; last_seen_at: string; this_session: boolean }
type Done = Record<string, never>

export interface paths {
  '/api/v1/meta': { get: Op<{ version: string; demo: boolean }> }
  '/api/v1/session': { get: Op<Session>; post: Op<Session, B<{ username: string; password: string }>>; delete: Op<Done> }
  '/api/v1/session/devices': { get: Op<{ items: Device[] }> }
  '/api/v1/session/devices/{session_id}': { delete: Op<Done, P<{ session_id: string }>> }
  '/api/v1/me/preferences': { put: Op<Done, B<{ locale: string }>> }
  '/api/v1/me/password': { post: Op<Done, B<{ current_password: string; new_password: string }>> }
  '/api/v1/me/feedback': { post: Op<Id, B<{ kind: 'complaint' | 'suggestion'; text: string }>> }
  '/api/v1/feedback': { get: Op<Page<Feedback>, Q<Cursor>> }
  '/api/v1/grants': { get: Op<Page<Grant>, Q<Cursor & { state?: string }>>; post: Op<Id, B<{ account_id: string; role: string; node_id: string | null }>> }
  '/api/v1/grants/{grant_id}/confirmation': { post: Op<Done, P<{ grant_id: string }>> }
  '/api/v1/grants/{grant_id}': { delete: Op<Done, P<{ grant_id: string }>> }
  '/api/v1/accounts': { get: Op<Page<Account>, Q<Cursor & { q?: string }>>; post: Op<Id, B<{ username: string; display_name: string; password: string; power: string }>> }
  '/api/v1/settings': { get: Op<{ items: { name: string; value: unknown; default: unknown; changed_at: string | null }[] }>; put: Op<Done, B<{ name: string; value: unknown }>> }
  '/api/v1/audit': { get: Op<Page<AuditEntry>, Q<Cursor>> }
  '/api/v1/audit/verification': { post: Op<{ clean: boolean; checked: number; unsealed: number; findings: { check: string; row_id: string; message: string }[] }> }
  '/api/v1/register/units': { get: Op<Page<UnitRow>, Q<Cursor & { q?: string }>> }
  '/api/v1/register/units/{unit_id}': { get: Op<Unit, PQ<{ unit_id: string }, { as_of?: string; known_at?: string }>> }
  '/api/v1/register/units/{unit_id}/people': { get: Op<Page<Person>, PQ<{ unit_id: string }, Cursor & { as_of?: string }>> }
  '/api/v1/register/units/{unit_id}/history': { get: Op<Page<HistoryEntry>, PQ<{ unit_id: string }, Cursor>> }
  '/api/v1/register/units/{unit_id}/recruitment': { get: Op<Page<RecruitmentItem>, PQ<{ unit_id: string }, Cursor>> }
  '/api/v1/register/tree': { get: Op<{ items: { node_id: string; kind: string; ref: string; name: string; children: boolean }[] }, Q<{ parent?: string }>> }
  '/api/v1/register/people/{person_id}/unmasking': { post: Op<{ id_number: string; birth_date: string }, P<{ person_id: string }> & B<{ reason: string }>> }
  '/api/v1/register/regions/{code}': { get: Op<{ code: string; name: string; rows: { quota_type: string; ceiling: number | null; allocated: number; reserve: number | null }[] }, P<{ code: string }>> }
  '/api/v1/register/codes': { get: Op<Record<string, Record<string, { zh: string; en: string }>>> }
  '/api/v1/exchange/undecided': { get: Op<Page<{ id: string; raw_name: string; reason: string; province_code: string; posts: number }>, Q<Cursor>> }
  '/api/v1/exchange/undecided/{name_id}/placement': { post: Op<Done, P<{ name_id: string }> & B<{ region_code: string }>> }
  '/api/v1/approvals/matters': { get: Op<Page<MatterRow>, Q<Cursor & { list?: 'mine' | 'finished' }>>; post: Op<Matter, B<{ kind: string; subject_id: string; form: Record<string, unknown> }>> }
  '/api/v1/approvals/matters/check': { post: Op<{ preview: Preview | null; problems: { code: string; facts: Record<string, unknown> }[] }, B<{ kind: string; subject_id: string; form: Record<string, unknown> }>> }
  '/api/v1/approvals/matters/{matter_id}': { get: Op<Matter, P<{ matter_id: string }>> }
  '/api/v1/approvals/matters/{matter_id}/resubmission': { post: Op<Matter, P<{ matter_id: string }> & B<{ form: Record<string, unknown>; form_revision: number }>> }
  '/api/v1/approvals/matters/{matter_id}/withdrawal': { post: Op<Matter, P<{ matter_id: string }> & B<{ form_revision: number; reason: string }>> }
  '/api/v1/approvals/tasks': { get: Op<Page<Card>, Q<Cursor & { list?: 'todo' | 'done' }>> }
  '/api/v1/approvals/tasks/{task_id}': { get: Op<TaskView, P<{ task_id: string }>> }
  '/api/v1/approvals/tasks/{task_id}/decision': { post: Op<{ outcome: string; matter_state: string; next_step: string | null; task_id: string }, P<{ task_id: string }> & B<{ verdict: 'approve' | 'return' | 'reject'; opinion: string; form_revision: number; view_digest: string; claimed_at?: string; returned_fields?: string[] }>> }
  '/api/v1/approvals/tasks/{task_id}/issue': { post: Op<{ outcome: string; notice_number: string | null; preview_after: Preview }, P<{ task_id: string }> & B<{ document: NewDoc; effective_on?: string; opinion: string; form_revision: number; view_digest: string }>> }
  '/api/v1/notices': { get: Op<Page<Notice>, Q<Cursor>> }
  '/api/v1/notices/{notice_id}/reading': { post: Op<Done, P<{ notice_id: string }>> }
  '/api/v1/notices/reading': { post: Op<Done> }
  '/api/v1/notices/preferences': { get: Op<{ items: { topic: string; channel: string; enabled: boolean }[] }>; put: Op<Done, B<{ topic: string; channel: string; enabled: boolean }>> }
  '/api/v1/push': { get: Op<{ enabled: boolean; public_key: string | null; subscriptions: Subscription[] }> }
  '/api/v1/push/subscriptions': { post: Op<Id, B<{ endpoint: string; keys: { p256dh: string; auth: string }; device_label: string }>> }
  '/api/v1/push/subscriptions/{subscription_id}': { delete: Op<Done, P<{ subscription_id: string }>> }
  '/api/v1/push/test': { post: Op<Done> }
}
