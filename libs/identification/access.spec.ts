import { describe, expect, it } from '@jest/globals';
import { BadForm } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { RecordEducationAccess, RecordHealthAccess } from './access.commands.js';
import { identification } from './identification.context.js';
import { reports, told } from './reports.scenario.js';

const { given } = scenario(identification);

describe.each([
  ['RecordEducationAccess', RecordEducationAccess, 'identification.EducationAccessReported'],
  ['RecordHealthAccess', RecordHealthAccess, 'identification.HealthAccessReported'],
] as const)('%s', (name, command, type) => {
  it('happens', () => given().when(command, { ...told, ...reports[name] }).then({ type, data: reports[name] }));
  it('happens when access was refused', () => given().when(command, { ...told, ...reports[name], access: 'REFUSED' }).then({ type, data: { access: 'REFUSED' } }));
  it('is bad form when barriers are both none and some', () => given().when(command, { ...told, ...reports[name], barriers: ['NONE', 'FEES'] }).thenThrows(BadForm));
  it('asks nothing of the paper on which the child stays', () => expect(Object.keys(reports[name]).join(' ')).not.toMatch(/status|permit|legal|document/i));
});
