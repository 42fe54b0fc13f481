import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { words } from './build/words'

const src = fileURLToPath(new URL('src', import.meta.url))

export default defineConfig({
  resolve: { alias: { '@': src } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
  },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1200 },
  worker: { format: 'es' },
  plugins: [
    vue({ template: { compilerOptions: { whitespace: 'preserve' } } }), // a line break between words is a space, as in HTML
    words(src + '/words'),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      useCredentials: true, // a copy shows nothing, and no manifest, without its sign-in
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'worker.ts',
      injectManifest: { globPatterns: ['**/*.{js,css,html,woff2,svg,json}'], maximumFileSizeToCacheInBytes: 4_000_000 },
      manifest: {
        name: 'Truce',
        short_name: 'Truce',
        display: 'standalone',
        start_url: '/',
        scope: '/',
        theme_color: '#12303f',
        background_color: '#12303f',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
    }),
  ],
})
