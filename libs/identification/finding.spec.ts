import { describe, expect, it } from '@jest/globals';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { caseWorker, noon, scenario, type Happened, strictSetting } from '../decider/decider.scenario.js';
import { noParticipants } from '../decider/participants.js';
import { AttestDeathReportUnfounded, RecordConsulateContact, RecordDeath, RecordDocumentedAsAbandoned, RegisterChildFound } from './finding.commands.js';
import { childRegistered, minority } from './finding.facts.js';
import { identification, type Identification } from './identification.context.js';
import { majorityOf } from './majority.js';
import { reports, told } from './reports.scenario.js';

const unnamed = { foundIn: 'KG', accompaniment: 'UNKNOWN', sex: 'NOT_KNOWN' };
const full = {
  ...unnamed, channel: 'POLICE_RAID', foundBy: 'POLICE', reportedAt: '2026-02-27T08:00:00+06:00', ageStatus: 'CLAIMED', claimedAgeYears: 15, estimatedAgeYearsMin: 14, estimatedAgeYearsMax: 16,
  languages: ['kir', 'uzb'], nationalityClaims: ['KG', 'UZ'], statelessnessClaimed: false,
  dateOfBirth: '2010-05-09', name: 'Test Child', description: 'a scar on the left hand', foundAt: 'at the bazaar',
};
const found = (data: object = {}) => ({ type: 'identification.ChildFound', data: { ...unnamed, ageStatus: 'PRESUMED', languages: [], nationalityClaims: [], ...data }, id: 'registration' });
const died = { type: 'identification.DeathReported', data: reports.RecordDeath };
const refuted = { type: 'identification.DeathReportRefuted', data: { shownBy: 'CHILD_SEEN' }, id: 'refutation' };
const { given } = scenario(identification);

describe('RegisterChildFound', () => {
  it('happens without a name, a paper, an age or a nationality, and presumes a child', () =>
    given().when(RegisterChildFound, unnamed).then({ type: 'identification.ChildFound', data: { ...unnamed, ageStatus: 'PRESUMED' } }));

  it('happens with all that is known', () =>
    given().when(RegisterChildFound, full).then({ type: 'identification.ChildFound', data: { ...full, majorityOn: '2028-05-09' } }));

  it('happens when an enforcement body reports it', () => {
    expect(RegisterChildFound.declaration.by).toContain('INLET');
    given().when(RegisterChildFound, unnamed, { by: { role: 'INLET', orgType: 'BORDER' } }).then({ type: 'identification.ChildFound' });
  });

  it('happens with the majority of the youngest that the child can be, where the age is known within a margin', () =>
    given().when(RegisterChildFound, { ...unnamed, majorityOn: '2026-11-10' }).then({ type: 'identification.ChildFound', data: { majorityOn: '2026-11-10' } }));

  it('is ignored when the child is registered already', () => given(found()).when(RegisterChildFound, unnamed).thenNothing());

  it.each([
    ['the majority is not the 18th birthday that follows from the date of birth', { dateOfBirth: '2010-05-09', majorityOn: '2028-05-10' }],
    ['the child is born on a day to come', { dateOfBirth: '2026-03-05' }],
    ['the majority is further away than a newborn\'s', { majorityOn: '2044-03-06' }],
    ['the lower estimate is above the upper one', { estimatedAgeYearsMin: 16, estimatedAgeYearsMax: 15 }],
    ['the age is documented and no date follows from it', { ageStatus: 'DOCUMENTED' }],
  ])('is bad form when %s', (_, body) => given().when(RegisterChildFound, { ...unnamed, ...body }).thenThrows(BadForm));
});

describe('RecordDeath', () => {
  it('happens', () => given(found()).when(RecordDeath, { ...told, ...reports.RecordDeath }).then(died));
  it('happens again when somebody else reports it: two reports are two facts', () =>
    given(found(), died).when(RecordDeath, { ...told, ...reports.RecordDeath }).then(died));
  it('happens of a child whom nobody registered', () => given().when(RecordDeath, { ...told, ...reports.RecordDeath }).then(died));
});

describe('AttestDeathReportUnfounded', () => {
  const alive = { shownBy: 'CHILD_SEEN', documentRef: 'visit-9', statement: 'met at the shelter' };

  it('happens after a report', () => given(found(), died).when(AttestDeathReportUnfounded, alive).then({ type: 'identification.DeathReportRefuted', data: alive }));
  it('has nothing to act on where no report is open', () => {
    given(found()).when(AttestDeathReportUnfounded, alive).thenThrows(NotApplicable);
    given(found(), died, refuted).when(AttestDeathReportUnfounded, alive).thenThrows(NotApplicable);
  });
  it('is no business of a body that does not answer for children', () =>
    given(found(), died).when(AttestDeathReportUnfounded, alive, { by: { orgType: 'NGO' } }).thenThrows(NotCompetent));
});

