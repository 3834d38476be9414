import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import { BadForm } from '../decider/context.js';
import { GiveConsent, WithdrawConsent } from './consent.commands.js';
import {
  aigul, aigulAccepted, aigulAppointed, arrived, atLiberty, checked, decided, expectProven, expectUnproven, explained, fit, given, home, known, proofOf, represented, through, told, unfit,
} from './story.scenario.js';

const { outcome, destinationState, carerRef } = home;
const consent = { by: 'CHILD', outcome, destinationState, carerRef, ...told, informedBy: 'case-worker-1', witnessRef: 'doctor-1', witnessOrgType: 'HEALTH' };
const guardianConsent = { ...consent, by: 'REPRESENTATIVE', representativeRef: aigul.actorRef };
const childAgreed: Happened = { type: 'repatriation.ConsentGiven', data: consent };
const aigulAgreed: Happened = { type: 'repatriation.ConsentGiven', data: guardianConsent };
const tookBack = (whose: string): Happened => ({ type: 'repatriation.ConsentWithdrawn', data: { whose, channel: 'BY_PHONE' } });
const held = (answers: object = { mayLeave: 'NO' }): Happened => ({ type: 'identification.DeprivationStarted', data: { stayRef: 'centre', ...answers }, at: '2026-03-01T00:00:00Z' });
const released = (at: string): Happened => ({ type: 'identification.DeprivationEnded', data: { stayRef: 'centre' }, at });
const inquiry = (result: string): Happened => ({ type: 'repatriation.CoercionInquiryClosed', data: { reportRef: 'report', result, inquiryBody: { orgRef: 'ombudsperson-1', orgType: 'OMBUDSPERSON' } } });

describe('GiveConsent', () => {
  it('happens for the child, and for its representative', () => {
    given().when(GiveConsent, consent).then(childAgreed);
    given(...represented).when(GiveConsent, guardianConsent).then(aigulAgreed);
  });
  it('is ignored when the same consent stands', () => given(childAgreed).when(GiveConsent, consent).thenNothing());
  it('happens again in the same words after it was taken back', () => given(childAgreed, tookBack('CHILD')).when(GiveConsent, consent).then(childAgreed));
  it('happens again in the same words at liberty, when the child was held at the first time', () =>
    given(held(), { ...childAgreed, at: '2026-03-01T12:00:00Z' }, released('2026-03-02T08:00:00Z'), atLiberty('2026-03-02T09:00:00Z')).when(GiveConsent, consent).then(childAgreed));
  it('says which representative agrees, and names none for the child', () => {
    given().when(GiveConsent, { ...guardianConsent, representativeRef: undefined }).thenThrows(BadForm);
    given().when(GiveConsent, { ...consent, representativeRef: aigul.actorRef }).thenThrows(BadForm);
  });
  it('has a witness who is neither the one who agrees nor the one who informed', () => {
    given().when(GiveConsent, { ...consent, witnessRef: consent.informedBy }).thenThrows(BadForm);
    given(...represented).when(GiveConsent, { ...guardianConsent, witnessRef: aigul.actorRef }).thenThrows(BadForm);
  });
});

describe('Whoever is to care for the child', () => {
  const withItself = { ...guardianConsent, carerRef: aigul.actorRef };
  const asParent: Happened = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: aigul.actorRef, answers: [] }, at: '2026-02-01T00:00:00Z', id: 'confirmed' };
  const toItself = (...happened: readonly Happened[]) => proofOf('CONSENT_REPRESENTATIVE', [...happened, { ...aigulAgreed, data: withItself }], { journey: { ...home, carerRef: aigul.actorRef } });

  it('does not agree to that for it as its guardian', () => {
    given(...represented).when(GiveConsent, withItself).thenThrows(BadForm);
    expect(toItself(...represented)).toBeUndefined();
    expectProven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed);
  });
  it('may be the parent who represents it (ruling 2), as long as it does', () => {
    given(asParent).when(GiveConsent, withItself).then({ type: aigulAgreed.type, data: withItself });
    expect(toItself(asParent)).toBeDefined();
    expect(toItself(asParent, { type: 'guardianship.MandateAnnulled', data: { guardianRef: aigul.actorRef, appointment: 'confirmed' } })).toBeUndefined();
  });
});

