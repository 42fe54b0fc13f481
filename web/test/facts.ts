/**
 * What the tests take from a ceasefire: who is there, what happened, how it is called. A test that names a
 * party, a place, a word, a language or a zone of time takes it from here, so that it runs in each of them.
 *
 * All run in both, but those with the mark of one in their title: what only one of them has, what is about
 * buttons and not about whose they are, and texts of a language, where it is spoken.
 */
export interface Facts {
  /** The name of its register. */
  origin: string
  /** A report for the forms: what, by whom, where, and when by the clock of the place and by the world's. */
  observed: {
    event: string
    weapon: string
    unit: string
    post: string
    began: string
    beganUTC: string
    place: string
  }
  /** Whom a delegation accuses, and whose people restrict a patrol. */
  accused: string
  /** Who speaks for one party, for another, for a third. */
  liaison: string
  other: string
  third: string
  /** Who holds the root key of a party, and whom that party's people are. */
  root: string
  party: string
  /** What is in force, the draft before it, and what one group is to do by a different day in each. */
  agreement: {
    draft: string
    text: string
    clause: string
    positionDay: string
    suspendedFrom: string
    suspendedOn: string
    deadlinesAt: string
    beforeAnyWasLate: string
  }
  incident: {
    /** To assess, to take a position on, to decide at the same time. */
    assessed: string
    answered: string
    decided: string
    /** What strangers may read, and what of it they may not. */
    told: string
    inside: string[]
    title: string
    /** Two posts looked in two directions. */
    crossing: string
    report: string
    sector: string
  }
  /** A body that finds: who signs, who dissents last, so that its rule is met only then. */
  finding: {
    body: string
    incident: string
    day: string
    first: [string, string][]
    absent: [string, string]
  }
  /** The bulletins that were published, one day with so many observed, and a day that is not published yet. */
  bulletin: { published: string[]; first: string; day: string; observed: number; mostFiles: number; next: string }
  review: { report: string; incident: string; pair: string; waiting: string; caller: Record<string, unknown> }
  /** A report of which the source is sealed. */
  sealed: string
  /** A report that a party read, and whose it is. */
  read: string
  /** The map: a zone, if there is one; so many incidents at least; where a click finds the incident that is told. */
  situation: {
    zone?: string
    incidents: number
    year: string
    at: string
    firstKnown: string
    verifyingAt: string
  }
  /** A tile in which something lies, and a moment at which what was agreed was in force; the layers that are there. */
  tile: { at: string; inForce: string; layers: string[]; incidents: number }
  /** Every screen, with what is there to be shown on it. */
  addresses: string[]
  /** Who leads through the desk. */
  tour: (string | undefined)[]
}

export type Scenario = 'syria-2017' | 'albarena-2025'

