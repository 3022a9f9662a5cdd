/** By kind of command: what the person did, as the list of what waits to be sent says it. */
export const commands = {
  answer: ({ about }: { about: string }) => `答题：${about}`,
  decision: ({ about }: { about: string }) => `审批意见：${about}`,
  practice: ({ about }: { about: string }) => `练习：${about}`,
  lesson_done: ({ about }: { about: string }) => `学完一课：${about}`,
  scan: '课堂扫码',
  goal_progress: ({ about }: { about: string }) => `目标进展：${about}`,
  check_text: ({ about }: { about: string }) => `平时考核：${about}`,
  check_comment: ({ about }: { about: string }) => `平时考核评价：${about}`,
  mentorship: ({ about }: { about: string }) => `导师带徒：${about}`,
  mentoring_pair: ({ about }: { about: string }) => `结对：${about}`,
  self_summary: ({ about }: { about: string }) => `个人总结：${about}`,
  superior_mark: ({ about }: { about: string }) => `评分：${about}`,
}
