import { loadMessages } from '@/shared/i18n'

await loadMessages()
