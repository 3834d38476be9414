import { describe, expect, it } from '@jest/globals';
import { Attest, Decide, Protect, Record } from './command.js';
import { gate } from './gate.js';
import { reaction, type News } from './reaction.js';

class DecideSomething extends Decide('DecideSomething', { summary: 'Decides.', by: ['SERVICE'], gate: gate('something', []) }) {}
class AttestStep extends Attest('AttestStep', { summary: 'Certifies.', by: ['SERVICE'] }) {}
class RecordThing extends Record('RecordThing', { summary: 'Reports.', by: ['SERVICE'] }) {
  readonly what!: string;
}
class ProtectChild extends Protect('ProtectChild', { summary: 'Protects.', by: ['SERVICE'] }) {}
class BeginRecord extends Record('BeginRecord', { summary: 'Reports.', by: ['SERVICE'], starts: true }) {}
class RecordOfPlace extends Record('RecordOfPlace', { summary: 'Reports.', by: ['SERVICE'], subject: 'facility' }) {}

const parts = { name: 'a-reaction', version: 1, source: { kind: 'DOCUMENT', reliability: 'CONFIRMED' }, news: {}, concernedBy: [], concerns: () => [] } as const;

describe('A reaction', () => {
  it('reports and protects', () => {
    expect(reaction({ ...parts, tell: RecordThing }).tell).toBe(RecordThing);
    expect(reaction({ ...parts, tell: ProtectChild }).tell).toBe(ProtectChild);
  });

  it('is given no decision and no attestation: not by who writes it, and not at the start (SEP-7)', () => {
    // @ts-expect-error A decision is no command that a machine may send.
    expect(() => reaction({ ...parts, tell: DecideSomething })).toThrow('DecideSomething');
    // @ts-expect-error Neither is an attestation.
    expect(() => reaction({ ...parts, tell: AttestStep })).toThrow('AttestStep');
  });

  it('tells children that have a record', () => {
    expect(() => reaction({ ...parts, tell: BeginRecord })).toThrow('BeginRecord');
    expect(() => reaction({ ...parts, tell: RecordOfPlace })).toThrow('RecordOfPlace');
  });

  it('says what its command takes', () => {
    const news = (): News<{ what: string }> => ({ subject: 'place', body: { what: 'closed' } });
    expect(reaction({ ...parts, tell: RecordThing, news: { 'place.Closed': news } }).news).toHaveProperty(['place.Closed'], news);
    // @ts-expect-error The command takes what happened, and not a number.
    reaction({ ...parts, tell: RecordThing, news: { 'place.Closed': () => ({ subject: 'place', body: { what: 7 } }) } });
    // @ts-expect-error The command takes what happened, and this says nothing.
    reaction({ ...parts, tell: RecordThing, news: { 'place.Closed': () => ({ subject: 'place', body: {} }) } });
  });

  it('has a name that stands in tables', () => expect(() => reaction({ ...parts, name: 'A Reaction', tell: RecordThing })).toThrow('lower case'));
});
