export default {
  title: '编制',
}
