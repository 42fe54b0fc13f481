import { askJson } from './api'
import { identities, speakAs, takeKeyFile } from './identity'

/** What a visitor of an exercise is offered (package web, Exercise): its people, and a way through. */

export interface Role {
  name: string
  party?: string
  role: string
  file: unknown
}
export interface Step {
  as?: string
  at: string
  title: Record<string, string>
  text: Record<string, string>
}
interface Offer {
  cast: Role[]
  tour: Step[]
}

let asked: Promise<Offer> | undefined

export function offer(): Promise<Offer> {
  asked ??= askJson<Offer>('/exercise.json', { as: 'nobody' }).catch((fault: unknown) => {
    asked = undefined // cut off: asked again the next time
    throw fault
  })
  return asked
}

/** Speaks as somebody of the exercise, whose key this browser takes if it has it not. */
export async function play(role: Role): Promise<void> {
  const { register } = role.file as { register?: string }
  const known = identities.value.find((i) => i.person === 'person/' + role.name && i.register === register)
  if (known) speakAs(known.key)
  else await takeKeyFile(JSON.stringify(role.file))
}
