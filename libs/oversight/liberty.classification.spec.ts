import { classify, classifyHospital, libertyClasses, weighed } from './liberty.classification.js';
import { libertyOf } from './liberty.js';
import { bishkek, held, hourMs, instant } from './liberty.scenario.js';
import { answers, exitControls, leaveAnswers, nexuses, type Word } from './liberty.segments.js';
import { occurredAt } from '../zones/zones.js';

type Answers = Parameters<typeof classify>[0];

const authority = ['ORDER', 'INSTIGATION', 'CONSENT', 'ACQUIESCENCE'] as const;
const combinations: readonly Answers[] = answers.flatMap((custodialSetting) => leaveAnswers.flatMap((leaveAtWill) =>
  nexuses.flatMap((nexus) => exitControls.map((exitControl) => ({ custodialSetting, leaveAtWill, nexus, exitControl })))));

/** The classes that come out for every combination that fits; an answer left out means any. */
function classesOf(fits: { [Question in keyof Answers]?: readonly Answers[Question][] }): readonly string[] {
  const fitting = combinations.filter((combination) =>
    Object.entries(fits).every(([question, allowed]) => (allowed as readonly string[]).includes(combination[question as keyof Answers])));
  return [...new Set(fitting.map(classify))];
}

describe('LIB-1 decides by three questions, not by the name over the door', () => {
  it('custodial setting, no leave at will, an authority behind it: DEPRIVED', () => {
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['NO'], nexus: authority })).toEqual(['DEPRIVED']);
  });

  it('the same with the nexus unknown: DEPRIVED?', () => {
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['NO'], nexus: ['UNKNOWN'] })).toEqual(['DEPRIVED?']);
  });

  it('custodial setting, leave unknown, the register says the exit is controlled: DEPRIVED?', () => {
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['UNKNOWN'], exitControl: ['CONTROLLED'] })).toEqual(['DEPRIVED?']);
  });

  it('custodial setting, free to leave: NOT_DEPRIVED', () => {
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['YES'] })).toEqual(['NOT_DEPRIVED']);
  });

  it('any setting, restricted beyond normal but able to leave, an authority behind it: RESTRICTED', () => {
    expect(classesOf({ leaveAtWill: ['RESTRICTED'], nexus: authority })).toEqual(['RESTRICTED']);
  });

  it('custodial setting, no leave at will, no authority behind it: PRIVATE_CONFINEMENT (T26)', () => {
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['NO'], nexus: ['NONE'] })).toEqual(['PRIVATE_CONFINEMENT']);
  });

  it('setting and leave unknown: UNDETERMINED', () => {
    expect(classesOf({ custodialSetting: ['UNKNOWN'], leaveAtWill: ['UNKNOWN'] })).toEqual(['UNDETERMINED']);
  });

  it('a combination that no line names: UNDETERMINED (ruling 41)', () => {
    expect(classesOf({ custodialSetting: ['NO', 'UNKNOWN'], leaveAtWill: ['YES', 'NO', 'UNKNOWN'] })).toEqual(['UNDETERMINED']);
    expect(classesOf({ leaveAtWill: ['RESTRICTED'], nexus: ['NONE', 'UNKNOWN'] })).toEqual(['UNDETERMINED']);
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['UNKNOWN'], exitControl: ['UNKNOWN'] })).toEqual(['UNDETERMINED']);
  });

  it('a register that says "open" answers the second question, and only where nobody else does (ruling 41)', () => {
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['UNKNOWN'], exitControl: ['OPEN'] })).toEqual(['NOT_DEPRIVED']);
    expect(classesOf({ custodialSetting: ['YES'], leaveAtWill: ['NO'], nexus: ['ORDER'], exitControl: ['OPEN'] })).toEqual(['DEPRIVED']);
  });

  it('gives one of the six classes to every combination of answers', () => {
    expect(combinations).toHaveLength(3 * 4 * 6 * 3);
    expect(classesOf({}).every((value) => (libertyClasses as readonly string[]).includes(value))).toBe(true);
  });
});

describe('a hospital is judged by the medical indication (R8)', () => {
  it('an indication in force, no guard, no custody before: NOT_DEPRIVED', () => {
    expect(classifyHospital('DEPRIVED', 'YES', 'NO', false)).toBe('NOT_DEPRIVED');
  });

  it('a guard, or custody before it in the same report, leaves it to the three questions', () => {
    expect(classifyHospital('DEPRIVED', 'YES', 'YES', false)).toBe('DEPRIVED');
    expect(classifyHospital('DEPRIVED', 'YES', 'NO', true)).toBe('DEPRIVED');
    expect(classifyHospital('DEPRIVED', 'UNKNOWN', 'YES', false)).toBe('DEPRIVED');
  });

  it('an indication that has ended leaves it to the three questions', () => {
    expect(classifyHospital('DEPRIVED', 'NO', 'NO', false)).toBe('DEPRIVED');
    expect(classifyHospital('PRIVATE_CONFINEMENT', 'NO', 'NO', false)).toBe('PRIVATE_CONFINEMENT');
  });

  it('an unknown indication or an unknown guard makes DEPRIVED a presumption', () => {
    expect(classifyHospital('DEPRIVED', 'UNKNOWN', 'NO', false)).toBe('DEPRIVED?');
    expect(classifyHospital('DEPRIVED', 'YES', 'UNKNOWN', false)).toBe('DEPRIVED?');
    expect(classifyHospital('UNDETERMINED', 'UNKNOWN', 'NO', false)).toBe('UNDETERMINED');
  });
});

