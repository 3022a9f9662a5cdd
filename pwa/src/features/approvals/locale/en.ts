export default {
  title: 'Tasks',
}