export const facts: Record<Scenario, Facts> = {
  'syria-2017': {
    origin: 'hq.exercise.truce',
    observed: {
      event: 'mortar',
      weapon: 'mortar-82',
      unit: 'explosion',
      post: 'post/idlib-op-1',
      began: '2017-10-20T14:30',
      beganUTC: '2017-10-20T11:30:00Z', // Damascus was three hours ahead
      place: 'حلب',
    },
    accused: 'SY-GOV',
    liaison: 'liaison-tr',
    other: 'liaison-ir',
    third: 'liaison-ru',
    root: 'root-tr',
    party: 'RU',
    agreement: {
      draft: 'draft',
      text: 'memorandum',
      clause: 'point_3',
      positionDay: '2017-05-06',
      suspendedFrom: '2017-10-10',
      suspendedOn: '2017-10-01',
      deadlinesAt: '2017-05-19T00:00:00Z',
      beforeAnyWasLate: '2017-05-05T00:00:00Z',
    },
    incident: {
      assessed: '2017-08-11-homs-drone',
      answered: '2017-08-17-homs-border',
      decided: '2017-08-19-homs-shells',
      told: '2017-05-07-zellaqiyat',
      inside: ['EXERCISE:', 'verifier-1', 'liaison-tr', 'A resident and the craters'],
      title: 'mortar fire near Zellaqiyat',
      crossing: '2017-07-23-south',
      report: '2017-07-23-south-1',
      sector: '100° ± 5°, 3,000 to 5,000 m',
    },
    finding: {
      body: 'body/joint-commission',
      incident: '2017-07-29-homs-sliver',
      day: '2017-09-01T10:00',
      first: [
        ['liaison-ru', 'ru'],
        ['liaison-tr', 'tr'],
      ],
      absent: ['liaison-ir', 'ir'],
    },
    bulletin: {
      published: ['hq-daily-2017-05-07', 'hq-weekly-2017-05-14', 'hq-daily-2017-06-12', 'hq-daily-2017-06-13'],
      first: 'hq-daily-2017-05-07',
      day: '2017-05-07',
      observed: 8,
      mostFiles: 4,
      next: '2018-03-06',
    },
    review: {
      report: '2018-04-25-idlib-cut-off-2',
      incident: '2018-04-25-idlib-cut-off',
      pair: '2018-05-02',
      waiting: '2018-03-08-ghouta-hours',
      caller: {
        time: { from: '2018-04-25T05:44:00Z', precision: 'minute' },
        place: { position: { lon: 37.06, lat: 35.7 }, precision: 'locality' },
        area: 'SY07',
        zone: 'dz-idlib',
      },
    },
    sealed: '2018-02-04-idlib-chemical',
    read: '2018-05-02-idlib-east',
    situation: {
      zone: 'dz-homs',
      incidents: 20,
      year: '2017',
      at: '36.61,35.28,12',
      firstKnown: '2017-05-06',
      verifyingAt: '2017-05-09T20:00:00Z',
    },
    tile: {
      at: '9/202/307',
      inForce: '2017-10-01T00:00:00Z',
      layers: ['incidents', 'zones', 'belts'],
      incidents: 30,
    },
    addresses: [
      '/situation',
      '/situation?chosen=incident/2017-09-05-hama&at=36.5,35.4,9.5',
      '/incidents/2017-06-13-daraa-strike',
      '/incidents/2018-02-04-idlib-chemical',
      '/reports/2017-09-05-hama',
      '/report',
      '/report?form=alert',
      '/report?form=restriction',
      '/review',
      '/agreement',
      '/agreement?tab=signatures',
      '/agreement?tab=obligations',
      '/agreement?tab=deadlines&at=2017-05-19T00:00:00Z',
      '/agreement?tab=parties',
      '/zones',
      '/zones/dz-homs',
      '/bulletin?date=2017-05-08',
      '/bulletin/hq-daily-2017-05-07',
      '/endorse',
      '/register',
      '/people',
      '/records/post',
      '/records/restriction',
      '/records/place/C3446',
    ],
    tour: ['monitor-1', 'verifier-1', 'liaison-tr', 'liaison-ru', 'secretary', undefined],
  },

  'albarena-2025': {
    origin: 'sede.albarena.truce',
    observed: {
      event: 'own-river-crossing.ground-advance',
      weapon: 'own-boat-gun.machine-gun',
      unit: 'own-boat.vehicle',
      post: 'post/pm-1',
      began: '2025-04-20T20:30', // after the clocks were put back: the island is four hours behind, and it is another day
      beganUTC: '2025-04-21T00:30:00Z',
      place: 'Ribera Baja',
    },
    accused: 'BRUMA',
    liaison: 'liaison-north',
    other: 'liaison-south',
    third: 'liaison-league',
    root: 'root-north',
    party: 'LIGA',
    agreement: {
      draft: 'borrador',
      text: 'acuerdo',
      clause: 'art_2__para_b',
      positionDay: '2025-04-04',
      suspendedFrom: '2025-06-10',
      suspendedOn: '2025-06-01',
      deadlinesAt: '2025-04-11T12:00:00Z',
      beforeAnyWasLate: '2025-04-08T00:00:00Z',
    },
    incident: {
      assessed: '2025-04-24-rafagas',
      answered: '2025-04-27-botes',
      decided: '2025-04-30-disparos',
      told: '2025-04-08-paso-viejo',
      inside: ['EXERCISE:', 'verifier-1', 'liaison-north', 'Una persona inventada'],
      title: 'Paso Viejo',
      crossing: '2025-04-23-cruce',
      report: '2025-04-23-cruce-1',
      sector: '132° ± 5°, 8,000 to 10,000 m',
    },
    finding: {
      body: 'body/comision',
      incident: '2025-04-25-camino',
      day: '2025-05-05T10:00',
      first: [
        ['liaison-south', 'sur-1'],
        ['delegate-south', 'sur-2'],
        ['liaison-league', 'liga'],
      ],
      absent: ['liaison-north', 'norte-1'],
    },
    bulletin: {
      published: ['sede-daily-2025-04-08', 'sede-weekly-2025-04-13'],
      first: 'sede-daily-2025-04-08',
      day: '2025-04-12',
      observed: 1,
      mostFiles: 0,
      next: '2026-05-04',
    },
    review: {
      report: '2025-04-25-camino-2',
      incident: '2025-04-25-camino',
      pair: '2025-05-02',
      waiting: '2025-04-24-rafagas',
      caller: {
        time: { from: '2025-04-25T12:44:00Z', precision: 'minute' },
        place: { position: { lon: -19.79, lat: -30.07 }, precision: 'locality' },
        area: 'AS',
      },
    },
    sealed: '2025-04-12-ganado',
    read: '2025-05-02-este',
    situation: {
      incidents: 5,
      year: '2025',
      at: '-20.1,-30.006,12',
      firstKnown: '2025-04-0',
      verifyingAt: '2025-04-12T20:00:00Z',
    },
    tile: { at: '9/300/227', inForce: '2025-06-01T00:00:00Z', layers: ['incidents', 'lines'], incidents: 5 },
    addresses: [
      '/situation',
      '/situation?chosen=incident/2025-04-27-botes&at=-20.2,-30.01,9.5',
      '/incidents/2025-04-08-paso-viejo',
      '/reports/2025-04-12-ganado',
      '/report',
      '/report?form=restriction',
      '/review',
      '/agreement',
      '/agreement?tab=signatures',
      '/agreement?tab=obligations',
      '/agreement?tab=deadlines&at=2025-04-11T00:00:00Z',
      '/agreement?tab=parties',
      '/zones',
      '/bulletin?date=2025-04-27',
      '/bulletin/sede-daily-2025-04-08',
      '/endorse',
      '/register',
      '/people',
      '/records/line/linea-media',
      '/records/restriction',
      '/records/place/AN-2',
    ],
    tour: ['monitor-1', 'liaison-north', 'liaison-south', undefined],
  },
}

/** Words of tests by language, each with the mark of the ceasefire whose people speak it. */
export function spoken<W>(words: Record<string, W>): [language: string, words: W, where: string][] {
  return Object.entries(words).map(([language, w]) => [
    language,
    w,
    language === 'es' ? '@albarena-2025' : '@syria-2017',
  ])
}
