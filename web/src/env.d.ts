declare module 'virtual:words/*' {
  const words: Record<string, Record<string, string>>
  export default words
}

declare module 'maplibre-gl/dist/maplibre-gl-worker.mjs?url' {
  const url: string
  export default url
}
