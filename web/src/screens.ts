import { BookCheck, FilePen, UsersRound } from 'lucide-vue-next'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { Component } from 'vue'

/**
 * The screens of the desk. A screen that is not built is not here, so nobody is led to it:
 * Situation, Incident, Report, Review, Agreement, Zone desk and Bulletin come next, and after
 * them the boards for posts, protected sites, relief, disarmament and contacts.
 */

export interface Screen {
  name: string // its words are in words/<name>.json, under title
  path: string
  icon?: Component // in the navigation, if there
  load: () => Promise<unknown>
  deeper?: string // what may follow the path
}

export const screens: Screen[] = [
  { name: 'report', path: '/report', icon: FilePen, load: () => import('./screens/report/ReportScreen.vue') },
  { name: 'register', path: '/register', icon: BookCheck, load: () => import('./screens/register/RegisterScreen.vue') },
  { name: 'people', path: '/people', icon: UsersRound, load: () => import('./screens/people/PeopleScreen.vue') },
  { name: 'enrol', path: '/enrol', load: () => import('./screens/people/EnrolScreen.vue') },
]

const routes: RouteRecordRaw[] = screens.map((s) => ({
  name: s.name, path: s.path + (s.deeper ?? ''), component: s.load as never,
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
