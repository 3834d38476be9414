import type { Agreement, Period } from '../decider/profile.js';

/**
 * What states have agreed on, and what one of them asks for whichever the other is. Each party is bound from a date until it leaves.
 * None of it permits anything here: that the Chisinau Agreement provides for closed transit institutions opens no gate.
 * A suspension between two states is no part of this table but a fact that somebody records.
 */
export interface Instrument {
  readonly code: string;
  /** A change is a further version, and no program starts with another text under the name of one that its log has decided by. */
  readonly version: number;
  /** First date on which this version is looked at. */
  readonly validFrom: string;
  readonly title: string;
  /** A national procedure is one state's own and meets every return from it. */
  readonly kind: 'AGREEMENT' | 'NATIONAL_PROCEDURE';
  readonly subject: Agreement['subject'];
  readonly parties: readonly Party[];
  /** Whether a central authority has to agree before a child is transferred. */
  readonly centralAuthorityAsked: boolean;
  /** Of the correspondence, ISO 639-3; empty where the sources do not say. */
  readonly languages: readonly string[];
  /** Time that it gives a step; empty where the sources name none. */
  readonly deadlines: readonly (Pick<Period, 'length' | 'unit' | 'source'> & { readonly step: string })[];
  readonly source: string;
}

interface Party {
  readonly state: string;
  /** First date on which it is bound. */
  readonly from: string;
  /** First date on which it is bound no longer. */
  readonly until?: string;
  readonly centralAuthority?: string;
  readonly source: string;
}

const odihr = 'OSCE/ODIHR, After the Chisinau Agreement: What Next? (meeting of 7 and 8 December 2020)';
const unicef = 'UNICEF, Child Trafficking in Kyrgyzstan (2008), list of documents';
const recalled = 'recalled by this project, not read in a source: to be confirmed';
/** Looked at for everything that is recorded here. */
const first = { version: 1, validFrom: '1990-01-01' };
const none = { ...first, centralAuthorityAsked: false, languages: [], deadlines: [] };

export const instruments: readonly Instrument[] = [
  {
    ...none, code: 'CHISINAU_2002', kind: 'AGREEMENT', subject: 'RETURN_OF_CHILDREN',
    title: 'Agreement on the Return of Minor Children to Their Country of Origin (Chisinau, 7 October 2002)',
    parties: [
      ...['KG', 'KZ', 'UA', 'RU', 'BY', 'TJ', 'UZ', 'AM', 'AZ'].map((state) => ({ state, from: '2002-10-07', source: `date of the signature; that ${state} is a party is ${recalled}` })),
      {
        state: 'MD', from: '2002-10-07', until: '2020-12-08',
        source: `${odihr}, Day 2: "Moldova is no longer part of the Chisinau Agreement"; the day on which it left is not in the source, and was not after this one`,
      },
    ],
    source: odihr,
  },
  {
    ...none, code: 'MD_RETURN_PROCEDURE', kind: 'NATIONAL_PROCEDURE', subject: 'RETURN_OF_CHILDREN', centralAuthorityAsked: true,
    title: 'Return of a foreign child from Moldova',
    parties: [{ state: 'MD', from: '2000-01-01', centralAuthority: 'Central Authority', source: `${odihr}, Day 2; since when is not in the source` }],
    source: `${odihr}, Day 2: the decision to return a child is only taken if the family or foreign authority guarantee to care for the child, and must be approved by the Central Authority`,
  },
  {
    ...none, code: 'UA_RETURN_ORDINANCE', kind: 'NATIONAL_PROCEDURE', subject: 'RETURN_OF_CHILDREN',
    title: 'Ordinance of the government of Ukraine on the return of a migrant child, which establishes the status of the child',
    parties: [{ state: 'UA', from: '2000-01-01', source: `${odihr}, Day 2; since when is not in the source` }],
    source: `${odihr}, Day 2`,
  },
  {
    ...none, code: 'CIS_TRAFFICKING_2005', kind: 'AGREEMENT', subject: 'TRAFFICKING',
    title: 'Agreement of the states of the CIS on cooperation against trafficking in persons, organs and tissues (25 November 2005)',
    parties: [
      { state: 'KG', from: '2005-11-25', source: `${unicef}, no. 18` },
      ...['KZ', 'RU', 'TJ', 'UZ', 'BY', 'UA', 'MD', 'AM', 'AZ'].map((state) => ({ state, from: '2005-11-25', source: `date of the signature; that ${state} is a party is ${recalled}` })),
    ],
    source: `${unicef}, no. 18`,
  },
  {
    ...none, code: 'KZ_KG_UZ_MIGRATION_1997', kind: 'AGREEMENT', subject: 'MIGRATION',
    title: 'Agreement of Kazakhstan, Kyrgyzstan and Uzbekistan on regulating the migration of population (7 August 1997)',
    parties: [
      { state: 'KG', from: '2000-03-17', source: `${unicef}, no. 31: approved by the government of the Kyrgyz Republic on this day` },
      { state: 'KZ', from: '1997-08-07', source: `${unicef}, no. 31: date of the signature` },
      { state: 'UZ', from: '1997-08-07', source: `${unicef}, no. 31: date of the signature` },
    ],
    source: `${unicef}, no. 31`,
  },
  {
    ...none, code: 'KG_RU_MIGRATION_2003', kind: 'AGREEMENT', subject: 'MIGRATION',
    title: 'Agreement of the Ministry of Foreign Affairs of the Kyrgyz Republic and the Ministry of Internal Affairs of the Russian Federation on migration (18 April 2003)',
    parties: ['KG', 'RU'].map((state) => ({ state, from: '2003-04-18', source: `${unicef}, no. 28` })),
    source: `${unicef}, no. 28`,
  },
  {
    ...none, code: 'KG_UZ_PROSECUTORS_2006', kind: 'AGREEMENT', subject: 'LEGAL_ASSISTANCE',
    title: 'Agreement of the General Prosecutor\'s Offices of Kyrgyzstan and Uzbekistan on legal assistance and cooperation (3 October 2006)',
    parties: ['KG', 'UZ'].map((state) => ({ state, from: '2006-10-03', source: `${unicef}, no. 20` })),
    source: `${unicef}, no. 20`,
  },
];

/** What binds both states on a date, by the version that is looked at then; a national procedure of the first binds it towards every other. */
export function agreementsBetween(known: readonly Instrument[], state: string, other: string, on: string): readonly Agreement[] {
  const bound = ({ parties }: Instrument, party: string) => parties.some(({ state, from, until }) => state === party && from <= on && (until === undefined || on < until));
  const looksAt = [...new Set(known.map(({ code }) => code))].map((code) => known.findLast((instrument) => instrument.code === code && instrument.validFrom <= on));
  return looksAt
    .filter((instrument) => instrument !== undefined)
    .filter((instrument) => bound(instrument, state) && state !== other && (instrument.kind === 'NATIONAL_PROCEDURE' || bound(instrument, other)))
    .map(({ code, version, subject, centralAuthorityAsked }) => ({ code, version, subject, centralAuthorityAsked }));
}
