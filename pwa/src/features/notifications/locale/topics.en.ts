/** Words for the topics of notices, looked up at run time. */
export default {
  task_opened: 'A new task is waiting',
  task_closed: 'A task was handled by someone else',
  matter_returned: 'A matter was returned for correction',
  matter_rejected: 'A matter was not approved',
  matter_withdrawn: 'A matter was withdrawn',
  matter_executed: 'A matter is complete',
  grant_confirmed: 'A grant has taken effect',
  import_finished: 'An import has finished',
  push_test: 'Test notification',
}
