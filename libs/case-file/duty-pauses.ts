import { IsOptional, IsUUID } from 'class-validator';
import { Attest } from '../decider/command.js';
import { BadForm, boundedContext, NotApplicable, type Fold } from '../decider/context.js';
import type { Duty } from '../decider/duty.js';
import type { Fact, NewFact } from '../decider/event.js';
import { IsCode, IsInstant, IsText } from '../decider/fields.js';
import { periodNames, type PeriodName } from '../decider/profile.js';
import { knownAt } from '../decider/times.js';
import { boundedInAll, owedId, pauseDaysMax } from './duties.js';
import { DutyPaused, pauseEvents, pauseGrounds } from './duties.events.js';
import { corrections } from './record.events.js';

/** No clock stands still silently: a pause has an author, a ground and an end (A7, the timer rules), and where the ground is none of those with a name, it is said what it is. */

export class AttestDutyPaused extends Attest('AttestDutyPaused', {
  summary: 'Pauses the time for a duty from now until an end. What is overdue stays overdue.', by: ['CASE_WORKER', 'PANEL_MEMBER', 'APPOINTING_AUTHORITY'],
}) {
  @IsCode(periodNames)
  readonly duty!: PeriodName;

  /** Event that started the duty; left out, the latest that did. */
  @IsOptional() @IsUUID()
  readonly startedBy?: string;

  @IsCode(pauseGrounds)
  readonly ground!: (typeof pauseGrounds)[number];

  /** When it runs on: at most 90 days from now, and no later than all the pauses of this duty come to 90 days. */
  @IsInstant('any')
  readonly until!: string;

  /** Asked where the ground is another one. */
  @IsOptional() @IsText(2000)
  readonly reason?: string;
}

interface Pauses {
  /** The events of the child by which a duty begins. */
  readonly started: readonly { readonly id: string; readonly type: string }[];
  readonly pauses: readonly Fact<typeof DutyPaused>[];
}

/** An event of any context may start a duty, so that all of them are known here. */
export function dutyPauses(duties: readonly Duty[]) {
  const context = boundedContext<Pauses, (typeof pauseEvents)[number], { AttestDutyPaused: typeof AttestDutyPaused }>({
    name: 'duties',
    subject: 'child',
    events: pauseEvents,
    commands: { AttestDutyPaused },
    facts: [],
    initial: { started: [], pauses: [] },
    evolve: (state) => state,
    decide({ duty: code, startedBy: named, ground, until, reason }, { started, pauses }, { now }): readonly NewFact<(typeof pauseEvents)[number]>[] {
      // First, since a correction is asked this where nothing has started: what is owed is not looked at then.
      const end = Date.parse(until);
      if (end > now.getTime() + pauseDaysMax * 86_400_000) throw new BadForm('until', `lies at most ${pauseDaysMax} days ahead`);
      const duty = duties.find((each) => each.code === code);
      const starts = started.filter(({ type }) => duty?.starts.some((mark) => mark.type === type)).map(({ id }) => id);
      const startedBy = named === undefined ? starts.at(-1) : starts.find((id) => id === named);
      if (named !== undefined && startedBy === undefined) throw new BadForm('startedBy', `is no event of this child that starts ${code}`);
      if (!duty || startedBy === undefined) throw new NotApplicable(`nothing has started ${code}`);
      if (!duty.pausable) throw new NotApplicable(`${code} is a duty that nobody may pause`);
      if (end <= now.getTime()) throw new BadForm('until', 'lies ahead');
      const id = owedId(code, startedBy);
      const runsOn = new Date(end).toISOString();
      if (pauses.some(({ data }) => data.duty === id && data.ground === ground && data.until === runsOn)) return [];
      if (ground === 'OTHER' && reason === undefined) throw new BadForm('reason', 'says what the other ground is');
      const stoodStill = pauses.filter(({ data }) => data.duty === id).map((pause) => ({ from: knownAt(pause).toISOString(), until: pause.data.until }));
      if (boundedInAll([...stoodStill, { from: now.toISOString(), until: runsOn }]).at(-1)!.until !== runsOn) throw new BadForm('until', `lies so far ahead that the duty were paused for more than ${pauseDaysMax} days in all`);
      return [{ type: 'duties.DutyPaused', data: { duty: id, code, startedBy, ground, until: runsOn, reason } }];
    },
  });
  // What a correction makes owed nobody may pause.
  const starting = new Set(duties.flatMap(({ starts }) => starts.map(({ type }) => type)).filter((type) => !corrections.some((correcting) => correcting === type)));
  const hears = new Set([...starting, DutyPaused.type]);
  const evolve = ({ started, pauses }: Pauses, fact: Fact): Pauses => ({
    started: starting.has(fact.type) ? [...started, { id: fact.id, type: fact.type }] : started,
    pauses: fact.type === 'duties.DutyPaused' ? [...pauses, fact as Fact<typeof DutyPaused>] : pauses,
  });
  return { ...context, evolve, folds: [{ initial: context.initial, hears, evolve }] as readonly Fold[] };
}
