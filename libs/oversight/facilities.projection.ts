import { corrections } from '../case-file/record.events.js';
import { projection, type Row } from '../event-store/projection.js';
import type { Entry } from '../decider/place.js';
import { facility } from '../facility/facility.context.js';
import type { Facility } from '../facility/place.state.js';
import { factsAsRestated, withFact, type KeptFacts } from './kept-facts.js';
import { startOfLocalDay, zoneDataVersion } from '../zones/zones.js';

/** The register of places with its history: what each was called, who ran it, whether one could leave, how many it holds, since when. */
export const facilities = projection<KeptFacts>({
  name: 'facilities', version: 3, basedOn: [`zones ${zoneDataVersion}`], streams: ['facility-'], types: ['facility.', ...corrections],
  keyColumn: 'facility',
  key: ({ stream }) => stream.slice('facility-'.length),
  stream: (key) => `facility-${key}`,
  tables: {
    facility_place: 'create table facility_place (facility text not null, state text, zone text)',
    facility_entry: `
      create table facility_entry (
        facility  text not null,
        what      text not null check (what in ('NAME', 'KIND', 'OPERATOR', 'EXIT_CONTROL', 'CAPACITY', 'CLOSED')),
        value     text not null,
        from_day  date not null,
        /** The midnight of the place that begins that day. */
        from_at   timestamptz not null,
        /** Somebody answers for it; otherwise it was reported. */
        attested  boolean not null,
        event     uuid not null
      )`,
  },
  asKnown: ['facility_place', 'facility_entry'],
  initial: [],
  evolve: withFact,
  rows: (_, kept) => {
    const place = factsAsRestated(kept).reduce(facility.evolve, facility.initial);
    return { facility_place: [{ state: place.state, zone: place.zone }], facility_entry: entriesOf(place) };
  },
});

function entriesOf({ zone, names, kinds, operators, exitControls, capacities, closings }: Facility): readonly Row[] {
  const rows = <T>(what: string, entries: readonly Entry<T>[], text: (value: T) => string): Row[] =>
    entries.map(({ value, from, attested, eventId }) => ({ what, value: text(value), from_day: from, from_at: new Date(startOfLocalDay(from, zone ?? 'UTC')).toISOString(), attested, event: eventId }));
  return [
    ...rows('NAME', names, String), ...rows('KIND', kinds, String), ...rows('OPERATOR', operators, ({ orgRef, orgType }) => `${orgType} ${orgRef}`),
    ...rows('EXIT_CONTROL', exitControls, String), ...rows('CAPACITY', capacities, String), ...rows('CLOSED', closings, () => 'YES'),
  ];
}
