import { describe, expect, it } from '@jest/globals';
import { describeDuty } from '../case-file/duties.scenario.js';
import { foldCaseFile, weigh } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { BadForm } from '../decider/context.js';
import { caseWorker, factOf, scenario, type Happened } from '../decider/decider.scenario.js';
import { settingOf } from '../profiles/profiles.js';
import { DecidePlacement } from './care.commands.js';
import { identification } from './identification.context.js';
import { AttestChildStatusEstablished, AttestCivilDocument, AttestStatusGranted, OpenStatusPath } from './status.commands.js';

const { given } = scenario(identification);

describe('OpenStatusPath', () => {
  const path = { path: 'HUMANITARIAN', state: 'KG' };
  const opened = { type: 'identification.StatusPathOpened', data: path };
  it('happens, and again whenever it is asked for again', () => given(opened).when(OpenStatusPath, path, { by: { role: 'CHILD' } }).then(opened));
});

describe('AttestStatusGranted', () => {
  const grant = { path: 'HUMANITARIAN', state: 'KG', grantedBy: { orgRef: 'court-2', orgType: 'COURT' }, documentRef: 'decision-8' };
  const granted = { type: 'identification.StatusGranted', data: grant };
  it('happens by its document', () => given().when(AttestStatusGranted, grant).then(granted));
  it('is ignored when the same is attested already, and happens again with another end', () => {
    given(granted).when(AttestStatusGranted, grant).thenNothing();
    given(granted).when(AttestStatusGranted, { ...grant, until: '2027-03-01' }).then({ type: granted.type, data: { until: '2027-03-01' } });
  });
});

describe('AttestCivilDocument', () => {
  const document = { kind: 'BIRTH_CERTIFICATE', state: 'KG', documentRef: 'certificate-1' };
  const issued = { type: 'identification.CivilDocumentIssued', data: document };
  it('happens', () => given().when(AttestCivilDocument, document).then(issued));
  it('is ignored when the same is attested already', () => given(issued).when(AttestCivilDocument, document).thenNothing());
});

const services = { orgRef: 'services', orgType: 'CHILD_PROTECTION' };
const status = { status: 'LEFT_WITHOUT_PARENTAL_CARE', ground: 'PARENTS_DEAD', state: 'UA', establishedBy: services, documentRef: 'act-7' };
const established = (more: object = {}): Happened => ({ type: 'identification.ChildStatusEstablished', data: { ...status, ...more }, id: 'status' });

describe('AttestChildStatusEstablished', () => {
  const { type, data } = established();
  it('happens by the act that recognises it', () => given().when(AttestChildStatusEstablished, status).then({ type, data }));
  it('is ignored when the same is the newest in the law of that state, and happens again after another', () => {
    given(established(), established({ state: 'KG' })).when(AttestChildStatusEstablished, status).thenNothing();
    given(established(), established({ documentRef: 'act-8' })).when(AttestChildStatusEstablished, status).then({ type, data });
  });
  it.each<[string, object]>([
    ['names no ground of a child that is left without parental care', { ground: undefined }], ['names one of an orphan', { status: 'ORPHAN' }], ['was established by the police', { establishedBy: { orgType: 'POLICE' } }],
  ])('is bad form where it %s', (_, more) => given().when(AttestChildStatusEstablished, { ...status, ...more }).thenThrows(BadForm));
  it('has no word for a tag such as that of a child of labour migrants', () => expect(() => given().when(AttestChildStatusEstablished, { ...status, status: 'CHILD_OF_LABOUR_MIGRANTS' })).toThrow());
});

