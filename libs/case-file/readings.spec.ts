import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import fc from 'fast-check';
import type { Happened } from '../decider/decider.scenario.js';
import { factOf } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { FactCode } from '../decider/gate.js';
import { asRecordedIn } from '../decider/as-recorded.js';
import { BadForm } from '../decider/context.js';
import { partsNamedIn, partsReportedIn } from '../decider/participants.js';
import { AttestProtectionClaimClosed } from '../repatriation/claims.commands.js';
import { repatriation, type Repatriation } from '../repatriation/repatriation.context.js';
import { AuthoriseTransfer } from '../repatriation/transfer.commands.js';
import * as way from '../repatriation/transfer.scenario.js';
import { extended, foldCaseFile, followed, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { RecordCorrection } from './corrections.js';
import { authorised, consent, dayBefore, guardian, id, lawyer, record, recordOf, weighingAt, type Step } from './transfer.scenario.js';

// What corrections, and people for whom a command was not made, can do to the guarantees of a journey that is prepared.

const contexts = registry.of('child');
const gate = AuthoriseTransfer.declaration.gate.at(-1)!;
const proofsOf = (facts: readonly Fact[]) => {
  const weighed = weigh(registry, gate, foldCaseFile(contexts, facts), weighingAt(dayBefore), way.itinerary);
  const unmet = 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
  return gate.needs.filter((code) => !unmet.includes(code));
};
const missingIn = (facts: readonly Fact[]): readonly FactCode[] => gate.needs.filter((code) => !proofsOf(facts).includes(code));

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** The whole record, each event with an id that a correction can name. */
const prepared: readonly Fact[] = recordOf().map((fact) => ({ ...fact, id: fact.id.startsWith('3f0f') ? fact.id : uuid(fact.revision) }));
const withMore = (facts: readonly Fact[], ...more: readonly (Happened & { stranger?: boolean; void?: boolean })[]): readonly Fact[] => [
  ...facts,
  ...more.map((happened, index) => {
    const fact = factOf({ at: dayBefore, id: uuid(1_000 + facts.length + index), ...happened }, facts.length + index);
    const standing = { ...(happened.stranger ? { entitled: false as const } : {}), ...(happened.void ? { void: true as const } : {}) };
    return { ...fact, meta: { ...fact.meta, command: { ...fact.meta.command, ...standing } } } as Fact;
  }),
];
const retracted = (target: string, targetType: string): Happened => ({ type: 'record.Retracted', data: { target, targetType, reason: 'MISTAKEN_ENTRY' } });
const corrected = (target: string, targetType: string, fields: object): Happened => ({ type: 'record.Corrected', data: { target, targetType, targetVersion: 1, fields, reason: 'MISTAKEN_ENTRY' } });

/** What the events of a step come from, where a correction asks for it. */
const commandOf: Readonly<Partial<Record<Step, string>>> = {
  conflictCheck: 'AppointGuardian', hearing: 'AttestChildHeard', studyHere: 'AttestComponent', originAnswer: 'AttestOriginAnswer', centralAuthority: 'AttestCentralAuthority',
  risk: 'AttestRiskAssessment',
};
const recordContext = contexts.find(({ namesAll }) => namesAll === true)!;

/** The events that somebody's signature stands behind, and by whose retraction a guarantee falls. */
const signed = prepared.filter(({ id: target, type }) => missingIn(withMore(prepared, retracted(target, type))).length > 0);
const again = (fact: Fact): Happened => ({ type: fact.type, data: fact.data, by: fact.meta.recordedBy });

/** Those of which one act stands alone. */
const alone = ['guardianship.InterpreterConfirmed', 'best-interests.SiblingsResolved', 'repatriation.OriginAnswered', 'repatriation.CentralAuthorityAnswered',
  'repatriation.RiskAssessed', 'repatriation.ConsentGiven', 'reintegration.CarerConfirmed', 'reintegration.MonitoringArranged', 'reintegration.FirstPlacementArranged',
  'repatriation.ChildInformed', 'repatriation.TimingAssessed', 'repatriation.DocumentsObtained', 'repatriation.EscortAssigned'];

describe('A retraction', () => {
  it('takes a guarantee away, and its own retraction does not give it back', () => {
    expect(signed.length).toBeGreaterThan(20);
    for (const { id: target, type } of signed) {
      const taken = withMore(prepared, retracted(target, type));
      const retractedInTurn = withMore(taken, retracted(taken.at(-1)!.id, 'record.Retracted'));
      expect([type, missingIn(retractedInTurn)]).toEqual([type, missingIn(taken)]);
    }
  });

  it.each(alone)('of %s is made good by the same act done again, however often the retraction was retracted', (type) => {
    for (const fact of signed.filter((each) => each.type === type)) {
      const taken = withMore(prepared, retracted(fact.id, type));
      expect(missingIn(withMore(taken, again(fact)))).toEqual([]);
      expect(missingIn(withMore(taken, retracted(taken.at(-1)!.id, 'record.Retracted'), again(fact)))).toEqual([]);
    }
  });

  it('of a hearing asks, once the child is heard again, that what it says now is weighed', () => {
    const [heard] = signed.filter(({ type }) => type === 'best-interests.ChildHeard');
    const taken = withMore(prepared, retracted(heard!.id, heard!.type));
    expect(missingIn(taken)).toEqual(['CHILD_HEARD']);
    expect(missingIn(withMore(taken, again(heard!)))).toEqual(['BID_FINAL']);
  });

  it('of a lawyer\'s assignment is made good by another lawyer, who is assigned and accepts', () => {
    const assigned = prepared.find(({ type }) => type === 'guardianship.LegalAidAssigned')!;
    const taken = withMore(prepared, retracted(assigned.id, assigned.type));
    expect(missingIn(taken)).toEqual(['LEGAL_AID_ACTIVE']);
    const other = { actorRef: 'lawyer-2', role: 'LAWYER', orgType: 'LEGAL_AID' } as const;
    expect(missingIn(withMore(taken, { ...record.lawyer, data: { ...record.lawyer.data, lawyerRef: other.actorRef } }, { ...record.case, by: other, data: { lawyerRef: other.actorRef } }))).toEqual([]);
  });

  it('of the languages of the child is made good by the attestation that it understands the one that was spoken, and lets no other one count', () => {
    const said = ['CHILD_HEARD', 'APPEAL_CLEAR', 'CONSENT_CHILD', 'CHILD_INFORMED'];
    const understands = (childLanguage: string): Happened =>
      ({ type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage, because: 'CHILD_SPEAKS_THE_LANGUAGE_OF_THE_PROCEDURE', confirmedHow: 'REPEATED_IN_OWN_WORDS' } });
    const saying = (...languages: readonly string[]) => corrected(prepared[0]!.id, prepared[0]!.type, { languages });
    const inFrench = prepared.map((fact) => ('language' in fact.data ? { ...fact, data: { ...fact.data, language: 'fra' } } as Fact : fact));
    for (const stranger of [true, false]) {
      const taken = withMore(prepared, { ...saying('fra'), stranger });
      expect(missingIn(taken)).toEqual(expect.arrayContaining(said));
      expect(missingIn(withMore(taken, understands('kir')))).toEqual([]);
      expect(missingIn(withMore(inFrench, { ...saying('kir', 'fra'), stranger }))).toEqual(expect.arrayContaining(said));
    }
    expect(missingIn(withMore(inFrench, understands('fra')))).toEqual([]);
  });

  it.each<readonly [FactCode, Happened]>([
    ['NO_OPEN_COERCION_REPORT', { type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], means: ['THREAT'] } }],
    ['NO_PROTECTION_CLAIM', { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } }],
    ['APPEAL_CLEAR', { type: 'repatriation.AppealLodged', data: { decisionRef: id('04'), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false } }],
    ['CONSENT_CHILD', { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', channel: 'BY_CONDUCT' } }],
    ['CARER_READY', { type: 'reintegration.CarerWithdrawn', data: { carerRef: 'grandmother', reason: 'OTHER' } }],
    ['NO_DANGER', { type: 'repatriation.DangerReported', data: { danger: 'RETALIATION' } }],
    ['REPRESENTATIVE_ACTIVE', { type: 'guardianship.ConflictDeclared', data: { guardianRef: guardian.actorRef, declaredBy: 'OTHER', ground: 'OTHER', conflictFrom: dayBefore } }],
  ])('of what took %s away does not give it back (ruling 12)', (code, report) => {
    const fallen = withMore(prepared, report);
    expect(missingIn(fallen)).toEqual([code]);
    expect(missingIn(withMore(fallen, retracted(fallen.at(-1)!.id, report.type)))).toEqual([code]);
  });
});