/** Those who have a part in the decision or the journey, each by the event that says so. */
const parts: readonly [string, (personRef: string) => Happened][] = [
  ['proposes the return', (actorRef) => ({ type: 'repatriation.RepatriationProposed', data: {}, by: { actorRef } })],
  ['sits on the panel', (memberRef) => ({ type: 'best-interests.BidPanelConvened', data: { members: [{ memberRef }] } })],
  ['decides it', (actorRef) => ({ type: 'repatriation.RepatriationDecided', data: {}, by: { actorRef } })],
  ['is an escort', (escortRef) => ({ type: 'repatriation.EscortAssigned', data: { escorts: [{ escortRef, orgRef: 'escorts', orgType: 'NGO', knownToChild: 'YES' }] } })],
  ['hands the child over', (personRef) => ({ type: 'repatriation.HandoverReported', data: { sender: { personRef, orgType: 'NGO' }, receiver: { orgType: 'FAMILY' } } })],
  ['interprets', (interpreterRef) => ({ type: 'guardianship.InterpreterConfirmed', data: { interpreterRef } })],
  ['is the guardian', (guardianRef) => ({ type: 'guardianship.GuardianAppointed', data: { guardianRef, from: '2026-01-01T00:00:00Z' } })],
  ['is the parent who represents', (parentRef) => ({ type: 'guardianship.RepresentingParentConfirmed', data: { parentRef } })],
  ['appointed the guardian', (actorRef) => ({ type: 'guardianship.GuardianAppointed', data: { guardianRef: 'guardian-bek', from: '2026-01-01T00:00:00Z' }, by: { actorRef } })],
  ['confirmed the parent', (actorRef) => ({ type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother' }, by: { actorRef } })],
  ['assesses what is best for the child', (personRef) => ({ type: 'best-interests.ComponentAttested', data: { assessor: { personRef } } })],
  ['assesses whether it is in danger there', (actorRef) => ({ type: 'repatriation.RiskAssessed', data: {}, by: { actorRef } })],
  ['is said to have pressed it', (coercedByPerson) => ({ type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], coercedByPerson, means: [] } })],
  ['is to care for the child', (carer) => ({ type: 'reintegration.CarerConfirmed', data: { carerRef: carer } })],
];

describe('A neutral witness', () => {
  it.each(parts)('is nobody who %s', (_, part) => given(part('doctor-1')).when(GiveConsent, consent).thenThrows(BadForm));
  it.each(parts)('is none any more who %s later', (_, part) => {
    expectProven('CONSENT_CHILD', part('somebody-else'), childAgreed);
    expectUnproven('CONSENT_CHILD', childAgreed, part('doctor-1'));
  });
  it('neither interprets the very words nor is to care for the child', () => {
    given().when(GiveConsent, { ...consent, interpreterRef: consent.witnessRef }).thenThrows(BadForm);
    given().when(GiveConsent, { ...consent, carerRef: consent.witnessRef }).thenThrows(BadForm);
  });
  it('who sends the consent as well is of no body that has a part', () => {
    const [proposed, sender] = [{ type: 'repatriation.RepatriationProposed', data: {}, by: { actorRef: 'worker', orgRef: 'ngo-1' } }, { by: { actorRef: 'doctor-1', orgRef: 'ngo-1' } }];
    given(proposed).when(GiveConsent, consent, sender).thenThrows(BadForm);
    expectUnproven('CONSENT_CHILD', { ...childAgreed, ...sender }, proposed);
    expectProven('CONSENT_CHILD', childAgreed, proposed);
  });
  it('is found anew where the first one took a part', () =>
    given(childAgreed, parts[0]![1]('doctor-1')).when(GiveConsent, { ...consent, witnessRef: 'doctor-2' }).then({ ...childAgreed, data: { ...consent, witnessRef: 'doctor-2' } }));
});

describe('WithdrawConsent', () => {
  const withdrawal = { whose: 'CHILD', channel: 'BY_PHONE' };
  it('happens whoever brings the word, and whether or not there was a consent', () => {
    given().when(WithdrawConsent, withdrawal).then(tookBack('CHILD'));
    given().when(WithdrawConsent, { ...withdrawal, witnessRef: 'doctor-1', words: 'no longer' }).then({ type: 'repatriation.ConsentWithdrawn', data: { words: 'no longer' } });
    given(childAgreed, tookBack('CHILD')).when(WithdrawConsent, withdrawal, { by: { role: 'NGO_ADVOCATE', actorRef: 'stranger' } }).then(tookBack('CHILD'));
  });
  it.each(parts)('happens before somebody who %s: it needs no neutral witness, and is refused to nobody', (_, part) =>
    given(part('doctor-1')).when(WithdrawConsent, { ...withdrawal, witnessRef: 'doctor-1' }).then({ type: 'repatriation.ConsentWithdrawn', data: { ...withdrawal, witnessRef: 'doctor-1' } }));
});

describe('CONSENT_CHILD', () => {
  it('is proven by a consent of the child', () => expect(proofOf('CONSENT_CHILD', [known('consent', childAgreed)])).toEqual({ evidence: ['consent'] }));

  it.each([
    ['outcome', { outcome: 'THIRD_COUNTRY' }], ['state', { destinationState: 'UZ' }], ['carer', { carerRef: 'aunt' }],
  ])('is not proven for another %s', (_, other) => expect(proofOf('CONSENT_CHILD', [childAgreed], { journey: { ...home, ...other } })).toBeUndefined());

  it('is not proven by a consent that the child did not understand', () =>
    expectUnproven('CONSENT_CHILD', { ...childAgreed, data: { ...consent, understanding: 'NOT_UNDERSTOOD' } }));

  it('is not proven by the consent of the representative', () => expectUnproven('CONSENT_CHILD', ...represented, aigulAgreed));

  it('is lost when the consent is taken back, by whomever, until the child agrees anew', () => {
    expectUnproven('CONSENT_CHILD', childAgreed, { ...tookBack('CHILD'), by: { role: 'NGO_ADVOCATE', actorRef: 'stranger' } });
    expectProven('CONSENT_CHILD', childAgreed, tookBack('CHILD'), childAgreed);
    expectProven('CONSENT_CHILD', childAgreed, tookBack('REPRESENTATIVE'));
  });

  it('is not proven by a consent given while the child was held, also where that is reported later', () => {
    expectUnproven('CONSENT_CHILD', held(), childAgreed);
    expectUnproven('CONSENT_CHILD', childAgreed, held(), released('2026-03-05T00:00:00Z'));
    expectUnproven('CONSENT_CHILD', held({}), childAgreed);
  });
  const certified = atLiberty('2026-03-02T06:00:00Z');
  it('is not given back by a report that the child had been released by then, or could leave, nor by a certificate: only by a new consent', () => {
    expectUnproven('CONSENT_CHILD', held(), childAgreed, released('2026-03-01T12:00:00Z'));
    expectUnproven('CONSENT_CHILD', held(), childAgreed, { ...held({ mayLeave: 'YES' }), type: 'identification.DeprivationSettingChanged' });
    expectUnproven('CONSENT_CHILD', held(), childAgreed, certified);
    expectProven('CONSENT_CHILD', held(), childAgreed, certified, childAgreed);
  });
  it('is not proven after custody whose end was told and that nobody certifies to be over, whoever told it', () => {
    expectUnproven('CONSENT_CHILD', held(), released('2026-03-02T00:00:00Z'), childAgreed);
    expectUnproven('CONSENT_CHILD', held(), { ...released('2026-03-02T00:00:00Z'), by: { role: 'INLET', orgRef: 'police-3', orgType: 'POLICE' } }, childAgreed);
  });
  it('is not proven by a certificate that is older than the custody, or later than the consent', () => {
    expectUnproven('CONSENT_CHILD', atLiberty('2026-02-28T09:00:00Z'), held(), childAgreed);
    expectUnproven('CONSENT_CHILD', held(), atLiberty('2026-03-02T13:00:00Z'), childAgreed);
  });
  it('is lost when the end that was told, or the certificate, is disputed, until both are given anew', () => {
    const disputed = (target: string): Happened => ({ type: 'record.Disputed', data: { target, targetType: 'identification.LibertyCertified', by: 'CHILD' } });
    const free = [held(), known('release', released('2026-03-02T00:00:00Z')), known('certificate', certified), childAgreed];
    expectProven('CONSENT_CHILD', ...free);
    for (const target of ['release', 'certificate']) {
      expectUnproven('CONSENT_CHILD', ...free, disputed(target));
      expectUnproven('CONSENT_CHILD', ...free, disputed(target), childAgreed);
      expectProven('CONSENT_CHILD', ...free, disputed(target), atLiberty('2026-03-02T08:00:00Z'), childAgreed);
    }
  });
  it('is proven by a consent given before the child was held, or after, at liberty, and in a place that it could leave', () => {
    expectProven('CONSENT_CHILD', { ...childAgreed, at: '2026-02-01T00:00:00Z' }, held());
    expectProven('CONSENT_CHILD', held(), released('2026-03-02T00:00:00Z'), certified, childAgreed);
    expectProven('CONSENT_CHILD', held({ mayLeave: 'YES' }), childAgreed);
  });

  it('is given anew after majority (ruling 34)', () => {
    const found: Happened = { type: 'identification.ChildFound', data: { majorityOn: '2026-03-10', languages: [told.language] } };
    const grown = { at: '2026-03-11T00:00:00Z' };
    expect(proofOf('CONSENT_CHILD', [found, childAgreed])).toBeDefined();
    expect(proofOf('CONSENT_CHILD', [found, childAgreed], grown)).toBeUndefined();
    expect(proofOf('CONSENT_CHILD', [found, childAgreed, { ...childAgreed, at: '2026-03-10T18:00:00Z' }], grown)).toBeDefined();
  });

  it('is given anew where an inquiry found that somebody was pressed', () => {
    expectUnproven('CONSENT_CHILD', childAgreed, inquiry('COERCION_FOUND'));
    expectProven('CONSENT_CHILD', childAgreed, inquiry('COERCION_FOUND'), childAgreed);
    expectProven('CONSENT_CHILD', childAgreed, inquiry('NO_COERCION_FOUND'));
  });
});

describe('A consent to a journey', () => {
  const departed: Happened = { type: 'repatriation.DepartureConfirmed', data: {} };
  it('is used up by the arrival where it led, and is given anew for another journey there', () => {
    expectUnproven('CONSENT_CHILD', childAgreed, departed, arrived('KZ'));
    expectUnproven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, departed, arrived('KZ'));
    expectProven('CONSENT_CHILD', childAgreed, departed, arrived('KZ'), childAgreed);
    expectProven('CONSENT_CHILD', childAgreed, arrived('KZ'));
    expectProven('CONSENT_CHILD', childAgreed, departed, arrived('UZ'));
  });
});

