import { isCorrection } from '../case-file/readings.js';
import { corrections } from '../case-file/record.events.js';
import { registry } from '../case-file/contexts.js';
import { dutiesAmong, typesOf, type OwedDuty } from '../case-file/duties.js';
import { DutyOverdue, DutyPaused } from '../case-file/duties.events.js';
import { namedBy, ofLineage } from '../case-file/lineage.js';
import { corridorIn, streamOfOwed } from '../decider/corridor.js';
import type { Fact } from '../decider/event.js';
import { subjectOf } from '../decider/subject.js';
import { childOf, projection, type Row } from '../event-store/projection.js';
import { profiles, settingOf } from '../profiles/profiles.js';
import { zoneDataVersion } from '../zones/zones.js';
import { factsAsRecorded, withFact, type KeptFacts } from './kept-facts.js';

const types = [...new Set([...typesOf(registry.duties), DutyPaused.type, ...ofLineage])].sort();

/** Every duty towards every child, and between two states, with its end. What is overdue follows from these rows and the instant that is asked about. */
export const duties = projection<KeptFacts>({
  // With each version of a profile they are another version by themselves.
  name: 'duties', version: 41 + profiles.length, types: [...types, ...corrections], streams: ['child-', 'corridor-'],
  key: (fact) => (subjectOf(fact.stream) === 'corridor' ? corridorIn(fact.stream) : childOf(fact)),
  stream: streamOfOwed,
  tables: {
    duties: `
      create table duties (
        /** Or the corridor, such as KG-KZ. */
        child           text not null,
        duty            uuid not null,
        /** The record in which it began, where that goes on in this one. */
        record          text,
        code            text not null,
        holder          text not null,
        /** False of a time that is given and not owed. */
        owed            boolean not null,
        /** By whose law it is counted. */
        jurisdiction    text not null,
        /** The body of the holder's role that last decided or certified something, or registered the child. */
        organisation    text,
        started_by      uuid not null,
        counted_from    timestamptz not null,
        due_at          timestamptz not null,
        profile_version text not null,
        /** Where another version was in force when it was recorded: the version, and what it would have given. */
        profile_version_when_recorded text,
        due_at_when_recorded timestamptz,
        zone_data       text not null,
        met_by          uuid,
        met_at          timestamptz,
        ended_by        uuid,
        ended_at        timestamptz,
        paused_from     timestamptz,
        paused_until    timestamptz,
        /** By the name of each act that it is done by: when it was done first, or null. */
        components      jsonb,
        /** Owed by one reading of the record and not by another. */
        contested       boolean not null,
        primary key (child, duty)
      );
      create index on duties (due_at) where met_by is null;
      create index on duties (met_at) where met_at > due_at;
      create index on duties (code, due_at);
      create index on duties (holder, due_at);
      create index on duties (organisation, due_at)`,
  },
  // Ends are counted with these; other ones make other rows.
  basedOn: [zoneDataVersion, ...profiles.map((profile) => JSON.stringify([profile.version, profile.validFrom, profile.zone, profile.weekend, profile.holidays, profile.periods])), ...types],
  initial: [],
  evolve: (kept, fact) => (isCorrection(fact) || types.includes(fact.type) ? withFact(kept, fact) : kept),
  around: (_, kept) => namedBy(kept as unknown as readonly Fact[]).map((stream) => childOf({ stream, type: '' })!),
  rows: (key, own, states = new Map([[key, own]])) => {
    const records = new Map([...states].map(([each, kept]) => [streamOfOwed(each), factsAsRecorded(kept)]));
    return { duties: dutiesAmong(registry.duties, streamOfOwed(key), records, settingOf).map(rowOf) };
  },
});

interface Alarm {
  readonly duty: string;
  readonly due_at: string;
  readonly alarmed_at: string;
}

/** What the clock has said of the duties: one alarm for each end that one was overdue by, in a stream beside the child's. */
export const dutyAlarms = projection<readonly Alarm[], typeof DutyOverdue>({
  name: 'duty-alarms', version: 2, streams: ['duties-'], types: [DutyOverdue.type],
  key: ({ stream }) => stream.slice('duties-'.length),
  stream: (child) => `duties-${child}`,
  tables: {
    duty_alarms: `
      create table duty_alarms (
        child      text not null,
        duty       uuid not null,
        due_at     timestamptz not null,
        alarmed_at timestamptz not null,
        primary key (child, duty, due_at)
      )`,
  },
  initial: [],
  evolve: (alarms, { data: { duty, due }, recordedAt }: Fact<typeof DutyOverdue>) => [...alarms.filter((alarm) => alarm.duty !== duty || alarm.due_at !== due), { duty, due_at: due, alarmed_at: recordedAt.toISOString() }],
  rows: (_, alarms) => ({ duty_alarms: alarms.map((alarm) => ({ ...alarm })) }),
});

function rowOf({ id, record, code, holder, owed, jurisdiction, organisation, startedBy, from, due, profileVersion, whenRecorded, zoneData, met, ended, components, contested, pauses }: OwedDuty): Row {
  // Whether it is paused now, the pause that ends last says: a shorter one that came after it takes nothing from it.
  const pause = [...pauses].sort((a, b) => Date.parse(a.until) - Date.parse(b.until)).at(-1);
  return {
    duty: id, record, code, holder, owed, jurisdiction, organisation, started_by: startedBy, counted_from: from, due_at: due, profile_version: profileVersion,
    profile_version_when_recorded: whenRecorded?.profileVersion, due_at_when_recorded: whenRecorded?.due, zone_data: zoneData,
    met_by: met?.event, met_at: met?.at, ended_by: ended?.event, ended_at: ended?.at, paused_from: pause?.from, paused_until: pause?.until,
    components, contested,
  };
}