describe('What an appeal body sets aside', () => {
  const setAside = (target: string, more: object = {}): Happened => ({
    type: 'repatriation.AppealDecided', by: { ...lawyer, orgRef: 'bar-1' },
    data: { appealRef: uuid(9_100), decisionRef: target, result: 'UPHELD', final: true, instance: 'APPEAL', authority: { orgRef: 'court-1', orgType: 'COURT' }, bidBodyParticipation: 'YES', ...more },
  });
  const lawyerSays = { actorRef: 'lawyer-2', role: 'LAWYER', orgRef: 'bar-2', orgType: 'LEGAL_AID' } as const;
  const byCourt = { orgRef: 'court-2', orgType: 'COURT' };

  it('proves as little as what was withdrawn, whatever kind of event it is, in the record and in the append of the ruling', () => {
    const before = foldCaseFile(contexts, withMore(prepared, { ...authorised, id: way.authorisation }));
    for (const { id: target, type } of signed.filter((fact) => !registry.annulments.has(fact.type))) {
      for (const final of [true, false]) {
        const ruled = withMore(prepared, setAside(target, { final }));
        const lost = missingIn(withMore(prepared, retracted(target, type)));
        expect([type, missingIn(ruled)]).toEqual([type, lost]);
        const after = extended(contexts, before, { ...ruled.at(-1)!, revision: before.revision + 1 });
        expect([type, followed(registry, contexts, before, after.facts.at(-1)!, after, weighingAt(dayBefore))[0]]).toMatchObject([type, { type: 'repatriation.TransferHalted', data: { lost } }]);
      }
    }
  });
  it.each(alone.filter((type) => !registry.annulments.has(type)))('of %s is made good by the same act done again', (type) => {
    for (const fact of signed.filter((each) => each.type === type)) {
      const ruled = withMore(prepared, setAside(fact.id));
      expect(missingIn(withMore(ruled, again(fact)))).toEqual([]);
      expect(missingIn(withMore(ruled, retracted(ruled.at(-1)!.id, 'repatriation.AppealDecided')))).toEqual(missingIn(ruled));
    }
  });
  it.each<readonly [FactCode, Happened, (target: string) => Happened]>([
    ['NO_PROTECTION_CLAIM', { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM', againstState: 'KZ' } },
      (claimRef) => ({ type: 'repatriation.ProtectionClaimClosed', by: lawyerSays, data: { claimRef, kind: 'ASYLUM', result: 'REJECTED', protectsAgainst: [], authority: byCourt } })],
    ['APPEAL_CLEAR', { type: 'repatriation.AppealLodged', data: { decisionRef: id('04'), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false } },
      (appealRef) => ({ type: 'repatriation.AppealDecided', by: lawyerSays, data: { ...setAside(id('04')).data, appealRef, result: 'DISMISSED' } })],
    ['NO_OPEN_COERCION_REPORT', { type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], means: ['THREAT'] } },
      (reportRef) => ({ type: 'repatriation.CoercionInquiryClosed', by: lawyerSays, data: { reportRef, result: 'NO_COERCION_FOUND', inquiryBody: byCourt } })],
  ])('by which another body had ended what holds the journey up leaves %s unproven until that is ended anew', (code, report, end) => {
    const held = withMore(prepared, { ...report, at: '2026-03-01T09:00:00Z' });
    const ended = withMore(held, { ...end(held.at(-1)!.id), at: '2026-03-02T09:00:00Z' });
    expect([missingIn(held), missingIn(ended)]).toEqual([[code], []]);
    const quashed = withMore(ended, setAside(ended.at(-1)!.id));
    expect(missingIn(quashed)).toEqual([code]);
    expect(missingIn(withMore(quashed, end(held.at(-1)!.id)))).toEqual([]);
  });
});

