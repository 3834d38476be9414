import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import { participantsIn } from '../decider/participants.js';
import { isAtLiberty, noCustody, notesOfCustody, type Custody } from './custody.state.js';
import { atLiberty } from './story.scenario.js';

const notes = notesOfCustody<{ custody: Custody }>();
const custodyOf = (happened: readonly Happened[]): Custody =>
  happened.map((each, index) => factOf(each, index)).reduce((state, fact) => notes[fact.type]?.(state, fact) ?? state, { custody: noCustody }).custody;
const isFree = (...happened: readonly Happened[]) => isAtLiberty(custodyOf(happened), participantsIn(happened.map(factOf)));

const monday = '2026-03-02T10:00:00Z';
const tuesday = '2026-03-03T10:00:00Z';
const wednesday = '2026-03-04T10:00:00Z';
const told = (type: string, data: object, rest: Partial<Happened> = {}): Happened => ({ type, data, at: monday, ...rest });
const stay = (data: object, rest: Partial<Happened> = {}) => told('identification.DeprivationStarted', { stayRef: 'stay', ...data }, rest);
const change = (data: object, rest: Partial<Happened> = {}) => told('identification.DeprivationSettingChanged', { stayRef: 'stay', ...data }, { at: tuesday, ...rest });
const ended = (rest: Partial<Happened> = {}) => told('identification.DeprivationEnded', { stayRef: 'stay', endReason: 'RELEASE' }, { at: tuesday, ...rest });
const inCell = stay({ settingKind: 'POLICE_CELL', mayLeave: 'NO' });
const police = { role: 'INLET', orgRef: 'police-3', orgType: 'POLICE' } as const;
const disputed = (target: string, at = wednesday): Happened => ({ type: 'record.Disputed', data: { target, by: 'CHILD' }, at });

