import { computed, shallowRef } from 'vue'

/** Somebody's own copy of a register, shown on that person's machine (package web, Copy): it is read and never written to. */
export interface Copy {
  register: string
  entries: number
  until: string
  person?: string
  open: number // records that are not reckoned in it, because that turns on what is withheld
}

/** The copy that this desk shows; nothing at an office. */
export const copy = shallowRef<Copy>()

/** Whether acts can be made here: at an office, and never in a copy. */
export const writes = computed(() => !copy.value)
