/** What to call this device in a list: the browser and the system, nothing that tells it from others of its kind. */
const BROWSERS = [
  ['Edge', /Edg(?:A|iOS)?\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['WeChat', /MicroMessenger\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const
const SYSTEMS = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux/],
] as const

export function deviceLabel(userAgent: string): string {
  const browser = BROWSERS.find(([, mark]) => mark.test(userAgent))?.[0]
  const system = SYSTEMS.find(([, mark]) => mark.test(userAgent))?.[0]
  return [browser, system].filter((part) => part !== undefined).join(' · ')
}

/** iOS gives push only to an app on the home screen. */
export function needsInstalling(userAgent: string, standalone: boolean): boolean {
  return /iPhone|iPad/.test(userAgent) && !standalone
}
