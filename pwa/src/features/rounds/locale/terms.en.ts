/** Codes of rounds in English: states, numbers and where they come from. */
export const roundStates = {
  preparing: 'Prepared',
  open: 'Open',
  frozen: 'Evidence frozen',
  compiled: 'Compiled',
  decided: 'Decided',
  published: 'On show',
  notified: 'Notified',
  sealed: 'Sealed',
}

export const roundParameters = {
  excellent_percent: 'Greatest share of “excellent”',
  excellent_percent_with_consent: 'Greatest share of “excellent” with consent',
  small_pool_upward: 'Units that are too small are pooled upward',
  excellent_score_from: 'Least score for a proposed “excellent”',
  competent_score_from: 'Least score for a proposed “competent” (“qualified”)',
  basic_score_from: 'Least score for a proposed “basically competent” (“basically qualified”)',
  publicity_working_days: 'Time on show',
  known_weight_from: 'Least share of the weight with evidence, for a grade to be proposed',
  min_raters: 'Least number of raters',
  rating_unit_up_to: 'A unit rates as a whole up to (beyond: by division)',
  entry_working_days: 'Entries are to be recorded within',
  correction_working_days: 'Mistakes are to be corrected within',
  rating_good: 'Points for “good” in a rating',
  rating_fairly_good: 'Points for “fairly good”',
  rating_average: 'Points for “average”',
  rating_poor: 'Points for “poor”',
  civil_servant_review_days: 'Civil servants may ask for a review within',
  civil_servant_appeal_days: 'Civil servants may appeal after it within',
  institution_staff_review_days: 'Institution staff may ask for a review within',
  institution_staff_appeal_days: 'Institution staff may appeal within',
  organ_worker_review_days: 'Organ workers may ask for a review within',
  organ_worker_appeal_days: 'Organ workers may appeal within',
}

export const roundSources = {
  product_default: 'Default of this product, can be changed',
  civil_servant_assessment_2020: 'Rules on the assessment of civil servants (2020)',
  publicity_not_verified: 'Common practice for publicity',
  civil_servant_law_95: 'Civil Servant Law, art. 95',
  order_652_38: 'Order 652, art. 38, which sets no days',
}
