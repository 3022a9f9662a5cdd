/** By kind of command: what the person did, as the list of what waits to be sent says it. */
export const commands = {
  answer: ({ about }: { about: string }) => `Answer: ${about}`,
  decision: ({ about }: { about: string }) => `Decision: ${about}`,
  practice: ({ about }: { about: string }) => `Practice: ${about}`,
  lesson_done: ({ about }: { about: string }) => `Lesson done: ${about}`,
  scan: 'Scan of a class code',
  goal_progress: ({ about }: { about: string }) => `Progress: ${about}`,
  check_text: ({ about }: { about: string }) => `Routine check: ${about}`,
  check_comment: ({ about }: { about: string }) => `Comment on a routine check: ${about}`,
  mentorship: ({ about }: { about: string }) => `Mentorship: ${about}`,
  mentoring_pair: ({ about }: { about: string }) => `Pair: ${about}`,
  self_summary: ({ about }: { about: string }) => `Self-summary: ${about}`,
  superior_mark: ({ about }: { about: string }) => `Mark: ${about}`,
}
