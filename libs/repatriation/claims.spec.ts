import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { AttestCoercionInquiryClosed, AttestProtectionClaimClosed, AttestProtectionEnded, OpenProtectionClaim, RecordCoercion } from './claims.commands.js';
import { decided, expectProven, expectUnproven, given, home, known, proofOf, report, shown } from './story.scenario.js';

const claimRef = '3f0f0c6e-0000-4000-8000-00000000c1a1';
const reportRef = '3f0f0c6e-0000-4000-8000-00000000c0e2';
const court = { orgRef: 'court-1', orgType: 'COURT' };
const ombudsperson = { orgRef: 'ombudsperson-1', orgType: 'OMBUDSPERSON' };
const claim = { kind: 'ASYLUM', againstState: 'KZ' };
const opened: Happened = { type: 'repatriation.ProtectionClaimOpened', data: claim, id: claimRef };
const end = { claimRef, kind: 'ASYLUM', result: 'REJECTED', authority: court };
const closed = (result: string, protectsAgainst: readonly string[] = []): Happened =>
  ({ type: 'repatriation.ProtectionClaimClosed', data: { claimRef, kind: 'ASYLUM', result, protectsAgainst, authority: court } });
const coercion = { coerced: ['CHILD'], coercedBy: { orgRef: 'police-3', orgType: 'POLICE' }, means: ['THREAT'] };
const coerced: Happened = { type: 'repatriation.CoercionReported', data: coercion, id: reportRef };
const inquiry = { reportRef, result: 'NO_COERCION_FOUND', inquiryBody: ombudsperson };
const inquired: Happened = { type: 'repatriation.CoercionInquiryClosed', data: inquiry };
const event = ({ type, data }: Happened) => ({ type, data });

describe('OpenProtectionClaim', () => {
  it('happens, and again, whoever asks for protection', () => given(opened).when(OpenProtectionClaim, claim, { by: { role: 'NGO_ADVOCATE' } }).then(event(opened)));
});

