export default {
  title: '学习',
  comingTitle: '学习栏目正在建设',
  comingText: '课程、练习、考试和导师带徒将在后续版本提供，现在还没有可学的内容。',
}
