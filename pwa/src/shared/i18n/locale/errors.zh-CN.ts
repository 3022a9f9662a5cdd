/** A sentence per stable error code: what happened and what to do. Looked up at run time by the code. */
export default {
  unknown: '出了点问题，请稍后重试。',
  network_unreachable: '连不上服务器。请检查网络后重试。',
  timed_out: '服务器没有及时回应，请重试。',
  not_signed_in: '请先登录。',
  forbidden: '您没有办理这件事的权限。',
  not_found: '没有找到，或者不在您的管辖范围内。',
  invalid_input: '有内容填写不正确，请按提示修改。',
  too_many: ({ retry_after }: { retry_after?: number }) =>
    retry_after === undefined ? '操作太频繁，请稍后再试。' : `操作太频繁，请在 ${retry_after} 秒后再试。`,
  too_large: '文件太大，请缩小后再传。',
  wrong_media_type: '不支持这种文件，请换一种格式。',
  unavailable: '服务暂时不可用，请稍后重试。',
  key_reused: '这次提交与之前的不一致，请刷新后重新填写。',
}
