import { expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../libs/case-file/contexts.js';
import type { Duty, Mark } from '../libs/decider/duty.js';
import { periodNames, type Period, type PeriodName } from '../libs/decider/profile.js';
import { profiles } from '../libs/profiles/profiles.js';
import { ours } from '../libs/profiles/strict.js';

/** docs/duties.md is what the declarations say. Run with WRITE_DUTIES=1 where one has changed. */

const file = 'docs/duties.md';
const begin = '<!-- what follows is written by test/duties-table.spec.ts -->';

const units: Readonly<Record<Period['unit'], string>> = { hours: 'hours', calendarDays: 'calendar days', workingDays: 'working days', months: 'months' };
const lengthOf = ({ length, unit }: Period): string => `${length} ${length === 1 ? units[unit].slice(0, -1) : units[unit]}`;
const sourceOf = ({ source }: Period): string => (source === ours ? 'ours' : source);
/** The strict profile's, and that of each state that has another. */
function lengths(code: PeriodName): string {
  const [strict, ...states] = profiles.map(({ version, periods }) => ({ version, period: periods[code] }));
  const others = states.filter(({ period }) => lengthOf(period) !== lengthOf(strict!.period) || period.source !== strict!.period.source);
  return [`${lengthOf(strict!.period)} (${sourceOf(strict!.period)})`, ...others.map(({ version, period }) => `${version}: ${lengthOf(period)} (${sourceOf(period)})`)].join('; ');
}
const events = (marks: readonly Mark[]): string => [...new Set(marks.map(({ type }) => type))].map((type) => `\`${type}\``).join(', ');
/** A death ends almost all of them, which need not be said each time. */
const ends = (marks: readonly Mark[]): string => events(marks.filter(({ type }) => type !== 'identification.DeathReported'));
const notes = ({ owed, pausable, counts, from, each, noLaterThan }: Duty): string => [
  ...(owed ? [] : ['a time that is given, not owed']), ...(pausable ? ['may be paused'] : []), ...(counts === 'from when it was recorded' ? ['from when it was recorded'] : []),
  ...(from ? ['from an instant that follows from what is said'] : []), ...(each ? ['one for each of several dates'] : []), ...(noLaterThan ? ['or by the day that was set, where that is sooner'] : []),
].join('; ');
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(): string {
  const sorted = [...registry.duties].sort((one, other) => one.code.localeCompare(other.code));
  const owed = sorted.map((duty) => row([
    duty.code, duty.promise, duty.holder, lengths(duty.code), events(duty.starts), events(duty.meets), ends(duty.ends), notes(duty), duty.basis,
  ]));
  const others = periodNames.filter((name) => !registry.duties.some(({ code }) => code === name)).sort().map((name) => row([name, lengths(name)]));
  const titled = (...titles: readonly string[]) => [row(titles), row(titles.map(() => '---'))];
  return [
    begin, '', ...titled('duty', 'promise', 'who sees to it', 'length', 'starts', 'met by', 'ends with', 'remarks', 'source'), ...owed,
    '', 'Lengths that no duty has: gates count by them.', '', ...titled('length', 'as set'), ...others, '',
  ].join('\n');
}

it('The table of the duties says what is declared', () => {
  const written = readFileSync(file, 'utf8');
  const head = written.slice(0, written.indexOf(begin));
  if (process.env.WRITE_DUTIES) writeFileSync(file, head + table());
  expect(readFileSync(file, 'utf8')).toBe(head + table());
});
