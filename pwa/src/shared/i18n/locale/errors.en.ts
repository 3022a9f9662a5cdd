export default {
  unknown: 'Something went wrong. Please try again later.',
  network_unreachable: 'The server cannot be reached. Check the network and try again.',
  timed_out: 'The server did not answer in time. Please try again.',
  not_signed_in: 'Please sign in first.',
  forbidden: 'You are not allowed to do this.',
  not_found: 'Not found, or outside your scope.',
  invalid_input: 'Some entries are not valid. Please correct them as shown.',
  too_many: ({ retry_after }: { retry_after?: number }) =>
    retry_after === undefined
      ? 'Too many attempts. Please try again later.'
      : `Too many attempts. Please try again in ${retry_after} seconds.`,
  too_large: 'The file is too large. Please make it smaller.',
  wrong_media_type: 'This kind of file is not accepted. Please use another format.',
  unavailable: 'The service is not available right now. Please try again later.',
  key_reused: 'This submission differs from the earlier one. Please refresh and fill it in again.',
}
