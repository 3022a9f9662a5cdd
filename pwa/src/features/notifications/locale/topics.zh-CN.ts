/** Words for the topics of notices, looked up at run time. */
export default {
  task_opened: '有新的待办事项',
  task_closed: '一项待办已由他人办理',
  matter_returned: '事项被退回补正',
  matter_rejected: '事项未获同意',
  matter_withdrawn: '事项已撤回',
  matter_executed: '事项已办结',
  grant_confirmed: '授权已生效',
  import_finished: '导入已完成',
  push_test: '测试通知',
}
