/** What is wrong with one box. Codes of rules have their sentence in the errors. */
export default {
  required: 'This is required.',
  invalid: 'Not valid.',
  unknown_field: 'Not expected here.',
  too_long: 'Too long.',
  repeated: 'Given twice: each once only.',
  differs_from_id_number: 'Differs from the ID number.',
  not_a_choice: 'Choose one of those offered.',
  not_a_number: 'Give a whole number.',
  out_of_range: 'Outside what is allowed.',
  not_for_this_role: 'This role takes no place.',
  password_too_short: 'Too short.',
  password_too_long: 'Too long.',
  password_needs_classes: 'Use at least three of capital letters, small letters, digits and symbols.',
  password_too_common: 'Too common, easily guessed.',
  password_contains_context: 'Must not contain the user name, your name or the name of the system.',
  password_same: 'Must differ from the current password.',
}
