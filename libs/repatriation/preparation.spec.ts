import { describe, expect, it } from '@jest/globals';
import { strictSetting, type Happened } from '../decider/decider.scenario.js';
import { BadForm } from '../decider/context.js';
import { AttestChildInformed, AttestDocuments, AttestRiskAssessment, AttestTiming, RecordDanger, RecordDocumentMilestone } from './preparation.commands.js';
import { documentsAsked } from './documents.js';
import { timingAspects } from './preparation.events.js';
import type { Repatriation } from './repatriation.context.js';
import { departureConfirmed } from './transfer.scenario.js';
import { arrived, decided, expectProven, expectUnproven, given, home, known, proofOf, report, through, told, unfit } from './story.scenario.js';

const { outcome, destinationState } = home;
const assessment = { destinationState, result: 'NO_DANGER', sources: ['CHILD', 'HOME_VISIT'], dangers: [], impactAssessmentRef: 'impact-1' };
const safe: Happened = { type: 'repatriation.RiskAssessed', data: assessment };
const unsafe: Happened = { type: 'repatriation.RiskAssessed', data: { ...assessment, result: 'DANGER', dangers: ['VIOLENCE_AT_HOME'] } };
const danger = { destinationState, danger: 'VIOLENCE_AT_HOME' };
const endangered: Happened = { type: 'repatriation.DangerReported', data: danger };
const information = { outcome, destinationState, informedBy: 'guardian-aigul', ...told };
const informed: Happened = { type: 'repatriation.ChildInformed', data: information };
const timing = { outcome, destinationState, considered: [...timingAspects], suitableFrom: '2026-06-01' };
const timed: Happened = { type: 'repatriation.TimingAssessed', data: timing };
const papers = { destinationState, documents: [{ kind: 'RETURN_CERTIFICATE', validUntil: '2026-12-31' }, { kind: 'BIRTH_CERTIFICATE' }], claimExposed: 'NO' };
const documented: Happened = { type: 'repatriation.DocumentsObtained', data: papers };

describe('AttestRiskAssessment', () => {
  it('happens', () => given().when(AttestRiskAssessment, assessment).then(safe));
  it('is bad form where it finds no danger and names one', () => given().when(AttestRiskAssessment, { ...assessment, dangers: ['VIOLENCE_AT_HOME'] }).thenThrows(BadForm));
  it('happens again with the same result, because it is of another day', () => given(safe).when(AttestRiskAssessment, assessment).then(safe));
});

describe('RecordDanger', () => {
  it('happens, also where no state is named', () => {
    given().when(RecordDanger, { ...report, ...danger }).then(endangered);
    given().when(RecordDanger, { ...report, danger: 'RETALIATION' }).then({ type: 'repatriation.DangerReported', data: { danger: 'RETALIATION' } });
  });
});

