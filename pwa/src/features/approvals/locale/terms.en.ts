/** Words for codes of the server, looked up at run time. */
export const kinds = {
  personnel_entry: 'Entry onto the quota',
  opening_balance: 'Opening balance',
}
export const steps = {
  unit_head: 'Review by the unit head',
  office_clerk: 'Review by the establishment office',
  joint_review: 'Joint review: organization and human resources',
  chief: 'Decision of the office chief',
  issue: 'Issue of the document',
}
export const matterStates = {
  submitted: 'Submitted',
  reviewing: 'Under review',
  joint_review: 'Joint review',
  approved: 'Approved',
  returned: 'Returned for correction',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  executed: 'Executed',
}
export const verdicts = {
  approve: 'Approved',
  return: 'Returned',
  reject: 'Rejected',
  issue: 'Issued',
}
export const fileActions = {
  personnel_entry: 'File an entry',
  opening_balance: 'Record opening balance',
}
export const personIdentities = {
  cadre: 'Cadre',
  worker: 'Worker',
}
export const fieldNames = {
  recruitment_item_id: 'Recruitment notice position',
  quota_type: 'Quota type',
  division_id: 'Internal division',
  entry_reason: 'Reason of entry',
  effective_on: 'Effective on',
  post_title: 'Post title',
  rank: 'Rank or post grade',
  'person.name': 'Name',
  'person.sex': 'Sex',
  'person.id_number': 'ID number',
  'person.ethnicity': 'Ethnicity',
  'person.political_status': 'Political status',
  'person.education': 'Education',
  'person.degree': 'Degree',
  'person.major': 'Major',
  'person.started_work_on': 'Began working on',
  'person.identity': 'Identity',
  'document.number': 'Document number',
  'document.title': 'Document title',
  'document.issuer': 'Issuing body',
  'document.dated_on': 'Date of the document',
  rows: 'Approved numbers',
  'rows.quota_type': 'Quota type',
  'rows.approved': 'Approved number',
  'rows.exception.heads': 'Heads over quota',
  'rows.exception.reason': 'Reason of the exception',
  'rows.exception.document.number': 'Exception document number',
  'rows.exception.document.title': 'Exception document title',
  'rows.exception.document.issuer': 'Exception document issuing body',
  'rows.exception.document.dated_on': 'Exception document date',
}
export const historyKinds = {
  quota: 'Quota change',
  posting: 'Posting',
  name: 'Change of name',
  exception: 'Named exception',
  reservation: 'Reservation',
}
