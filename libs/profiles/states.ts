import type { PeriodName, Period } from '../decider/profile.js';
import type { DatedProfile } from './profiles.js';
import { days, strict } from './strict.js';

/**
 * The states that have settings of their own. What a source gives is set here with the source; every other length is that of the
 * strict profile. A change is a further version at the end of its state's, with its first date, after the day on which it is first run: what began before it keeps the version that it began under, and no
 * program starts with another text under the name of a version that its log has counted by.
 */

const odihr = 'OSCE/ODIHR, After the Chisinau Agreement: What Next? (meeting of 7 and 8 December 2020)';
const recalled = 'recalled by this project, not read in a source: to be confirmed by whoever uses working days';
const sinceBefore = 'the sources do not say since when: taken as in force for everything that is recorded here';

const since = { validFrom: '2000-01-01', validFromSource: sinceBefore, weekend: [0, 6], holidaysSource: recalled, limits: strict.limits };
const withPeriods = (own: Partial<Record<PeriodName, Period>>): DatedProfile['periods'] => ({ ...strict.periods, ...own });

/** Orthodox Easter Mondays, as the Eastern computus gives them. */
const easterMondays = ['2019-04-29', '2020-04-20', '2021-05-03', '2022-04-25', '2023-04-17', '2024-05-06', '2025-04-21', '2026-04-13', '2027-05-03', '2028-04-17'];

const kyrgyzstan: DatedProfile = {
  ...since, version: 'KG@1', state: 'KG', zone: 'Asia/Bishkek', languages: ['kir', 'rus'],
  // Orozo Ait and Kurman Ait are set each year and are not in the table.
  holidays: ['01-01', '01-07', '02-23', '03-08', '03-21', '04-07', '05-01', '05-05', '05-09', '08-31', '11-07', '11-08'],
  periods: withPeriods({
    NEEDS_ASSESSMENT: days(10, 'Code of the Kyrgyz Republic on Children, art. 41: within 10 calendar days from the receipt of information or the discovery of the need to protect the child'),
  }),
  authorities: [
    { task: 'CHILD_PROTECTION', name: 'authorised body for the protection of children at the actual location of the child', source: 'Code of the Kyrgyz Republic on Children, art. 41, as CABAR.asia describes it' },
    { task: 'RETURN_AND_REINTEGRATION', name: 'Ministry of Labour and Social Protection, with the embassies and the Ministry of Internal Affairs', source: `${odihr}, Day 1` },
  ],
};

const kazakhstan: DatedProfile = {
  ...since, version: 'KZ@1', state: 'KZ', zone: 'Asia/Almaty', languages: ['kaz', 'rus'],
  // Kurban Ait is set each year and is not in the table.
  holidays: ['01-01', '01-02', '01-07', '03-08', '03-21', '03-22', '03-23', '05-01', '05-07', '05-09', '07-06', '08-30', '10-25', '12-16'],
  periods: withPeriods({}),
  authorities: [],
};

const moldova: DatedProfile = {
  ...since, version: 'MD@1', state: 'MD', zone: 'Europe/Chisinau', languages: ['ron'],
  holidays: ['01-01', '01-07', '01-08', '03-08', '05-01', '05-09', '08-27', '08-31', '12-25', ...easterMondays],
  periods: withPeriods({}),
  authorities: [
    { task: 'GUARDIANSHIP', name: 'local authorities', source: `${odihr}, Day 2` },
    { task: 'CENTRAL_AUTHORITY', name: 'Central Authority, which approves the decision to return a child', source: `${odihr}, Day 2` },
    { task: 'RETURN_OF_OWN_CHILDREN', name: 'Ministry of Health and Social Policy, by the Regulation on Repatriation of 2008', source: `${odihr}, Day 2` },
  ],
};

const ukraine: DatedProfile = {
  ...since, version: 'UA@1', state: 'UA', zone: 'Europe/Kyiv', languages: ['ukr'],
  // Under martial law holidays are working days; without any in the table every day counts, which is the stricter reading.
  holidays: [],
  periods: withPeriods({}),
  authorities: [
    { task: 'RETURN', name: 'Ministry of Social Policy, by the ordinance of the government on the return of a migrant child', source: `${odihr}, Day 2` },
    { task: 'CHILD_STATUS', name: 'social services, which establish the status of the child before it is referred to a foster family', source: `${odihr}, Day 2` },
  ],
};

/** Before a child comes into a foster family, social services establish its status. */
const ukraineWithStatus: DatedProfile = {
  ...ukraine, version: 'UA@2', validFrom: '2027-01-01', validFromSource: `the day is ours, after this version is brought; since when the ordinance asks for it is not in the source (${odihr}, Day 2)`,
  adds: { placement: ['CHILD_STATUS_ESTABLISHED'] },
};

/** Every version of every state, each state's in order. */
export const stateProfiles: readonly DatedProfile[] = [kyrgyzstan, kazakhstan, moldova, ukraine, ukraineWithStatus];