describe('A consent to what was determined', () => {
  const determined: Happened = { type: 'best-interests.BestInterestsDetermined', data: {} };
  const both = [childAgreed, aigulAgreed] as const;
  const expectBoth = (expected: typeof expectProven, ...happened: readonly Happened[]) => {
    for (const code of ['CONSENT_CHILD', 'CONSENT_REPRESENTATIVE']) expected(code, ...represented, ...happened);
  };
  it('is given after the determination, and to no later one', () => {
    expectBoth(expectUnproven, ...both, determined);
    expectBoth(expectProven, determined, ...both);
    expectBoth(expectUnproven, determined, ...both, determined);
    expectBoth(expectProven, determined, ...both, determined, ...both);
  });
  it('is given after the decision, and to no later one', () => {
    expectBoth(expectUnproven, determined, ...both, decided);
    expectBoth(expectUnproven, decided, ...both, { ...decided, id: 'another' });
  });
  it('is given after the child was told the decision, be it that this was recorded later', () => {
    expectBoth(expectUnproven, decided, ...both, explained);
    expectBoth(expectProven, decided, explained, ...both);
    expectBoth(expectProven, { ...decided, at: '2026-03-01T09:00:00Z' }, ...both, { ...explained, at: '2026-03-01T12:00:00Z', recorded: '2026-03-02T12:00:00Z' });
  });
  it('counts on when the child is told once more, and not where it had not understood before', () => {
    expectBoth(expectProven, decided, explained, ...both, explained);
    expectBoth(expectUnproven, decided, { ...explained, data: { ...explained.data, understanding: 'NOT_UNDERSTOOD' } }, ...both, explained);
    expectBoth(expectUnproven, decided, { ...explained, data: { ...explained.data, decisionRef: 'another' } }, ...both, explained);
  });
  it('happens again in the same words when it was given to an earlier determination', () =>
    given(childAgreed, determined).when(GiveConsent, consent).then(childAgreed));
});

