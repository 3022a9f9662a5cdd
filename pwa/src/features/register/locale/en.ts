export default {
  title: 'Register',
}
