import { describe, expect, it } from '@jest/globals';
import { factOf, noon, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { Foreign, Gate } from '../decider/gate.js';
import { streamOfPlace } from '../decider/place.js';
import { copyOfRegister } from '../identification/register.js';
import { foldCaseFile, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { id, weighingAt } from './transfer.scenario.js';

// A place of which the registration was withdrawn is closed to every child, and those who are to come there are told so; an inspection opens it again.

const home = id('77');
const whole = { kind: 'SHELTER', operator: { orgRef: 'protection-kz', orgType: 'CHILD_PROTECTION' }, state: 'KZ', zone: 'Asia/Almaty' };
const registration: Happened = { type: 'facility.FacilityRegistered', id: id('f1'), at: '2026-01-10T09:00:00Z', data: { name: 'House at the river', ...whole, exitControl: 'OPEN', from: '2026-01-10' } };
const inspected = (more: object = {}): Happened => ({ type: 'facility.ExitControlAttested', data: { exitControl: 'OPEN', from: '2026-03-01', ...more } });
const against = (type: string, target: Happened, more: object = {}): Happened => ({ type: `record.${type}`, data: { target: target.id, targetType: target.type, ...more } });
const retracted = against('Retracted', registration, { reason: 'MISTAKEN_ENTRY' });
const disputed = against('Disputed', registration, { by: 'CHILD' });
const words: readonly (readonly [string, Happened, boolean])[] = [['withdrawn', retracted, true], ['withdrawn by the police', retracted, false], ['disputed by a child', disputed, true]];

/** The register as a command about a child reads it. */
function read(facts: readonly Happened[], entitled = true): { readonly isOpen: boolean; readonly copy: ReturnType<typeof copyOfRegister> } {
  const told = facts.map(factOf).map((fact) => (fact.type.startsWith('record.') ? { ...fact, meta: { ...fact.meta, command: { ...fact.meta.command, ...(entitled ? {} : { entitled: false }) } } } as Fact : fact));
  const file = foldCaseFile(registry.of('facility'), told);
  const states = file.readings.of('facility');
  const foreign = { stream: streamOfPlace(home), revision: file.revision, eventId: told.at(-1)!.id, state: file.restated.get('facility'), otherwise: states.length > 1 ? states : [] } as Foreign;
  const weighing = { ...weighingAt(noon), foreign: new Map([[foreign.stream, foreign]]) };
  const gate: Gate = { name: 'placing', version: 1, needs: ['OPEN_SETTING'] };
  return { isOpen: 'basis' in weigh(registry, gate, foldCaseFile(registry.of('child'), []), weighing, { facilityRef: home }), copy: copyOfRegister(home, { ...weighing, participants: file.participants }) };
}

describe('A place of which the registration is', () => {
  it.each(words)('%s is closed, and whoever is to come there is told so', (_, word, entitled) => {
    expect(read([registration])).toMatchObject({ isOpen: true, copy: { kind: 'SHELTER', state: 'KZ', exitControl: 'OPEN', open: {} } });
    const { isOpen, copy } = read([registration, word], entitled);
    expect(isOpen).toBe(false);
    expect(copy).toMatchObject({ kind: 'SHELTER', state: 'KZ', zone: 'Asia/Almaty' });
    expect(copy!.open).toBeUndefined();
  });
  it.each(words)('%s is opened again by an inspection that says what it is, and by none that does not', (_, word, entitled) => {
    expect(read([registration, word, inspected()], entitled).isOpen).toBe(false);
    expect(read([registration, word, inspected(whole)], entitled)).toMatchObject({ isOpen: true, copy: { kind: 'SHELTER', state: 'KZ', exitControl: 'OPEN', open: {} } });
    expect(read([registration, word, inspected({ ...whole, exitControl: 'CONTROLLED' })], entitled).isOpen).toBe(false);
    expect(read([registration, word, inspected(whole), { type: 'facility.FacilityChanged', data: { closed: true, validFrom: '2026-03-01' } }], entitled).isOpen).toBe(false);
  });
  it.each(words)('%s is not opened again by taking that word back', (_, word, entitled) =>
    expect(read([registration, { ...word, id: id('f2') }, against('Retracted', { ...word, id: id('f2') }, { reason: 'MISTAKEN_ENTRY' })], entitled).isOpen).toBe(false));
  it('withdrawn after such an inspection is closed until the next, where it was those who are asked for corrections who withdrew it', () => {
    const facts = [registration, inspected(whole), retracted];
    expect(read(facts).isOpen).toBe(false);
    expect(read([...facts, inspected(whole)]).isOpen).toBe(true);
    expect(read(facts, false).isOpen).toBe(true);
  });
  it('corrected to a closed one is opened again by any inspection since', () => {
    const closes = against('Corrected', registration, { targetVersion: 1, fields: { exitControl: 'CONTROLLED' }, reason: 'NEW_INFORMATION' });
    expect(read([registration, closes]).isOpen).toBe(false);
    expect(read([registration, closes, inspected()]).isOpen).toBe(true);
  });
});
