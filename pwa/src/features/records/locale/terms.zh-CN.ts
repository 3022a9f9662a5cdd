/** Columns of tables of people, and what can be wrong with a row; codes of the server, looked up at run time. */
export const recordColumns = {
  learner: '账号或人员编号',
  name: '姓名',
  source: '来源',
  hours: '学时',
  title: '培训名称',
  started_on: '开始日期',
  ended_on: '结束日期',
  counter: '计入',
  present: '到课',
}

export const recordProblems = {
  unknown_person: '没有此人，或者不在管理范围内',
  name_differs: '姓名与账号不符',
  missing: '没有填写',
  malformed: '填写不合要求',
  repeated: '表内重复',
  too_long: '过长',
  date_in_future: '日期在今天之后',
  not_enrolled: '不在本班名册上',
}