describe('RecordDocumentedAsAbandoned', () => {
  it('happens in the words of the authority', () =>
    given(found()).when(RecordDocumentedAsAbandoned, { ...told, ...reports.RecordDocumentedAsAbandoned })
      .then({ type: 'identification.DocumentedAsAbandoned', data: reports.RecordDocumentedAsAbandoned }));
  it('happens again when somebody else reports it: two reports are two facts', () => {
    const event = { type: 'identification.DocumentedAsAbandoned', data: reports.RecordDocumentedAsAbandoned };
    given(found(), event).when(RecordDocumentedAsAbandoned, { ...told, ...reports.RecordDocumentedAsAbandoned }).then(event);
  });
});

describe('RecordConsulateContact', () => {
  const contact = { ...told, ...reports.RecordConsulateContact };
  const contacted = { type: 'identification.ConsulateContacted', data: reports.RecordConsulateContact };

  it('happens, also where nobody knows whether it was safe', () => given(found()).when(RecordConsulateContact, contact).then(contacted));
  it('happens again when somebody else reports it: two reports are two facts', () => given(found(), contacted).when(RecordConsulateContact, contact).then(contacted));
});

describe('the day of majority', () => {
  it.each([
    ['is the 18th birthday', '2008-05-10', '2026-05-10'],
    ['of a child born on 29 February is 1 March', '2008-02-29', '2026-03-01'],
    ['of a child born on 28 February is 28 February', '2008-02-28', '2026-02-28'],
  ])('%s', (_, born, majority) => expect(majorityOf(born)).toBe(majority));
});

describe('CHILD_REGISTERED', () => {
  const proof = (...happened: Happened[]) => childRegistered.proof(given(...happened).state<Identification>(), weighing(), undefined);

  it('is proven by the registration', () => expect(proof(found())).toEqual({ evidence: ['registration'] }));
  it('is not proven of a child whom nobody registered', () => expect(proof()).toBeUndefined());
  it('is not proven of a child that is reported dead', () => expect(proof(found(), died)).toBeUndefined());
  it('is proven again once the report is refuted, and not after another report', () => {
    expect(proof(found(), died, refuted)).toEqual({ evidence: ['registration', 'refutation'] });
    expect(proof(found(), died, refuted, died)).toBeUndefined();
  });
});

describe('A registration that somebody withdraws', () => {
  const withdrawn: Happened = { type: 'record.Retracted', data: { target: 'registration', targetType: 'identification.ChildFound' } };
  const attested = (id: string): Happened => ({ type: 'identification.IdentityAttested', data: { shownBy: 'FAMILY', nationalities: [] }, id });
  const proofs = (...happened: Happened[]) => [childRegistered, minority].map((fact) => fact.proof(given(...happened).state<Identification>(), weighing(), undefined));

  it.each([['as it was recorded', [found()]], ['as it stands after it', []]])('is made good by whoever attests since who the child is, in the record %s', (_, registered) => {
    expect(proofs(...registered, withdrawn)).toEqual([undefined, undefined]);
    expect(proofs(...registered, withdrawn, attested('since'))).toEqual([{ evidence: ['since'] }, { evidence: ['since'] }]);
  });
  it('is made good by no earlier attestation', () => {
    expect(proofs(found(), attested('before'), withdrawn)).toEqual([undefined, undefined]);
    expect(proofs(attested('before'), withdrawn)).toEqual([undefined, undefined]);
  });
  it('is no other event of the record', () =>
    expect(proofs(found(), { ...withdrawn, data: { target: 'link', targetType: 'identification.FamilyLinkReported' } })).toEqual([{ evidence: ['registration'] }, { evidence: ['registration'] }]));
});

