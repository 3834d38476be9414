import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import { v5 as uuidv5 } from 'uuid';
import { WrongExpectedRevision, type EventStore } from '../event-store/port.js';
import { canonicalJson } from './canonical-json.js';
import type { Clock } from './clock.js';
import { InstrumentAdopted } from './record.events.js';
import { systemEvent } from './system-event.js';

/** A version of what states have agreed on as the program brings it, with the first date on which it is looked at. */
export interface BroughtInstrument {
  readonly code: string;
  readonly version: number;
  readonly validFrom: string;
}
type Adopted = Static<typeof InstrumentAdopted.schema>;

/** The instruments of this program would rewrite what the log has decided by others. The message says which one, and what to do. */
export class InstrumentRefused extends Error {}

const namespace = '1c6f5a0c-52c3-5a53-8b61-2f0a4a4c9e17';
const hoursAheadOfUtcMax = 14;

/**
 * Which states an instrument binds and what it asks of them is looked up anew at each reading, as the profiles are: the log keeps each version with a
 * fingerprint of all that it says, and one that it does not know yet is added where it is looked at from a later day on.
 * @param store whose log was opened @throws InstrumentRefused
 */
export async function adoptInstruments(store: EventStore, brought: readonly BroughtInstrument[], clock: Pick<Clock, 'now' | 'aheadMs'>): Promise<void> {
  for (;;) {
    const { adopted, revision } = await adoptedIn(store);
    assertAsAdopted(brought, adopted);
    const further = brought.filter((each) => !adopted.some(({ instrument }) => instrument === nameOf(each)));
    if (further.length === 0) return;
    const now = await clock.now();
    // A log of before this rule adopts what it is first started with.
    if (adopted.length > 0) for (const each of further) assertAhead(each, now);
    try {
      await store.append('log', further.map((each) => {
        const data: Adopted = { instrument: nameOf(each), validFrom: each.validFrom, fingerprint: fingerprintOf(each) };
        return systemEvent(InstrumentAdopted, data, { id: uuidv5(canonicalJson(data), namespace), command: 'AdoptInstrument', now, aheadMs: clock.aheadMs });
      }), revision);
      return;
    } catch (error) {
      // Another process adopted some: they are looked at again.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** For whoever only asks, and adds nothing. @throws InstrumentRefused */
export async function assertInstrumentsAsAdopted(store: EventStore, brought: readonly BroughtInstrument[]): Promise<void> {
  assertAsAdopted(brought, (await adoptedIn(store)).adopted);
}

const nameOf = ({ code, version }: BroughtInstrument): string => `${code}@${version}`;

function fingerprintOf(instrument: BroughtInstrument): string {
  return createHash('sha256').update(canonicalJson(instrument)).digest('hex');
}

async function adoptedIn(store: EventStore): Promise<{ readonly adopted: readonly Adopted[]; readonly revision: number }> {
  const adopted: Adopted[] = [];
  let revision = -1;
  for await (const event of store.read('log')) {
    if (event.type === InstrumentAdopted.type) adopted.push(event.data as Adopted);
    ({ revision } = event);
  }
  return { adopted, revision };
}

function assertAsAdopted(brought: readonly BroughtInstrument[], adopted: readonly Adopted[]): void {
  for (const { instrument, fingerprint } of adopted) {
    const version = brought.find((each) => nameOf(each) === instrument);
    if (!version) throw new InstrumentRefused(`Instrument ${instrument}, by which this log has decided, is not in this program: start one that has it.`);
    if (fingerprintOf(version) === fingerprint) continue;
    const next = 1 + Math.max(...brought.filter(({ code }) => code === version.code).map((each) => each.version));
    throw new InstrumentRefused(`Instrument ${instrument} of this program says something else than the ${instrument} by which this log has decided: leave ${instrument} as it was, and give the change a version of its own, ${version.code}@${next}, with the first date on which it is looked at.`);
  }
}

/** What has begun is decided by the versions that the log knows, whatever the calendar of the state. */
function assertAhead(instrument: BroughtInstrument, now: Date): void {
  const today = new Date(now.getTime() + hoursAheadOfUtcMax * 3_600_000).toISOString().slice(0, 10);
  if (instrument.validFrom <= today) throw new InstrumentRefused(`Instrument ${nameOf(instrument)} is new to this log and is looked at from ${instrument.validFrom}, and what was decided since rests on others: give it a first date after today, ${today}.`);
}
