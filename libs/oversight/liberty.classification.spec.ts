import { classify, classifyHospital, libertyClasses } from './liberty.classification.js';
import { answers, exitControls, leaveAnswers, nexuses } from './liberty.segments.js';

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
