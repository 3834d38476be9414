import { describe, it } from '@jest/globals';
import { describeDuty } from '../case-file/duties.scenario.js';
import { scenario } from '../decider/decider.scenario.js';
import { identification } from './identification.context.js';
import { AttestCivilDocument, AttestStatusGranted, OpenStatusPath } from './status.commands.js';

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
