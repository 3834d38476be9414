import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter, startId } from '../case-file/duties.scenario.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { identification } from './identification.context.js';
import { reports, told } from './reports.scenario.js';
import { AttestDeathInquiryConcluded, AttestDeathInquiryOpened, RecordFamilyToldOfDeath, RecordSelfHarmResponse, ReportSelfHarmRisk } from './safety.commands.js';

const { given } = scenario(identification);

describe('ReportSelfHarmRisk', () => {
  const risk = { signs: ['SAID_SO'], imminent: 'UNKNOWN' };
  const reported = { type: 'identification.SelfHarmRiskReported', data: risk };
  it('happens, and again whenever somebody fears it', () => given(reported).when(ReportSelfHarmRisk, risk, { by: { role: 'CHILD' } }).then(reported));
});

describe.each([
  ['RecordSelfHarmResponse', RecordSelfHarmResponse, 'identification.SelfHarmRiskAnswered'],
  ['RecordFamilyToldOfDeath', RecordFamilyToldOfDeath, 'identification.FamilyToldOfDeath'],
] as const)('%s', (name, command, type) => {
  const event = { type, data: reports[name] };
  it('happens, whatever it says', () => given().when(command, { ...told, ...reports[name] }).then(event));
  it('happens again when somebody else reports it: two reports are two facts', () => given(event).when(command, { ...told, ...reports[name] }).then(event));
});

describe('AttestDeathInquiryOpened', () => {
  const inquiry = { inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, documentRef: 'letter-3' };
  const died = { type: 'identification.DeathReported', data: { ...reports.RecordDeath, custodian: { orgRef: 'home-5', orgType: 'CHILD_PROTECTION' } } };
  const refuted = { type: 'identification.DeathReportRefuted', data: { shownBy: 'CHILD_SEEN' } };
  const opened = { type: 'identification.DeathInquiryOpened', data: inquiry };
  const by = (inquiryBody: object) => ({ ...inquiry, inquiryBody });

  it('happens after a report of the death, once', () => {
    given(died).when(AttestDeathInquiryOpened, inquiry).then(opened);
    given(died, opened).when(AttestDeathInquiryOpened, inquiry).thenNothing();
  });
  it('has nothing to act on where no death is reported, or the report was mistaken', () => {
    given().when(AttestDeathInquiryOpened, inquiry).thenThrows(NotApplicable);
    given(died, refuted).when(AttestDeathInquiryOpened, inquiry).thenThrows(NotApplicable);
  });
  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'])('is no inquiry by a body of type %s', (orgType) =>
    given(died).when(AttestDeathInquiryOpened, by({ orgRef: 'office-1', orgType })).thenThrows(NotCompetent));
  it('is no inquiry by whoever held the child, nor attested by it', () => {
    given(died).when(AttestDeathInquiryOpened, by({ orgRef: 'home-5', orgType: 'CHILD_PROTECTION' })).thenThrows(NotCompetent);
    given(died).when(AttestDeathInquiryOpened, inquiry, { by: { orgRef: 'home-5' } }).thenThrows(NotCompetent);
  });
  it('names the body', () => given(died).when(AttestDeathInquiryOpened, by({ orgType: 'COURT' })).thenThrows(BadForm));
});

