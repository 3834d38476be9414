import type { Static } from 'typebox';
import { fingerprintOf, type Adoption } from './adopted.js';
import { InstrumentAdopted } from './record.events.js';

/** A version of what states have agreed on as the program brings it, with the first date on which it is looked at. */
export interface BroughtInstrument {
  readonly code: string;
  readonly version: number;
  readonly validFrom: string;
}
type Adopted = Static<typeof InstrumentAdopted.schema>;

/** The instruments of this program would rewrite what the log has decided by others. The message says which one, and what to do. */
export class InstrumentRefused extends Error {}

const hoursAheadOfUtcMax = 14;

/** Which states an instrument binds and what it asks of them, as the log keeps it. One that it does not know yet is added where it is looked at from a later day on. */
export const adoptedInstruments: Adoption<BroughtInstrument, typeof InstrumentAdopted> = {
  declaration: InstrumentAdopted, command: 'AdoptInstrument', namespace: '1c6f5a0c-52c3-5a53-8b61-2f0a4a4c9e17',
  dataOf: (instrument) => ({ instrument: nameOf(instrument), validFrom: instrument.validFrom, fingerprint: fingerprintOf(instrument) }),
  isKnown: (instrument, adopted) => adopted.some((each) => each.instrument === nameOf(instrument)),
  assertAsAdopted, assertAhead,
};

const nameOf = ({ code, version }: BroughtInstrument): string => `${code}@${version}`;

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
function assertAhead(instrument: BroughtInstrument, _: readonly Adopted[], now: Date): void {
  const today = new Date(now.getTime() + hoursAheadOfUtcMax * 3_600_000).toISOString().slice(0, 10);
  if (instrument.validFrom <= today) throw new InstrumentRefused(`Instrument ${nameOf(instrument)} is new to this log and is looked at from ${instrument.validFrom}, and what was decided since rests on others: give it a first date after today, ${today}.`);
}
