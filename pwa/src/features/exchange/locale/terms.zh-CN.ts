/** Why an imported name could not be placed; codes of the server, looked up at run time. */
export const undecidedReasons = {
  collective: '统称，不是一个机构',
  no_region: '名称中没有行政区划',
  ambiguous: '可能属于多个行政区划',
  code_differs: '区划代码与名称不一致',
}
