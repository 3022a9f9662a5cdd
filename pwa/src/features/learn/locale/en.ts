export default {
  title: 'Learn',
  comingTitle: 'Learning is being built',
  comingText: 'Courses, practice, examinations and mentoring come with later versions. There is nothing to study yet.',
}
