/** A sentence per stable error code: what happened and what to do. Looked up at run time by the code. */
import type { components } from '@/shared/api/schema'

/** Codes that no server sends: this app's own. */
type OwnCode = 'unknown' | 'network_unreachable' | 'timed_out' | 'storage_unavailable'
type Sentence = string | ((facts: never) => string)

interface Numbers {
  approved?: number | null
  filled?: number
  reserved?: number
  vacant?: number | null
}

function numbersOf(facts: Numbers): string {
  const parts = [
    facts.approved === undefined || facts.approved === null ? '' : `approved ${facts.approved}`,
    facts.filled === undefined ? '' : `filled ${facts.filled}`,
    facts.reserved === undefined ? '' : `reserved ${facts.reserved}`,
    facts.vacant === undefined || facts.vacant === null ? '' : `vacant ${facts.vacant}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

function wait(seconds: number | undefined): string {
  if (seconds === undefined) return 'later'
  if (seconds < 60) return seconds === 1 ? 'in 1 second' : `in ${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? 'in 1 minute' : `in ${minutes} minutes`
}

/** An instant as people write it, in the zone of the register. */
function moment(at: string | undefined): string {
  return at === undefined ? '' : new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(new Date(at))
}

export default {
  // The app's own.
  unknown: 'Something went wrong. Please try again later.',
  network_unreachable: 'The server cannot be reached. Check the network and try again.',
  timed_out: 'The server did not answer in time. Please try again.',
  storage_unavailable: 'This device cannot store it, so what you just did was not kept. Free some space and try again.',

  // The edge.
  not_signed_in: 'Please sign in first.',
  forbidden: 'You are not allowed to do this.',
  permission_missing: 'Your roles do not allow this. If you need it, ask the chief of the office to propose a grant.',
  cross_site_request: 'The request did not come from this app and was refused. Open the app anew and try again.',
  host_malformed: 'This address is malformed. Open the app from your bookmark.',
  host_not_served: 'This is not an address of this installation. Open the app from your bookmark.',
  origin_refused: 'The request did not come from this app and was refused. Open the app from your bookmark.',
  upgrade_refused: 'The request was malformed. Please refresh and try again.',
  length_required: 'The request did not say its length and was not accepted. Please refresh and try again.',
  length_malformed: 'The length of the request is malformed; it was not accepted. Please refresh and try again.',
  not_found: 'Not found, or outside your scope.',
  conflict: 'Somebody else changed this. Please refresh and try again.',
  stale: 'What you see is out of date. Please refresh and try again.',
  rule_refused: 'A rule does not allow this; nothing was done. Please check and try again.',
  invalid_input: 'Some entries are not valid. Please correct them as shown.',
  bad_request: 'The request was malformed. Please refresh and try again.',
  bad_cursor: 'The list has changed. Please refresh it from the top.',
  json_expected: 'The request was malformed. Please refresh and try again.',
  nested_too_deep: 'The content is nested too deeply and was not accepted.',
  method_not_allowed: 'This is not supported. Please update the app and try again.',
  http_failure: 'The request was not accepted. Please try again later.',
  internal: 'The server failed and nothing was saved. Please try again later; if it happens again, tell an administrator the number below.',
  too_many: ({ retry_after }: { retry_after?: number }) => `Too many attempts. Please try again ${wait(retry_after)}.`,
  too_large: 'The file is too large. Please make it smaller.',
  wrong_media_type: 'This kind of file is not accepted. Please use another format.',
  unavailable: 'The service is not available right now. Please try again later.',
  database_busy: 'Too many people are at work. Please try again shortly; nothing of yours was lost.',
  key_reused: 'This submission differs from the earlier one. Please refresh and fill it in again.',
  command_key_missing: 'The submission lacks its number. Please update the app and try again.',
  secrecy_refused: 'The content bears a secrecy mark or names an excluded body. Handle it offline under the secrecy rules. Nothing was stored.',
  job_not_found: 'No such background job, or it was cleared away.',
  job_failed: 'The background job did not finish and nothing was saved. Try again; if it happens again, ask the system administrator.',

  // Identity.
  wrong_credentials: 'User name or password is wrong. Five wrong passwords pause signing in.',
  sign_in_paused: ({ retry_after }: { retry_after?: number }) => `Too many wrong passwords: signing in is paused. Try again ${wait(retry_after)}, or ask the system administrator.`,
  network_slowed: ({ retry_after }: { retry_after?: number }) => `Too many sign-in attempts from this network. Try again ${wait(retry_after)}.`,
  sign_in_busy: 'Many people are signing in. Try again in a few seconds.',
  demo_account_refused: 'Demonstration accounts cannot sign in to a production installation.',
  current_password_wrong: 'The current password is wrong.',
  password_refused: 'The new password does not meet the rules. Please change it as shown.',
  username_invalid: 'A user name has 2 to 32 lower-case letters, digits, dots or hyphens.',
  username_taken: 'This user name is taken. Choose another.',
  already_set_up: 'The first accounts exist already. New ones are made by the system administrator.',
  account_not_found: 'No such account.',
  grant_not_found: 'No such grant, or outside your scope.',
  grant_exists: 'The account holds or awaits exactly this grant.',
  grant_not_open: 'The grant has changed meanwhile. Refresh to see it.',
  grant_node_mismatch: 'This role does not go with the place chosen. Choose again.',
  own_grant: 'Nobody handles their own rights. Ask somebody else.',
  second_person_needed: 'Who proposed a grant cannot confirm it. A second security administrator must.',
  role_excluded: 'The administrator powers and business roles exclude each other: this account cannot hold the role.',
  role_not_yours: 'You cannot propose or end this role.',
  node_not_found: 'No such place, or outside your scope.',
  node_exists: 'This has its place in the tree already.',
  node_loop: 'Nothing can hang below its own descendants.',
  node_ended: 'This place has ended; nothing new goes below it.',
  session_not_found: 'This sign-in has ended already.',
  setting_unknown: 'No such setting.',
  setting_invalid: 'The value is outside what is allowed. Please change it as shown.',
  setting_stale: 'Somebody just changed this setting. Refresh before changing it.',

  // Records.
  number_not_found: 'No such number.',
  number_already_void: 'This number is void already.',

  // Register.
  unit_not_found: 'No such organization, or outside your scope.',
  person_not_found: 'No such person, or outside your scope.',
  region_not_found: 'No such region, or outside your scope.',
  posting_not_found: 'No such posting.',
  reservation_not_found: 'This matter holds no reservation.',
  ledger_entry_not_found: 'No such entry to reverse.',
  date_in_future: ({ today }: { today?: string }) => `The date cannot be after today${today === undefined ? '' : ` (${today})`}.`,
  date_before_founding: ({ founded_on }: { founded_on?: string }) => `The organization did not exist yet${founded_on === undefined ? '' : `: it was founded on ${founded_on}`}. Change the date.`,
  date_after_dissolution: ({ dissolved_on }: { dissolved_on?: string }) => `The organization was dissolved${dissolved_on === undefined ? '' : ` on ${dissolved_on}`}. Change the date.`,
  not_recorded_then: 'At that moment the register did not know this organization yet. Choose a later one.',
  unknown_code: 'A choice is in no code list. Choose again.',
  division_not_in_unit: 'The division belongs to another organization, or did not exist then. Choose again.',
  over_quota: (facts: Numbers) => `This would exceed the quota${numbersOf(facts)}; nothing was done. Exit first, or record the document of an exception.`,
  no_vacancy: (facts: Numbers) => `No vacancy is left${numbersOf(facts)}; nothing was done. Wait for matters under way, or file an exit or an increase first.`,
  approved_unknown: 'No approved number is recorded for this quota type. The office must record the opening balance first.',
  negative_quota: 'A number would fall below zero; nothing was done. Check the numbers.',
  ceiling_exceeded: ({ reserve, wanted }: { reserve?: number; wanted?: number }) =>
    `This exceeds the ceiling of the region${reserve === undefined ? '' : ` (reserve ${reserve}, wanted ${wanted ?? 0})`}; nothing was done.`,
  person_already_posted: 'One person, one post: the person holds another on that day. File the exit there first.',
  person_differs: 'This ID number is recorded under another name. Check name and number.',
  posting_history_broken: 'This does not fit the postings recorded for the person. Check the date.',
  already_reversed: 'This entry was reversed before.',
  region_exists: 'This region is recorded already.',
  code_taken: 'Another organization has this unified social credit code.',
  id_number_invalid: 'Not a valid ID number: check its length, birth date and last character.',
  code_invalid: 'Not a valid unified social credit code: check its 18 characters.',
  recruitment_item_unfit: 'This position belongs to another organization, has left the notice, or has no posts left. Choose again.',

  // Approvals.
  matter_not_found: 'No such matter, or not yours to see.',
  task_not_found: 'No such task, or not yours.',
  unknown_kind: 'This kind of matter is not supported. Please update the app and try again.',
  already_decided: ({ by, at }: { by?: string; at?: string }) => `${by ?? 'Somebody else'} decided this on ${moment(at)}; your decision did not take effect.`,
  already_reviewed: 'In a joint review each person gives one opinion, and you gave yours.',
  task_closed: 'This task is closed: its step is over, or the matter was withdrawn.',
  matter_not_open: 'The matter has moved on and does not allow this now. Look at its progress.',
  stale_form: 'The form was changed; your decision was not sent. Look at the changes and decide again.',
  view_changed: 'What you saw differs from what is recorded; your decision was not sent. Look at the current content and decide again.',
  no_authority: 'You are not authorized for this task at this moment; your decision was not sent.',
  own_filing: 'Nobody decides what they filed themselves. Somebody else must.',
  not_filer: 'Only the person who filed the matter can do this.',
  filing_not_allowed: 'Your roles do not file this kind of matter for this organization.',
  wrong_verdict: 'This step does not know that verdict. Please refresh and try again.',
  duplicate_open_matter: 'The same matter is under way. Wait until it is closed, or withdraw it.',

  // Exchange.
  undecided_name_not_found: 'No such undecided name.',
  office_region_unknown: 'The table of regions has no such code.',
  undecided_name_already_placed: 'This name was placed already. Refresh the list.',
  region_not_in_province: 'The region is outside the province of the notice. Choose again.',
  upload_wrong_type: 'This kind of file is not accepted. Upload an xlsx spreadsheet.',
  upload_too_large: 'The file is too large. Split it and try again.',
  upload_missing: 'Choose one file; one at a time.',
  upload_archive_broken: 'The file is damaged or incomplete. Open it in your office program, save it as xlsx, and try again.',
  upload_archive_too_big: 'Unpacked, the file is too large and was not read. Remove unneeded sheets and formatting, or split it.',
  upload_archive_member_refused: 'The file holds something no office program writes and was not read. Save it as xlsx anew and try again.',
  upload_markup_refused: 'The file holds markup that is not allowed and was not read. Save it as xlsx anew and try again.',
  spreadsheet_unreadable: 'The spreadsheet cannot be opened: it is damaged or has a password. Save it as xlsx without a password.',
  spreadsheet_too_large: 'The spreadsheet has too many rows and was not read. Split it and try again.',
  table_header_not_found: 'No heading row was found; nothing was imported. Check that the first rows name the columns.',
  table_columns_missing: 'The spreadsheet lacks required columns; nothing was imported. Check its headings.',
  table_column_repeated: 'Two columns have the same heading; nothing was imported. Keep one of them.',
  province_not_found: 'No such province, or outside your scope.',
  unknown_province: 'No province has this code. Choose again.',
  importer_gone: 'Who asked for this import may no longer do so; nothing was imported.',
  import_bad_rows: ({ count }: { count?: number }) => `${count ?? 0} rows are not valid; nothing was imported. Correct them by their row numbers and import again.`,

  // Practice.
  article_change_not_in_force: ({ effective_on }: { effective_on?: string }) => `The change counts from ${effective_on ?? ''} on. Record it then.`,
  article_without_questions: 'No question rests on this article. Check the title and the number.',

  // Files of questions.
  bank_file_invalid: ({ count }: { count?: number }) => `${count === 1 ? 'One problem' : `${count ?? 0} problems`} in the file: no question was imported. Mend it and import it again.`,
  bank_format_unknown: 'The format of the file is not known. Please upload GIFT, Moodle XML or an xlsx spreadsheet.',
  bank_file_too_large: ({ limit }: { limit?: number }) => `Too many questions in one file: at most ${limit ?? 0}. Split it and import again.`,
  bank_upload_missing: 'Choose one file of questions at a time.',

  // Files.
  file_not_found: 'There is no such file, or you may not see it.',
  file_owner_not_found: 'What the file belongs to does not exist, or takes no files from you.',
  file_kind_refused: 'This kind of file is not kept. Pictures (PNG, JPEG, WebP), films (MP4, WebM), sound (MP3, M4A) and PDF are.',
  file_content_refused: 'The file is not of the kind its name says, and was not kept. Save it anew in the program it belongs to.',
  file_too_large: ({ limit }: { limit?: number }) => `The file is too large${limit === undefined ? '' : `: at most ${Math.round(limit / 1048576)} MB for this kind`}. Compress or split it.`,
  file_part_invalid: 'This part has the wrong size and was not kept. Please upload it again.',
  file_incomplete: 'Parts of the file are missing. Continue the upload.',
  file_finished: 'This file is complete and does not change. Upload another one to replace it.',
  file_too_many_unfinished: ({ limit }: { limit?: number }) => `${limit ?? 0} uploads are unfinished. Finish them first.`,
  file_range_outside: 'This part lies behind the end of the file. Please open it again.',
  out_of_range: 'This part lies behind the end of the file. Please open it again.',

  // Courses.
  course_invalid: ({ problems }: { problems?: readonly unknown[] }) => `${problems?.length === 1 ? 'One thing' : `${problems?.length ?? 0} things`} in the course must be mended first. See the list.`,
  course_not_found: 'There is no such course; it may not be published yet, or be withdrawn.',
  lesson_not_found: 'There is no such lesson; the course may have changed. Go back to its contents.',
  course_key_taken: 'Another course has this key. Choose another one.',
  course_changed: 'Somebody else changed this course; yours was not saved. Refresh before you change it.',
  course_unchanged: ({ version }: { version?: number }) => `This is what version ${version ?? 0} says already; there is nothing to publish.`,
  course_not_published: 'This course is not published.',
  course_not_open: ({ valid_from, valid_to }: { valid_from?: string | null; valid_to?: string | null }) =>
    `The course cannot be taken today${valid_from || valid_to ? ` (${valid_from ?? '…'} to ${valid_to ?? '…'})` : ''}.`,
  course_prerequisite_missing: 'Other courses come first. Complete them before this one.',
  course_prerequisite_unknown: 'A course that should come first does not exist, or waits for this one. Choose again.',
  assignment_not_found: 'There is no such assignment, or it is outside your scope.',
  assignment_ended: 'This assignment has ended already.',
  assignment_due_in_past: 'The last day cannot lie in the past. Choose another date.',
  assignment_rank_unknown: 'A rank is not in the code lists. Choose again.',

  // Quizzes.
  question_invalid: 'The question cannot be used yet. Mend what is marked.',
  bank_refused: ({ refused }: { refused?: number }) => `${refused === undefined ? 'Some' : refused} of the questions cannot be used, so none was saved. Mend the rows named and try again.`,
  question_not_found: 'There is no such question.',
  question_key_taken: ({ key }: { key?: string }) => `Another question has the key${key === undefined ? '' : ` ${key}`}. Choose another one.`,
  question_changed: 'Somebody revised this question meanwhile. Open it again, then change it.',
  quiz_not_found: 'There is no such quiz, or it is not open to you yet.',
  quiz_invalid: 'The settings of the quiz cannot be used yet. Mend what is marked.',
  quiz_key_taken: ({ key }: { key?: string }) => `Another quiz has the key${key === undefined ? '' : ` ${key}`}. Choose another one.`,
  too_few_questions: ({ wanted, available }: { wanted?: number; available?: number }) =>
    `The bank has too few questions of that kind${wanted === undefined || available === undefined ? '' : `: ${wanted} are needed, ${available} are there`}.`,
  quiz_closed: ({ closes_at }: { closes_at?: string }) => `The quiz has closed${closes_at === undefined ? '' : ` (${moment(closes_at)})`}.`,
  no_attempts_left: ({ attempts }: { attempts?: number }) => `${attempts === undefined ? 'All' : `All ${attempts}`} attempts were used.`,
  attempt_not_found: 'There is no such paper of yours.',
  attempt_over: 'This paper is over; its answers cannot be changed.',
  question_not_drawn: 'This paper has no such question.',
  answer_invalid: 'This is no answer to the question and was not saved. Answer it again.',
  review_not_yet: 'The answers cannot be seen yet.',

  // Notifications.
  notice_not_found: 'No such notice.',
  push_disabled: 'This installation sends no pushes. Notices still appear in the app.',
  push_endpoint_refused: 'The push address of this browser is not allowed; push was not switched on.',
  push_keys_refused: 'The push keys of this browser are not valid. Switch push on again.',
  push_test_too_soon: ({ retry_after }: { retry_after?: number }) => `A test was just sent. Try again ${wait(retry_after)}.`,
  subscription_taken: 'Push on this device belongs to another account. Sign out there first.',
  subscription_not_found: 'No such push device; it may have been switched off.',
  too_many_subscriptions: ({ limit }: { limit?: number }) => `Push is on for as many devices as allowed${limit === undefined ? '' : ` (${limit})`}. Switch one off first.`,
  no_subscription: 'No device has push switched on yet.',
  receipt_refused: 'This receipt belongs to no push of ours.',
  topic_unknown: 'No such kind of notice.',

  // The practice space.
  space_unknown: 'There is no such space. Please open the app again.',
  persona_unknown: 'Choose first whose part you play.',
  not_in_sandbox: 'This cannot be done in the practice space. Go back to the real system for it.',
  fictional_people_only: 'The practice space takes fictional people only: this ID number may belong to somebody, and was not kept. Use “Fill in a fictional person”.',
  asked_too_often: ({ retry_after }: { retry_after?: number }) => `Too many questions from your network. Try again ${wait(retry_after)}.`,
  certificate_not_found: 'There is no such certificate.',
  certificate_revoked: 'This certificate was revoked.',
  learner_not_found: 'There is no such person, or not within your area.',
  class_not_found: 'There is no such class, or it is not open to you.',
  class_session_not_found: 'The class has no such round.',
  class_not_in_state: 'The class is in a state in which this cannot be done.',
  class_changed: 'Somebody changed the class meanwhile. Open it again, then change it.',
  class_schedule_invalid: 'Rounds may not overlap or run backwards, and only become harder.',
  class_seats_taken: 'More people are enrolled than seats would remain.',
  class_session_marked: 'The roster has marks already: rounds can be added, but none can go.',
  class_teacher_unknown: 'The account of a teacher cannot be used.',
  class_person_unknown: 'Somebody does not belong to the area of this class.',
  class_not_enrolled: 'You have no seat in this class and are not on its roster.',
  class_code_invalid: 'This is not the code that this class shows.',
  class_code_expired: 'The code has changed. Scan the one on the screen now.',
  class_not_begun: 'The last round has not begun: the class cannot be finished yet.',

  // The question desk.
  desk_question_not_found: 'This question was not found, or is not shared yet.',
  desk_entry_not_found: 'This frequent question was not found. It may have been withdrawn.',
  desk_question_changed: 'Somebody has just written to it. Please read that before you answer.',
  desk_entry_changed: 'Somebody has just edited this frequent question. Please read it before you change it.',
  desk_own_question: 'Your own question is answered by a colleague.',
  desk_about_unknown: 'The lesson you ask about is no longer there. Please ask without it.',
  desk_names_person: 'Please leave out ID numbers: ask about the rule, not about somebody. Nothing was kept.',
  desk_too_many: ({ limit }: { limit?: number }) => `That is a lot of questions for one day${limit === undefined ? '' : ` (${limit})`}. Please go on tomorrow, or call the office.`,
  report_unit_not_found: 'The report has no such unit.',

  // Goals and routine checks.
  goal_part_not_found: 'There is no such task, or it was changed or is not yours.',
  goal_progress_not_found: 'There is no such entry, or it is not yours to take back.',
  goal_evidence_not_found: 'The file or matter does not exist, or you may not see it.',
  goal_plan_changed: 'Somebody changed the goals just now. Please open them again.',
  goal_plan_agreed: 'The goals are agreed. To change them, give a reason and a day.',
  goal_plan_not_agreed: 'The goals are a draft still; they can be changed once they are agreed.',
  goal_progress_taken_back: 'This entry has been taken back already.',
  goal_weights_do_not_sum: ({ goal, sum = 0, missing = 0 }: { goal?: number; sum?: number; missing?: number }) =>
    `${goal ? `The parts of goal ${goal}` : 'The weights of the goals'} must come to 100%. They come to ${sum / 100}%: ${missing > 0 ? `${missing / 100}% missing` : `${-missing / 100}% too much`}.`,
  goal_plan_empty: ({ goal }: { goal?: number }) => (goal ? `Goal ${goal} is not given to anybody yet.` : 'There are no goals yet.'),
  goal_target_missing: ({ goal }: { goal?: number }) => `Goal ${goal ?? ''}: an amount needs its target, a yes or no has none.`,
  goal_day_outside: ({ goal, year }: { goal?: number; year?: number }) => `Goal ${goal ?? ''} must be due within ${year ?? ''}, and its parts not after it.`,
  goal_person_elsewhere: ({ goal }: { goal?: number }) => `Goal ${goal ?? ''} is given to somebody who is not in the unit.`,
  goal_revision_day: ({ first, last }: { first?: string; last?: string }) => `The change must take effect between ${first ?? ''} and ${last ?? ''}.`,
  goal_progress_day: ({ year }: { year?: number }) => `Progress can be of days in ${year ?? ''} up to today.`,
  check_period_unknown: 'There is no such period.',
  check_period_closed: 'The period has not begun, or it is covered by a check of another length.',
  check_commented: 'Your superior has commented; the entry stays as it is.',
  check_person_not_found: 'There is no such person, or it is not for you to comment.',
  check_own: 'Your own check is for your superior to judge.',
  check_comment_empty: 'Please choose a grade or write a comment.',
} satisfies Readonly<Record<components['schemas']['ErrorCode'] | OwnCode, Sentence>>