describe('A consent through an interpreter', () => {
  const agreed = through('interpreter-1', childAgreed);
  it('falls when the interpreter is said not to have been understood, and no other one', () => {
    expectProven('CONSENT_CHILD', agreed);
    expectUnproven('CONSENT_CHILD', agreed, unfit('interpreter-1'));
    expectProven('CONSENT_CHILD', agreed, unfit('interpreter-2'));
    expectProven('CONSENT_CHILD', childAgreed, unfit('interpreter-1'));
    expectUnproven('CONSENT_REPRESENTATIVE', ...represented, through('interpreter-1', aigulAgreed), unfit('interpreter-1'));
  });
  it('stays when the interpreter is said to have told others what it heard', () => expectProven('CONSENT_CHILD', agreed, unfit('interpreter-1', 'BROKE_CONFIDENCE')));
  it('is given again through another one, or through one whom the child has confirmed since', () => {
    expectProven('CONSENT_CHILD', agreed, unfit('interpreter-1'), through('interpreter-2', childAgreed));
    expectUnproven('CONSENT_CHILD', agreed, unfit('interpreter-1'), agreed);
    expectUnproven('CONSENT_CHILD', fit('interpreter-1'), agreed, unfit('interpreter-1'), agreed, fit('interpreter-1'));
    expectProven('CONSENT_CHILD', agreed, unfit('interpreter-1'), fit('interpreter-1'), agreed);
  });
  it('is not given again by what was said before the report, though it is told after it', () =>
    expectUnproven('CONSENT_CHILD', unfit('interpreter-1'), fit('interpreter-1'), { ...agreed, at: '2026-03-01T12:00:00Z' }));
  it('was missing where the child is said to need one after all; a representative who had none needs none', () => {
    expectUnproven('CONSENT_CHILD', childAgreed, unfit());
    expectProven('CONSENT_CHILD', childAgreed, unfit(), fit(), childAgreed);
    expectProven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, unfit());
  });
  it('is of the child only in its language; of a representative nobody asks which languages the child speaks', () => {
    const inFrench = (consent: Happened): Happened => ({ ...consent, data: { ...consent.data, language: 'fra' } });
    for (const said of [childAgreed, agreed]) expectUnproven('CONSENT_CHILD', inFrench(said));
    expectUnproven('CONSENT_CHILD', through('a-stranger', childAgreed));
    for (const said of [aigulAgreed, through('a-stranger', aigulAgreed)]) expectProven('CONSENT_REPRESENTATIVE', ...represented, inFrench(said));
  });
  it('counts after the first time that the child was told in its language', () => {
    const inFrench: Happened = { ...explained, data: { ...explained.data, language: 'fra' } };
    expectUnproven('CONSENT_CHILD', decided, inFrench, childAgreed, explained);
    expectProven('CONSENT_CHILD', decided, inFrench, explained, childAgreed);
  });
  it('happens again in the same words through one whom the child has confirmed anew', () =>
    given(agreed, unfit('interpreter-1'), fit('interpreter-1')).when(GiveConsent, agreed.data).then(agreed));
});

