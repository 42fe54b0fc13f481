declare module 'virtual:languages' {
  /** In the order in which they are offered. */
  export const languages: Record<string, { name: string; dir: 'ltr' | 'rtl'; locale: string }>
  export const load: Record<string, () => Promise<{ default: Record<string, Record<string, string>> }>>
}

declare module 'virtual:words/*' {
  const words: Record<string, Record<string, string>>
  export default words
}

declare module 'maplibre-gl/dist/maplibre-gl-worker.mjs?url' {
  const url: string
  export default url
}
