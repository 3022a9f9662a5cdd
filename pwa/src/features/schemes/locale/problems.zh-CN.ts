/** What is wrong with a scheme, by the server's code, in Chinese. Numbers are hundredths. */
import { formatHundredths } from '@/shared/i18n/format'

const DIMENSIONS: Readonly<Record<string, string>> = { virtue: '德', ability: '能', diligence: '勤', performance: '绩', integrity: '廉' }
const named = (dimension = ''): string => DIMENSIONS[dimension] ?? dimension

export const schemeProblems = {
  indicators_missing: '还没有任何指标',
  too_many_indicators: ({ most = 0 }: { most?: number }) => `指标最多 ${String(most)} 项`,
  key_wrong: '缺少标识，请重新选择来源',
  key_twice: ({ first = 0 }: { first?: number }) => `标识和第 ${String(first)} 项重复`,
  title_missing: '请写中文名称',
  title_too_long: ({ most = 0 }: { most?: number }) => `名称最多 ${String(most)} 个字`,
  unknown_value: '请从列出的值中选择',
  weight_zero: '请填写大于 0 的权重，最多两位小数',
  weight_too_large: '一项的权重不能超过 100 分',
  source_forbidden: ({ document = '' }: { document?: string }) => `该指标不得用于考核（${document}）`,
  source_unknown: '请选择来源',
  source_twice: ({ first = 0 }: { first?: number }) => `这个来源在第 ${String(first)} 项已经用过，一个来源只能用一次`,
  wrong_subject: ({ subject = '' }: { subject?: string }) => (subject === 'unit' ? '这个来源只用于考核单位' : '这个来源只用于考核个人'),
  marked_by_wrong: '评分的人和来源不一致，请重新选择来源',
  dimension_wrong: ({ dimension = '' }: { dimension?: string }) => `这个评分属于“${named(dimension)}”`,
  focus_wrong: ({ dimension = '' }: { dimension?: string }) => `这项重点内容应放在“${named(dimension)}”`,
  empty_is_no_minus: '没有填写不能算作扣分：这个来源没有记录时不计入',
  shape_unknown: '请选择怎样得分',
  value_out_of_range: ({ least = 0, most = 0 }: { least?: number; most?: number }) => `应在 ${formatHundredths(least)} 到 ${formatHundredths(most)} 之间，最多两位小数`,
  percent_out_of_range: '应在 0 到 100 之间',
  divides_by_zero: '两端不能相同，否则要除以零',
  steps_missing: '请至少写一档',
  too_many_steps: ({ most = 0 }: { most?: number }) => `最多 ${String(most)} 档`,
  step_not_rising: '每一档都要比前一档高',
  steps_all_zero: '各档都是零分，这项指标不起作用',
  cap_over_weight: ({ weight = 0 }: { weight?: number }) => `最多得分不能超过权重 ${formatHundredths(weight)} 分`,
  cap_needs_sum: '按件得分只用于按件数合计的来源',
  weights_do_not_sum: ({ missing = 0, too_much = 0 }: { missing?: number; too_much?: number }) =>
    missing > 0 ? `权重合计应为 100 分，还差 ${formatHundredths(missing)} 分` : `权重合计应为 100 分，多了 ${formatHundredths(too_much)} 分`,
  dimension_unused: ({ dimension = '' }: { dimension?: string }) => `“${named(dimension)}”还没有权重，德能勤绩廉都要考核（公务员法第三十五条）`,
  main_weight_missing: ({ political = 0, results = 0 }: { political?: number; results?: number }) =>
    `政治素质（现 ${formatHundredths(political)} 分）和工作实绩（现 ${formatHundredths(results)} 分）都要有，合计超过 50 分（公务员法第三十五条）`,
}
