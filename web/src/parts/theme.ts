import { ref, watch } from 'vue'

/** Light, dark, or as the device has it. */
export type Theme = 'auto' | 'light' | 'dark'
export const theme = ref<Theme>((localStorage.getItem('theme') as Theme | null) ?? 'auto')

export const dark = ref(false)

const darkDevice = matchMedia('(prefers-color-scheme: dark)')

function show(): void {
  dark.value = theme.value === 'dark' || (theme.value === 'auto' && darkDevice.matches)
  document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'
}

export function applyTheme(): void {
  show()
  darkDevice.addEventListener('change', show)
  watch(theme, (chosen) => {
    localStorage.setItem('theme', chosen)
    show()
  })
}
