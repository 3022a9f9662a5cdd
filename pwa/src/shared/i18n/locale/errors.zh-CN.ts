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
    facts.approved === undefined || facts.approved === null ? '' : `核定 ${facts.approved}`,
    facts.filled === undefined ? '' : `实有 ${facts.filled}`,
    facts.reserved === undefined ? '' : `在途 ${facts.reserved}`,
    facts.vacant === undefined || facts.vacant === null ? '' : `空缺 ${facts.vacant}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `（${parts.join('，')}）`
}

function wait(seconds: number | undefined): string {
  if (seconds === undefined) return '稍后'
  return seconds < 60 ? `在 ${seconds} 秒后` : `在 ${Math.ceil(seconds / 60)} 分钟后`
}

/** An instant as people write it, in the zone of the register. */
function moment(at: string | undefined): string {
  return at === undefined ? '' : new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(new Date(at))
}

export default {
  // The app's own.
  unknown: '出了点问题，请稍后重试。',
  network_unreachable: '连不上服务器。请检查网络后重试。',
  timed_out: '服务器没有及时回应，请重试。',
  storage_unavailable: '这台设备存不下内容了，刚才的操作没有保存。请腾出空间后重试。',

  // The edge.
  not_signed_in: '请先登录。',
  forbidden: '您没有办理这件事的权限。',
  permission_missing: '您的岗位没有办理这件事的权限。需要时请由编办主任提出授权。',
  cross_site_request: '请求不是从本应用发出的，已拒绝。请从本应用重新打开后再试。',
  host_malformed: '访问的地址不正确，请从收藏的地址打开本应用。',
  host_not_served: '这不是本系统的地址，请从收藏的地址打开本应用。',
  origin_refused: '请求不是从本应用发出的，已拒绝。请从收藏的地址重新打开本应用。',
  upgrade_refused: '请求的格式不正确，请刷新后再试。',
  length_required: '请求没有说明长度，没有接收。请刷新后再试。',
  length_malformed: '请求的长度不正确，没有接收。请刷新后再试。',
  not_found: '没有找到，或者不在您的管辖范围内。',
  conflict: '内容已被他人修改，请刷新后再试。',
  stale: '您看到的内容已经过时，请刷新后再试。',
  rule_refused: '不符合规定，没有办理。请核对后再试。',
  invalid_input: '有内容填写不正确，请按提示修改。',
  bad_request: '请求的格式不正确，请刷新后再试。',
  bad_cursor: '列表已有变动，请从头刷新。',
  json_expected: '请求的格式不正确，请刷新后再试。',
  nested_too_deep: '提交的内容层次过深，没有接收。',
  method_not_allowed: '不支持这种操作，请更新应用后再试。',
  http_failure: '请求没有被接受，请稍后重试。',
  internal: '服务器出错，内容没有保存。请稍后重试；再次出现时请把下面的编号告诉管理员。',
  too_many: ({ retry_after }: { retry_after?: number }) => `操作太频繁，请${wait(retry_after)}再试。`,
  too_large: '文件太大，请缩小后再传。',
  wrong_media_type: '不支持这种文件，请换一种格式。',
  unavailable: '服务暂时不可用，请稍后重试。',
  database_busy: '办理的人太多，请稍后重试。您的内容没有丢失。',
  key_reused: '这次提交与之前的不一致，请刷新后重新填写。',
  command_key_missing: '提交缺少编号，请更新应用后再试。',
  secrecy_refused: '内容含有密级标志或不得录入的单位，请按保密规定线下办理。系统没有保存任何内容。',
  job_not_found: '没有找到这项后台任务，或者已经清理。',
  job_failed: '后台任务没有完成，没有保存内容。请重试；再次出现时请联系系统管理员。',

  // Identity.
  wrong_credentials: '用户名或密码不对。连续输错五次会暂停登录。',
  sign_in_paused: ({ retry_after }: { retry_after?: number }) => `密码连续输错，登录已暂停。请${wait(retry_after)}再试，或者联系系统管理员。`,
  network_slowed: ({ retry_after }: { retry_after?: number }) => `这个网络的登录尝试太多，请${wait(retry_after)}再试。`,
  sign_in_busy: '登录的人太多，请几秒后再试。',
  demo_account_refused: '演示账号不能登录正式系统。',
  current_password_wrong: '现在的密码不对。',
  password_refused: '新密码不符合要求，请按提示修改。',
  username_invalid: '用户名只能用小写字母、数字、点、横线，2 至 32 位。',
  username_taken: '这个用户名已被使用，请换一个。',
  already_set_up: '初始账号已经建立，新账号请由系统管理员建立。',
  account_not_found: '没有找到这个账号。',
  grant_not_found: '没有找到这项授权，或者不在您的范围内。',
  grant_exists: '这个账号在这里已有同样的授权，或者正在等待确认。',
  grant_not_open: '这项授权的状态已经变化，请刷新查看。',
  grant_node_mismatch: '这个岗位和所选范围不匹配，请重新选择。',
  own_grant: '不能办理自己的授权，请由他人办理。',
  second_person_needed: '提出授权的人不能自己确认，请由另一位安全管理员确认。',
  role_excluded: '三员与业务岗位互斥，这个账号不能担任该岗位。',
  role_not_yours: '您不能提出或结束这个岗位的授权。',
  node_not_found: '没有找到这个范围，或者不在您的管辖内。',
  node_exists: '这个节点已在管辖树中。',
  node_loop: '不能放到自己的下级之下。',
  node_ended: '这个节点已经结束，不能再放入新内容。',
  session_not_found: '这次登录已经结束。',
  setting_unknown: '没有这项设置。',
  setting_invalid: '设置的值超出允许范围，请按提示修改。',
  setting_stale: '这项设置刚被他人修改，请刷新后再改。',

  // Records.
  number_not_found: '没有找到这个编号。',
  number_already_void: '这个编号已经作废。',

  // Register.
  unit_not_found: '没有找到这个机构，或者不在您的管辖范围内。',
  person_not_found: '没有找到这个人，或者不在您的管辖范围内。',
  region_not_found: '没有找到这个行政区划，或者不在您的管辖范围内。',
  posting_not_found: '没有找到这条任职记录。',
  reservation_not_found: '这件事项没有在途编制。',
  ledger_entry_not_found: '没有找到要冲正的记录。',
  date_in_future: ({ today }: { today?: string }) => `日期不能晚于今天${today === undefined ? '' : `（${today}）`}。`,
  date_before_founding: ({ founded_on }: { founded_on?: string }) => `机构${founded_on === undefined ? '当时' : `于 ${founded_on} 成立，此前`}还不存在，请改日期。`,
  date_after_dissolution: ({ dissolved_on }: { dissolved_on?: string }) => `机构${dissolved_on === undefined ? '' : `已于 ${dissolved_on} `}撤销，请改日期。`,
  not_recorded_then: '那个时刻台账还没有登记这个机构，请改查询时间。',
  unknown_code: '有选项不在代码表内，请重新选择。',
  division_not_in_unit: '所选内设机构不属于这个机构，或当时不存在。请重新选择。',
  over_quota: (facts: Numbers) => `办理后将超编${numbersOf(facts)}，没有办理。请先出后进，或先登记批准暂超的文件。`,
  no_vacancy: (facts: Numbers) => `没有可用的空缺${numbersOf(facts)}，没有办理。请等在途事项办结，或先办理出编、增编。`,
  approved_unknown: '这种编制还没有登记核定数，请先由编办登记期初核定数。',
  negative_quota: '办理后编制数会小于零，没有办理。请核对数字。',
  ceiling_exceeded: ({ reserve, wanted }: { reserve?: number; wanted?: number }) =>
    `超出本地区编制总额${reserve === undefined ? '' : `（预留 ${reserve}，需要 ${wanted ?? 0}）`}，没有办理。`,
  person_already_posted: '一人一编：此人那一天已占用编制。请先在原单位办理出编。',
  person_differs: '这个证件号码已登记为另一个姓名，请核对姓名和号码。',
  posting_history_broken: '与此人已有的任职记录不相符，请核对日期。',
  already_reversed: '这条记录已经冲正过。',
  region_exists: '这个行政区划已经登记。',
  code_taken: '这个统一社会信用代码已属于另一个机构。',
  id_number_invalid: '证件号码不对，请核对位数、出生日期和校验位。',
  code_invalid: '统一社会信用代码不对，请核对 18 位代码。',
  recruitment_item_unfit: '这个招录岗位不属于本机构、已从公告中消失，或名额已用完。请重新选择。',

  // Approvals.
  matter_not_found: '没有找到这件事项，或者不由您办理。',
  task_not_found: '没有找到这件待办，或者不由您办理。',
  unknown_kind: '不支持这类事项，请更新应用后再试。',
  already_decided: ({ by, at }: { by?: string; at?: string }) => `${by ?? '他人'}已于 ${moment(at)} 办理，您的决定没有生效。`,
  already_reviewed: '会签中一人只能提一次意见，您已经提过。',
  task_closed: '这件待办已结束：步骤已完成，或者事项已撤回。',
  matter_not_open: '这件事项的状态已变化，现在不能这样办理。请查看最新进度。',
  stale_form: '申报内容已被修改，您的决定没有提交。请查看改动后再决定。',
  view_changed: '您看到的内容与现在的不一致，决定没有提交。请查看最新内容后再决定。',
  no_authority: '您现在没有办理这件待办的授权，决定没有提交。',
  own_filing: '不能办理自己申报的事项，请由他人办理。',
  not_filer: '只有申报人可以这样办理。',
  filing_not_allowed: '您的岗位不能为这个机构申报这类事项。',
  wrong_verdict: '这一步不能给出这种意见，请刷新后再试。',
  duplicate_open_matter: '同样的事项正在办理，请先等它办结或撤回。',

  // Exchange.
  undecided_name_not_found: '没有找到这个待定名称。',
  office_region_unknown: '行政区划表里没有这个代码。',
  undecided_name_already_placed: '这个名称已经归入，请刷新名单。',
  region_not_in_province: '所选行政区划不在公告所属的省内，请重新选择。',
  upload_wrong_type: '不支持这种文件，请上传 xlsx 表格。',
  upload_too_large: '文件太大，请拆分后再传。',
  upload_missing: '请选一个文件，每次只传一个。',
  upload_archive_broken: '文件已损坏或没有传完整。请用办公软件打开并另存为 xlsx 后再传。',
  upload_archive_too_big: '文件解开后太大，没有读取。请删去多余的工作表和格式，或拆分后再传。',
  upload_archive_member_refused: '文件里有办公软件不会写入的内容，没有读取。请用办公软件另存为 xlsx 后再传。',
  upload_markup_refused: '文件里有不允许的标记，没有读取。请用办公软件另存为 xlsx 后再传。',
  spreadsheet_unreadable: '表格打不开：文件损坏，或者设了密码。请另存为不加密的 xlsx 后再传。',
  spreadsheet_too_large: '表格的行数太多，没有读取。请拆分后再传。',
  table_header_not_found: '没有找到表头，没有导入任何内容。请核对前几行是否有列名。',
  table_columns_missing: '表格缺少必需的列，没有导入任何内容。请核对表头。',
  table_column_repeated: '表头里有两列同名，没有导入任何内容。请只留一列。',
  province_not_found: '没有找到这个省份，或者不在您的管辖范围内。',
  unknown_province: '没有这个省份代码，请重新选择。',
  importer_gone: '提交导入的人已没有这项权限，没有导入任何内容。',
  import_bad_rows: ({ count }: { count?: number }) => `有 ${count ?? 0} 行不正确，没有导入任何内容。请按行号修改后重新导入。`,

  // Practice.
  article_change_not_in_force: ({ effective_on }: { effective_on?: string }) => `条文修改要到 ${effective_on ?? ''} 才施行，到时再登记。`,
  article_without_questions: '没有题目依据这一条，请核对文件名和条号。',

  // Files of questions.
  bank_file_invalid: ({ count }: { count?: number }) => `文件里有 ${count ?? 0} 处问题，一题也没有导入。请修改后重新导入。`,
  bank_format_unknown: '看不出文件的格式，请上传 GIFT、Moodle XML 或 xlsx 表格。',
  bank_file_too_large: ({ limit }: { limit?: number }) => `文件里的题目太多，一次最多 ${limit ?? 0} 题。请拆分后再导入。`,
  bank_upload_missing: '请选一个试题文件，每次只传一个。',

  // Files.
  file_not_found: '没有找到这个文件，或者您不能查看。',
  file_owner_not_found: '文件所属的内容不存在，或者您不能往里面放文件。',
  file_kind_refused: '不支持这种文件。可以上传图片（PNG、JPEG、WebP）、视频（MP4、WebM）、音频（MP3、M4A）和 PDF。',
  file_content_refused: '文件的内容和类型不符，没有保存。请用相应的软件另存后再传。',
  file_too_large: ({ limit }: { limit?: number }) => `文件太大${limit === undefined ? '' : `，这类文件最多 ${Math.round(limit / 1048576)} MB`}。请压缩或拆分后再传。`,
  file_part_invalid: '这一段的大小不对，没有保存。请重新上传。',
  file_incomplete: '文件还没有传完整，请继续上传缺少的部分。',
  file_finished: '这个文件已经传完，不能再改。要更换请另传一个。',
  file_too_many_unfinished: ({ limit }: { limit?: number }) => `没有传完的文件已有 ${limit ?? 0} 个，请先传完。`,
  file_range_outside: '要读取的位置超出了文件末尾，请重新打开。',
  out_of_range: '要读取的位置超出了文件末尾，请重新打开。',

  // Courses.
  course_invalid: ({ problems }: { problems?: readonly unknown[] }) => `课程有 ${problems?.length ?? 0} 处需要修改，请按提示改好再试。`,
  course_not_found: '没有找到这门课程，可能还没有发布或已经下架。',
  lesson_not_found: '没有找到这一课，课程可能已经更新。请回到课程目录。',
  course_key_taken: '这个课程代号已被使用，请换一个。',
  course_changed: '这门课程刚被他人修改，您的内容没有保存。请刷新后再改。',
  course_unchanged: ({ version }: { version?: number }) => `内容和已发布的第 ${version ?? 0} 版相同，不需要再发布。`,
  course_not_published: '这门课程还没有发布。',
  course_not_open: ({ valid_from, valid_to }: { valid_from?: string | null; valid_to?: string | null }) =>
    `现在不在课程的学习期限内${valid_from || valid_to ? `（${valid_from ?? ''}至${valid_to ?? ''}）` : ''}。`,
  course_prerequisite_missing: '要先学完前面的课程，才能学这一门。',
  course_prerequisite_unknown: '先修课程不存在，或者互为先修，请重新选择。',
  assignment_not_found: '没有找到这项学习安排，或者不在您的管辖范围内。',
  assignment_ended: '这项学习安排已经结束。',
  assignment_due_in_past: '截止日期不能早于今天，请改日期。',
  assignment_rank_unknown: '所选职级不在代码表内，请重新选择。',

  // Quizzes.
  question_invalid: '题目还不能使用，请按提示修改。',
  bank_refused: ({ refused }: { refused?: number }) => `有${refused === undefined ? '一些' : ` ${refused} 道`}题目不能使用，一道也没有保存。请按行号修改后重试。`,
  question_not_found: '没有找到这道题。',
  question_key_taken: ({ key }: { key?: string }) => `题目编号${key === undefined ? '' : ` ${key} `}已被另一道题使用，请换一个。`,
  question_changed: '这道题刚被别人修改过。请重新打开后再改。',
  quiz_not_found: '没有找到这个测验，或者它还没有开放。',
  quiz_invalid: '测验的设置还不能使用，请按提示修改。',
  quiz_key_taken: ({ key }: { key?: string }) => `测验编号${key === undefined ? '' : ` ${key} `}已被使用，请换一个。`,
  too_few_questions: ({ wanted, available }: { wanted?: number; available?: number }) =>
    `题库里符合条件的题不够${wanted === undefined || available === undefined ? '' : `：需要 ${wanted} 道，只有 ${available} 道`}。`,
  quiz_closed: ({ closes_at }: { closes_at?: string }) => `测验已经截止${closes_at === undefined ? '' : `（${moment(closes_at)}）`}。`,
  no_attempts_left: ({ attempts }: { attempts?: number }) => `${attempts === undefined ? '' : ` ${attempts} 次`}答题机会已经用完。`.trim(),
  attempt_not_found: '没有找到这份答卷。',
  attempt_over: '这份答卷已经结束，答案不能再改。',
  question_not_drawn: '这份答卷里没有这道题。',
  answer_invalid: '这个答案与题目不符，没有保存。请重新作答。',
  review_not_yet: '现在还不能看答案。',

  // Notifications.
  notice_not_found: '没有找到这条消息。',
  push_disabled: '本系统没有启用推送。消息仍会出现在应用内。',
  push_endpoint_refused: '浏览器给出的推送地址不被允许，没有开启推送。',
  push_keys_refused: '浏览器给出的推送密钥不正确，请重新开启推送。',
  push_test_too_soon: ({ retry_after }: { retry_after?: number }) => `刚刚发过测试，请${wait(retry_after)}再试。`,
  subscription_taken: '这台设备的推送属于另一个账号，请先用那个账号退出登录。',
  subscription_not_found: '没有找到这台设备的推送，可能已经关闭。',
  too_many_subscriptions: ({ limit }: { limit?: number }) => `开启推送的设备已达上限${limit === undefined ? '' : `（${limit} 台）`}，请先关闭一台。`,
  no_subscription: '还没有设备开启推送，请先开启。',
  receipt_refused: '这个回执不属于本系统发出的推送。',
  topic_unknown: '没有这类消息。',

  // The practice space.
  space_unknown: '没有这个空间，请重新打开应用。',
  persona_unknown: '请先选择要扮演的角色。',
  not_in_sandbox: '练习空间里不能办这件事，请回到正式系统办理。',
  fictional_people_only: '练习空间只收虚构人员：这个身份证号码可能属于真人，没有保存。请用“填入虚构人员”。',
  asked_too_often: ({ retry_after }: { retry_after?: number }) => `查询太频繁，请${wait(retry_after)}再试。`,
  certificate_not_found: '没有找到这份证书。',
  certificate_revoked: '这份证书已经撤销。',
  learner_not_found: '没有此人，或者不在您的管理范围内。',
  class_not_found: '没有这个培训班，或者它不对您开放。',
  class_session_not_found: '这个班没有这一轮。',
  class_not_in_state: '培训班现在的状态不允许这样做。',
  class_changed: '刚才有人修改了这个班，请重新打开后再改。',
  class_schedule_invalid: '各轮的时间不能重叠或颠倒，难度只能由浅入深。',
  class_seats_taken: '已报名的人比剩下的座位多。',
  class_session_marked: '名册上已有记录，轮次只能增加，不能减少。',
  class_teacher_unknown: '所选教师的账号不能使用。',
  class_person_unknown: '所选人员不在本班的范围内。',
  class_not_enrolled: '您没有这个班的座位，不在名册上。',
  class_code_invalid: '这不是本班正在显示的签到码。',
  class_code_expired: '签到码已经更换，请扫屏幕上的新码。',
  class_not_begun: '最后一轮还没有开始，不能结班。',

  // The question desk.
  desk_question_not_found: '没有找到这个问题，或者还没有公开。',
  desk_entry_not_found: '没有找到这条常见问题，可能已经撤下。',
  desk_question_changed: '刚刚有人写了新的内容，请看过再答复。',
  desk_entry_changed: '刚刚有人改过这条常见问题，请看过再改。',
  desk_own_question: '自己提的问题由别的同事答复。',
  desk_about_unknown: '问的这一课已经不在了，请直接提问。',
  desk_names_person: '请不要写身份证号码：提问说规定，不说具体某个人的信息。没有保存。',
  desk_too_many: ({ limit }: { limit?: number }) => `今天提的问题已经很多了${limit === undefined ? '' : `（${limit} 个）`}，请明天再问，或者直接打电话。`,
  report_unit_not_found: '报告里没有这个单位。',

  // Goals and routine checks.
  goal_part_not_found: '没有这项任务，或者它已经调整、不由您负责。',
  goal_progress_not_found: '没有这条进展，或者不能由您撤回。',
  goal_evidence_not_found: '所选的文件或事项不存在，或者您不能查看。',
  goal_plan_changed: '刚才有人改过本单位的目标，请重新打开后再改。',
  goal_plan_agreed: '目标已经议定。要调整，请写明理由和生效日期。',
  goal_plan_not_agreed: '目标还在起草，议定以后才有调整。',
  goal_progress_taken_back: '这条进展已经撤回。',
  goal_weights_do_not_sum: ({ goal, sum = 0, missing = 0 }: { goal?: number; sum?: number; missing?: number }) =>
    `${goal ? `第 ${goal} 项目标的分解` : '各项目标的权重'}合计应为 100%，现在是 ${sum / 100}%，${missing > 0 ? `还差 ${missing / 100}%` : `多了 ${-missing / 100}%`}。`,
  goal_plan_empty: ({ goal }: { goal?: number }) => (goal ? `第 ${goal} 项目标还没有分解到人。` : '还没有写目标。'),
  goal_target_missing: ({ goal }: { goal?: number }) => `第 ${goal ?? ''} 项目标：按数量计的要写目标值，按是否完成计的不写。`,
  goal_day_outside: ({ goal, year }: { goal?: number; year?: number }) => `第 ${goal ?? ''} 项目标的期限要在 ${year ?? ''} 年之内，分解的期限不能晚于目标的期限。`,
  goal_person_elsewhere: ({ goal }: { goal?: number }) => `第 ${goal ?? ''} 项目标分给了不在本单位的人。`,
  goal_revision_day: ({ first, last }: { first?: string; last?: string }) => `调整的生效日期要在 ${first ?? ''} 到 ${last ?? ''} 之间。`,
  goal_progress_day: ({ year }: { year?: number }) => `只能填写 ${year ?? ''} 年以内、今天以前（含今天）的进展。`,
  check_period_unknown: '没有这个考核周期。',
  check_period_closed: '这个周期还没有开始，或者已经在另一种周期里填过。',
  check_commented: '主管领导已经写了评语，内容不能再改。',
  check_person_not_found: '没有这个人，或者不由您写评语。',
  check_own: '自己的平时考核由主管领导评价。',
  check_comment_empty: '请选择等次或写评语。',
} satisfies Readonly<Record<components['schemas']['ErrorCode'] | OwnCode, Sentence>>
