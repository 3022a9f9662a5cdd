/** Words for codes of the annual assessment that several features show. */
export const grades = {
  excellent: '优秀',
  competent: '称职',
  basically_competent: '基本称职',
  incompetent: '不称职',
  qualified: '合格',
  basically_qualified: '基本合格',
  unqualified: '不合格',
  comments_only: '只写评语，不定等次',
  no_grade: '参加考核，不定等次',
  deferred: '暂不定等次',
  not_assessed: '不参加考核',
}

export const personnelCategories = {
  civil_servant: '公务员（含参公人员）',
  institution_staff: '事业单位工作人员',
  organ_worker: '机关工勤人员',
}

export const specialCases = {
  probation: '试用期',
  long_leave: '病事假累计超过半年',
  deferred: '暂不定等次',
  warned: '按第二十九条，不定为优秀',
  disciplined: '按第二十九条办理',
  not_assessed: '不参加考核',
}

export const lawNames = {
  civil_servant_law: '《公务员法》',
  civil_servant_assessment_rules: '《公务员考核规定》',
  institution_personnel_regulations: '《事业单位人事管理条例》',
}

/** How well the source of a rule is known. */
export const sourceMarks = {
  T: '依据条文原文',
  P: '依据官方网页摘录',
  S: '依据转载，未核对原文',
  M: '未经核实',
  none: '无依据，本系统默认值，可改',
}

/** What the rules say of a grade; codes of the server. */
export const consequences = {
  commendation: '当年给予嘉奖。',
  rank_term_shortened: '晋升上一职级所要求的任职年限缩短半年。',
  third_class_merit: ({ years }: { years: number }) => `连续${years}年优秀，记三等功。`,
  year_counts: '本年计入职级晋升的年限，享受年度考核奖金。',
  pay_step: ({ years }: { years: number }) => `本系统记录的第${years}个称职以上年度：累计两年可晋升一个工资档次。`,
  pay_grade: ({ years }: { years: number }) => `本系统记录的第${years}个称职以上年度：累计五年可晋升一个级别。`,
  admonition: '由所在机关诫勉，限期改进，作出书面检查。',
  year_not_counted: '本年不计入职级晋升的年限。',
  demotion: '降低一个职务或职级层次任职。',
  no_bonus: '不享受年度考核奖金。',
  dismissal: ({ years }: { years: number }) => `连续${years}年不称职：属于应予辞退的情形。`,
  dismissal_if_again: '如果下一年度仍为不称职，属于应予辞退的情形。',
  post_pay_renewal: '考核结果作为调整岗位、工资以及续订聘用合同的依据。',
  contract_may_end: ({ years }: { years: number }) => `连续${years}年不合格：单位提前30日书面通知，可以解除聘用合同。`,
  contract_if_refused_or_again: '不同意调整岗位，或下一年度仍不合格的，单位提前30日书面通知，可以解除聘用合同。',
  no_source_held: '本系统没有机关工勤人员考核结果使用的依据文本，请向人事部门了解。',
}