describe('MINORITY', () => {
  const proof = (data: object, at = noon) => minority.proof(given(found(data)).state<Identification>(), weighing(at), undefined);

  it('is proven by the registration while the 18th birthday is ahead', () =>
    expect(proof({ majorityOn: '2028-05-09' })).toEqual({ evidence: ['registration'] }));
  it('is presumed of somebody whose age nobody knows', () => expect(proof({})).toEqual({ evidence: ['registration'] }));
  it('lasts until the birthday has begun everywhere on earth, and not longer', () => {
    expect(proof({ majorityOn: '2026-05-10' }, '2026-05-10T11:59:59.999Z')).toBeDefined();
    expect(proof({ majorityOn: '2026-05-10' }, '2026-05-10T12:00:00.000Z')).toBeUndefined();
  });
  it('is proven of somebody who came of age on the way, where the procedure was opened before, and not where it was opened since', () => {
    const opened = (at: string) => ({ type: 'best-interests.AssessmentOpened', data: { trigger: 'DURABLE_SOLUTION' }, id: 'opening', at });
    const afterwards = (at: string) => minority.proof(given(found({ majorityOn: '2026-05-10' }), opened(at)).state<Identification>(), weighing('2026-06-01T00:00:00Z'), undefined);
    expect(afterwards('2026-05-01T00:00:00Z')).toEqual({ evidence: ['registration', 'opening'] });
    expect(afterwards('2026-05-11T00:00:00Z')).toBeUndefined();
  });
  it('ends with the arrival where the procedure led, for whoever is of age: of an adult nobody decides, and what is opened since is another procedure', () => {
    const opened = { type: 'best-interests.AssessmentOpened', data: { trigger: 'DURABLE_SOLUTION' }, id: 'opening', at: '2026-05-01T00:00:00Z' };
    const left = { type: 'repatriation.DepartureConfirmed', data: {}, at: '2026-05-02T00:00:00Z' };
    const arrived = (held = 'NO', at = '2026-05-03T00:00:00Z') => ({ type: 'reintegration.ChildArrived', data: { state: 'KZ', held, receivedBy: { orgType: 'FAMILY' } }, at });
    const after = (at: string, ...more: readonly { type: string; data: object }[]) => minority.proof(given(found({ majorityOn: '2026-05-10' }), opened, left, ...more).state<Identification>(), weighing(at), undefined);
    expect(after('2026-05-04T00:00:00Z', arrived())).toEqual({ evidence: ['registration'] });
    expect(after('2026-06-01T00:00:00Z')).toEqual({ evidence: ['registration', 'opening'] });
    expect(after('2026-06-01T00:00:00Z', arrived('YES'))).toEqual({ evidence: ['registration', 'opening'] });
    expect(after('2026-06-01T00:00:00Z', arrived())).toBeUndefined();
    expect(after('2031-06-01T00:00:00Z', arrived(), { ...opened, at: '2031-05-01T00:00:00Z' } as typeof opened)).toBeUndefined();
    expect(after('2026-06-01T00:00:00Z', arrived(), { ...opened, id: 'anew', at: '2026-05-04T00:00:00Z' } as typeof opened)).toEqual({ evidence: ['registration', 'anew'] });
    const reopened = (at: string) => ({ type: 'best-interests.DeterminationReopened', data: { trigger: 'RISK_CHANGED' }, id: 'reopened', at });
    expect(after('2026-06-01T00:00:00Z', arrived(), reopened('2026-05-05T00:00:00Z'))).toEqual({ evidence: ['registration', 'reopened'] });
    expect(after('2026-06-01T00:00:00Z', arrived(), reopened('2026-05-11T12:00:00Z'))).toBeUndefined();
    expect(after('2026-06-01T00:00:00Z', reopened('2026-05-02T12:00:00Z'), arrived())).toBeUndefined();
  });
  it('lasts until the day that a document shows, where that is later than the registered one; an earlier one brings nothing on, and no procedure on the age is left out', () => {
    const shows = (majorityOn: string) => ({ type: 'identification.IdentityAttested', data: { shownBy: 'PASSPORT', nationalities: [], majorityOn }, id: 'passport' });
    const after = (majorityOn: string, at: string) => minority.proof(given(found({ majorityOn: '2026-05-10' }), shows(majorityOn)).state<Identification>(), weighing(at), undefined);
    expect(after('2027-05-10', '2026-06-01T00:00:00Z')).toEqual({ evidence: ['registration', 'passport'] });
    expect(after('2027-05-10', '2027-06-01T00:00:00Z')).toBeUndefined();
    expect(after('2025-05-10', '2026-05-01T00:00:00Z')).toEqual({ evidence: ['registration'] });
  });
  describe('of somebody who comes of age on 10 May 2026 while a procedure goes on', () => {
    const told = (type: string, at: string, data: object = {}, id = `${type} ${at}`): Happened => ({ type, data, id, at: `${at}T00:00:00Z` });
    const opening = told('best-interests.AssessmentOpened', '2026-03-01', {}, 'opening');
    const determined = (at: string) => told('best-interests.BestInterestsDetermined', at);
    const reopened = (at: string) => told('best-interests.DeterminationReopened', at);
    const appealed = (at: string) => told('repatriation.AppealLodged', at, {}, 'appeal');
    const decided = (at: string, final: boolean) => told('repatriation.AppealDecided', at, { appealRef: 'appeal', final });
    const arrived = [told('repatriation.DepartureConfirmed', '2026-04-01'), told('reintegration.ChildArrived', '2026-04-02', { state: 'KZ', held: 'NO', receivedBy: { orgType: 'FAMILY' } }, 'arrival')];
    const word = (type: string, more: object = {}): Happened => ({ ...told(type, '2026-04-03', { target: 'arrival', targetType: 'reintegration.ChildArrived', ...more }), by: caseWorker });
    const openedBy = (at: string, ...happened: readonly Happened[]) => minority.proof(given(found({ majorityOn: '2026-05-10' }), ...happened).state<Identification>(), weighing(`${at}T00:00:00Z`), undefined)?.evidence.at(-1);

    it.each<[string, string, readonly Happened[], string | undefined]>([
      ['as long as a determination holds', '2027-02-28', [opening], 'opening'],
      ['no longer, where nothing was done since', '2027-03-03', [opening], undefined],
      ['longer where something was', '2027-07-31', [opening, determined('2026-08-01')], 'opening'],
      ['not for ever', '2034-03-01', [opening, determined('2026-08-01')], undefined],
      ['no longer for what is asked about an adult', '2027-03-03', [opening, reopened('2027-02-01')], undefined],
      ['not anew by what is done after it has ended', '2027-09-01', [opening, determined('2027-08-01')], undefined],
      ['as long as an appeal in it is pending, and as a determination holds after that', '2028-12-31', [opening, appealed('2026-06-01'), decided('2027-12-01', false), decided('2028-01-01', true)], 'opening'],
      ['as long as an appeal in it is pending', '2029-01-01', [opening, appealed('2026-06-01'), decided('2027-12-01', false)], 'opening'],
      ['no longer once it is decided for good, and that is long ago', '2029-01-03', [opening, appealed('2026-06-01'), decided('2028-01-01', true)], undefined],
      ['by an appeal that an adult lodges, not at all', '2026-06-02', [appealed('2026-06-01')], undefined],
      ['by a claim for protection that was opened in childhood', '2026-06-01', [...arrived, told('repatriation.ProtectionClaimOpened', '2026-04-10', {}, 'claim')], 'claim'],
      ['by an appeal that was lodged in childhood', '2026-06-01', [...arrived, appealed('2026-04-10')], 'appeal'],
      ['not after an arrival', '2026-06-01', [opening, ...arrived], undefined],
      ['as before where the arrival is withdrawn', '2026-06-01', [opening, ...arrived, word('record.Retracted')], 'opening'],
      ['as before where the arrival is disputed', '2026-06-01', [opening, ...arrived, word('record.Disputed')], 'opening'],
      ['as before where the arrival is corrected to be in another state', '2026-06-01', [opening, ...arrived, word('record.Corrected', { fields: { state: 'UZ' } })], 'opening'],
      ['not where somebody corrects something else of it', '2026-06-01', [opening, ...arrived, word('record.Corrected', { fields: {} })], undefined],
    ])('lasts %s', (_, at, happened, by) => expect(openedBy(at, ...happened)).toBe(by));
  });
  it('is proven by the day that was given when the child was left behind, until somebody who found it gives another', () => {
    const leftBehind = { type: 'identification.LeftBehindChildRegistered', data: { majorityOn: '2026-05-10' }, id: 'left-behind' };
    const identified = { type: 'identification.IdentityAttested', data: { shownBy: 'WITNESSES', nationalities: [] }, id: 'identity' };
    const after = (at: string, ...told: readonly Happened[]) => minority.proof(given(...told).state<Identification>(), weighing(at), undefined);
    expect(after('2026-05-01T00:00:00Z', leftBehind)).toBeUndefined();
    expect(after('2026-05-01T00:00:00Z', leftBehind, identified)).toEqual({ evidence: ['identity', 'left-behind'] });
    expect(after('2026-06-01T00:00:00Z', leftBehind, identified)).toBeUndefined();
    expect(after('2026-06-01T00:00:00Z', leftBehind, found())).toBeUndefined();
    expect(after('2026-06-01T00:00:00Z', leftBehind, found({ majorityOn: '2027-05-10' }))).toEqual({ evidence: ['registration'] });
  });
  it('is not proven of somebody whom nobody registered', () =>
    expect(minority.proof(given().state<Identification>(), weighing(), undefined)).toBeUndefined());
});

function weighing(at = noon) {
  return { now: new Date(at), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants };
}
