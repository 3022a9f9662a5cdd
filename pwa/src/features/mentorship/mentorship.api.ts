/** Mentorships as the two see them and as the office does, and secondments. */
import { newCommandId, type AnswerOf } from '@/shared/api/client'
import { submit, type Command } from '@/shared/offline/queue'

export type MentorshipLine = AnswerOf<'/api/v1/mentoring/mentorships', 'get'>['items'][number]
export type Mentorship = AnswerOf<'/api/v1/mentoring/mentorships/{mentorship_id}', 'get'>
export type Revision = NonNullable<Mentorship['agreement']['in_force']>
export type Meeting = Mentorship['meetings'][number]
export type Evaluation = Mentorship['evaluations'][number]
export type Said = NonNullable<Evaluation['own']>
export type Question = Mentorship['questions'][number]
export type State = MentorshipLine['state']
export type Waiting = MentorshipLine['waits_for_me'][number]
export type Overseen = AnswerOf<'/api/v1/mentoring/mentorships/overseen', 'get'>['items'][number]
export type Secondment = AnswerOf<'/api/v1/mentoring/secondments', 'get'>['items'][number]
/** Where somebody is seconded; `id` is null for a place that is no unit of the register. */
export interface Place {
  readonly id: string | null
  readonly name: string
}
export type Person = AnswerOf<'/api/v1/mentoring/secondments/people', 'get'>['items'][number]

/** What a note of a meeting says; the id is made here, so that a note sent twice is one. */
export interface NewMeeting {
  readonly id: string
  readonly held_on: string
  readonly about: string
  readonly next_step: string
}

/** The kind of every command about a mentorship in the offline queue. */
export const KIND = 'mentorship'

export function subjectOf(mentorshipId: string): string {
  return `mentorship:${mentorshipId}`
}

/** Has a command sent, now or when there is a network; `about` says in words what it does. */
export function send(mentorshipId: string, part: string, about: string, body: object = {}): Promise<Command> {
  return submit({
    kind: KIND,
    method: 'post',
    path: `/api/v1/mentoring/mentorships/${encodeURIComponent(mentorshipId)}/${part}`,
    body,
    subject: subjectOf(mentorshipId),
    about,
    look: `/learn/mentoring/${mentorshipId}`,
  })
}

export function newMeetingId(): string {
  return newCommandId().replaceAll('-', '')
}

/** The note in a command that waits, null for a command about something else. */
export function meetingIn(command: Command): NewMeeting | null {
  return command.path.endsWith('/meetings') ? (command.body as NewMeeting) : null
}
