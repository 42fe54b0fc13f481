import { ref, watch } from 'vue'

/** Light, dark, or as the device has it. */
export type Theme = 'auto' | 'light' | 'dark'
export const theme = ref<Theme>((localStorage.getItem('theme') as Theme | null) ?? 'auto')

const darkDevice = matchMedia('(prefers-color-scheme: dark)')

function show(): void {
  const dark = theme.value === 'dark' || (theme.value === 'auto' && darkDevice.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

export function applyTheme(): void {
  show()
  darkDevice.addEventListener('change', show)
  watch(theme, (chosen) => {
    localStorage.setItem('theme', chosen)
    show()
  })
}
