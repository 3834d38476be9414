import { describe, it } from '@jest/globals';
import { describeDuty, startId } from '../case-file/duties.scenario.js';
import { scenario } from '../decider/decider.scenario.js';
import { identification } from './identification.context.js';
import { AcceptReferral, AttestRightsExplained, RecordReferralRefused, ReferToChildProtection } from './intake.commands.js';
import { reports, told } from './reports.scenario.js';

const { given } = scenario(identification);
const referralRef = '3f0f0c6e-0000-4000-8000-0000000000e1';
const advocate = { actorRef: 'advocate-1', role: 'NGO_ADVOCATE', orgRef: 'ngo-1', orgType: 'NGO' } as const;

describe('ReferToChildProtection', () => {
  const referral = { receiver: { orgType: 'CHILD_PROTECTION' }, purpose: 'PROTECTION', urgency: 'URGENT' };
  const made = { type: 'identification.ReferralMade', data: referral };

  it('happens, whoever refers', () => given().when(ReferToChildProtection, referral, { by: advocate }).then(made));
  it('happens again as long as nobody answers', () => given(made).when(ReferToChildProtection, referral).then(made));
});

describe('AcceptReferral', () => {
  const acceptance = { referralRef, responsibleRef: 'worker-7' };
  const accepted = { type: 'identification.ReferralAccepted', data: acceptance };

  it('happens, with or without a referral before', () => {
    given().when(AcceptReferral, acceptance).then(accepted);
    given().when(AcceptReferral, { responsibleRef: 'worker-7' }).then({ type: accepted.type, data: { responsibleRef: 'worker-7' } });
  });
  it('is ignored when the same body has taken the case on already, by the same person', () => given(accepted).when(AcceptReferral, acceptance).thenNothing());
  it('happens again when another person or another body takes it on', () => {
    given(accepted).when(AcceptReferral, { ...acceptance, responsibleRef: 'worker-8' }).then({ type: accepted.type, data: { responsibleRef: 'worker-8' } });
    given(accepted).when(AcceptReferral, acceptance, { by: { orgRef: 'child-protection-2' } }).then(accepted);
  });
});

describe('RecordReferralRefused', () => {
  const refused = { type: 'identification.ReferralRefused', data: reports.RecordReferralRefused };

  it('happens, also for a reason that is none', () => given().when(RecordReferralRefused, { ...told, ...reports.RecordReferralRefused }).then(refused));
  it('happens again when somebody else reports it: two reports are two facts', () =>
    given(refused).when(RecordReferralRefused, { ...told, ...reports.RecordReferralRefused }).then(refused));
});

describe('AttestRightsExplained', () => {
  const telling = { rights: ['LAWYER', 'COMPLAINT'], explainedBy: 'worker-7', language: 'kir', manner: 'PICTURES', understanding: 'SAID_IN_OWN_WORDS' };
  const explained = { type: 'identification.RightsExplained', data: telling };

  it('happens, and again whenever the child is told', () => given(explained).when(AttestRightsExplained, telling).then(explained));
  it('happens also where the child did not understand', () =>
    given().when(AttestRightsExplained, { ...telling, understanding: 'NOT_UNDERSTOOD' }).then({ type: explained.type, data: { understanding: 'NOT_UNDERSTOOD' } }));
});

const found = { type: 'identification.ChildFound', data: { accompaniment: 'UNACCOMPANIED' } };

describeDuty('REFERRAL_TO_CHILD_PROTECTION', {
  starts: { 'somebody else than child protection registers a child': { ...found, by: advocate } },
  startedNotBy: { 'child protection registers it itself': found },
  metBy: { 'child protection takes the case on': { type: 'identification.ReferralAccepted', data: { responsibleRef: 'worker-7' } } },
  metNotBy: {
    'a body of another kind takes it on': { type: 'identification.ReferralAccepted', by: advocate },
    'it is only asked to': { type: 'identification.ReferralMade' },
    'it refuses': { type: 'identification.ReferralRefused' },
  },
});

describeDuty('REFERRAL_ANSWER', {
  starts: { 'a child is referred to somebody': { type: 'identification.ReferralMade' } },
  metBy: {
    'the case is taken on': { type: 'identification.ReferralAccepted', data: { referralRef: startId } },
    'it is refused, with a reason': { type: 'identification.ReferralRefused', data: { referralRef: startId } },
  },
  metNotBy: { 'another referral is answered': { type: 'identification.ReferralAccepted', data: { referralRef } } },
});

const rightsTold = (more: object = {}) => ({ type: 'identification.RightsExplained', data: { understanding: 'SAID_IN_OWN_WORDS', language: 'kir', ...more } });
describeDuty('RIGHTS_EXPLAINED', {
  starts: { 'a child is found': { ...found, data: { ...found.data, languages: ['kir'] } } },
  metBy: { 'it is told its rights and understands': rightsTold(), 'it is told in another language, which it is found to speak': [rightsTold({ language: 'uzb' }), { type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage: 'uzb' } }] },
  metNotBy: {
    'it does not understand them': rightsTold({ understanding: 'NOT_UNDERSTOOD' }), 'it is told in a language that it does not speak': rightsTold({ language: 'uzb' }),
    'it is told through somebody whom it has not confirmed': rightsTold({ interpreterRef: 'interpreter-9' }),
  },
});
