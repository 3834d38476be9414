import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import type { Command, CommandClass } from '../decider/command.js';
import { NotApplicable } from '../decider/context.js';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { streamOfChild } from '../decider/kin.js';
import { AppointGuardian, AttestConflictReportClosed, SuspendGuardian } from '../guardianship/representative.commands.js';
import { AttestCareGapClosed } from '../identification/carers.commands.js';
import { AttestDeathReportUnfounded } from '../identification/finding.commands.js';
import { AttestCoercionInquiryClosed, AttestProtectionClaimClosed } from '../repatriation/claims.commands.js';
import { AuthoriseTransfer } from '../repatriation/transfer.commands.js';
import * as way from '../repatriation/transfer.scenario.js';
import { extended, foldCaseFile, followed, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { decideIn } from './executor.js';
import { continuedBy, lineageOf, recordsMergedInto, united } from './lineage.js';
import { authorised, consent, dayBefore, guardian, record, recordOf, weighingAt, type Step } from './transfer.scenario.js';

const contexts = registry.of('child');
const [other, third] = ['3f0f0c6e-0000-4000-8000-0000000000b1', '3f0f0c6e-0000-4000-8000-0000000000b2'];

/** Facts of a stream, in the order of the log from a place on. */
const inStream = (facts: readonly Fact[], stream: string, place: number): readonly Fact[] => facts.map((fact, revision) => ({ ...fact, id: stream === 'child-1' ? fact.id : `${stream} ${revision}`, stream, revision, position: String(place + revision).padStart(6, '0') }));
const found: Happened = { type: 'identification.ChildFound', data: { foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'PRESUMED', languages: ['kir'], nationalityClaims: [] } };
const recorded = (child: string, place: number, ...happened: readonly Happened[]): readonly Fact[] => inStream([found, ...happened].map((fact, revision) => factOf({ at: '2026-02-20T09:00:00Z', ...fact }, revision)), streamOfChild(child), place);
const merged = (from: string, revision: number): Happened => ({ type: 'identification.IdentityMerged', at: '2026-02-21T09:00:00Z', data: { from, revision } });
const split = (from: string, revision: number): Happened => ({ ...merged(from, revision), type: 'identification.IdentitySplit' });
const coercion: Happened = { type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], means: ['THREAT'] } };
const claim: Happened = { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } };
const mergedAway: Happened = { type: 'identification.MergedInto', data: { survivorRef: '1' } };

/** The survivor of a merge on its way to a journey, with what was told since. */
const survivor = ({ without = [], told = [] }: { without?: readonly Step[]; told?: readonly Happened[] } = {}) => inStream(recordOf({ without, more: told }), 'child-1', 0);
const recordsOf = (...records: readonly (readonly Fact[])[]) => new Map(records.map((facts) => [facts[0]!.stream, facts]));

const gate = AuthoriseTransfer.declaration.gate.at(-1)!;
const weighed = (facts: readonly Fact[], ...records: readonly (readonly Fact[])[]) =>
  weigh(registry, gate, foldCaseFile(contexts, facts, recordsOf(...records)), weighingAt(dayBefore), plainToInstance(AuthoriseTransfer, way.itinerary));
function missing(facts: readonly Fact[], ...records: readonly (readonly Fact[])[]) {
  const answer = weighed(facts, ...records);
  return 'unmet' in answer ? answer.unmet.map(({ code }) => code) : [];
}
/** What stands in the same append as the last fact. */
function follows(facts: readonly Fact[], ...records: readonly (readonly Fact[])[]) {
  const before = foldCaseFile(contexts, facts.slice(0, -1), recordsOf(...records));
  return followed(registry, contexts, before, facts.at(-1)!, extended(contexts, before, facts.at(-1)!), weighingAt(dayBefore)).map(({ type, data }) => [type, data]);
}