describe('AttestProtectionClaimClosed', () => {
  it('happens by the document of the body that decided', () => given(opened).when(AttestProtectionClaimClosed, { ...end, ...shown }).then(closed('REJECTED')));
  it('is ignored when the same end stands', () => given(opened, closed('REJECTED')).when(AttestProtectionClaimClosed, { ...end, ...shown }).thenNothing());
  it('happens also where the claim was retracted: a retraction closes nothing', () => given().when(AttestProtectionClaimClosed, { ...end, ...shown }).then(closed('REJECTED')));
  it('keeps the child from the state of the claim where protection was granted and no other is named', () =>
    given(opened).when(AttestProtectionClaimClosed, { ...end, result: 'GRANTED', ...shown }).then(closed('GRANTED', ['KZ'])));
  it('names the states from which protection was granted', () =>
    given().when(AttestProtectionClaimClosed, { ...end, result: 'GRANTED', ...shown }).thenThrows(BadForm));
  it('tells of no day before protection was asked for', () =>
    given(opened).when(AttestProtectionClaimClosed, { ...end, ...shown, occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' } }).thenThrows(BadForm));
  it('needs the document, and is about the kind of claim that was opened', () => {
    given(opened).when(AttestProtectionClaimClosed, end).thenThrows(BadForm);
    given(opened).when(AttestProtectionClaimClosed, { ...end, kind: 'TRAFFICKING', ...shown }).thenThrows(BadForm);
  });
});

describe('A child that is protected against a state', () => {
  const through = (...ways: [string, string][]) => ({ ...home, destinationState: 'DE', legs: ways.map(([fromState, toState]) => ({ fromState, toState })) });
  const isLed = (journey: object) => proofOf('NO_PROTECTION_CLAIM', [opened, closed('GRANTED', ['KZ'])], { journey }) !== undefined;

  it('is led through it no more than it is taken there (ruling 27)', () => {
    expect(isLed(through(['KG', 'DE']))).toBe(true);
    expect(isLed(through(['KG', 'KZ'], ['KZ', 'DE']))).toBe(false);
    expect(isLed(through(['KG', 'UZ'], ['UZ', 'KZ'], ['KZ', 'TR'], ['TR', 'DE']))).toBe(false);
  });
  it('is led out of it, by whatever parts of the way inside it, and does not come back', () => {
    expect(isLed(through(['KZ', 'KZ'], ['KZ', 'DE']))).toBe(true);
    expect(isLed(through(['KZ', 'UZ'], ['UZ', 'KZ'], ['KZ', 'DE']))).toBe(false);
  });
  it('is not returned inside it', () => expect(isLed({ ...through(['KZ', 'KZ']), destinationState: 'KZ' })).toBe(false));
});

describe('Who ends a claim for protection', () => {
  const teller = { actorRef: 'lawyer-dina', role: 'LAWYER', orgRef: 'bar-1', orgType: 'LEGAL_AID' } as const;
  const ofReturn = { orgRef: 'return-office', orgType: 'CHILD_PROTECTION' } as const;
  const decidedByThem: Happened = { ...decided, by: { ...ofReturn, actorRef: 'officer' } };
  const byThem = { ...end, authority: ofReturn, ...shown };

  it('is neither the body that decided on the return nor told by it', () => {
    given(opened, decidedByThem).when(AttestProtectionClaimClosed, byThem, { by: teller }).thenThrows(NotCompetent);
    given(opened, decidedByThem).when(AttestProtectionClaimClosed, { ...end, ...shown }, { by: ofReturn }).thenThrows(NotCompetent);
    given(opened, decidedByThem).when(AttestProtectionClaimClosed, { ...end, ...shown }, { by: teller }).then(closed('REJECTED'));
  });
  it('may tell of protection that was granted, whoever it is', () =>
    given(opened, decidedByThem).when(AttestProtectionClaimClosed, { ...end, result: 'GRANTED', ...shown }, { by: ofReturn }).then(closed('GRANTED', ['KZ'])));
  it('has to be named', () => given(opened).when(AttestProtectionClaimClosed, { ...end, authority: { orgType: 'COURT' }, ...shown }).thenThrows(BadForm));
  it('tells it anew in the same words, where who told it decides on the return by now', () => {
    const toldByThem: Happened = { ...closed('REJECTED'), by: ofReturn };
    expectProven('NO_PROTECTION_CLAIM', opened, toldByThem);
    expectUnproven('NO_PROTECTION_CLAIM', opened, toldByThem, decidedByThem);
    expectUnproven('NO_PROTECTION_CLAIM', opened, { ...closed('REJECTED'), data: { ...end, protectsAgainst: [], authority: ofReturn } }, decidedByThem);
    given(opened, toldByThem, decidedByThem).when(AttestProtectionClaimClosed, { ...end, ...shown }, { by: teller }).then(closed('REJECTED'));
  });
  it('leaves the claim open towards every state where those who return tell of a grant', () =>
    expect(proofOf('NO_PROTECTION_CLAIM', [opened, { ...closed('GRANTED', ['KZ']), by: ofReturn }, decidedByThem], { journey: { ...home, destinationState: 'UZ' } })).toBeUndefined());
});

describe('An appeal against what ended a claim for protection', () => {
  const endRef = '3f0f0c6e-0000-4000-8000-00000000c1e2';
  const lodged = (decisionRef: string, id = 'appeal'): Happened => ({ type: 'repatriation.AppealLodged', id, data: { decisionRef, instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false }, at: '2026-03-02T03:00:00Z' });
  const ruled = (decisionRef: string, more: object = {}, id = 'ruling', actorRef = 'lawyer-dina'): Happened => ({
    type: 'repatriation.AppealDecided', id, at: '2026-03-02T04:00:00Z', by: { actorRef, role: 'LAWYER', orgRef: `office of ${actorRef}`, orgType: 'LEGAL_AID' },
    data: { appealRef: 'appeal', decisionRef, result: 'DISMISSED', final: true, instance: 'APPEAL', authority: { orgRef: `court of ${id}`, orgType: 'COURT' }, bidBodyParticipation: 'NO', ...more },
  });
  const early = { at: '2026-03-01T03:00:00Z' };
  const refused = [{ ...opened, ...early }, { ...closed('REJECTED'), id: endRef, at: '2026-03-01T04:00:00Z' }];

  it('keeps the procedure open until it is finally dismissed: neither is the state asked nor anything decided', () => {
    expectProven('NO_PROTECTION_CLAIM', ...refused);
    expectUnproven('NO_PROTECTION_CLAIM', ...refused, lodged(endRef));
    expectUnproven('NO_PROTECTION_CLAIM', ...refused, lodged(endRef), ruled(endRef, { final: false }));
    expectProven('NO_PROTECTION_CLAIM', ...refused, lodged(endRef), ruled(endRef));
  });
  it('does so before whatever instance: where the ruling on it is appealed against in turn', () => {
    const further = lodged('ruling', 'further');
    expectUnproven('NO_PROTECTION_CLAIM', ...refused, lodged(endRef), ruled(endRef), further);
    expectProven('NO_PROTECTION_CLAIM', ...refused, lodged(endRef), ruled(endRef), further, ruled('ruling', { appealRef: 'further', instance: 'CASSATION' }, 'last', 'ombudsperson-nur'));
  });
  it('holds up no claim that is another one', () => expectProven('NO_PROTECTION_CLAIM', ...refused, lodged('another decision')));
  it('lets protection last whose end it is against', () => {
    const granted = [{ ...opened, ...early }, { ...closed('GRANTED', ['KZ']), id: endRef, at: '2026-03-01T04:00:00Z' }];
    const ended: Happened = { type: 'repatriation.ProtectionEnded', id: 'protection ended', at: '2026-03-01T05:00:00Z', data: { grantRef: endRef, because: 'CEASED', authority: court } };
    expectProven('NO_PROTECTION_CLAIM', ...granted, ended);
    expectUnproven('NO_PROTECTION_CLAIM', ...granted, ended, lodged('protection ended'));
  });
});

describe('A way to a legal position that only who needs protection has', () => {
  const opening = (path: string, state = 'KG'): Happened => ({ type: 'identification.StatusPathOpened', data: { path, state }, id: claimRef });

  it.each(['ASYLUM', 'TRAFFICKING_VICTIM', 'STATELESSNESS'])('is a claim for protection as long as it is open: %s', (path) => {
    expectUnproven('NO_PROTECTION_CLAIM', opening(path));
    expectProven('NO_PROTECTION_CLAIM', opening(path), { ...closed('REJECTED'), data: { claimRef, kind: path === 'TRAFFICKING_VICTIM' ? 'TRAFFICKING' : path, result: 'REJECTED', protectsAgainst: [], authority: court } });
  });
  it.each(['NATIONALITY', 'FAMILY', 'EDUCATION', 'TOLERATED_STAY'])('is not one to which others have a right, too: %s', (path) => expectProven('NO_PROTECTION_CLAIM', opening(path)));
  it('keeps nobody from the state that would give it', () => {
    const to = (destinationState: string) => proofOf('NO_PROTECTION_CLAIM', [opening('ASYLUM', 'DE')], { journey: { ...home, destinationState } });
    expect([to('DE') !== undefined, to('KZ') !== undefined]).toEqual([true, false]);
  });
  it('ends in its own kind, by the document of the body that decided', () => {
    given(opening('TRAFFICKING_VICTIM')).when(AttestProtectionClaimClosed, { ...end, kind: 'ASYLUM', ...shown }).thenThrows(BadForm);
    given(opening('ASYLUM')).when(AttestProtectionClaimClosed, { ...end, ...shown }).then(closed('REJECTED'));
    given(opening('ASYLUM')).when(AttestProtectionClaimClosed, { ...end, result: 'GRANTED', ...shown }).thenThrows(BadForm);
    given(opening('ASYLUM')).when(AttestProtectionClaimClosed, { ...end, result: 'GRANTED', protectsAgainst: ['KZ'], ...shown }).then(closed('GRANTED', ['KZ']));
  });
});

describe('AttestProtectionEnded', () => {
  const grantRef = '3f0f0c6e-0000-4000-8000-0000000064a7';
  const granted: Happened = { ...closed('GRANTED', ['KZ']), id: grantRef };
  const ended = { grantRef, because: 'NEVER_GRANTED', authority: court };
  const over = (because = 'CEASED', rest: Partial<Happened> = {}): Happened => ({ type: 'repatriation.ProtectionEnded', data: { ...ended, because }, ...rest });
  const ofReturn = { actorRef: 'officer', orgRef: 'return-office', orgType: 'CHILD_PROTECTION' } as const;
  const decidedByThem: Happened = { ...decided, by: ofReturn };

  it('happens by the document of the body that is said to have granted it, or of a court', () => {
    given(opened, granted).when(AttestProtectionEnded, { ...ended, ...shown }).then({ type: 'repatriation.ProtectionEnded', data: ended });
    const byOffice: Happened = { ...granted, data: { ...granted.data, authority: { orgRef: 'asylum-office', orgType: 'IMMIGRATION' } } };
    given(opened, byOffice).when(AttestProtectionEnded, { ...ended, ...shown }).then({ type: 'repatriation.ProtectionEnded' });
    given(opened, byOffice).when(AttestProtectionEnded, { ...ended, authority: { orgRef: 'asylum-office', orgType: 'IMMIGRATION' }, ...shown }).then({ type: 'repatriation.ProtectionEnded' });
    given(opened, byOffice).when(AttestProtectionEnded, { ...ended, authority: { orgRef: 'another-office', orgType: 'IMMIGRATION' }, ...shown }).thenThrows(NotCompetent);
  });
  it('needs the document and the name of the body, and a grant to end', () => {
    given(opened, granted).when(AttestProtectionEnded, ended).thenThrows(BadForm);
    given(opened, granted).when(AttestProtectionEnded, { ...ended, authority: { orgType: 'COURT' }, ...shown }).thenThrows(BadForm);
    given(opened, closed('REJECTED')).when(AttestProtectionEnded, { ...ended, ...shown }).thenThrows(NotApplicable);
    given(opened, granted).when(AttestProtectionEnded, { ...ended, ...shown, occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' } }).thenThrows(BadForm);
  });
  it('is no business of those who bring the return about, before or afterwards', () => {
    given(opened, granted, decidedByThem).when(AttestProtectionEnded, { ...ended, ...shown }, { by: ofReturn }).thenThrows(NotCompetent);
    expectUnproven('NO_PROTECTION_CLAIM', opened, granted, over('CEASED', { by: ofReturn }), decidedByThem);
  });
  it('ends the protection, which no report does', () => {
    expectProven('NO_PROTECTION_CLAIM', opened, granted, over());
    expectUnproven('NO_PROTECTION_CLAIM', opened, granted, { type: 'record.Retracted', data: { target: grantRef, targetType: granted.type } });
  });
  it('leaves the claim open where protection was never granted, until its end is certified', () => {
    expectUnproven('NO_PROTECTION_CLAIM', opened, granted, over('NEVER_GRANTED'));
    expectProven('NO_PROTECTION_CLAIM', opened, granted, over('NEVER_GRANTED'), closed('REJECTED'));
  });
  it('ends no protection that is granted afterwards, be it in the same terms', () => {
    given(opened, granted, over()).when(AttestProtectionClaimClosed, { ...end, result: 'GRANTED', ...shown }).then(closed('GRANTED', ['KZ']));
    expectUnproven('NO_PROTECTION_CLAIM', opened, granted, over(), { ...granted, id: 'granted again' });
  });
  it('is ignored when it has ended already', () => given(opened, granted, over()).when(AttestProtectionEnded, { ...ended, ...shown }).thenNothing());
});

describe('The end of a claim', () => {
  it('says whether an appeal is still open, and is certified again once none is', () => {
    const notFinal: Happened = { ...closed('REJECTED'), data: { ...closed('REJECTED').data, final: false } };
    given(opened).when(AttestProtectionClaimClosed, { ...end, final: false, ...shown }).then(notFinal);
    given(opened, notFinal).when(AttestProtectionClaimClosed, { ...end, final: false, ...shown }).thenNothing();
    given(opened, notFinal).when(AttestProtectionClaimClosed, { ...end, final: true, ...shown }).then({ type: notFinal.type, data: { result: 'REJECTED', final: true } });
  });
});

describe('RecordCoercion', () => {
  it('happens, whoever was pressed by whom', () => given().when(RecordCoercion, { ...report, ...coercion }).then(event(coerced)));
});

describe('AttestCoercionInquiryClosed', () => {
  it('happens by the document of an independent body', () => given(coerced).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).then(inquired));
  it('happens again in the same words, told by somebody else, where who told it is accused', () =>
    given(coerced, { ...inquired, by: { orgRef: 'police-3' } }).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).then(event(inquired)));
  it('is ignored when the same result stands', () => given(coerced, inquired).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).thenNothing());
  it('happens also where the report was retracted: the inquiry closes it, not the retraction (ruling 12)', () =>
    given().when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).then(inquired));
  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'])('is not for an inquiry by a body of type %s', (orgType) =>
    given(coerced).when(AttestCoercionInquiryClosed, { ...inquiry, inquiryBody: { orgType }, ...shown }).thenThrows(NotCompetent));
  it('is not for an inquiry by the body that proposed or decided the return, nor by the one that is said to have pressed', () => {
    const proposed: Happened = { type: 'repatriation.RepatriationProposed', data: {}, by: { orgRef: ombudsperson.orgRef } };
    given(coerced, proposed).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).thenThrows(NotCompetent);
    const pressedByThem = { ...coerced, data: { ...coercion, coercedBy: ombudsperson } };
    given(pressedByThem).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).thenThrows(NotCompetent);
  });
  it('tells of no day before the coercion', () =>
    given(coerced).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown, occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' } }).thenThrows(BadForm));
  it('needs the document', () => given(coerced).when(AttestCoercionInquiryClosed, inquiry).thenThrows(BadForm));
});

