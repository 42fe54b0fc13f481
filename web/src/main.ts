import { createApp, watch } from 'vue'
import App from './App.vue'
import { i18n, speak } from './i18n'
import { language } from './i18n/language'
import { identities, identity, loadIdentities } from './office/identity'
import { loadNouns } from './office/nouns'
import { loadSettings } from './office/settings'
import { loadTaxonomies } from './office/taxonomies'
import { parties } from './office/parties'
import { startOutbox } from './office/outbox'
import { watchIdle } from './office/unlocked'
import { startWorker } from './office/update'
import { fetchFirst, router } from './screens'
import { lieOn } from './map/maps'
import { groundBox } from './office/ground'
import { applyTheme } from './parts/theme'
import './styles/base.css'
import './styles/popup.css'

applyTheme()
lieOn(groundBox)

async function start(): Promise<void> {
  fetchFirst()
  await Promise.all([speak(language.value), loadSettings().then(loadIdentities)])
  await watchIdle(identities.value.some((i) => i.locked))
  void loadTaxonomies().catch(() => undefined) // labels appear when the office answers
  watch(identity, () => void parties(), { immediate: true }) // whom one is told of depends on who asks
  void loadNouns().catch(() => undefined) // links lead to the page of any noun until then
  createApp(App).use(i18n).use(router).mount('#desk')
  setTimeout(startWorker, 3000) // it fetches the whole desk: what one came for is first
  startOutbox()
}

void start()
