import { IsOptional, IsUUID } from 'class-validator';
import { Attest } from '../decider/command.js';
import { BadForm, boundedContext, NotApplicable } from '../decider/context.js';
import type { Duty } from '../decider/duty.js';
import type { Fact, NewFact } from '../decider/event.js';
import { IsCode, IsInstant, IsText } from '../decider/fields.js';
import { periodNames, type PeriodName } from '../decider/profile.js';
import { owedId } from './duties.js';
import { pauseEvents, pauseGrounds, type DutyPaused } from './duties.events.js';

/** No clock stands still silently: a pause has an author, a ground and an end. */

const pauseDaysMax = 90;

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

  /** When it runs on: at most 90 days from now. */
  @IsInstant('any')
  readonly until!: string;

  @IsOptional() @IsText(2000)
  readonly reason?: string;
}

interface Pauses {
  /** Types of the child's events, by id. */
  readonly started: ReadonlyMap<string, string>;
  readonly pauses: readonly Fact<typeof DutyPaused>[];
}

/** Any event may start a duty, so that all of them are known here. */
export function dutyPauses(duties: readonly Duty[]) {
  const context = boundedContext<Pauses, (typeof pauseEvents)[number], AttestDutyPaused>({
    name: 'duties',
    subject: 'child',
    events: pauseEvents,
    commands: { AttestDutyPaused },
    facts: [],
    initial: { started: new Map(), pauses: [] },
    evolve: (state) => state,
    decide({ duty: code, startedBy: named, ground, until, reason }, { started, pauses }, { now }): readonly NewFact<(typeof pauseEvents)[number]>[] {
      const duty = duties.find((each) => each.code === code);
      const starts = [...started].filter(([, type]) => duty?.starts.some((mark) => mark.type === type)).map(([id]) => id);
      const startedBy = named === undefined ? starts.at(-1) : starts.find((id) => id === named);
      if (named !== undefined && startedBy === undefined) throw new BadForm('startedBy', `is no event of this child that starts ${code}`);
      if (!duty || startedBy === undefined) throw new NotApplicable(`nothing has started ${code}`);
      if (!duty.pausable) throw new NotApplicable(`${code} is a duty that nobody may pause`);
      const end = Date.parse(until);
      if (end <= now.getTime()) throw new BadForm('until', 'lies ahead');
      if (end > now.getTime() + pauseDaysMax * 86_400_000) throw new BadForm('until', `lies at most ${pauseDaysMax} days ahead`);
      const id = owedId(code, startedBy);
      const runsOn = new Date(end).toISOString();
      if (pauses.some(({ data }) => data.duty === id && data.ground === ground && data.until === runsOn)) return [];
      return [{ type: 'duties.DutyPaused', data: { duty: id, code, startedBy, ground, until: runsOn, reason } }];
    },
  });
  const evolve = ({ started, pauses }: Pauses, fact: Fact): Pauses => ({
    started: new Map(started).set(fact.id, fact.type),
    pauses: fact.type === 'duties.DutyPaused' ? [...pauses, fact as Fact<typeof DutyPaused>] : pauses,
  });
  return { ...context, evolve };
}
