import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter, startId } from '../case-file/duties.scenario.js';
import { NotApplicable, NotCompetent } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { guardianship } from './guardianship.context.js';
import { AttestRemedyReviewed, RecordRemedyGivenUp, RecordVictimProceeding } from './victim.commands.js';

const { given } = scenario(guardianship);
const told = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };

describe('RecordVictimProceeding', () => {
  const proceeding = { role: 'ACCUSED', harm: 'BACHA_BAZI', authorityType: 'PROSECUTION', authorityRef: 'office-2', protectionMeasure: 'NONE', claim: 'NONE', outcome: 'CHARGED', account: 'they charged the boy' };
  const reported = { type: 'guardianship.VictimProceedingReported', data: proceeding };

  it('happens as whomever the child stands in it', () => given().when(RecordVictimProceeding, { ...told, ...proceeding }).then(reported));
  it('happens again when somebody else reports it: two reports are two facts', () => given(reported).when(RecordVictimProceeding, { ...told, ...proceeding }).then(reported));
});

const reportRef = '3f0f0c6e-0000-4000-8000-0000000000e1';
const takenBack = { what: 'COMPLAINT_WITHDRAWN', by: 'PARENT', personRef: 'mother', childAgreed: 'UNKNOWN' };
const givenUp = { type: 'guardianship.RemedyGivenUp', data: takenBack, id: reportRef };

describe('RecordRemedyGivenUp', () => {
  it('happens, and again when somebody else reports it', () => {
    given().when(RecordRemedyGivenUp, { ...told, ...takenBack }).then({ type: givenUp.type, data: takenBack });
    given(givenUp).when(RecordRemedyGivenUp, { ...told, ...takenBack }).then({ type: givenUp.type, data: takenBack });
  });
  it('ends nothing that the complaint was to achieve (GU-06)', () => {
    const complaint = { type: 'identification.ComplaintLodged', data: { subject: 'VIOLENCE' } };
    expect(owedAfter('COMPLAINT_ANSWERED', [], [complaint], [{ ...givenUp, data: { ...takenBack, remedyRef: startId } }])).toMatchObject({ met: undefined, ended: undefined });
  });
});

describe('AttestRemedyReviewed', () => {
  const review = { reportRef, result: 'TAKEN_UP_ANEW', childHeard: 'YES', documentRef: 'review-1' };
  const reviewed = { type: 'guardianship.RemedyReviewed', data: review };

  it('happens once in the same terms', () => {
    given(givenUp).when(AttestRemedyReviewed, review).then(reviewed);
    given(givenUp, reviewed).when(AttestRemedyReviewed, review).thenNothing();
    given(givenUp, reviewed).when(AttestRemedyReviewed, { ...review, result: 'GOES_ON' }).then({ ...reviewed, data: { ...review, result: 'GOES_ON' } });
  });
  it('is about what was given up, and by nobody who gave it up', () => {
    given().when(AttestRemedyReviewed, review).thenThrows(NotApplicable);
    given(givenUp).when(AttestRemedyReviewed, review, { by: { actorRef: 'mother' } }).thenThrows(NotCompetent);
  });
});

describeDuty('REMEDY_REVIEW', {
  starts: { 'something is given up for the child': { type: givenUp.type, data: takenBack } },
  metBy: { 'somebody else looks at it': { type: 'guardianship.RemedyReviewed', data: { reportRef: startId } } },
  metNotBy: {
    'something else is looked at': { type: 'guardianship.RemedyReviewed', data: { reportRef } },
    'whoever gave it up looks at it': { type: 'guardianship.RemedyReviewed', data: { reportRef: startId }, by: { actorRef: 'mother' } },
  },
});
