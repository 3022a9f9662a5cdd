/** happy-dom has no answer for these two; the app asks them at import. */
export {}
