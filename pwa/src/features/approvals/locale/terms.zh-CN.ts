/** Words for codes of the server, looked up at run time. */
export const kinds = {
  personnel_entry: '入编',
  opening_balance: '期初核定数登记',
}
export const steps = {
  unit_head: '单位负责人审核',
  office_clerk: '编办审核',
  joint_review: '组织、人社会签',
  chief: '编办主任审批',
  issue: '成文执行',
}
export const matterStates = {
  submitted: '已提交',
  reviewing: '审核中',
  joint_review: '联审中',
  approved: '已批准',
  returned: '退回补正',
  rejected: '不予批准',
  withdrawn: '已撤回',
  executed: '已办结',
}
export const verdicts = {
  approve: '同意',
  return: '退回补正',
  reject: '不同意',
  issue: '已成文',
}
export const fileActions = {
  personnel_entry: '申报入编',
  opening_balance: '登记期初核定数',
}
export const personIdentities = {
  cadre: '干部',
  worker: '工人',
}
export const fieldNames = {
  recruitment_item_id: '招录公告岗位',
  quota_type: '编制类型',
  division_id: '内设机构',
  entry_reason: '入编原因',
  effective_on: '生效日期',
  post_title: '岗位（职务）',
  rank: '职级（等级）',
  'person.name': '姓名',
  'person.sex': '性别',
  'person.id_number': '公民身份号码',
  'person.ethnicity': '民族',
  'person.political_status': '政治面貌',
  'person.education': '学历',
  'person.degree': '学位',
  'person.major': '专业',
  'person.started_work_on': '参加工作时间',
  'person.identity': '身份',
  'document.number': '发文字号',
  'document.title': '文件标题',
  'document.issuer': '发文机关',
  'document.dated_on': '成文日期',
  rows: '核定数',
  'rows.quota_type': '编制类型',
  'rows.approved': '核定数',
  'rows.exception.heads': '批准暂超人数',
  'rows.exception.reason': '暂超理由',
  'rows.exception.document.number': '暂超文件字号',
  'rows.exception.document.title': '暂超文件标题',
  'rows.exception.document.issuer': '暂超文件发文机关',
  'rows.exception.document.dated_on': '暂超文件成文日期',
}
export const historyKinds = {
  quota: '编制增减',
  posting: '人员变动',
  name: '名称变更',
  exception: '批准暂超',
  reservation: '在途编制',
}
