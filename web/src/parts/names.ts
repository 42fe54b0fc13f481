/** person/monitor-1 is monitor-1 on a screen that speaks of people only. */
export const nameOf = (subject: string): string => subject.slice(subject.indexOf('/') + 1)
export const personName = nameOf

/** A key or a hash, short enough to compare by eye; the whole is beside it for who wants it. */
export const short = (text: string, n = 10): string =>
  text.length > n + 4 ? `${text.slice(0, n)}…${text.slice(-4)}` : text

const screens: Record<string, string> = {
  incident: 'incidents',
  report: 'reports',
  zone: 'zones',
  bulletin: 'bulletin',
  agreement: 'agreement',
}

/** Where the desk shows a subject, if it does. */
export function placeOf(subject: string): string | undefined {
  const screen = screens[subject.slice(0, subject.indexOf('/'))]
  return screen && `/${screen}/${nameOf(subject)}`
}
