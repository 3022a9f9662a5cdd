/** The text that a class shows as a QR code: class, session, step, and a mark that only the server can check. */
const TOKEN = /^([0-9a-f]{32})\.[1-9][0-9]?\.[0-9]{1,12}\.[A-Za-z0-9]{1,16}:[0-9a-f]{64}$/

/** The class that a scanned text is about; null for any other QR code. */
export function classOfToken(text: string): string | null {
  return TOKEN.exec(text)?.[1] ?? null
}