describe('AttestDeathInquiryConcluded', () => {
  const inquiryRef = '3f0f0c6e-0000-4000-8000-0000000000e4';
  const died = { type: 'identification.DeathReported', data: { ...reports.RecordDeath, custodian: undefined } };
  const ofHome = { type: 'identification.DeathReported', data: { ...reports.RecordDeath, custodian: { orgRef: 'ombudsperson', orgType: 'CHILD_PROTECTION' } } };
  const opened = { type: 'identification.DeathInquiryOpened', data: { inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, documentRef: 'letter-3' }, id: inquiryRef, at: '2026-03-01T12:00:00Z' };
  const conclusion = { inquiryRef, result: 'FAULT_FOUND', causeFound: 'NEGLECT', documentRef: 'report-7' };
  const concluded = { type: 'identification.DeathInquiryConcluded', data: conclusion };

  it('happens once the inquiry was opened, once', () => {
    given(died, opened).when(AttestDeathInquiryConcluded, conclusion).then(concluded);
    given(died, opened, concluded).when(AttestDeathInquiryConcluded, conclusion).thenNothing();
  });
  it('happens again with another result', () =>
    given(died, opened, concluded).when(AttestDeathInquiryConcluded, { ...conclusion, result: 'NOT_EXPLAINED' }).then({ type: concluded.type, data: { result: 'NOT_EXPLAINED' } }));
  it('has nothing to act on where nobody inquires, or in another inquiry, or where the child is alive', () => {
    given(died).when(AttestDeathInquiryConcluded, conclusion).thenThrows(NotApplicable);
    given(died, opened).when(AttestDeathInquiryConcluded, { ...conclusion, inquiryRef: startId }).thenThrows(NotApplicable);
    given(died, opened, { type: 'identification.DeathReportRefuted', data: { shownBy: 'CHILD_SEEN' } }).when(AttestDeathInquiryConcluded, conclusion).thenThrows(NotApplicable);
  });
  it('tells of no day before the inquiry was opened', () =>
    given(died, opened).when(AttestDeathInquiryConcluded, { ...conclusion, occurredAt: { at: '2026-02-20', zone: 'Asia/Bishkek' } }).thenThrows(BadForm));
  it('is no result of whoever held the child, as was told since, nor attested by it', () => {
    given(died, opened, ofHome).when(AttestDeathInquiryConcluded, conclusion).thenThrows(NotCompetent);
    given({ ...ofHome, data: { ...ofHome.data, custodian: { orgRef: 'home-5', orgType: 'CHILD_PROTECTION' } } }, opened)
      .when(AttestDeathInquiryConcluded, conclusion, { by: { orgRef: 'home-5' } }).thenThrows(NotCompetent);
  });
});

const answered = (data: object) => ({ type: 'identification.SelfHarmRiskAnswered', data });

describeDuty('SELF_HARM_RESPONSE', {
  starts: { 'somebody fears that the child will harm itself': { type: 'identification.SelfHarmRiskReported' } },
  metBy: {
    'somebody stays with it': answered({ measures: ['SOMEBODY_STAYS_WITH_IT'] }),
    'this very risk is answered by a doctor': answered({ riskRef: startId, measures: ['DOCTOR', 'RESTRAINED'] }),
  },
  metNotBy: {
    'it is isolated or restrained': answered({ measures: ['ISOLATED', 'RESTRAINED'] }),
    'it is shut in, and whatever could hurt it is taken away': answered({ measures: ['ISOLATED', 'MEANS_REMOVED'] }),
    'nothing is done': answered({ measures: ['NOTHING'] }),
    'another risk is answered': answered({ riskRef: '3f0f0c6e-0000-4000-8000-0000000000e2', measures: ['DOCTOR'] }),
  },
  endedBy: { 'the child has died': { type: 'identification.DeathReported' } },
});

const death = { type: 'identification.DeathReported' };
const mistaken = { 'the report was a mistake': { type: 'identification.DeathReportRefuted' } };

describeDuty('INQUIRY_INTO_DEATH', {
  starts: { 'a death is reported': death },
  startedNotBy: { 'the same death is reported again': [{ ...death, id: '3f0f0c6e-0000-4000-8000-0000000000e3' }, death] },
  metBy: { 'an independent body inquires': { type: 'identification.DeathInquiryOpened' } },
  metNotBy: { 'the family is told': { type: 'identification.FamilyToldOfDeath' }, 'it is reported once more': death },
  endedBy: mistaken,
});

describeDuty('DEATH_EXPLAINED', {
  starts: { 'an independent body inquires': { type: 'identification.DeathInquiryOpened' } },
  metBy: { 'the inquiry finds how the child died': { type: 'identification.DeathInquiryConcluded', data: { result: 'NOBODY_AT_FAULT' } } },
  metNotBy: { 'it ends without an answer': { type: 'identification.DeathInquiryConcluded', data: { result: 'NOT_EXPLAINED' } } },
  endedBy: mistaken,
});

describeDuty('FAMILY_NOTIFIED_OF_DEATH', {
  starts: { 'a death is reported': death, 'another report comes after the first was a mistake': [death, { type: 'identification.DeathReportRefuted' }, death] },
  metBy: { 'the family is told': { type: 'identification.FamilyToldOfDeath' } },
  metNotBy: { 'only a body inquires': { type: 'identification.DeathInquiryOpened' } },
  endedBy: mistaken,
});

describe('What is owed for a death', () => {
  it('is not ended by it, as all else is', () => {
    expect(owedAfter('INQUIRY_INTO_DEATH', [], [death])?.ended).toBeUndefined();
    expect(owedAfter('SELF_HARM_RESPONSE', [], [{ type: 'identification.SelfHarmRiskReported' }], [death])?.ended).toBeDefined();
  });
});
