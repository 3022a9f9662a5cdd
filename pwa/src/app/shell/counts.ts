/** The true counts behind the badges; set from the session and by signals. */
import { shallowReactive } from 'vue'

export const counts = shallowReactive({ tasks: 0, notices: 0 })