describe('The status of a child whose placement is decided in Ukraine', () => {
  /** Whether a placement of that kind, decided there then, lacks it. */
  const isAsked = (happened: readonly Happened[], { settingKind = 'FOSTER_CARE', state = 'UA', at = '2027-03-02T12:00:00Z', besides = [] as string[] } = {}): boolean => {
    const weighing = { now: new Date(at), actor: caseWorker, childRef: 'child-1', setting: settingOf(state, new Date(at), besides), foreign: new Map() };
    const command = Object.assign(new DecidePlacement(), { facilityRef: 'home', settingKind });
    const answer = weigh(registry, DecidePlacement.declaration.gate.at(-1)!, foldCaseFile(registry.of('child'), happened.map(factOf)), weighing, command);
    return 'unmet' in answer && answer.unmet.some(({ code }) => code === 'CHILD_STATUS_ESTABLISHED');
  };
  it('is established before it comes into a foster family', () => {
    expect(isAsked([])).toBe(true);
    expect(isAsked([established()])).toBe(false);
    expect(isAsked([established({ status: 'ORPHAN' })])).toBe(false);
  });
  it('is not by what it is in the law of another state, nor where it has parents who care for it, by the newest act', () => {
    expect(isAsked([established({ state: 'KG' })])).toBe(true);
    expect(isAsked([established(), established({ status: 'IN_PARENTAL_CARE' })])).toBe(true);
  });
  it('is asked for wherever its record began, once it is there', () => {
    expect(isAsked([], { state: 'MD', besides: ['UA'] })).toBe(true);
    expect(isAsked([established({ state: 'MD' })], { state: 'MD', besides: ['UA'] })).toBe(true);
    expect(isAsked([established()], { state: 'MD', besides: ['UA'] })).toBe(false);
  });
  it('is asked for no other care, in no other state, and by no version of the profile that was in force before', () => {
    expect(isAsked([], { settingKind: 'KINSHIP_CARE' })).toBe(false);
    expect(isAsked([], { state: 'KG' })).toBe(false);
    expect(isAsked([], { at: '2026-12-31T12:00:00Z' })).toBe(false);
  });
});

const determined = (outcome: string) => ({ type: 'best-interests.BestInterestsDetermined', data: { outcome } });
const opened = (path: string) => ({ type: 'identification.StatusPathOpened', data: { path } });
const granted = (path: string) => ({ type: 'identification.StatusGranted', data: { path } });
const identified = (nationalities: readonly string[], shownBy = 'WITNESSES') => ({ type: 'identification.IdentityAttested', data: { nationalities, shownBy, documentRef: 'paper-1' } });
const found = (data: object = {}) => ({ type: 'identification.ChildFound', data });
const document = { type: 'identification.CivilDocumentIssued', data: { kind: 'BIRTH_CERTIFICATE' } };

describeDuty('STATUS_PATH', {
  starts: { 'it is best for the child to stay': determined('INTEGRATION'), 'it is best for it to live in a third country': determined('THIRD_COUNTRY') },
  startedNotBy: { 'it is best for it to return': determined('REPATRIATION') },
  metBy: { 'somebody asks for a legal position': opened('TOLERATED_STAY'), 'it is given one': granted('FAMILY') },
  endedBy: { 'the determination is open again': { type: 'best-interests.DeterminationReopened' }, 'something else is determined': determined('REPATRIATION') },
});

describeDuty('STATELESSNESS_PROCEDURE', {
  starts: {
    'the child says that it has no nationality': found({ statelessnessClaimed: true }),
    'it is found out that no state takes it for its own': identified([]),
    'the state that was asked refuses, and no nationality is known': { type: 'repatriation.OriginAnswered', data: { answer: 'REFUSED' } },
  },
  startedNotBy: {
    'nobody speaks of it': found(),
    'a nationality is known': identified(['KG']),
    'the state that was asked refuses a child whose nationality is known': [identified(['KG']), { type: 'repatriation.OriginAnswered', data: { answer: 'REFUSED' } }],
    'the state that was asked is ready': { type: 'repatriation.OriginAnswered', data: { answer: 'CONFIRMED' } },
  },
  metBy: {
    'a procedure on statelessness is opened': opened('STATELESSNESS'),
    'a nationality is asked for': opened('NATIONALITY'),
    'protection is asked for a stateless child': { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'STATELESSNESS' } },
  },
  metNotBy: { 'asylum is asked for': { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } }, 'another way is opened': opened('FAMILY') },
  endedBy: { 'a nationality is found out': identified(['KG']) },
});

describeDuty('NATIONALITY_AND_DOCUMENTS', {
  starts: { 'a child is found': found() },
  metBy: {
    'a passport shows who it is': identified(['KG'], 'PASSPORT'),
    'its nationality is known and it is given a document': [identified(['KG']), document],
    'it is known to be stateless and has a document': [document, granted('STATELESSNESS')],
  },
  metNotBy: {
    'only witnesses say who it is': identified(['KG']),
    'it has a document and no nationality': document,
    'it is given some other position': [document, granted('FAMILY')],
  },
  pausable: true,
});
