/** That two sides ended a register by another (register-succeeded): then it takes nothing more. */
export type Ended = { name: string; since: string; successor: string }

interface Office {
  name?: string
  successor?: { since?: string; origin: string }
}

/** Undefined while a register goes on, and while its end is only put forward. */
export function endOf({ name, successor }: Office): Ended | undefined {
  return successor?.since ? { name: name ?? '', since: successor.since, successor: successor.origin } : undefined
}