describe('A correction', () => {
  it.each<readonly [FactCode, keyof typeof record, object, object]>([
    ['MINORITY', 'registration', { majorityOn: '2020-01-01' }, { majorityOn: '2030-07-23' }],
    ['CONSENT_CHILD', 'consentOfChild', { carerRef: 'aunt' }, { carerRef: 'grandmother' }],
    ['ORIGIN_STATE_READY', 'originAnswer', { validUntil: '2026-03-01T00:00:00Z' }, { validUntil: '2027-01-01T00:00:00Z' }],
    ['DOCUMENTS_READY', 'documents', { claimExposed: 'YES' }, { claimExposed: 'NO' }],
    ['NO_DANGER', 'risk', { result: 'DANGER' }, { result: 'NO_DANGER' }],
  ])('that takes %s away is not undone by another one', (code, step, fields, asItWas) => {
    const target = prepared.find(({ type, data }) => type === record[step].type && JSON.stringify(data) === JSON.stringify(record[step].data))!;
    const taken = withMore(prepared, corrected(target.id, target.type, fields));
    expect(missingIn(taken)).toEqual([code]);
    expect(missingIn(withMore(taken, corrected(target.id, target.type, asItWas)))).toEqual([code]);
    if (code !== 'MINORITY') expect(missingIn(withMore(taken, corrected(target.id, target.type, asItWas), again(target)))).toEqual([]);
  });

  it('of a report that was retracted before is read as it says, and takes away what it takes', () => {
    const harmless: Happened = { type: 'repatriation.TransferLegReported', data: { fromState: 'KG', toState: 'KG', means: 'BUS', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'] } };
    const told = withMore(prepared, harmless);
    const leg = told.at(-1)!;
    const withdrawn = withMore(told, retracted(leg.id, leg.type));
    expect(missingIn(withdrawn)).toEqual([]);
    const police = corrected(leg.id, leg.type, { escortOrgTypes: ['POLICE'] });
    const taken = ['ESCORT_CIVIL', 'NOT_CUSTODIAL_TRAVEL'];
    expect(missingIn(withMore(withdrawn, police))).toEqual(taken);
    const restated = foldCaseFile(contexts, withMore(withdrawn, police)).restated.get('repatriation') as { transfer: { escort?: object } };
    expect(restated.transfer.escort).toBeDefined();
    expect(missingIn(withMore(withdrawn, police, retracted(uuid(1_000 + withdrawn.length), 'record.Corrected')))).toEqual(taken);
    expect(missingIn(withMore(withdrawn, police, record.escort))).toEqual(['NOT_CUSTODIAL_TRAVEL']);
  });
  it('of proof that was retracted before gives nothing back', () => {
    const { id: target, type } = prepared.find((fact) => fact.type === 'repatriation.TimingAssessed')!;
    const taken = withMore(prepared, retracted(target, type));
    expect(missingIn(withMore(taken, corrected(target, type, { considered: ['SCHOOL'] })))).toEqual(missingIn(taken));
  });
  it('of the day of majority is made good by a document, whoever sent it and whatever it said', () => {
    const { id: target, type } = prepared.find((fact) => fact.type === record.registration.type)!;
    const shown: Happened = { type: 'identification.IdentityAttested', data: { shownBy: 'PASSPORT', documentRef: 'document-1', nationalities: ['KZ'], majorityOn: '2030-07-23' } };
    const taken = withMore(prepared, corrected(target, type, { majorityOn: '2020-01-01' }));
    expect(missingIn(withMore(taken, shown))).toEqual([]);
    expect(missingIn(withMore(prepared, shown, corrected(target, type, { majorityOn: '2020-01-01' })))).toEqual([]);
  });

  it('of what proves nothing differently takes nothing away', () => {
    const { id: target, type } = prepared.find((fact) => fact.type === 'repatriation.TimingAssessed')!;
    expect(missingIn(withMore(prepared, corrected(target, type, { considered: ['SCHOOL'] })))).toEqual([]);
  });

  it('and a retraction and a dispute, in whatever order and of whatever they name, bring no guarantee back', () => {
    const other = (fact: Fact, nth: number) => prepared.filter(({ type }) => type === fact.type).at(nth % prepared.length)?.data ?? fact.data;
    const step = fc.record({ kind: fc.constantFrom('retract', 'correct', 'date', 'dispute'), of: fc.nat(200), nth: fc.nat(3) });
    const told = ({ kind, of, nth }: { kind: string; of: number; nth: number }, facts: readonly Fact[]): Happened => {
      const target = facts[of % facts.length]!;
      if (kind === 'retract') return retracted(target.id, target.type);
      if (kind === 'dispute') return { type: 'record.Disputed', data: { target: target.id, targetType: target.type, by: 'CHILD' } };
      if (kind === 'correct') return corrected(target.id, target.type, other(target, nth));
      const at = ['2026-01-01T09:00:00Z', '2026-02-15T09:00:00Z', '2026-03-29T09:00:00Z'][nth % 3];
      return { type: 'record.Corrected', data: { target: target.id, targetType: target.type, targetVersion: 1, fields: {}, occurredAt: { from: at, precision: 'exact', zone: 'UTC', zoneData: 'test' }, reason: 'TRANSLATION' } };
    };
    const badNews: readonly Happened[] = [
      { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', channel: 'BY_CONDUCT' }, at: '2026-03-01T09:00:00Z' }, { ...consent('CHILD'), at: '2026-02-20T09:00:00Z' },
      { type: 'reintegration.CarerWithdrawn', data: { carerRef: 'grandmother', reason: 'OTHER' }, at: '2026-03-01T09:00:00Z' },
      { type: 'guardianship.LegalAidFailureReported', data: { lawyerRef: 'lawyer-1', failure: 'CHARGED_FEES' }, at: '2026-03-01T09:00:00Z' },
      { type: 'repatriation.DangerReported', data: { danger: 'OTHER' }, at: '2026-03-01T09:00:00Z' }, { ...record.risk, at: '2026-02-20T09:00:00Z' },
    ];
    fc.assert(fc.property(fc.subarray([...badNews]), fc.array(step, { minLength: 1, maxLength: 5 }), (news, steps) => {
      let facts = withMore(prepared, ...news);
      let proven = proofsOf(facts);
      for (const each of steps) {
        facts = withMore(facts, told(each, facts));
        const left = proofsOf(facts);
        expect(left.filter((code) => !proven.includes(code))).toEqual([]);
        proven = left;
      }
    }), { numRuns: 60 });
  });
});

/** What anybody may say that takes a guarantee away, each of its fields as it may be corrected, and by what the competent give the guarantee back. */
interface Ending { readonly report: Happened; readonly corrections: readonly object[]; readonly mended: (report: string) => readonly Happened[] }
const court = { orgRef: 'court-1', orgType: 'COURT' };
const words = { statement: 'words' };
const barLawyer = { ...lawyer, orgRef: 'bar-1' };
/** The carer was asked again, at home, after it had withdrawn. */
const { homeStudy, ...agreement } = record.carer.data as { homeStudy: object };
const confirmedAnew: Happened = { ...record.carer, data: { ...agreement, homeStudy: { ...homeStudy, doneOn: '2026-03-02' }, agreedOn: '2026-03-02' } };
const endings: readonly (readonly [FactCode, Ending])[] = [
  ['APPEAL_CLEAR', {
    report: { type: 'repatriation.AppealLodged', data: { decisionRef: id('04'), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false } },
    corrections: [{ decisionRef: id('03') }, { decisionRef: uuid(999) }, { externalDecision: { authority: court, kind: 'RETURN' } }, { instance: 'CASSATION' }, { lodgedFor: 'PARENT' }, { late: true }, { grounds: 'words' }],
    mended: (appealRef) => [{
      type: 'repatriation.AppealDecided', by: barLawyer,
      data: { appealRef, decisionRef: id('04'), result: 'DISMISSED', final: true, instance: 'FIRST_INSTANCE', authority: court, bidBodyParticipation: 'YES' },
    }],
  }],
  ['NO_PROTECTION_CLAIM', {
    report: { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM', againstState: 'KZ' } },
    corrections: [{ kind: 'STATELESSNESS' }, { againstState: 'UZ' }, { authority: court }, words],
    // Whichever kind of claim it was, that one is ended.
    mended: (claimRef) => ['ASYLUM', 'STATELESSNESS'].map((kind) => ({ type: 'repatriation.ProtectionClaimClosed', by: barLawyer, data: { claimRef, kind, result: 'REJECTED', protectsAgainst: [], authority: court } })),
  }],
  ['NO_OPEN_COERCION_REPORT', {
    report: { type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], means: ['THREAT'] } },
    corrections: [{ coerced: ['REPRESENTATIVE'] }, { coercedBy: { orgRef: 'camp-1', orgType: 'NGO' } }, { coercedByPerson: 'somebody' }, { means: ['DEPRIVATION_OF_LIBERTY'] }, words],
    mended: (reportRef) => [
      { type: 'repatriation.CoercionInquiryClosed', by: barLawyer, data: { reportRef, result: 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson-kg', orgType: 'OMBUDSPERSON' } } },
      { type: 'identification.LibertyCertified', by: { actorRef: 'ombudsperson-1', role: 'OMBUDSPERSON', orgRef: 'ombudsperson-kg', orgType: 'OMBUDSPERSON' }, data: { shownBy: 'CHILD_MET_ALONE' } },
      record.consentOfChild, record.consentOfGuardian,
    ],
  }],
  ['CONSENT_CHILD', {
    report: { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', channel: 'BY_CONDUCT' } },
    corrections: [{ whose: 'REPRESENTATIVE' }, { channel: 'THROUGH_SOMEBODY' }, { witnessRef: 'doctor-1' }, { words: 'words' }],
    mended: () => [record.consentOfChild, record.consentOfGuardian],
  }],
  ['CARER_READY', {
    report: { type: 'reintegration.CarerWithdrawn', data: { carerRef: 'grandmother', reason: 'OTHER' } },
    corrections: [{ carerRef: 'aunt' }, { reason: 'NO_MEANS' }, words],
    mended: () => [confirmedAnew],
  }],
  ['NO_DANGER', {
    report: { type: 'repatriation.DangerReported', data: { destinationState: 'KZ', danger: 'RETALIATION' } },
    corrections: [{ destinationState: 'UZ' }, { danger: 'OTHER' }, words],
    mended: () => [record.risk],
  }],
  ['ORIGIN_STATE_READY', {
    report: { type: 'repatriation.OriginReadinessWithdrawn', data: { destinationState: 'KZ', reason: 'OTHER' } },
    corrections: [{ destinationState: 'UZ' }, { reason: 'SECURITY' }, words],
    mended: () => [record.originAnswer],
  }],
  ['LEGAL_AID_ACTIVE', {
    report: { type: 'guardianship.LegalAidFailureReported', data: { lawyerRef: 'lawyer-1', failure: 'CHARGED_FEES' } },
    corrections: [{ lawyerRef: 'lawyer-2' }, { failure: 'NOT_UNDERSTOOD' }, words],
    mended: () => [record.lawyer, record.case],
  }],
  ['INTERPRETER_FIT', {
    report: { type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef: 'interpreter-1', unfitness: 'BROKE_CONFIDENCE' } },
    corrections: [{ interpreterRef: 'interpreter-2' }, { unfitness: 'OTHER' }, words],
    mended: () => [record.interpreter],
  }],
  ['REPRESENTATIVE_ACTIVE', {
    report: { type: 'guardianship.ConflictDeclared', data: { guardianRef: guardian.actorRef, declaredBy: 'OTHER', ground: 'OTHER', conflictFrom: dayBefore } },
    corrections: [{ guardianRef: 'guardian-bermet' }, { ground: 'FINANCIAL' }, { conflictFrom: '2026-01-01T00:00:00Z' }, words],
    mended: () => [{ type: 'guardianship.ConflictReportClosed', data: { guardianRef: guardian.actorRef, because: 'UNFOUNDED' } }],
  }],
];

describe('A correction of what took a guarantee away', () => {
  const reportedAt = '2026-03-01T09:00:00Z';
  /** Only the server says it: no correction names it. */
  const ofServer: readonly string[] = ['declaredBy'];

  it.each(endings)('leaves %s to be given back by those who are competent, whichever field it names and whoever sends it', (code, { report, corrections, mended }) => {
    const { properties } = registry.events.get(report.type)!.schema;
    expect(Object.keys(properties).filter((field) => !ofServer.includes(field) && !corrections.some((fields) => field in fields))).toEqual([]);
    const told = withMore(prepared, { ...report, at: reportedAt });
    const { id: target } = told.at(-1)!;
    const mend = (facts: readonly Fact[]) => withMore(facts, ...mended(target).map((each, index) => ({ ...each, at: `2026-03-03T09:0${index}:00Z` })));
    expect(missingIn(told)).toContain(code);
    expect(missingIn(mend(told))).toEqual([]);
    for (const fields of corrections) {
      for (const stranger of [false, true]) {
        const said = withMore(told, { ...corrected(target, report.type, fields), stranger });
        expect([fields, stranger, missingIn(mend(said))]).toEqual([fields, stranger, []]);
        // Nor where it was ended before: what the correction takes is certified again.
        const late = withMore(mend(told), { ...corrected(target, report.type, fields), stranger });
        expect([fields, stranger, missingIn(mend(late))]).toEqual([fields, stranger, []]);
      }
    }
  });
});

describe('A claim for protection that somebody corrects into another one', () => {
  const claimId = uuid(9_001);
  const teller = { actorRef: 'advocate', role: 'NGO_ADVOCATE', orgRef: 'ngo-1', orgType: 'NGO', purpose: 'PROTECTION' } as const;
  const court = { orgRef: 'court-1', orgType: 'COURT' };
  const opened: Happened = { type: 'repatriation.ProtectionClaimOpened', id: claimId, at: '2026-03-01T09:00:00Z', data: { kind: 'ASYLUM', againstState: 'KZ' } };
  const ended = (kind: string): Happened => ({ type: 'repatriation.ProtectionClaimClosed', data: { claimRef: claimId, kind, result: 'REJECTED', protectsAgainst: [], authority: court }, by: teller });
  const corrections = corrected(claimId, opened.type, { kind: 'TRAFFICKING', againstState: 'UZ' });

  it('is over once an end is certified of the one and of the other: what was decided on one kind of protection says nothing of another', () => {
    const claimed = withMore(prepared, opened);
    expect(missingIn(withMore(claimed, ended('ASYLUM')))).toEqual([]);
    for (const first of [[corrections, ended('ASYLUM')], [ended('ASYLUM'), corrections], [corrections, ended('TRAFFICKING')]]) {
      expect(missingIn(withMore(claimed, ...first))).toEqual(['NO_PROTECTION_CLAIM']);
      expect(missingIn(withMore(claimed, ...first, ended('ASYLUM'), ended('TRAFFICKING')))).toEqual([]);
    }
  });

  it('is certified in either kind and in no third one, and what was granted protects against the states of both', () => {
    const facts = withMore(prepared, opened, corrections);
    const { restated, participants } = foldCaseFile(contexts, facts);
    const decide = (more: object) => repatriation.decide(
      plainToInstance(AttestProtectionClaimClosed, { claimRef: claimId, result: 'REJECTED', authority: court, source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'judgment-1' }, ...more }),
      restated.get(repatriation.name) as Repatriation, { ...weighingAt(dayBefore), actor: teller, occurredAt: facts.at(-1)!.meta.occurredAt, participants, asRecorded: (target) => asRecordedIn(facts, target) },
    );
    for (const kind of ['ASYLUM', 'TRAFFICKING']) expect(decide({ kind })).toMatchObject([{ data: { kind } }]);
    expect(() => decide({ kind: 'STATELESSNESS' })).toThrow(BadForm);
    expect(decide({ kind: 'ASYLUM', result: 'GRANTED' })).toMatchObject([{ data: { protectsAgainst: ['UZ', 'KZ'] } }]);
  });
});

describe('What the door refuses, a correction takes away', () => {
  const attestedBy = (step: Step, part: string, more: object) => ({ [part]: { ...(record[step].data as Readonly<Record<string, object>>)[part], ...more } });
  const conflicting = (answer: string) => ({ answers: record.conflictCheck.data.answers.map(({ question }, nth) => ({ question, answer: nth === 0 ? answer : 'NO' })) });
  const police = { orgType: 'POLICE' };

  // Who had a conflict when it agreed for the child has not agreed.
  const speaks = ['REPRESENTATIVE_ACTIVE', 'CONSENT_REPRESENTATIVE'] as const;
  it.each<readonly [FactCode | readonly FactCode[], Step, object]>([
    [speaks, 'conflictCheck', conflicting('YES')],
    [speaks, 'conflictCheck', conflicting('UNKNOWN')],
    [speaks, 'conflictCheck', { employerType: 'POLICE' }],
    [speaks, 'conflictCheck', { guardianRef: 'somebody' }],
    ['CHILD_HEARD', 'hearing', attestedBy('hearing', 'interviewer', police)],
    ['CHILD_HEARD', 'hearing', attestedBy('hearing', 'interviewer', { conflictOfInterest: 'YES' })],
    ['CHILD_HEARD', 'hearing', attestedBy('hearing', 'interviewer', { trainedForChildren: 'UNKNOWN' })],
    ['CHILD_HEARD', 'hearing', attestedBy('hearing', 'interviewer', { personRef: guardian.actorRef })],
    ['BID_FINAL', 'studyHere', attestedBy('studyHere', 'assessor', police)],
    ['ORIGIN_STATE_READY', 'originAnswer', attestedBy('originAnswer', 'authority', police)],
    ['CENTRAL_AUTHORITY_OK', 'centralAuthority', attestedBy('centralAuthority', 'authority', police)],
    ['NO_DANGER', 'risk', { dangers: ['VIOLENCE_AT_HOME'] }],
  ])('%s, with a halt in the same append: %s → %j', (code, step, fields) => {
    const lost = [code].flat();
    const facts = withMore(prepared, { ...authorised, id: way.authorisation });
    const before = foldCaseFile(contexts, facts);
    const fact = facts.find(({ type, data }) => type === record[step].type && JSON.stringify(data) === JSON.stringify(record[step].data))!;
    // What a spec tells comes from no command, and only what a command gave is corrected.
    const target = { ...fact, meta: { ...fact.meta, command: { ...fact.meta.command, name: commandOf[step]! } } };
    const named = foldCaseFile(contexts, facts.map((each) => (each === fact ? target : each)));
    const occasion = { ...weighingAt(dayBefore), occurredAt: fact.meta.occurredAt, participants: before.participants, asRecorded: () => undefined };
    const correction = plainToInstance(RecordCorrection, { target: fact.id, fields, reason: 'MISTAKEN_ENTRY' });
    const [told] = recordContext.decide(correction, named.restated.get(recordContext.name), occasion);
    const after = foldCaseFile(contexts, withMore(facts, told as Happened));
    expect(missingIn(after.facts)).toEqual(lost);
    expect(followed(registry, contexts, before, after.facts.at(-1)!, after, weighingAt(dayBefore))).toMatchObject([
      { type: 'repatriation.TransferHalted', data: { lost } }, ...(code === 'BID_FINAL' ? [{ type: 'best-interests.DeterminationUnsettled' }] : []),
    ]);
  });

  it('and a check of a guardian that is withdrawn, until the guardian is checked and appointed anew, accepts and agrees', () => {
    const check = prepared.find(({ type }) => type === record.conflictCheck.type)!;
    const taken = withMore(prepared, retracted(check.id, check.type));
    expect(missingIn(taken)).toEqual(speaks);
    expect(missingIn(withMore(taken, retracted(taken.at(-1)!.id, 'record.Retracted')))).toEqual(speaks);
    const anew = [record.conflictCheck, record.appointment, record.mandate, record.consentOfGuardian].map((each) => ({ ...each, at: dayBefore }));
    expect(missingIn(withMore(taken, ...anew.slice(0, 3)))).toEqual(['CONSENT_REPRESENTATIVE']);
    expect(missingIn(withMore(taken, ...anew))).toEqual([]);
  });
});

describe('Somebody for whom a command was not made', () => {
  it('proves nothing by it: no guarantee rests on the word', () => {
    for (const fact of signed) {
      const unsigned = prepared.map((each) => (each === fact ? { ...each, meta: { ...each.meta, command: { ...each.meta.command, entitled: false as const } } } : each));
      expect([fact.type, missingIn(unsigned)]).not.toEqual([fact.type, []]);
    }
  });

  const withdrawn: Happened = { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', channel: 'THROUGH_SOMEBODY' } };
  it('takes away and halts like anybody (rulings 14 and 24), until the child itself agrees again before a witness', () => {
    const facts = withMore(withMore(prepared, { ...authorised, id: way.authorisation }), { ...withdrawn, stranger: true });
    const [before, after] = [foldCaseFile(contexts, facts.slice(0, -1)), foldCaseFile(contexts, facts)];
    const grown = extended(contexts, before, facts.at(-1)!);
    expect([grown.revision, grown.facts, grown.recorded, grown.restated]).toEqual([after.revision, after.facts, after.recorded, after.restated]);
    for (const { name } of contexts) expect(grown.readings.of(name)).toEqual(after.readings.of(name));
    expect(followed(registry, contexts, before, facts.at(-1)!, after, weighingAt(dayBefore)).map(({ type }) => type)).toEqual(['repatriation.TransferHalted', 'best-interests.DeterminationReopened']);
    const taken = withMore(prepared, { ...withdrawn, stranger: true, at: '2026-03-01T09:00:00Z' });
    expect(missingIn(taken)).toEqual(['CONSENT_CHILD']);
    expect(missingIn(withMore(taken, { ...consent('CHILD'), at: '2026-03-02T09:00:00Z' }))).toEqual([]);
  });

  it.each([['retracts', retracted], ['corrects', (target: string, type: string) => corrected(target, type, { purpose: 'OTHER' })]] as const)(
    'hides nothing from those who decide where it %s: the word is one reading of a gate, and no more', (_, told) => {
      const file = foldCaseFile(contexts, prepared);
      for (const { id: target, type } of signed) {
        const facts = withMore(prepared, { ...told(target, type), stranger: true });
        for (const after of [foldCaseFile(contexts, facts), extended(contexts, file, facts.at(-1)!)]) {
          expect([type, after.restated]).toEqual([type, after.recorded]);
          for (const { name } of contexts.filter((context) => !context.namesAll)) expect([type, name, after.restated.get(name)]).toEqual([type, name, file.restated.get(name)]);
        }
      }
    });

  it('spoils no evidence by what is proven twice: the word of the one entitled counts', () => {
    const twice = withMore(prepared, { ...record.documents, stranger: true });
    expect(missingIn(twice)).toEqual([]);
  });

  it('changes nothing at all by an act that only builds something up', () => {
    const file = foldCaseFile(contexts, prepared);
    const facts = withMore(prepared, { type: 'best-interests.AssessmentOpened', data: { trigger: 'DURABLE_SOLUTION' }, stranger: true, void: true });
    const after = foldCaseFile(contexts, facts);
    for (const { name } of contexts.filter((context) => !context.namesAll)) expect([name, after.restated.get(name)]).toEqual([name, file.restated.get(name)]);
    expect(followed(registry, contexts, file, facts.at(-1)!, after, weighingAt(dayBefore))).toEqual([]);
  });
});

describe('A registration that somebody withdraws', () => {
  const registration = prepared.find(({ type }) => type === 'identification.ChildFound')!;
  const attested: Happened = { type: 'identification.IdentityAttested', data: { shownBy: 'BIRTH_CERTIFICATE', nationalities: ['KG'] } };
  const lost = ['CHILD_REGISTERED', 'MINORITY'];

  it.each([['somebody on the case', false], ['a stranger', true]])('by %s is made good in every reading by an attestation since of who the child is, however often it is withdrawn in turn', (_, stranger) => {
    const taken = withMore(prepared, { ...retracted(registration.id, registration.type), stranger });
    expect(missingIn(taken)).toEqual(expect.arrayContaining(lost));
    const known = withMore(taken, attested);
    for (const code of lost) expect(missingIn(known)).not.toContain(code);
    for (const again of [retracted(taken.at(-1)!.id, 'record.Retracted'), retracted(registration.id, registration.type)]) {
      const anew = withMore(known, { ...again, stranger }, attested);
      for (const code of lost) expect(missingIn(anew)).not.toContain(code);
    }
    const attestationWithdrawn = withMore(known, { ...retracted(known.at(-1)!.id, 'identification.IdentityAttested'), stranger });
    expect(missingIn(attestationWithdrawn)).toEqual(expect.arrayContaining(lost));
    for (const code of lost) expect(missingIn(withMore(attestationWithdrawn, attested))).not.toContain(code);
  });
  it('by a stranger takes nothing from an earlier attestation of who the child is, and by somebody on the case asks for another', () => {
    const known = withMore(prepared, attested);
    const byStranger = withMore(known, { ...retracted(registration.id, registration.type), stranger: true });
    for (const code of lost) expect(missingIn(byStranger)).not.toContain(code);
    expect(missingIn(withMore(known, retracted(registration.id, registration.type)))).toEqual(expect.arrayContaining(lost));
  });
  it('is no other than one of which somebody says that the child is of age: a decision of a court on its birth makes that good', () => {
    const ofAge = withMore(prepared, { ...corrected(registration.id, registration.type, { majorityOn: '2020-01-01' }), stranger: true });
    expect(missingIn(ofAge)).toContain('MINORITY');
    expect(missingIn(withMore(ofAge, { ...attested, data: { shownBy: 'COURT_DECISION', nationalities: ['KG'], majorityOn: '2029-07-23' } }))).not.toContain('MINORITY');
  });
});

describe('A part that somebody has in the decision', () => {
  const escortedBy = (escortRef: string, orgRef = 'escorts-1') => ({ ...record.escort, data: { escorts: [{ escortRef, orgRef, orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }] } });
  const escort = prepared.find(({ type }) => type === 'repatriation.EscortAssigned')!;

  it('is not given up by a retraction, however often it is retracted in turn, nor by a correction or a successor', () => {
    const taken = withMore(prepared, escortedBy('doctor-1', 'ombudsperson-kz'), record.escort);
    const lost = ['CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'MONITORING_ARRANGED'];
    expect(missingIn(taken)).toEqual(lost);
    const part = taken.at(-2)!;
    const retractedOnce = withMore(taken, retracted(part.id, part.type));
    for (const said of [
      retractedOnce, withMore(retractedOnce, retracted(retractedOnce.at(-1)!.id, 'record.Retracted')), withMore(taken, corrected(part.id, part.type, escortedBy('somebody', 'escorts-2').data)),
    ]) expect(missingIn(said)).toEqual(expect.arrayContaining(lost));
  });
  it('can be told by a correction', () =>
    expect(missingIn(withMore(prepared, corrected(escort.id, escort.type, escortedBy('doctor-1').data)))).toEqual(expect.arrayContaining(['CONSENT_CHILD', 'CONSENT_REPRESENTATIVE'])));
  it('is told by somebody for whom the command was not made, too, and not by an act from which nothing follows', () => {
    const handedOver = { type: 'repatriation.HandoverReported', data: { sender: { personRef: 'doctor-1', orgType: 'NGO' }, receiver: { orgType: 'FAMILY' }, place: 'HOME', state: 'KZ', signedBySender: 'YES', signedByReceiver: 'YES' } };
    expect(missingIn(withMore(prepared, { ...handedOver, stranger: true }))).toEqual(['CONSENT_CHILD', 'CONSENT_REPRESENTATIVE']);
    expect(missingIn(withMore(prepared, { ...escortedBy('doctor-1'), stranger: true, void: true }))).toEqual([]);
  });
  it('halts a journey that is authorised in the same instant', () => {
    const before = foldCaseFile(contexts, withMore(prepared, authorised));
    const after = foldCaseFile(contexts, withMore(prepared, authorised, { ...escortedBy('doctor-1'), data: { escorts: [...(record.escort.data as { escorts: object[] }).escorts, ...escortedBy('doctor-1').data.escorts] } }));
    expect(followed(registry, contexts, before, after.facts.at(-1)!, after, weighingAt(dayBefore))).toMatchObject([{ type: 'repatriation.TransferHalted', data: { lost: ['CONSENT_CHILD', 'CONSENT_REPRESENTATIVE'] } }]);
  });
  it('follows from events that somebody declares', () => expect(Object.keys({ ...partsNamedIn, ...partsReportedIn }).filter((type) => !registry.events.has(type))).toEqual([]));
});