describe('What another record of the child holds, which was merged into this one,', () => {
  it('changes nothing where it says nothing against the decision, which names it as read', () => {
    const its = recorded(other, 1000, { type: 'identification.DocumentedAsAbandoned', data: { authorityLabel: 'abandoned', parentsKnown: 'NO' } }, mergedAway);
    const answer = weighed(survivor({ told: [merged(other, 1)] }), its);
    expect('basis' in answer && answer.basis.facts.filter(({ foreign = [] }) => foreign.some(({ stream, revision }) => stream === streamOfChild(other) && revision === 2)).map(({ code }) => code)).toEqual(gate.needs);
  });

  it.each([
    ['NO_OPEN_COERCION_REPORT', coercion], ['NO_PROTECTION_CLAIM', claim],
    ['CHILD_REGISTERED', { type: 'identification.DeathReported', data: { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' } }],
    ['CONSENT_CHILD', { type: 'repatriation.ConsentWithdrawn', at: '2026-03-01T09:00:00Z', data: { whose: 'CHILD', channel: 'GUARDIAN' } }],
  ] as const)('takes %s away', (code, fact) => expect(missing(survivor({ told: [merged(other, 1)] }), recorded(other, 1000, fact))).toEqual([code]));

  it('takes it away as soon as it is recorded there, before this record is told', () => expect(missing(survivor({ told: [merged(other, 0)] }), recorded(other, 1000, coercion))).toEqual(['NO_OPEN_COERCION_REPORT']));

  it('takes it away of a record that was merged into that one', () =>
    expect(missing(survivor({ told: [merged(other, 1)] }), recorded(other, 1000, merged(third, 1)), recorded(third, 2000, claim))).toEqual(['NO_PROTECTION_CLAIM']));

  it('gives no guarantee', () => {
    const missed = ['CONSENT_CHILD', 'NO_DANGER'];
    const its = recorded(other, 1000, consent('CHILD'), { type: 'repatriation.RiskAssessed', data: { destinationState: 'KZ', result: 'NO_DANGER', sources: ['CHILD', 'HOME_VISIT'], dangers: [], impactAssessmentRef: 'impact-1' } });
    expect(missing(survivor({ without: ['consentOfChild', 'risk'], told: [merged(other, 2)] }), its).sort()).toEqual(missed);
  });

  it('is answered there: an inquiry into what was reported there closes it', () => {
    const closed: Happened = { type: 'repatriation.CoercionInquiryClosed', at: '2026-03-01T09:00:00Z', by: { actorRef: 'ombudsperson', orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, data: { reportRef: `${streamOfChild(other)} 1`, result: 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' } } };
    expect(missing(survivor({ told: [merged(other, 2)] }), recorded(other, 1000, coercion, closed))).toEqual([]);
  });

  describe('is answered in this record, too, by a certificate', () => {
    const death: Happened = { type: 'identification.DeathReported', data: { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' } };
    const appointed = { ...record.appointment, at: '2026-02-20T09:00:00Z' };
    const conflict: Happened = { type: 'guardianship.ConflictDeclared', data: { guardianRef: guardian.actorRef, declaredBy: 'OTHER', ground: 'FINANCIAL', conflictFrom: '2026-02-20T09:00:00Z' } };
    const gap: Happened = { type: 'identification.CareGapOpened', data: { because: 'CARER_LEFT' } };
    const byOmbudsperson = { actorRef: 'ombudsperson', role: 'OMBUDSPERSON', orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON', purpose: 'PROTECTION' } as const;
    const certify = (commandClass: CommandClass, body: object, own: readonly Fact[], ...records: readonly (readonly Fact[])[]) => {
      const file = foldCaseFile(contexts, own, recordsOf(...records));
      const occasion = { ...weighingAt(dayBefore), actor: byOmbudsperson, participants: file.participants, occurredAt: { from: dayBefore, precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'any' } as const, asRecorded: () => undefined };
      return decideIn(file, registry.contextOf(commandClass.declaration), Object.assign(plainToInstance(commandClass as never, body) as object, { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'd' } }) as Command, occasion);
    };
    it.each<[string, Happened, CommandClass, object, string, readonly string[]]>([
      ['that it has not died', death, AttestDeathReportUnfounded, { shownBy: 'CHILD_SEEN' }, 'identification.DeathReportRefuted', ['CHILD_REGISTERED']],
      ['that somebody cares for it', gap, AttestCareGapClosed, { because: 'CARER_IS_BACK', carerRef: 'mother', relation: 'MOTHER' }, 'identification.CareGapClosed', []],
      ['that its guardian has no conflict', conflict, AttestConflictReportClosed, { guardianRef: guardian.actorRef, because: 'NOT_CONFIRMED' }, 'guardianship.ConflictReportClosed', ['REPRESENTATIVE_ACTIVE', 'CONSENT_REPRESENTATIVE', 'CHILD_INFORMED']],
      ['that it was not coerced', coercion, AttestCoercionInquiryClosed, { reportRef: `${streamOfChild(other)} 1`, result: 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' } }, 'repatriation.CoercionInquiryClosed', ['NO_OPEN_COERCION_REPORT']],
      ['that its claim is over', claim, AttestProtectionClaimClosed, { claimRef: `${streamOfChild(other)} 1`, kind: 'ASYLUM', result: 'WITHDRAWN', authority: { orgRef: 'court', orgType: 'COURT' } }, 'repatriation.ProtectionClaimClosed', ['NO_PROTECTION_CLAIM']],
    ])('%s', (_, fact, command, body, type, lost) => {
      const own = survivor({ told: [merged(other, 4)] });
      const its = recorded(other, 1000, fact, { ...appointed, at: '2026-02-20T09:00:00Z' }, mergedAway);
      const missed = missing(own, its).filter((code) => lost.includes(code));
      expect(missed.length).toBe(lost.length === 0 ? 0 : missed.length);
      const [told] = certify(command, body, own, its);
      expect(told?.type).toBe(type);
      const answered = [...own, { ...factOf({ type, data: told!.data, at: dayBefore, by: byOmbudsperson }, own.length), position: '009999' }];
      expect(missing(answered, its).filter((code) => lost.includes(code))).toEqual([]);
    });
    it('which is no decision, and none where nothing of it was told in any of the records', () => {
      const own = survivor({ told: [merged(other, 1)] });
      expect(() => certify(AttestDeathReportUnfounded, { shownBy: 'CHILD_SEEN' }, own, recorded(other, 1000, coercion))).toThrow(NotApplicable);
    });
  });

  it('has a representative who is asked as well, and can be suspended there by the authority, where nothing else is decided', () => {
    const aigul = { actorRef: 'guardian-of-the-other', role: 'GUARDIAN', orgType: 'NGO' } as const;
    const appointment: Happened = { ...record.appointment, at: '2026-02-20T09:00:00Z', data: { ...record.appointment.data, guardianRef: aigul.actorRef, from: '2026-02-20T09:00:00Z' } };
    const check: Happened = { ...record.conflictCheck, at: '2026-02-20T09:00:00Z', data: { ...record.conflictCheck.data, guardianRef: aigul.actorRef } };
    const accepted: Happened = { ...record.mandate, at: '2026-02-20T10:00:00Z', by: aigul, data: { guardianRef: aigul.actorRef } };
    const suspended: Happened = { type: 'guardianship.GuardianSuspended', at: '2026-03-01T09:00:00Z', data: { guardianRef: aigul.actorRef, ground: 'UNREACHABLE' } };
    const own = survivor({ told: [merged(other, 5)] });
    expect(missing(own, recorded(other, 1000, check, appointment, accepted, mergedAway))).toEqual(['CONSENT_REPRESENTATIVE']);
    expect(missing(own, recorded(other, 1000, check, appointment, accepted, mergedAway, suspended))).toEqual([]);
    const suspension = { guardianRef: aigul.actorRef, ground: 'UNREACHABLE' };
    const there = (command: CommandClass) => weigh(registry, command.declaration.gate.at(-1)!, foldCaseFile(contexts, recorded(other, 1000, check, appointment, accepted, mergedAway)), weighingAt(dayBefore), plainToInstance(command as never, suspension));
    expect(there(SuspendGuardian)).toHaveProperty('basis');
    expect(there(AppointGuardian)).toMatchObject({ unmet: expect.arrayContaining([expect.objectContaining({ code: 'CHILD_REGISTERED' })]) as unknown });
  });

  it('counts no more after a split', () => expect(missing(survivor({ told: [merged(other, 1), split(other, 2)] }), recorded(other, 1000, coercion))).toEqual([]));

  it('counts though somebody reports that the merge was a mistake', () => {
    const told = survivor({ told: [merged(other, 1)] });
    const retraction = factOf({ type: 'record.Retracted', supersedes: told.at(-1)!.id, data: { target: told.at(-1)!.id, targetType: 'identification.IdentityMerged', reason: 'MISTAKEN_ENTRY' } }, told.length);
    expect(missing([...told, { ...retraction, position: '000999' }], recorded(other, 1000, coercion))).toEqual(['NO_OPEN_COERCION_REPORT']);
  });
});

describe('A journey that is authorised', () => {
  const halted = (...lost: readonly string[]) => ['repatriation.TransferHalted', expect.objectContaining({ lost }) as object];
  const its = recorded(other, 1000, { type: 'identification.DocumentedAsAbandoned', data: { authorityLabel: 'abandoned', parentsKnown: 'NO' } }, coercion);

  it('goes on when a record that says nothing against it is merged into its own', () => expect(follows(survivor({ told: [authorised, merged(other, 1)] }), its)).toEqual([]));
  it('is halted when one is that does', () => expect(follows(survivor({ told: [authorised, merged(other, 2)] }), its)).toEqual([halted('NO_OPEN_COERCION_REPORT')]));
  it('is halted when it is told of what was recorded there since', () => expect(follows(survivor({ told: [authorised, merged(other, 1), merged(other, 2)] }), its)).toEqual([halted('NO_OPEN_COERCION_REPORT')]));
  it.each<[string, Happened, string | undefined]>([
    ['a relative is found', { type: 'identification.FamilyLinkReported', data: { relativeRef: 'father', relation: 'FATHER', alive: 'YES' } }, 'NEW_RELATIVE'],
    ['the parents are in dispute', { type: 'best-interests.ParentalDisputeReported', data: { parents: ['mother', 'father'], over: ['CUSTODY'] } }, 'NEW_INFORMATION'],
    ['a relative is not one', { type: 'identification.RelativeClaimRefused', data: { relativeRef: 'uncle', because: 'NOT_RELATED' } }, 'NEW_RELATIVE'],
    ['the child does not want to go', { type: 'repatriation.ConsentWithdrawn', at: '2026-03-31T09:00:00Z', data: { whose: 'CHILD', channel: 'GUARDIAN' } }, 'CONSENT_WITHDRAWN'],
    ['the child left without the procedure', { type: 'repatriation.ReturnOutsideProcedureReported', at: '2026-03-31T09:00:00Z', data: { kind: 'SELF_RETURN', toState: 'KZ' } }, undefined],
    ['somebody halted it', { type: 'repatriation.TransferHalted', at: '2026-03-31T09:00:00Z', data: { lost: [], ground: 'CHILD_ASKS', inTransit: false } }, undefined],
  ])('is halted, once, and what was determined is opened again, when it is told in a merged record that %s', (_, news, trigger) => {
    const types = (told: readonly Happened[], ...records: readonly (readonly Fact[])[]) => follows(survivor({ told: [authorised, ...told] }), ...records).map(([type]) => type);
    const there = recorded(other, 1000, news);
    const told = types([merged(other, 0), merged(other, 1)], there);
    expect(told.filter((type) => type === 'repatriation.TransferHalted').length + told.filter((type) => type === 'best-interests.DeterminationReopened').length).toBeGreaterThan(0);
    expect(new Set(told).size).toBe(told.length);
    if (trigger) expect(follows(survivor({ told: [authorised, merged(other, 0), merged(other, 1)] }), there)).toContainEqual(['best-interests.DeterminationReopened', { determination: expect.any(String), trigger }]);
    // What it was told already does nothing again.
    const again = types([merged(other, 1), merged(other, 2)], recorded(other, 1000, news, { type: 'identification.DocumentedAsAbandoned', data: { authorityLabel: 'abandoned', parentsKnown: 'NO' } }));
    // A journey without consent that nobody halted, as only this record has it, is halted with whatever is told.
    expect(again).toEqual(trigger === 'CONSENT_WITHDRAWN' ? ['repatriation.TransferHalted'] : []);
  });
  it('goes on where a journey that was decided in a merged record is halted by the merge', () =>
    expect(follows(survivor({ told: [authorised, merged(other, 1)] }), recorded(other, 1000, { type: 'repatriation.TransferHalted', at: '2026-03-31T09:00:00Z', data: { authorisation: 'there', lost: ['CHILD_REGISTERED'], cause: 'merge', inTransit: false } }))).toEqual([]));
  it('is halted once, and a split revives nothing', () => expect(follows(survivor({ told: [authorised, merged(other, 2), { type: 'repatriation.TransferHalted', data: { lost: ['NO_OPEN_COERCION_REPORT'], inTransit: false } }, split(other, 2)] }), its)).toEqual([]));
  it('is halted when its own record is merged into another one', () => expect(follows(survivor({ told: [authorised, mergedAway] }))).toEqual([halted('CHILD_REGISTERED')]));
});

describe('A record that is merged into another one', () => {
  const says = [{ type: 'identification.MergedRecordContinued', data: { survivorRef: '1' } }];
  const [, reported, away, splitFrom] = recorded(other, 0, coercion, mergedAway, { ...mergedAway, type: 'identification.SplitFrom' });

  it('says that it goes on with whatever is recorded there, and with what it is told of others', () => {
    expect(continuedBy(reported!, [away!], recordsOf())).toEqual(says);
    expect(continuedBy(factOf(merged(third, 3), 9), [away!], recordsOf())).toEqual(says);
  });
  it('says so of nothing that it is told of the very record that it would tell, however many are in between: they were merged into each other at one moment', () => {
    for (const records of [[recorded('1', 0)], [recorded(third, 0), recorded('1', 0)]]) expect(continuedBy(factOf(merged(third, 3), 9), [away!], recordsOf(...records))).toEqual([]);
    expect(continuedBy(factOf(merged(third, 3), 9), [away!], recordsOf(recorded(third, 0)))).toEqual(says);
  });
  it('says so of nothing else', () => {
    for (const [fact, before] of [[reported, []], [away, []], [splitFrom, [away]], [reported, [away, splitFrom]]] as const) expect(continuedBy(fact!, before as readonly Fact[], recordsOf())).toEqual([]);
  });
});

describe('The records of one child', () => {
  const own = survivor({ told: [merged(other, 1)] });
  const its = recorded(other, 2, coercion, mergedAway);

  it('are read in the order of the log, without what is said of a record as such; what is this one\'s keeps its place', () => {
    expect(lineageOf(own, recordsOf(its)).filter(({ stream }) => stream !== 'child-1').map(({ type, revision }) => [type, revision])).toEqual([[found.type, 0], [coercion.type, 1]]);
    const revisions = united(own, recordsOf(its)).map(({ revision }) => revision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(new Set(revisions).size).toBe(own.length + 2);
    expect(united(own, recordsOf(its)).filter(({ stream }) => stream === 'child-1')).toEqual(own);
  });
  it('are this one alone where none was merged into it', () => expect(united(survivor(), recordsOf(its)).map(({ stream }) => stream)).not.toContain(streamOfChild(other)));
  it('are read once each, also where two were merged into each other at one moment', async () => {
    const streams = recordsOf(recorded(other, 0, merged(third, 1)), recorded(third, 10, merged(other, 1)));
    const read = await recordsMergedInto(streams.get(streamOfChild(other))!, (stream) => Promise.resolve(streams.get(stream)!));
    expect([...read.keys()]).toEqual([streamOfChild(third), streamOfChild(other)]);
    expect(lineageOf(streams.get(streamOfChild(other))!, read).map(({ stream }) => stream)).toEqual([...Array<string>(2).fill(streamOfChild(other)), streamOfChild(third)]);
  });
});