describe('CONSENT_REPRESENTATIVE', () => {
  const conflict = (declaredBy: string, conflictFrom: string): Happened => ({ type: 'guardianship.ConflictDeclared', data: { guardianRef: aigul.actorRef, declaredBy, conflictFrom } });
  const suspension = (data: object, at: string): Happened => ({ type: 'guardianship.GuardianSuspended', data: { guardianRef: aigul.actorRef, ...data }, at });

  it('is proven by the consent of a guardian who could speak for the child', () => expectProven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed));
  it('is proven by the consent of a parent who was confirmed', () => {
    const mother: Happened = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] }, at: '2026-02-01T00:00:00Z' };
    expectProven('CONSENT_REPRESENTATIVE', mother, { ...aigulAgreed, data: { ...guardianConsent, representativeRef: 'mother' } });
  });
  describe('where several represent the child', () => {
    const mother: Happened = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] }, at: '2026-02-01T00:00:00Z' };
    const father: Happened = { ...mother, data: { parentRef: 'father', answers: [] } };
    const agreed = (representativeRef: string, id: string): Happened => ({ ...aigulAgreed, data: { ...guardianConsent, representativeRef }, id });
    const both = [mother, father, agreed('mother', 'of mother'), agreed('father', 'of father')];

    it('is proven once each of them has agreed', () => {
      expectUnproven('CONSENT_REPRESENTATIVE', mother, father, agreed('mother', 'of mother'));
      expect(proofOf('CONSENT_REPRESENTATIVE', both)).toEqual({ evidence: ['of mother', 'of father'] });
    });
    it('is lost once one of them objects, until each has agreed anew', () => {
      const objected = [...both, tookBack('REPRESENTATIVE')];
      expectUnproven('CONSENT_REPRESENTATIVE', ...objected);
      expectUnproven('CONSENT_REPRESENTATIVE', ...objected, agreed('mother', 'of mother again'));
      expectProven('CONSENT_REPRESENTATIVE', ...objected, agreed('mother', 'of mother again'), agreed('father', 'of father again'));
    });
    it('is lost once another begins to represent the child, and not by one who has not accepted or does no more', () => {
      const [mothers, ...rest] = [[mother, agreed('mother', 'of mother')], represented] as const;
      expectProven('CONSENT_REPRESENTATIVE', ...mothers, ...represented.slice(0, 2));
      expectUnproven('CONSENT_REPRESENTATIVE', ...mothers, ...rest.flat());
      expectProven('CONSENT_REPRESENTATIVE', ...mothers, ...rest.flat(), suspension({ ground: 'INACTIVE' }, '2026-02-20T00:00:00Z'));
    });
    it('asks also one of whom somebody only reports a conflict: no word of a stranger puts an objection aside', () =>
      expectUnproven('CONSENT_REPRESENTATIVE', mother, ...represented, agreed('mother', 'of mother'), conflict('OTHER', '2026-02-01T00:00:00Z')));
  });
  describe('of a parent who is in dispute over the child', () => {
    const mother: Happened = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] }, at: '2026-02-01T00:00:00Z' };
    const dispute: Happened = { type: 'best-interests.ParentalDisputeReported', data: { parents: ['mother', 'father'], over: ['CUSTODY'], proceeding: 'NONE' }, at: '2026-02-10T00:00:00Z' };
    const closed = (because: string, at = '2026-02-20T00:00:00Z', guardianRef = 'mother'): Happened => ({ type: 'guardianship.ConflictReportClosed', data: { guardianRef, because }, at });
    const mothers = (at: string): Happened => ({ ...aigulAgreed, data: { ...guardianConsent, representativeRef: 'mother' }, at });
    const [before, during, after] = ['2026-02-05T00:00:00Z', '2026-02-15T00:00:00Z', '2026-02-25T00:00:00Z'].map(mothers) as [Happened, Happened, Happened];

    it('counts where it was given before, and not where it was given meanwhile', () => {
      expectProven('CONSENT_REPRESENTATIVE', mother, before, dispute);
      expectUnproven('CONSENT_REPRESENTATIVE', mother, dispute, during);
      expectUnproven('CONSENT_REPRESENTATIVE', mother, { ...during, recorded: during.at }, { ...dispute, recorded: '2026-02-18T00:00:00Z' });
      expectProven('CONSENT_REPRESENTATIVE', mother, { ...dispute, data: { ...dispute.data, parents: ['stepfather', 'father'] } }, during);
    });
    it('does not count either once the cause is removed, and is given anew since', () => {
      expectUnproven('CONSENT_REPRESENTATIVE', mother, dispute, during, closed('CAUSE_REMOVED'));
      expectProven('CONSENT_REPRESENTATIVE', mother, dispute, during, closed('CAUSE_REMOVED'), after);
      expectUnproven('CONSENT_REPRESENTATIVE', mother, dispute, closed('CAUSE_REMOVED', '2026-02-20T00:00:00Z', 'father'), after);
      expectUnproven('CONSENT_REPRESENTATIVE', mother, dispute, closed('CAUSE_REMOVED', '2026-02-05T00:00:00Z'), after);
    });
    it('counts where the authority finds that there was no dispute', () => expectProven('CONSENT_REPRESENTATIVE', mother, dispute, during, closed('UNFOUNDED')));
    it('is asked for beside that of a guardian: no report puts an objection aside', () => {
      expectUnproven('CONSENT_REPRESENTATIVE', mother, ...represented, dispute, aigulAgreed);
      expectUnproven('CONSENT_REPRESENTATIVE', mother, ...represented, dispute, during, aigulAgreed);
      expectProven('CONSENT_REPRESENTATIVE', mother, ...represented, dispute, aigulAgreed, { type: 'guardianship.GuardianSuspended', data: { guardianRef: 'mother', ground: 'CONFLICT_FOUND', conflictFrom: '2026-02-10T00:00:00Z' }, at: '2026-02-20T00:00:00Z' });
    });
  });
  it('is not proven by somebody who was not appointed, had not accepted, or was replaced by then', () => {
    const bek = { actorRef: 'guardian-bek' };
    expectUnproven('CONSENT_REPRESENTATIVE', aigulAgreed);
    const appointed = [checked(aigul.actorRef), aigulAppointed];
    expectUnproven('CONSENT_REPRESENTATIVE', ...appointed, aigulAgreed);
    expectUnproven('CONSENT_REPRESENTATIVE', ...appointed, { ...aigulAccepted, by: bek }, aigulAgreed);
    expectUnproven('CONSENT_REPRESENTATIVE', ...appointed, { ...aigulAccepted, by: { ...aigul, orgType: 'CUSTODIAL' } }, aigulAgreed);
    expectUnproven('CONSENT_REPRESENTATIVE', ...represented,
      { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: aigul.actorRef, guardianRef: bek.actorRef } }, checked(bek.actorRef),
      { type: 'guardianship.GuardianAppointed', data: { guardianRef: bek.actorRef, from: '2026-01-01T00:00:00Z' } },
      { type: 'guardianship.MandateAccepted', data: { guardianRef: bek.actorRef }, by: bek, at: '2026-02-01T00:00:00Z' }, aigulAgreed);
  });

  it('is proven by a guardian who is replaced, as long as the mandate has not begun of the one who follows', () => {
    const handedOverFrom = (from: string): readonly Happened[] => [
      ...represented, { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: aigul.actorRef, guardianRef: 'guardian-bek' } }, checked('guardian-bek'),
      { type: 'guardianship.GuardianAppointed', data: { guardianRef: 'guardian-bek', from } }, { type: 'guardianship.MandateAccepted', data: { guardianRef: 'guardian-bek' }, by: { actorRef: 'guardian-bek' }, at: '2026-01-15T00:00:00Z' }, aigulAgreed,
    ];
    expectProven('CONSENT_REPRESENTATIVE', ...handedOverFrom('2026-12-01T00:00:00Z'));
    expectUnproven('CONSENT_REPRESENTATIVE', ...handedOverFrom('2026-01-20T00:00:00Z'));
  });

  it.each<[string, readonly Happened[]]>([
    ['says yes to a question', [checked(aigul.actorRef, 'YES'), aigulAppointed]], ['leaves a question open', [checked(aigul.actorRef, 'UNKNOWN'), aigulAppointed]],
    ['names a body that returns children', [checked(aigul.actorRef, 'NO', 'RETURN'), aigulAppointed]], ['is of somebody else', [checked('guardian-bek'), aigulAppointed]],
    ['is missing', [aigulAppointed]], ['was that of an earlier appointment', [checked(aigul.actorRef), aigulAppointed, { type: 'guardianship.GuardianSuspended', data: { guardianRef: aigul.actorRef }, at: '2026-01-01T12:00:00Z' }, aigulAppointed]],
  ])('is not proven by a guardian whose check for conflicts of interest %s', (_, appointed) => {
    expectUnproven('CONSENT_REPRESENTATIVE', ...appointed, aigulAccepted, aigulAgreed);
    expectProven('CONSENT_REPRESENTATIVE', ...appointed, aigulAccepted, checked(aigul.actorRef), aigulAppointed, aigulAccepted, aigulAgreed);
  });
  it('is not proven by a parent of whom a question was answered by yes', () => {
    const mother: Happened = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [{ question: 'ACCUSED_OF_HARM', answer: 'YES' }] }, at: '2026-02-01T00:00:00Z' };
    expectUnproven('CONSENT_REPRESENTATIVE', mother, { ...aigulAgreed, data: { ...guardianConsent, representativeRef: 'mother' } });
  });

  it('does not count from the day on which a conflict began that the guardian declares, or that is found (ruling 23)', () => {
    expectUnproven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, conflict('GUARDIAN', '2026-02-01T00:00:00Z'));
    expectProven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, conflict('GUARDIAN', '2026-03-20T00:00:00Z'));
    expectUnproven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, suspension({ ground: 'CONFLICT_FOUND', conflictFrom: '2026-02-01T00:00:00Z' }, '2026-03-20T00:00:00Z'));
    expectProven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, suspension({ ground: 'INACTIVE' }, '2026-03-20T00:00:00Z'));
  });
  it('counts while a conflict is only reported', () => expectProven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, conflict('OTHER', '2026-02-01T00:00:00Z')));

  it('is not proven by a consent given while the child was held', () => expectUnproven('CONSENT_REPRESENTATIVE', ...represented, held(), aigulAgreed));
  it('is lost when the consent is taken back', () => expectUnproven('CONSENT_REPRESENTATIVE', ...represented, aigulAgreed, tookBack('REPRESENTATIVE')));
});
