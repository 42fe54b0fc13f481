import {
  BookCheck,
  FilePen,
  FileSignature,
  Handshake,
  Map,
  MapPinned,
  Newspaper,
  Rows3,
  ScanSearch,
  UsersRound,
} from 'lucide-vue-next'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { Component } from 'vue'
import { loadMaps } from './map/maps'

/**
 * The screens of the desk, in the order of the navigation. A screen that is not built is not
 * here, so nobody is led to it. The boards for posts, protected sites, relief, disarmament and
 * contacts come into the group `boards`: a folder in screens, a file in words, a line below.
 */

/** What stands together in the navigation; its word is shell.group_<name>. */
export type Group = 'field' | 'accord' | 'boards' | 'record'

interface Screen {
  name: string // its words are in words/<name>.json, under title
  path: string
  icon?: Component // in the navigation, if there
  group?: Group
  writes?: boolean // it is for writing alone: no way leads there in a copy
  first?: boolean // on the bar of a phone; the others stand under More
  load: () => Promise<unknown>
  deeper?: string // what may follow the path
  introduces?: boolean // somebody comes to this device by it: it goes on when that one begins to speak
}

/** Fetches the library of maps beside a screen whose first sight is a map. */
function withMap<T>(screen: () => Promise<T>): Promise<T> {
  void loadMaps().catch(() => undefined)
  return screen()
}

export const screens: Screen[] = [
  {
    name: 'situation',
    path: '/situation',
    icon: Map,
    group: 'field',
    first: true,
    load: () => withMap(() => import('./screens/situation/SituationScreen.vue')),
  },
  {
    name: 'incident',
    path: '/incidents',
    deeper: '/:name',
    load: () => import('./screens/incident/IncidentScreen.vue'),
  },
  {
    name: 'reportfile',
    path: '/reports',
    deeper: '/:name',
    load: () => import('./screens/incident/ReportFileScreen.vue'),
  },
  {
    name: 'report',
    writes: true,
    path: '/report',
    icon: FilePen,
    group: 'field',
    first: true,
    load: () => import('./screens/report/ReportScreen.vue'),
  },
  {
    name: 'review',
    path: '/review',
    writes: true,
    icon: ScanSearch,
    group: 'field',
    first: true,
    load: () => import('./screens/review/ReviewScreen.vue'),
  },
  {
    name: 'agreement',
    path: '/agreement',
    deeper: '/:name?',
    icon: Handshake,
    group: 'accord',
    load: () => import('./screens/agreement/AgreementScreen.vue'),
  },
  {
    name: 'zones',
    path: '/zones',
    deeper: '/:name?',
    icon: MapPinned,
    group: 'accord',
    load: () => import('./screens/zones/ZonesScreen.vue'),
  },
  {
    name: 'bulletin',
    path: '/bulletin',
    deeper: '/:id?',
    icon: Newspaper,
    group: 'accord',
    first: true,
    load: () => import('./screens/bulletin/BulletinScreen.vue'),
  },
  {
    name: 'endorse',
    path: '/endorse',
    icon: FileSignature,
    group: 'record',
    load: () => import('./screens/endorse/EndorseScreen.vue'),
  },
  {
    name: 'register',
    path: '/register',
    icon: BookCheck,
    group: 'record',
    load: () => import('./screens/register/RegisterScreen.vue'),
  },
  {
    name: 'records',
    path: '/records',
    deeper: '/:noun?',
    icon: Rows3,
    group: 'record',
    load: () => import('./screens/records/RecordsScreen.vue'),
  },
  {
    name: 'record',
    path: '/records',
    deeper: '/:noun/:name',
    load: () => import('./screens/records/RecordScreen.vue'),
  },
  {
    name: 'people',
    path: '/people',
    icon: UsersRound,
    group: 'record',
    load: () => import('./screens/people/PeopleScreen.vue'),
  },
  { name: 'enrol', path: '/enrol', introduces: true, load: () => import('./screens/people/EnrolScreen.vue') },
]

const routes: RouteRecordRaw[] = screens.map((s) => ({
  name: s.name,
  path: s.path + (s.deeper ?? ''),
  component: s.load as never,
  meta: { introduces: s.introduces ?? false },
}))

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: (screens[0] as Screen).path },
    ...routes,
    { path: '/:rest(.*)*', name: 'lost', component: () => import('./screens/LostScreen.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/** Begins to fetch the screen that the address names, before all else is there that it needs. */
export function fetchFirst(): void {
  const name = router.resolve(location.pathname === '/' ? (screens[0] as Screen).path : location.pathname).name
  void screens
    .find((s) => s.name === name)
    ?.load()
    .catch(() => undefined) // the router tries again, and tells
}
