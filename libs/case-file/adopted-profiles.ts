import type { Static } from 'typebox';
import type { Profile } from '../decider/profile.js';
import { localDate } from '../zones/zones.js';
import { fingerprintOf, type Adoption } from './adopted.js';
import { ProfileAdopted } from './record.events.js';

/** A version of a profile as the program brings it, with the first date on which it is in force. */
export type BroughtProfile = Profile & { readonly validFrom: string };
type Adopted = Static<typeof ProfileAdopted.schema>;

/** The profiles of this program would rewrite what the log has counted by others. The message says which one, and what to do. */
export class ProfileRefused extends Error {}

/**
 * What is due is counted anew at each reading, by settings that stay as they were. A version that the log does not know yet is added where it
 * holds from a later day on; a period that no version had, of a duty that is new, is added to each.
 */
export const adoptedProfiles: Adoption<BroughtProfile, typeof ProfileAdopted> = {
  declaration: ProfileAdopted, command: 'AdoptProfile', namespace: '7d0b6a0e-2a5b-5f7e-9d6f-5c1f8b3a2e90',
  dataOf: (profile) => {
    const { version, state, validFrom, periods, limits } = profile;
    return { profile: version, state, validFrom, fingerprint: saidBy(profile), periods: Object.keys(periods).sort(), limits: Object.keys(limits).sort() };
  },
  isKnown: (profile, adopted) => adopted.some((each) => each.profile === profile.version && isOfAll(each, profile)),
  assertAsAdopted, assertAhead,
};

/** Of all that a version says: its lengths, its calendar, its dates and its sources; of its periods and limits those that were there. */
function saidBy(profile: BroughtProfile, { periods, limits }: Pick<Adopted, 'periods' | 'limits'> = {}): string {
  return fingerprintOf({ ...profile, periods: only(profile.periods, periods), limits: only(profile.limits, limits) });
}

function only(members: object, names: readonly string[] | undefined): object {
  return names === undefined ? members : Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name)));
}

function isOfAll({ periods, limits }: Adopted, profile: BroughtProfile): boolean {
  const covers = (names: readonly string[] | undefined, members: object): boolean => names === undefined || Object.keys(members).every((name) => names.includes(name));
  return covers(periods, profile.periods) && covers(limits, profile.limits);
}

function assertAsAdopted(brought: readonly BroughtProfile[], adopted: readonly Adopted[]): void {
  for (const { profile, fingerprint, periods, limits } of adopted) {
    const version = brought.find((each) => each.version === profile);
    if (!version) throw new ProfileRefused(`Profile ${profile}, by which this log has counted what is due, is not in this program: start one that has it.`);
    if (saidBy(version, { periods, limits }) === fingerprint) continue;
    const [name] = profile.split('@');
    const next = 1 + Math.max(...brought.filter(({ state }) => state === version.state).map((each) => Number(each.version.split('@')[1])));
    throw new ProfileRefused(`Profile ${profile} of this program says something else than the ${profile} by which this log has counted what is due, and would rewrite past due dates: leave ${profile} as it was, and give the change a version of its own, ${name}@${next}, with the first date on which it holds.`);
  }
}

/** What has begun is counted by the versions that the log knows. */
function assertAhead({ version, validFrom, zone }: BroughtProfile, adopted: readonly Adopted[], now: Date): void {
  if (adopted.some(({ profile }) => profile === version)) return;
  const today = localDate(now.getTime(), zone);
  if (validFrom <= today) throw new ProfileRefused(`Profile ${version} is new to this log and holds from ${validFrom}, and what has begun since is counted by another: give it a first date after today, ${today}.`);
}
