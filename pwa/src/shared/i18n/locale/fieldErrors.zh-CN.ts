/** What is wrong with one box. Codes of rules have their sentence in the errors. */
export default {
  required: '这一项必须填写。',
  invalid: '填写不正确。',
  unknown_field: '多余的内容。',
  too_long: '太长了。',
  repeated: '重复了，每种只填一次。',
  differs_from_id_number: '与证件号码不一致。',
  not_a_choice: '请从给出的选项中选择。',
  not_a_number: '请填写整数。',
  out_of_range: '超出允许范围。',
  not_for_this_role: '这个岗位不需要范围。',
  password_too_short: '太短了，请加长。',
  password_too_long: '太长了。',
  password_needs_classes: '请同时使用大写字母、小写字母、数字和符号中的至少三种。',
  password_too_common: '太常见，容易被猜中。',
  password_contains_context: '不能包含用户名、姓名或系统名称。',
  password_same: '不能与现在的密码相同。',
}
