import { describe, expect, it } from '@jest/globals';
import { scenario } from '../decider/decider.scenario.js';
import { identification } from './identification.context.js';
import {
  ChallengeLegality, DemandRelease, LodgeComplaint, RecordChallengeDecided, RecordComplaintAcknowledged, RecordComplaintAnswered, RecordReleaseRefused,
} from './remedy.commands.js';
import { placeRef, reports, told } from './reports.scenario.js';

const { given } = scenario(identification);

describe.each([
  ['DemandRelease', DemandRelease, 'identification.ReleaseDemanded', { stayRef: 'stay-1', addressedTo: { orgType: 'POLICE' }, grounds: ['CHILD_IS_HELD'], statement: 'let her go' }],
  ['ChallengeLegality', ChallengeLegality, 'identification.LegalityChallenged', { stayRef: 'stay-1', before: { orgType: 'COURT' }, lodgedFor: 'CHILD', grounds: 'no order' }],
  ['LodgeComplaint', LodgeComplaint, 'identification.ComplaintLodged', { subject: 'VIOLENCE', against: { orgType: 'POLICE' }, addressedTo: { orgType: 'OMBUDSPERSON' }, complaint: 'was hit' }],
] as const)('%s', (_, command, type, body) => {
  it('happens for a child of whom nothing is known, without a gate', () => {
    expect(command.declaration.gate).toEqual([]);
    given().when(command, body).then({ type, data: body });
  });
  it('happens as often as somebody asks', () => given({ type, data: body }).when(command, body).then({ type }));
  it('is open to the child itself', () => expect(command.declaration.by).toContain('CHILD'));
});

describe.each([
  ['RecordReleaseRefused', RecordReleaseRefused, 'identification.ReleaseRefused', 'demandRef'],
  ['RecordChallengeDecided', RecordChallengeDecided, 'identification.ChallengeDecided', 'challengeRef'],
  ['RecordComplaintAcknowledged', RecordComplaintAcknowledged, 'identification.ComplaintAcknowledged', 'complaintRef'],
  ['RecordComplaintAnswered', RecordComplaintAnswered, 'identification.ComplaintAnswered', 'complaintRef'],
] as const)('%s', (name, command, type, ref) => {
  it('happens, naming what is answered', () => given().when(command, { ...told, ...reports[name] }).then({ type, data: { [ref]: placeRef } }));
  it('happens of what nobody asked here, or nobody can name', () => given().when(command, { ...told, ...reports[name], [ref]: undefined }).then({ type }));
});