describe('AttestChildInformed', () => {
  it('happens', () => given().when(AttestChildInformed, information).then(informed));
  it('is ignored when the child was told the same in the same way', () => given(informed).when(AttestChildInformed, information).thenNothing());
  it('happens again with what the child said to it', () => given(informed).when(AttestChildInformed, { ...information, reaction: 'is glad' }).then({ type: 'repatriation.ChildInformed' }));
  it('tells of no day before it was decided where the child is to live', () =>
    given(decided).when(AttestChildInformed, { ...information, occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' } }).thenThrows(BadForm));
  it('happens again, in the same words, after another decision', () => given(informed, decided).when(AttestChildInformed, information).then(informed));
});

describe('AttestTiming', () => {
  it('happens', () => given().when(AttestTiming, timing).then(timed));
  it('is ignored when the same stands', () => given(timed).when(AttestTiming, timing).thenNothing());
  it('happens again when another day suits', () => given(timed).when(AttestTiming, { ...timing, suitableFrom: '2026-07-01' }).then({ type: 'repatriation.TimingAssessed' }));
});

describe('AttestDocuments', () => {
  it('happens', () => given().when(AttestDocuments, papers).then(documented));
  it('is ignored when the same papers are there', () => given(documented).when(AttestDocuments, papers).thenNothing());
});

describe('RecordDocumentMilestone', () => {
  const passport = { document: 'PASSPORT', issuingState: 'KZ', milestone: 'REQUESTED' };
  const milestone = (name: string, at: string, more: object = {}): Happened => ({ type: 'repatriation.DocumentMilestoneReported', id: `${name} ${at}`, at: `${at}T06:00:00Z`, data: { ...passport, milestone: name, ...more } });
  const asked = (...happened: Happened[]) => documentsAsked(given(...happened).state<Repatriation>().preparation, new Date('2026-06-01T06:00:00Z'));

  it('happens, each report for itself', () => {
    const requested = { type: 'repatriation.DocumentMilestoneReported', data: passport };
    given().when(RecordDocumentMilestone, { ...report, ...passport }).then(requested);
    given(requested).when(RecordDocumentMilestone, { ...report, ...passport }).then(requested);
  });
  it('says why only of a refusal', () => {
    given().when(RecordDocumentMilestone, { ...report, ...passport, milestone: 'REFUSED', refusedBecause: 'FEES' }).then({ type: 'repatriation.DocumentMilestoneReported', data: { refusedBecause: 'FEES' } });
    given().when(RecordDocumentMilestone, { ...report, ...passport, refusedBecause: 'FEES' }).thenThrows(BadForm);
  });
  it('proves of no paper that it is there', () => expectUnproven('DOCUMENTS_READY', milestone('ISSUED', '2026-03-01'), milestone('ISSUED', '2026-03-01', { document: 'BIRTH_CERTIFICATE' })));

  it('tells how long each step of a paper took, in whatever order it is told', () =>
    expect(asked(milestone('ISSUED', '2026-03-20'), milestone('REQUESTED', '2026-03-01'), milestone('CONSULATE_RECEIVED', '2026-03-05'))).toEqual([{
      document: 'PASSPORT', issuingState: 'KZ', milestones: [
        { milestone: 'REQUESTED', at: '2026-03-01T06:00:00.000Z', hoursSinceBefore: 0, event: 'REQUESTED 2026-03-01' },
        { milestone: 'CONSULATE_RECEIVED', at: '2026-03-05T06:00:00.000Z', hoursSinceBefore: 96, event: 'CONSULATE_RECEIVED 2026-03-05' },
        { milestone: 'ISSUED', at: '2026-03-20T06:00:00.000Z', hoursSinceBefore: 360, event: 'ISSUED 2026-03-20' },
      ],
    }]));
  it('counts on while nobody answers, and tells of another paper and of another state apart', () =>
    expect(asked(milestone('REQUESTED', '2026-05-31'), milestone('REQUESTED', '2026-05-31', { issuingState: 'UZ' }), milestone('REQUESTED', '2026-05-31', { document: 'BIRTH_CERTIFICATE' })))
      .toMatchObject([{ document: 'PASSPORT', issuingState: 'KZ', hoursOpen: 24 }, { issuingState: 'UZ' }, { document: 'BIRTH_CERTIFICATE' }]));
  it('begins anew with a request after a refusal, and not with a second report of the same request', () => {
    const refused = [milestone('REQUESTED', '2026-03-01'), milestone('REFUSED', '2026-03-02')];
    expect(asked(...refused, milestone('REQUESTED', '2026-05-31'))).toMatchObject([{ milestones: [{}, { milestone: 'REFUSED' }] }, { hoursOpen: 24 }]);
    expect(asked(milestone('REQUESTED', '2026-05-30'), milestone('REQUESTED', '2026-05-31'))).toMatchObject([{ milestones: [{ at: '2026-05-30T06:00:00.000Z' }], hoursOpen: 48 }]);
  });
});

describe('NO_DANGER', () => {
  it('is proven by an assessment that finds none', () => expect(proofOf('NO_DANGER', [known('assessment', safe)])).toEqual({ evidence: ['assessment'] }));
  it('is not proven by one that finds danger, nor for another state', () => {
    expectUnproven('NO_DANGER', safe, unsafe);
    expect(proofOf('NO_DANGER', [safe], { journey: { ...home, destinationState: 'UZ' } })).toBeUndefined();
  });
  it('is proven until the assessment is too old, to the end of its last day', () => {
    expect(proofOf('NO_DANGER', [safe], { at: '2026-06-03T00:00:00.000Z' })).toBeDefined();
    expect(proofOf('NO_DANGER', [safe], { at: '2026-06-03T00:00:00.001Z' })).toBeUndefined();
  });
  it('is lost by a danger that is reported later, and is lifted by a new assessment alone', () => {
    expectUnproven('NO_DANGER', safe, endangered);
    expectProven('NO_DANGER', safe, endangered, safe);
    expectUnproven('NO_DANGER', safe, endangered, unsafe);
  });
  it('is lost by a danger that is bound to no state, and not by one in another state', () => {
    expectUnproven('NO_DANGER', safe, { ...endangered, data: { danger: 'RETALIATION' } });
    expectProven('NO_DANGER', safe, { ...endangered, data: { ...danger, destinationState: 'UZ' } });
  });
});

describe('A danger in a state that the child only passes through', () => {
  const legs = [{ fromState: 'KG', toState: 'UZ' }, { fromState: 'UZ', toState: 'KZ' }];
  const there = (word: Happened, data: object = {}): Happened => ({ ...word, data: { ...word.data, ...data, destinationState: 'UZ' } });
  const isLed = (...words: Happened[]) => proofOf('NO_DANGER', [safe, ...words], { journey: { ...home, legs } }) !== undefined;

  it('keeps it from that way, and from no other', () => {
    for (const word of [there(endangered), there(unsafe)]) {
      expect(isLed(word)).toBe(false);
      expect(proofOf('NO_DANGER', [safe, word], { journey: { ...home, legs: [{ fromState: 'UZ', toState: 'KZ' }] } })).toBeDefined();
    }
  });
  it('is lifted by an assessment of that state, which is not asked for where nobody says anything of it', () => {
    expect(isLed()).toBe(true);
    expect(isLed(there(endangered), there(safe))).toBe(true);
    expect(isLed(there(endangered), safe)).toBe(false);
  });
});

describe('What was prepared for one journey', () => {
  const prepared: readonly [string, Happened][] = [['NO_DANGER', safe], ['CHILD_INFORMED', informed], ['TIMING_ASSESSED', timed]];
  it.each(prepared)('is used up by the arrival there: %s', (code, fact) => {
    expectUnproven(code, fact, departureConfirmed, arrived('KZ'));
    expectProven(code, fact, departureConfirmed, arrived('KZ'), fact);
    expectProven(code, fact, departureConfirmed, arrived('UZ'));
    expectProven(code, fact, arrived('KZ'));
  });
  it('leaves what was said of a danger there', () => expectUnproven('NO_DANGER', endangered, safe, departureConfirmed, arrived('KZ')));
});

describe('CHILD_INFORMED', () => {
  it('is proven once the child was told and understood', () => expectProven('CHILD_INFORMED', informed));
  it('is lost with another decision, which the child has to be told anew', () => expectUnproven('CHILD_INFORMED', informed, decided));
  it('is not proven where it did not understand', () => expectUnproven('CHILD_INFORMED', { ...informed, data: { ...information, understanding: 'NOT_UNDERSTOOD' } }));
  it('is not proven by what was told through an interpreter whom the child did not understand, nor by what it was told before and did not understand then', () => {
    const toldThrough = through('interpreter-1', informed);
    expectProven('CHILD_INFORMED', toldThrough);
    expectUnproven('CHILD_INFORMED', toldThrough, unfit('interpreter-1'));
    expectProven('CHILD_INFORMED', toldThrough, unfit('interpreter-1'), informed);
    expectUnproven('CHILD_INFORMED', informed, { ...toldThrough, data: { ...toldThrough.data, understanding: 'NOT_UNDERSTOOD' } }, unfit('interpreter-1'));
    given(toldThrough, unfit('interpreter-1')).when(AttestChildInformed, toldThrough.data).then(toldThrough);
  });
  it('is not proven in a language that is not the child\'s', () =>
    expectUnproven('CHILD_INFORMED', { ...informed, data: { ...information, language: 'fra' } }));
  it('is not proven for another outcome or state', () => {
    expect(proofOf('CHILD_INFORMED', [informed], { journey: { ...home, outcome: 'THIRD_COUNTRY' } })).toBeUndefined();
    expect(proofOf('CHILD_INFORMED', [informed], { journey: { ...home, destinationState: 'UZ' } })).toBeUndefined();
  });
});

describe('TIMING_ASSESSED', () => {
  it('is proven for a departure from the suitable day on, by the calendar of the place of departure', () => {
    expectProven('TIMING_ASSESSED', timed);
    expect(proofOf('TIMING_ASSESSED', [timed], { journey: { ...home, plannedDeparture: '2026-06-01T00:00:00+05:00' } })).toBeDefined();
  });
  it('is not proven for a departure before it', () =>
    expect(proofOf('TIMING_ASSESSED', [timed], { journey: { ...home, plannedDeparture: '2026-05-31T23:59:00+05:00' } })).toBeUndefined());
  it('is lost with another decision', () => expectUnproven('TIMING_ASSESSED', timed, decided));
  it('is not proven for another state', () => expect(proofOf('TIMING_ASSESSED', [timed], { journey: { ...home, destinationState: 'UZ' } })).toBeUndefined());
});

describe('DOCUMENTS_READY', () => {
  const withPapers = (changes: object): Happened => ({ ...documented, data: { ...papers, ...changes } });
  it('is proven by papers for the way and for the life after it', () => expectProven('DOCUMENTS_READY', documented));
  it('is not proven without papers for the way, nor without civil ones', () => {
    expectUnproven('DOCUMENTS_READY', withPapers({ documents: [{ kind: 'BIRTH_CERTIFICATE' }] }));
    expectUnproven('DOCUMENTS_READY', withPapers({ documents: [{ kind: 'PASSPORT' }] }));
  });
  it('is proven inside one state without papers for the way (ruling 33)', () =>
    expect(proofOf('DOCUMENTS_READY', [withPapers({ documents: [{ kind: 'BIRTH_CERTIFICATE' }] })], { setting: { ...strictSetting, profile: { ...strictSetting.profile, state: destinationState } } })).toBeDefined());
  it('is not proven by papers that have expired', () => expect(proofOf('DOCUMENTS_READY', [documented], { at: '2027-01-02T00:00:00Z' })).toBeUndefined());
  it.each(['YES', 'UNKNOWN'])('is not proven where it is %s whether getting them told of a claim', (claimExposed) => expectUnproven('DOCUMENTS_READY', withPapers({ claimExposed })));
});