describe('NO_PROTECTION_CLAIM', () => {
  it('is given where nobody asked for protection', () => expect(proofOf('NO_PROTECTION_CLAIM', [])).toEqual({ evidence: [] }));
  it('is lost towards every state while a claim is open', () => {
    expectUnproven('NO_PROTECTION_CLAIM', opened);
    expect(proofOf('NO_PROTECTION_CLAIM', [opened], { journey: { ...home, destinationState: 'UZ' } })).toBeUndefined();
  });
  it('is proven once the claim was rejected', () => expect(proofOf('NO_PROTECTION_CLAIM', [opened, known('end', closed('REJECTED'))])).toEqual({ evidence: ['end'] }));
  it('is not proven by an end against which an appeal is still open, until that end is final', () => {
    const ended = (final: boolean): Happened => ({ ...closed('REJECTED'), data: { ...closed('REJECTED').data, final } });
    expectUnproven('NO_PROTECTION_CLAIM', opened, ended(false));
    expectProven('NO_PROTECTION_CLAIM', opened, ended(false), ended(true));
    expectUnproven('NO_PROTECTION_CLAIM', opened, ended(true), ended(false));
  });
  it('stays lost where protection was granted, towards the states that it protects from (ruling 27)', () => {
    const granted = [opened, closed('GRANTED', ['KZ'])];
    expectUnproven('NO_PROTECTION_CLAIM', ...granted);
    expect(proofOf('NO_PROTECTION_CLAIM', granted, { journey: { ...home, destinationState: 'UZ' } })).toBeDefined();
  });
  it('is lost while an appeal against what another body refused is pending, and where that is set aside until it is certified how the claim ended', () => {
    const refused = (kind: string): Happened => ({
      type: 'repatriation.AppealLodged', id: 'appeal', data: { externalDecision: { authority: { orgRef: 'asylum-office', orgType: 'IMMIGRATION' }, kind }, instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false },
    });
    const ruled = (result: string, final = true): Happened => ({
      type: 'repatriation.AppealDecided', id: 'ruling', by: { actorRef: 'lawyer', orgRef: 'bar' }, data: { appealRef: 'appeal', externalDecision: { kind: 'PROTECTION' }, result, final, instance: 'FIRST_INSTANCE', authority: court },
    });
    expectUnproven('NO_PROTECTION_CLAIM', refused('PROTECTION'));
    for (const kind of ['STATUS', 'OTHER', 'RETURN']) expectProven('NO_PROTECTION_CLAIM', refused(kind));
    expectUnproven('NO_PROTECTION_CLAIM', refused('PROTECTION'), ruled('DISMISSED', false));
    expect(proofOf('NO_PROTECTION_CLAIM', [refused('PROTECTION'), ruled('DISMISSED')])).toEqual({ evidence: ['ruling'] });
    expectUnproven('NO_PROTECTION_CLAIM', opened, closed('REJECTED'), refused('PROTECTION'), ruled('UPHELD'));
    expectProven('NO_PROTECTION_CLAIM', refused('PROTECTION'), ruled('UPHELD'), opened, closed('REJECTED'));
  });
  it('stays lost while another claim is open', () => expectUnproven('NO_PROTECTION_CLAIM', opened, closed('REJECTED'), { ...opened, id: 'another' }));
});

