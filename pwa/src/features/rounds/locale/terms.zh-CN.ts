/** Codes of rounds in Chinese: states, numbers and where they come from. */
export const roundStates = {
  preparing: '准备',
  open: '进行',
  frozen: '固化证据',
  compiled: '核算',
  decided: '决定',
  published: '公示',
  notified: '通知',
  sealed: '归档',
}

export const roundParameters = {
  excellent_percent: '优秀比例上限',
  excellent_percent_with_consent: '经同意的优秀比例上限',
  small_pool_upward: '人数太少的单位并到上级统筹',
  excellent_score_from: '拟优秀的最低得分',
  competent_score_from: '拟称职（合格）的最低得分',
  basic_score_from: '拟基本称职（基本合格）的最低得分',
  publicity_working_days: '公示期',
  known_weight_from: '提出等次建议至少要有依据的权重',
  min_raters: '民主测评最少评价人数',
  rating_unit_up_to: '全单位一起测评的人数上限（超过的按处室）',
  entry_working_days: '入编变动应登记的期限',
  correction_working_days: '差错应更正的期限',
  rating_good: '测评“好”折分',
  rating_fairly_good: '测评“较好”折分',
  rating_average: '测评“一般”折分',
  rating_poor: '测评“差”折分',
  civil_servant_review_days: '公务员申请复核的期限',
  civil_servant_appeal_days: '公务员复核后申诉的期限',
  institution_staff_review_days: '事业单位工作人员申请复核的期限',
  institution_staff_appeal_days: '事业单位工作人员申诉的期限',
  organ_worker_review_days: '机关工勤人员申请复核的期限',
  organ_worker_appeal_days: '机关工勤人员申诉的期限',
}

export const roundSources = {
  product_default: '本系统默认，可修改',
  civil_servant_assessment_2020: '《公务员考核规定》（2020年）',
  publicity_not_verified: '公示期一般做法',
  civil_servant_law_95: '《公务员法》第九十五条',
  order_652_38: '《事业单位人事管理条例》第三十八条，未规定天数',
}
