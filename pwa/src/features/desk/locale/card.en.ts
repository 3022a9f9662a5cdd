import type { Card } from '../card'

export default {
  title: 'For a new unit clerk: two pages',
  practiceMark: '[practice]',
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  legend: [
    'Order 486: regulation on the bodies and establishment of local governments (in force since 1 May 2007). Civil Servants Law: revised 2018. State Secrets Law: revised 2024. Personal Information Protection Law: 2021.',
    '[practice] marks a default of this system or what offices commonly do. It is not law; your establishment office decides and may change it. Where a local document says otherwise, follow that.',
  ],
  pages: [
    [
      {
        kind: 'words',
        title: 'Three words',
        words: [
          { word: 'Body', says: 'To set up, abolish, merge, rename or regrade an organ of government, its own government proposes, the office one level up reviews and the government one level up approves; internal divisions are approved by the office of the same level.', law: 'Order 486, arts. 9, 13' },
          { word: 'Quota', says: 'The number of people and of leader posts that a unit is given. Organs use administrative quota, institutions use institution quota; they are not mixed, occupied or diverted.', law: 'Order 486, arts. 28, 15' },
          { word: 'Leader posts', says: 'The number of leading positions, a part of the quota. An appointment needs quota, a leader post and a vacancy.', law: 'Order 486, art. 28; Civil Servants Law, art. 43' },
        ],
      },
      {
        kind: 'numbers',
        title: 'Three numbers',
        numbers: [
          { name: 'Approved', says: 'What a document gave. Without one it is “unknown”, not 0.' },
          { name: 'Filled', says: 'How many people are on the quota now.' },
          { name: 'Vacant', says: 'How many may still enter.' },
        ],
        sum: 'Vacant = approved − filled − reserved. Reserved is what was filed and has no document yet: it is kept when a form is returned, and given back when the matter is rejected or withdrawn.',
      },
      {
        kind: 'lines',
        title: 'Remember',
        ordered: false,
        lines: [
          { text: 'Bodies and quotas are what recruiting, transferring, appointing leaders and funding rest on; people in post may not exceed the quota.', law: 'Order 486, art. 6' },
          { text: 'Civil servants are recruited within the quota and for a post that is vacant.', law: 'Civil Servants Law, art. 27' },
          { text: 'Bringing people in above the quota, occupying it with people who are not there, adding to it or changing its use: criticism by circular, correction by a date, and in grave cases sanctions against those responsible.', law: 'Order 486, art. 26' },
          { text: 'The yearly statistics that the office hands up are not inflated, hidden or forged; units report true numbers first.', law: 'Order 486, art. 23' },
          { text: 'Anybody may report a breach of these rules.', law: 'Order 486, art. 25' },
          { text: 'Systems and devices that are not classified, this one among them, do not store or process state secrets. If in doubt, ask first and work on paper.', law: 'State Secrets Law, art. 31' },
          { text: 'Collect only the personal data that the matter needs, within your duty.', law: 'Personal Information Protection Law, arts. 6, 34' },
          { text: 'ID numbers go into the forms of the system, never into a chat.', practice: true },
        ],
      },
    ],
    [
      {
        kind: 'lines',
        title: 'Somebody enters',
        ordered: true,
        lines: [
          { text: 'Look for a vacancy of that kind on the page of your unit. Without one, an exit or a change of quota comes first: people in post may not exceed the quota.', law: 'Order 486, art. 6' },
          { text: 'First the use of the quota is approved, then people are recruited or moved, and work begins when all is done; the entry rests on the document of recruitment, transfer or appointment.', practice: true },
          { text: 'In Register, open your unit and file the entry: post, reason, date of effect, the person. While you type you see the numbers that will follow.' },
          { text: 'Its way: head of the unit 3 days → office 5 → organization and human resources 5 → head of the office 3 → document 3, all working days.', practice: true },
          { text: 'A returned form is corrected and filed again; its vacancy stays reserved. A deadline only reminds: nothing is approved by silence.' },
          { text: 'With the document come its number and a notice: filled plus one, reserved minus one. Take it along to human resources and finance.', practice: true },
        ],
      },
      {
        kind: 'lines',
        title: 'Somebody leaves (retires, resigns, moves out, is dismissed, dies)',
        ordered: true,
        lines: [
          { text: 'Report it at once. Some places give 10 working days, some 15 days, and some take no other matter from a unit that is late.', practice: true },
          { text: 'Have ready: the approval of retirement, or the proof of transfer, the approved resignation, the decision of dismissal, the death certificate.', practice: true },
          { text: 'A civil servant resigns in writing; the appointing organ decides within thirty days, for leading members within ninety.', law: 'Civil Servants Law, art. 85' },
          { text: 'Exits cannot be filed in this system yet: hand the papers to the office, which records them, and check the number of people in post early next month.' },
        ],
      },
      {
        kind: 'lines',
        title: 'Somebody moves (between units or posts)',
        ordered: true,
        lines: [
          { text: 'One person, one quota. A transfer is one matter, minus one here and plus one there, filed by the receiving unit.', practice: true },
          { text: 'Organs use administrative quota and institutions institution quota; a move does not mix them.', law: 'Order 486, art. 15' },
          { text: 'A full unit lets somebody out first.', practice: true },
          { text: 'A secondment takes no quota of the receiving unit; it stays where the person came from. Report its document and last day to the office.', practice: true },
        ],
      },
      {
        kind: 'people',
        title: 'Whom to ask',
        rows: [
          { about: 'Quota, vacancies, the ledger, how to fill in a form', who: 'Establishment office' },
          { about: 'Leader posts, recruiting and moving civil servants', who: 'Organization department' },
          { about: 'Recruiting, posts and pay of public institutions', who: 'Human resources' },
          { about: 'Funding, paying out salaries', who: 'Finance' },
          { about: 'Who reviews and who seals in your unit', who: 'Head of the unit, personnel section' },
        ],
        blank: 'Name, telephone',
      },
    ],
  ],
} satisfies Card