describe('A child is held as far as anybody has told', () => {
  it.each<[string, Happened]>([
    ['of a cell', inCell],
    ['of a stay without saying that it may leave', stay({ settingKind: 'HOSPITAL' })],
    ['of a cell that it is said to be free to leave', stay({ settingKind: 'POLICE_CELL', mayLeave: 'YES' })],
    ['of a place with a locked exit', stay({ settingKind: 'SHELTER', mayLeave: 'RESTRICTED', factors: [{ factor: 'EXIT_LOCKED', answer: 'YES' }] })],
    ['of a place that it is free to leave, as the police says', stay({ settingKind: 'RECEPTION_CENTRE', mayLeave: 'YES' }, { by: police })],
    ['of a place that it is free to leave, as the custodian says', stay({ settingKind: 'SHELTER', mayLeave: 'YES', custodian: { orgRef: 'home-5', orgType: 'NGO' } }, { by: { orgRef: 'home-5' } })],
    ['that it is locked in', told('identification.LeaveRestricted', { restrictions: ['LOCKED_IN'], mayLeave: 'RESTRICTED' })],
    ['that it may not leave', told('identification.LeaveRestricted', { restrictions: ['OTHER'], mayLeave: 'NO' })],
    ['that it is restrained', told('identification.IncidentReported', { kind: 'RESTRAINT' })],
    ['that it is isolated for its own good', told('identification.SelfHarmRiskAnswered', { measures: ['ISOLATED'] })],
    ['that it was assessed to be held', told('identification.LibertyAssessed', { mayLeave: 'NO', factors: [] })],
    ['that it is not let out to school', told('identification.EducationAccessReported', { access: 'REFUSED', barriers: ['NOT_LET_OUT'] })],
    ['that supervision has turned into confinement', told('identification.MeasureEnded', { because: 'TURNED_INTO_CONFINEMENT' })],
    ['that the place where it was taken into care is no longer known to be open', told('identification.OpenSettingLost', {})],
    ['that it was decided to hold it', told('guardianship.DecisionTakenWithoutRepresentative', { decision: 'DEPRIVATION' })],
    ['that it complains of being held', told('identification.ComplaintLodged', { subject: 'DEPRIVATION' })],
    ['that somebody demands its release', told('identification.ReleaseDemanded', { grounds: ['CHILD_IS_HELD'] })],
    ['that its release was refused', told('identification.ReleaseRefused', { reason: 'NO_ANSWER' })],
    ['of a part of the way in a vehicle of the police', told('repatriation.TransferLegReported', { custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION', 'POLICE'] })],
    ['of a part of the way on which it could not leave', told('repatriation.TransferLegReported', { custodial: 'UNKNOWN', mayLeave: 'NO', escortOrgTypes: ['CHILD_PROTECTION'] })],
    ['of a part of the way of which nobody knows whether it could leave', told('repatriation.TransferLegReported', { custodial: 'UNKNOWN', mayLeave: 'UNKNOWN', escortOrgTypes: ['CHILD_PROTECTION'] })],
    ['of a night on the way in a place that nobody knows to be open, whatever the sender says of leaving', told('repatriation.TransferLegReported', { custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'], nightStopRef: 'centre', knownOpen: false })],
    ['of a part of the way on which it was free, as the police says', told('repatriation.TransferLegReported', { custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'] }, { by: police })],
    ['that it was handed over at the police', told('repatriation.HandoverReported', { receiver: { orgType: 'CHILD_PROTECTION' }, place: 'POLICE_STATION' })],
    ['that it was handed over in a place that nobody knows to be open', told('repatriation.HandoverReported', { receiver: { orgType: 'NGO' }, place: 'FACILITY', facilityRef: 'centre', knownOpen: false })],
    ['that it was deported', told('repatriation.ReturnOutsideProcedureReported', { kind: 'DEPORTATION', handedOverAtBorder: 'UNKNOWN' })],
    ['that the police brought it away', told('repatriation.ReturnOutsideProcedureReported', { kind: 'TRANSFER_BETWEEN_STATES', carriedOutBy: { orgType: 'POLICE' }, handedOverAtBorder: 'NO' })],
    ['that it was handed over at a border', told('repatriation.ReturnOutsideProcedureReported', { kind: 'UNKNOWN', handedOverAtBorder: 'YES' })],
    ['that it arrived in a place that nobody knows to be open', told('reintegration.ChildArrived', { held: 'NO', receivedBy: { orgType: 'FAMILY' }, facilityRef: 'centre', knownOpen: false })],
    ['that it was handed to border guards', told('repatriation.HandoverReported', { receiver: { orgType: 'BORDER' } })],
    ['that the journey is halted because of custody', told('repatriation.TransferHalted', { ground: 'CUSTODY', lost: [] })],
    ['that it was pressed by being held', told('repatriation.CoercionReported', { coerced: ['CHILD'], means: ['DEPRIVATION_OF_LIBERTY'] })],
    ['that it was held where it arrived', told('reintegration.ChildArrived', { held: 'YES', receivedBy: { orgType: 'FAMILY' } })],
  ])('%s', (_, word) => {
    expect(isFree(word)).toBe(false);
    expect(isFree(word, atLiberty(tuesday))).toBe(true);
  });

  it.each<[string, Happened]>([
    ['of a place that it may leave', stay({ settingKind: 'SHELTER', mayLeave: 'YES' })],
    ['of a curfew', told('identification.LeaveRestricted', { restrictions: ['CURFEW'], mayLeave: 'RESTRICTED' })],
    ['of help for a child that may harm itself', told('identification.SelfHarmRiskAnswered', { measures: ['DOCTOR'] })],
    ['of a part of the way with child protection', told('repatriation.TransferLegReported', { custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'] })],
    ['that it went home of its own accord', told('repatriation.ReturnOutsideProcedureReported', { kind: 'SELF_RETURN', handedOverAtBorder: 'NO' })],
    ['of a night on the way in an open place', told('repatriation.TransferLegReported', { custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'], nightStopRef: 'shelter', knownOpen: true })],
    ['that it was handed to its grandmother', told('repatriation.HandoverReported', { receiver: { orgType: 'FAMILY' } })],
    ['that the journey is halted because of the weather', told('repatriation.TransferHalted', { ground: 'WEATHER_OR_TRAFFIC', lost: [] })],
  ])('and not where somebody tells %s', (_, word) => expect(isFree(word)).toBe(true));
});

describe('Custody is over', () => {
  it('by the certificate of somebody who did not hold the child, and by no report', () => {
    expect(isFree(inCell, ended())).toBe(false);
    expect(isFree(inCell, ended({ by: police }))).toBe(false);
    expect(isFree(inCell, change({ mayLeave: 'YES', settingKind: 'SHELTER' }))).toBe(false);
    expect(isFree(inCell, ended(), atLiberty(wednesday))).toBe(true);
  });
  it('not by a certificate that is older than what was told, or about a time before it', () => {
    expect(isFree(atLiberty(tuesday), inCell)).toBe(false);
    expect(isFree(inCell, atLiberty('2026-03-01T10:00:00Z'))).toBe(false);
  });
  it('not by the certificate of a body that is said to have held the child, whenever that is said', () => {
    const ofHome = atLiberty(tuesday, { by: { orgRef: 'home-5', orgType: 'NGO' } });
    const inHome = stay({ settingKind: 'CLOSED_SCHOOL', mayLeave: 'NO', custodian: { orgRef: 'home-5', orgType: 'NGO' } });
    expect(isFree(inHome, ofHome)).toBe(false);
    expect(isFree(inHome, atLiberty(tuesday))).toBe(true);
    const toldByPolice = (custodian: object) => stay({ settingKind: 'CLOSED_SCHOOL', mayLeave: 'NO', custodian }, { by: police });
    expect(isFree(toldByPolice({ orgType: 'NGO' }), ofHome)).toBe(true);
    expect(isFree(toldByPolice({ orgRef: 'home-5', orgType: 'NGO' }), ofHome)).toBe(false);
    expect(isFree(toldByPolice({ orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }), atLiberty(tuesday))).toBe(true);
    // Nor does it keep a whole kind of body out by correcting what somebody else told.
    const told = { ...stay({ settingKind: 'CLOSED_SCHOOL', mayLeave: 'YES' }), id: 'school' };
    const correctedBy = (by: Happened['by']): Happened => ({ type: 'record.Corrected', data: { target: 'school', targetType: told.type, fields: { mayLeave: 'NO', custodian: { orgType: 'NGO' } } }, at: monday, by });
    expect([police, { orgType: 'NGO' } as const].map((by) => isFree(told, correctedBy(by), ofHome))).toEqual([true, false]);
    const inSomeHome = stay({ settingKind: 'CLOSED_SCHOOL', mayLeave: 'NO', custodian: { orgType: 'NGO' } });
    expect([isFree(inSomeHome, ofHome), isFree(inSomeHome, atLiberty(tuesday))]).toEqual([false, true]);
    // The ombudsperson who met it runs no place where children are held.
    expect(isFree(stay({ settingKind: 'CLOSED_SCHOOL', mayLeave: 'NO', custodian: { orgType: 'OMBUDSPERSON' } }), atLiberty(tuesday))).toBe(true);
  });
  it('until the child is held again, the same stay is told to go on, or the custody is found to have begun later', () => {
    const free = [inCell, atLiberty(tuesday)];
    expect(isFree(...free, stay({ settingKind: 'POLICE_CELL' }, { at: wednesday }))).toBe(false);
    expect(isFree(...free, change({ lastConfirmedAt: '2026-03-04' }, { at: wednesday }))).toBe(false);
    expect(isFree({ ...inCell, at: wednesday, recorded: monday }, atLiberty(tuesday))).toBe(false);
  });
  it.each<[string, Happened]>([
    ['that restricts its leaving', told('identification.LeaveRestricted', { restrictions: ['LOCKED_IN'], mayLeave: 'NO', imposedBy: { orgRef: 'home-5', orgType: 'NGO' } })],
    ['that pressed it by holding it', told('repatriation.CoercionReported', { coerced: ['CHILD'], means: ['DEPRIVATION_OF_LIBERTY'], coercedBy: { orgRef: 'home-5', orgType: 'NGO' } })],
    ['whose warden did', told('repatriation.CoercionReported', { coerced: ['CHILD'], means: ['DEPRIVATION_OF_LIBERTY'], coercedByPerson: 'warden' })],
  ])('not by the certificate of a body %s', (_, word) => {
    const byHome = atLiberty(tuesday, { by: { actorRef: 'warden', orgRef: 'home-5', orgType: 'NGO' } });
    expect(isFree(word, byHome)).toBe(false);
    expect(isFree(inCell, byHome, word)).toBe(false);
    expect(isFree(word, atLiberty(tuesday))).toBe(true);
  });
  it('until the certificate, or an end that was told, is disputed, and then by a certificate that was given since', () => {
    const free = [inCell, ended({ id: 'end' }), atLiberty(tuesday.replace('10', '12'), { id: 'certificate' })];
    expect(isFree(...free)).toBe(true);
    for (const target of ['end', 'certificate']) {
      expect(isFree(...free, disputed(target))).toBe(false);
      expect(isFree(...free, disputed(target), atLiberty(wednesday))).toBe(true);
    }
  });
  it('until the end that was told is withdrawn, as if it were disputed', () => {
    const withdrawn: Happened = { type: 'record.Retracted', data: { target: 'end' }, at: wednesday };
    const free = [inCell, ended({ id: 'end' }), atLiberty(tuesday.replace('10', '12'))];
    expect(isFree(...free, withdrawn)).toBe(false);
    expect(isFree(...free, withdrawn, atLiberty(wednesday))).toBe(true);
    expect(isFree(...free, { ...withdrawn, data: { target: 'another' } })).toBe(true);
  });
  it('not by a certificate about a day on which the child was still seen there, or that lies before its reported end', () => {
    const seen = stay({ settingKind: 'POLICE_CELL', mayLeave: 'NO', lastConfirmedAt: tuesday }, { recorded: wednesday });
    const late = [stay({ settingKind: 'POLICE_CELL', mayLeave: 'NO' }), ended({ at: wednesday })] as const;
    for (const words of [[seen], late, [...late].reverse()]) {
      expect(isFree(...words, atLiberty(monday.replace('10', '22'), { recorded: '2026-03-05T10:00:00Z' }))).toBe(false);
      expect(isFree(...words, atLiberty('2026-03-05T10:00:00Z'))).toBe(true);
    }
    expect(isFree(late[0], atLiberty(tuesday))).toBe(true);
    expect(isFree(late[0], atLiberty(tuesday), late[1])).toBe(false);
    expect(isFree(late[0], atLiberty(tuesday), { ...late[1], data: { stayRef: 'another', endReason: 'RELEASE' } })).toBe(true);
  });
  describe('not by a certificate about a time at which it still went on, as far as anybody told: of what began, and of which the word names no end, that is when it was told', () => {
    const late = { recorded: wednesday };
    it.each<[string, Happened, object]>([
      ['a stay', stay({ settingKind: 'POLICE_CELL', mayLeave: 'NO' }, late), { lastConfirmedAt: monday }],
      ['a change of one', change({ guarded: 'YES' }, { at: monday, ...late }), { lastConfirmedAt: monday }],
      ['a restriction', told('identification.LeaveRestricted', { restrictions: ['LOCKED_IN'], mayLeave: 'NO' }, late), { until: monday }],
      ['a part of the way', told('repatriation.TransferLegReported', { custodial: 'YES', mayLeave: 'NO', escortOrgTypes: [] }, late), { arrivedAt: monday }],
      ['confinement that supervision turned into', told('identification.MeasureEnded', { because: 'TURNED_INTO_CONFINEMENT' }, late), {}],
      ['a place that is no longer known to be open', told('identification.OpenSettingLost', {}, late), {}],
    ])('%s', (_, word, names) => {
      const [between, since] = [tuesday, '2026-03-05T10:00:00Z'].map((at) => atLiberty(at, { recorded: '2026-03-05T10:00:00Z' }));
      expect([isFree(word, between!), isFree(word, since!)]).toEqual([false, true]);
      const ending = { ...word, data: { ...word.data, ...names } };
      expect(isFree(ending, between!)).toBe(Object.keys(names).length > 0);
      expect(isFree(word, ended({ at: monday }), between!)).toBe(false);
    });
    it('but what happened at one moment while it was held is over once it is met later, whenever that was told', () =>
      expect(isFree(told('identification.IncidentReported', { kind: 'RESTRAINT' }, late), atLiberty(tuesday, { recorded: '2026-03-05T10:00:00Z' }))).toBe(true));
  });
  describe('not any more by the certificate of before once somebody corrects the word to one that it lasted longer', () => {
    const corrected = (targetType: string, fields: object, at = wednesday): Happened => ({ type: 'record.Corrected', at, data: { target: 'word', targetType, fields } });
    it.each<[string, Happened, object, object]>([
      ['a stay', inCell, { lastConfirmedAt: wednesday }, { lastConfirmedAt: monday }],
      ['a stay that was last seen', stay({ settingKind: 'POLICE_CELL', mayLeave: 'NO', lastConfirmedAt: monday }), { lastConfirmedAt: '2026-03-04' }, { mayLeave: 'UNKNOWN' }],
      ['a change of one', change({ guarded: 'YES' }, { at: monday }), { lastConfirmedAt: wednesday }, { guarded: 'NO' }],
      ['a restriction', told('identification.LeaveRestricted', { restrictions: ['LOCKED_IN'], mayLeave: 'NO' }), { until: '2026-04-01' }, { until: monday }],
      ['a part of the way', told('repatriation.TransferLegReported', { custodial: 'YES', mayLeave: 'NO', escortOrgTypes: [] }), { arrivedAt: wednesday }, { means: 'CAR' }],
    ])('%s', (_, word, longer, other) => {
      const free = [{ ...word, id: 'word' }, atLiberty(tuesday)];
      expect(isFree(...free)).toBe(true);
      expect(isFree(...free, corrected(word.type, longer))).toBe(false);
      expect(isFree(...free, corrected(word.type, longer), atLiberty('2026-03-04T10:00:01Z'))).toBe(true);
      expect(isFree(...free, corrected(word.type, other))).toBe(true);
      expect(isFree(...free, corrected('identification.ComplaintLodged', longer))).toBe(true);
    });
  });
  it('no sooner because somebody disputes that it was', () => {
    expect(isFree({ ...inCell, id: 'cell' }, disputed('cell'))).toBe(false);
    expect(isFree(disputed('unknown'))).toBe(true);
  });
});

describe('Who decides on the journey or carries it out', () => {
  const returning = { actorRef: 'officer', orgRef: 'return-office' } as const;
  const decides: Happened = { type: 'repatriation.RepatriationDecided', data: {}, by: returning, at: wednesday };
  const escorts: Happened = { type: 'repatriation.EscortAssigned', data: { escorts: [{ escortRef: 'ombudsperson', orgRef: 'elsewhere' }] }, by: returning, at: wednesday };

  it('certifies no liberty, neither before nor afterwards', () => {
    expect(isFree(inCell, atLiberty(tuesday, { by: returning }))).toBe(true);
    expect(isFree(inCell, atLiberty(tuesday, { by: returning }), decides)).toBe(false);
    expect(isFree(inCell, decides, atLiberty(tuesday, { by: { ...returning, actorRef: 'colleague' } }))).toBe(false);
    expect(isFree(inCell, atLiberty(tuesday), escorts)).toBe(false);
  });
  it('takes nothing from what others certify', () => expect(isFree(inCell, atLiberty(tuesday), decides)).toBe(true));
});