describe('of several words about a stay (R5)', () => {
  const closed = held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-12T08:00', assessor: 'AUTHORITY_NOTICE', sources: ['notice'] });
  const open = { ...closed, leaveAtWill: 'YES' as const };
  const word = (assessor: string, mayLeave: Word['mayLeave'], more: Partial<Word> = {}): Word =>
    ({ eventId: assessor.toLowerCase(), speaker: assessor, assessor, mayLeave, from: occurredAt({ at: '2026-03-05T08:00', zone: bishkek }), factorsAnswered: 2, ...more });

  it.each([
    ['an independent monitor goes before a court', [word('COURT', 'YES'), word('INDEPENDENT_MONITOR', 'NO')], 'DEPRIVED'],
    ['a court goes before the child', [word('CHILD', 'NO'), word('COURT', 'YES')], 'NOT_DEPRIVED'],
    ['the child goes before the authority, with two factors', [word('CHILD', 'NO')], 'DEPRIVED'],
    ['the child with one factor does not', [word('CHILD', 'NO', { factorsAnswered: 1 })], 'NOT_DEPRIVED'],
    ['of equal rank the gravest counts', [word('CHILD', 'YES'), word('LAWYER', 'RESTRICTED'), word('NGO', 'NO')], 'DEPRIVED'],
    ['one that leaves it open yields to the next', [word('INDEPENDENT_MONITOR', 'UNKNOWN'), word('CHILD', 'NO')], 'DEPRIVED'],
  ] as const)('%s', (_, words, value) => expect(weighed(open, words).class).toBe(value));

  it('every other that says something else is shown beside the one that counts, and contests it', () => {
    expect(weighed(open, [word('CHILD', 'NO'), word('NGO', 'UNKNOWN')]).contestedBy).toEqual([{ class: 'NOT_DEPRIVED', assessor: 'AUTHORITY_NOTICE', eventId: 'notice' }]);
    expect(weighed({ ...closed, exitControl: 'OPEN' }, []).contestedBy).toEqual([{ class: 'NOT_DEPRIVED', assessor: 'REGISTER', eventId: undefined }]);
  });
  it('a presumption does not contest a deprivation', () => expect(weighed({ ...closed, exitControl: 'CONTROLLED' }, [word('NGO', 'NO', { nexus: 'UNKNOWN', factorsAnswered: 0 })]).contestedBy).toEqual([]));
  it('the register answers only what nobody has answered (ruling 41)', () => {
    expect(weighed({ ...closed, leaveAtWill: 'UNKNOWN', exitControl: 'OPEN' }, []).class).toBe('NOT_DEPRIVED');
    expect(weighed({ ...closed, leaveAtWill: 'UNKNOWN', exitControl: 'OPEN' }, [word('CHILD', 'NO')]).class).toBe('DEPRIVED');
    expect(weighed({ ...closed, leaveAtWill: 'RESTRICTED', nexus: 'NONE', exitControl: 'OPEN' }, []).class).toBe('UNDETERMINED');
  });

  it('each counts from its own instant, and splits the stay where the class changes', () => {
    const { segments, figures } = libertyOf([{ ...open, words: [word('INDEPENDENT_MONITOR', 'NO')] }], instant('2027-01-01T00:00:00Z'));
    expect(segments.map(({ class: value, contestedBy }) => [value, contestedBy.map(({ assessor }) => assessor)])).toEqual([['NOT_DEPRIVED', []], ['DEPRIVED', ['AUTHORITY_NOTICE']]]);
    expect(figures.DEPRIVED.elapsedMs.atLeast).toBe(7 * 24 * hourMs);
  });
  it('a later word of the same one takes the place of the earlier, and a restriction lapses with its end', () => {
    const later = word('INDEPENDENT_MONITOR', 'YES', { from: occurredAt({ at: '2026-03-08T08:00', zone: bishkek }) });
    expect(libertyOf([{ ...open, words: [word('INDEPENDENT_MONITOR', 'NO'), later] }], instant('2027-01-01T00:00:00Z')).figures.DEPRIVED.elapsedMs.atLeast).toBe(3 * 24 * hourMs);
    const lockdown = word('AUTHORITY_NOTICE', 'NO', { until: occurredAt({ at: '2026-03-06T08:00', zone: bishkek }) });
    expect(libertyOf([{ ...open, words: [lockdown] }], instant('2027-01-01T00:00:00Z')).figures.DEPRIVED.elapsedMs.atLeast).toBe(24 * hourMs);
  });
});
