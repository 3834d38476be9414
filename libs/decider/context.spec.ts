import { describe, expect, it } from '@jest/globals';
import { Record } from './command.js';
import { topic } from './context.js';

class RecordThing extends Record('RecordThing', { summary: 'Reports.', by: ['SERVICE'] }) {}
class RecordAnother extends Record('RecordAnother', { summary: 'Reports another.', by: ['SERVICE'] }) {}

const parts = { events: [], initial: undefined, evolve: () => undefined, decide: (command: RecordThing) => [command].slice(1) as never[] };

describe('A topic', () => {
  it('takes the commands of its module, and nothing else that this exports', () => {
    expect(topic({ ...parts, commands: { RecordThing, lengthMax: 4_000 } }).commands).toEqual([RecordThing]);
  });

  it('does not compile with a command that its decider has no case for', () => {
    // @ts-expect-error The decider knows the one command and is given two.
    expect(topic({ ...parts, commands: { RecordThing, RecordAnother } }).commands).toHaveLength(2);
  });
});