describe('NO_OPEN_COERCION_REPORT', () => {
  it('is given where nobody reported any', () => expectProven('NO_OPEN_COERCION_REPORT'));
  it('is lost by a report, until an independent inquiry is closed', () => {
    expectUnproven('NO_OPEN_COERCION_REPORT', coerced);
    expectProven('NO_OPEN_COERCION_REPORT', coerced, inquired);
    expectUnproven('NO_OPEN_COERCION_REPORT', coerced, inquired, { ...coerced, id: 'another' });
  });
  it('is lost while somebody reports that the body that inquired received the child, until a court certifies that it had no part in that', () => {
    const handedOver: Happened = { type: 'repatriation.HandoverReported', data: { sender: { orgType: 'POLICE' }, receiver: ombudsperson }, id: 'handover' };
    const unfounded: Happened = { type: 'repatriation.PartReportRefuted', data: { reportRef: 'handover', namedRef: ombudsperson.orgRef }, by: { actorRef: 'judge', ...court } as never };
    expectUnproven('NO_OPEN_COERCION_REPORT', coerced, inquired, handedOver);
    given(coerced, handedOver).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).thenThrows(NotCompetent);
    expectProven('NO_OPEN_COERCION_REPORT', coerced, inquired, handedOver, unfounded);
    given(coerced, handedOver, unfounded).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }).then(event(inquired));
  });
  it('is lost again where the body that inquired takes a part in the return', () =>
    expectUnproven('NO_OPEN_COERCION_REPORT', coerced, inquired, { type: 'repatriation.RepatriationDecided', data: {}, by: { orgRef: ombudsperson.orgRef } }));
  it('is not given by an inquiry of which somebody tells who brings the return about, before or later', () => {
    const toldBy = { orgRef: 'return-office' };
    const returning: Happened = { ...decided, by: { ...toldBy, actorRef: 'officer' } };
    given(coerced, returning).when(AttestCoercionInquiryClosed, { ...inquiry, ...shown }, { by: toldBy }).thenThrows(NotCompetent);
    expectProven('NO_OPEN_COERCION_REPORT', coerced, { ...inquired, by: { ...toldBy, actorRef: 'lawyer' } });
    expectUnproven('NO_OPEN_COERCION_REPORT', coerced, { ...inquired, by: { ...toldBy, actorRef: 'lawyer' } }, returning);
  });
  it('is not given by an inquiry of which somebody tells who is accused', () => {
    expectUnproven('NO_OPEN_COERCION_REPORT', coerced, { ...inquired, by: { orgRef: 'police-3' } });
    expectUnproven('NO_OPEN_COERCION_REPORT', { ...coerced, data: { ...coercion, coercedByPerson: 'officer' } }, { ...inquired, by: { actorRef: 'officer' } });
    expectProven('NO_OPEN_COERCION_REPORT', { ...coerced, data: { ...coercion, coercedByPerson: 'officer' } }, inquired);
  });
});
