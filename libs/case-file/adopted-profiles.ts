import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import { v5 as uuidv5 } from 'uuid';
import type { Profile } from '../decider/profile.js';
import { WrongExpectedRevision, type EventStore } from '../event-store/port.js';
import { localDate } from '../zones/zones.js';
import { canonicalJson } from './canonical-json.js';
import type { Clock } from './clock.js';
import { ProfileAdopted } from './record.events.js';
import { systemEvent } from './system-event.js';

/** A version of a profile as the program brings it, with the first date on which it is in force. */
export type BroughtProfile = Profile & { readonly validFrom: string };
type Adopted = Static<typeof ProfileAdopted.schema>;

/** The profiles of this program would rewrite what the log has counted by others. The message says which one, and what to do. */
export class ProfileRefused extends Error {}

const namespace = '7d0b6a0e-2a5b-5f7e-9d6f-5c1f8b3a2e90';

/**
 * What is due is counted anew at each reading, so that the settings that it was counted by must stay as they were: the log keeps each version
 * of a profile with a fingerprint of all that it says. A version that it does not know yet is added where it holds from a later day on; a
 * period that no version had, of a duty that is new, is added to each.
 * @param store whose log was opened @throws ProfileRefused
 */
export async function adoptProfiles(store: EventStore, brought: readonly BroughtProfile[], clock: Pick<Clock, 'now' | 'aheadMs'>): Promise<void> {
  for (;;) {
    const { adopted, revision } = await adoptedIn(store);
    assertAsAdopted(brought, adopted);
    const further = brought.filter((profile) => !adopted.some((each) => each.profile === profile.version && isOfAll(each, profile)));
    if (further.length === 0) return;
    const now = await clock.now();
    if (adopted.length > 0) for (const profile of further) if (!adopted.some((each) => each.profile === profile.version)) assertAhead(profile, now);
    try {
      await store.append('log', further.map((profile) => {
        const { version, state, validFrom, periods, limits } = profile;
        const data: Adopted = { profile: version, state, validFrom, fingerprint: fingerprintOf(profile), periods: Object.keys(periods).sort(), limits: Object.keys(limits).sort() };
        return systemEvent(ProfileAdopted, data, { id: uuidv5(canonicalJson(data), namespace), command: 'AdoptProfile', now, aheadMs: clock.aheadMs });
      }), revision);
      return;
    } catch (error) {
      // Another process adopted some: they are looked at again.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** For whoever only asks, and adds nothing. @throws ProfileRefused */
export async function assertProfilesAsAdopted(store: EventStore, brought: readonly BroughtProfile[]): Promise<void> {
  assertAsAdopted(brought, (await adoptedIn(store)).adopted);
}

/** Of all that a version says: its lengths, its calendar, its dates and its sources; of its periods and limits those that were there. */
function fingerprintOf(profile: BroughtProfile, { periods, limits }: Pick<Adopted, 'periods' | 'limits'> = {}): string {
  const said = { ...profile, periods: only(profile.periods, periods), limits: only(profile.limits, limits) };
  return createHash('sha256').update(canonicalJson(said)).digest('hex');
}

function only(members: object, names: readonly string[] | undefined): object {
  return names === undefined ? members : Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name)));
}

function isOfAll({ periods, limits }: Adopted, profile: BroughtProfile): boolean {
  const covers = (names: readonly string[] | undefined, members: object): boolean => names === undefined || Object.keys(members).every((name) => names.includes(name));
  return covers(periods, profile.periods) && covers(limits, profile.limits);
}

async function adoptedIn(store: EventStore): Promise<{ readonly adopted: readonly Adopted[]; readonly revision: number }> {
  const adopted: Adopted[] = [];
  let revision = -1;
  for await (const event of store.read('log')) {
    if (event.type === ProfileAdopted.type) adopted.push(event.data as Adopted);
    ({ revision } = event);
  }
  return { adopted, revision };
}

function assertAsAdopted(brought: readonly BroughtProfile[], adopted: readonly Adopted[]): void {
  for (const { profile, fingerprint, periods, limits } of adopted) {
    const version = brought.find((each) => each.version === profile);
    if (!version) throw new ProfileRefused(`Profile ${profile}, by which this log has counted what is due, is not in this program: start one that has it.`);
    if (fingerprintOf(version, { periods, limits }) === fingerprint) continue;
    const [name] = profile.split('@');
    const next = 1 + Math.max(...brought.filter(({ state }) => state === version.state).map((each) => Number(each.version.split('@')[1])));
    throw new ProfileRefused(`Profile ${profile} of this program says something else than the ${profile} by which this log has counted what is due, and would rewrite past due dates: leave ${profile} as it was, and give the change a version of its own, ${name}@${next}, with the first date on which it holds.`);
  }
}

/** What has begun is counted by the versions that the log knows. */
function assertAhead({ version, validFrom, zone }: BroughtProfile, now: Date): void {
  const today = localDate(now.getTime(), zone);
  if (validFrom <= today) throw new ProfileRefused(`Profile ${version} is new to this log and holds from ${validFrom}, and what has begun since is counted by another: give it a first date after today, ${today}.`);
}
