import type { AttemptDenied, ChildRead } from '../case-file/record.events.js';
import type { Fact } from '../decider/event.js';
import { projection } from '../event-store/projection.js';

/** What somebody did with a child's record on a day of UTC: a machine may read a thousand times, and the days stay few. */
interface Looked {
  readonly day: string;
  readonly outcome: 'READ' | 'DENIED';
  readonly actor_ref: string;
  readonly role: string;
  readonly org_type: string;
  readonly org_ref: string;
  readonly purpose: string;
  readonly times: number;
  readonly first_at: string;
  readonly last_at: string;
  /** Classes of data that were opened. */
  readonly opened: readonly string[];
}

const prefix = 'access-';
const who = ['day', 'outcome', 'actor_ref', 'role', 'org_type', 'org_ref', 'purpose'] as const;

/** Who looked at which child, and who was turned away. */
export const accessLog = projection<readonly Looked[], typeof ChildRead | typeof AttemptDenied>({
  name: 'access-log', version: 2, streams: [prefix],
  key: ({ stream }) => (stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined),
  stream: (child) => `${prefix}${child}`,
  tables: {
    access_day: `
      create table access_day (
        child     text not null,
        day       date not null,
        outcome   text not null check (outcome in ('READ', 'DENIED')),
        actor_ref text not null,
        role      text not null,
        org_type  text not null,
        org_ref   text not null,
        purpose   text not null,
        times     int not null,
        first_at  timestamptz not null,
        last_at   timestamptz not null,
        opened    text[] not null
      );
      create index on access_day (day)`,
  },
  asKnown: ['access_day'],
  initial: [],
  evolve: (days, fact) => {
    const now = lookedIn(fact);
    const before = days.find((day) => who.every((name) => day[name] === now[name]));
    if (!before) return [...days, now];
    const [first_at, last_at] = [before.first_at, before.last_at, now.first_at].sort().filter((_, i) => i !== 1) as [string, string];
    const together = { ...before, times: before.times + 1, first_at, last_at, opened: [...new Set([...before.opened, ...now.opened])].sort() };
    return days.map((day) => (day === before ? together : day));
  },
  rows: (_, days) => ({ access_day: days.map((day) => ({ ...day })) }),
});

function lookedIn({ type, data, meta: { occurredAt: { from: at }, recordedBy: { actorRef, role, orgType, orgRef }, purpose } }: Fact<typeof ChildRead | typeof AttemptDenied>): Looked {
  const read = type === 'record.ChildRead';
  return {
    day: at.slice(0, 10), outcome: read ? 'READ' : 'DENIED', actor_ref: actorRef, role, org_type: orgType, org_ref: orgRef, purpose, times: 1, first_at: at, last_at: at,
    opened: read ? [...data.dataClasses].sort() : [],
  };
}
