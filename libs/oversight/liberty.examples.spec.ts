import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { restate } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { occurredAtOf } from '../case-file/occurred.js';
import type { Actor } from '../decider/actor.js';
import type { Command } from '../decider/command.js';
import type { Fact } from '../decider/event.js';
import { noParticipants } from '../decider/participants.js';
import { conflictQuestions } from '../guardianship/representative.events.js';
import { settingOf } from '../profiles/profiles.js';
import { libertyAudit, type LibertyAudit } from './liberty.audit.js';
import { majorityBy } from './liberty.childhood.js';
import { coverageOf } from './liberty.coverage.js';
import { coversIn, type CoverRule } from './liberty.safeguards.js';
import { almaty, bishkek, hourMs, instant, kyiv, moscow } from './liberty.scenario.js';
import { printRatio } from './population.arithmetic.js';

/** The worked examples of one child's audit (those of populations are in test/population.spec.ts), told by the commands by which anything is told, and stored in the form in which everything is. */

const advocate: Actor = { actorRef: 'advocate', role: 'NGO_ADVOCATE', orgRef: 'ngo', orgType: 'NGO', purpose: 'PROTECTION' };
const authority: Actor = { actorRef: 'authority', role: 'APPOINTING_AUTHORITY', orgRef: 'office', orgType: 'GUARDIANSHIP', purpose: 'GUARDIANSHIP' };
const guardian = (actorRef: string): Actor => ({ actorRef, role: 'GUARDIAN', orgRef: 'guardians', orgType: 'NGO', purpose: 'GUARDIANSHIP' });
const caseWorker: Actor = { actorRef: 'worker', role: 'CASE_WORKER', orgRef: 'protection', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' };
const later = '2027-01-01T00:00:00Z';

/** A child's record, to which command after command is told. */
class Telling {
  readonly facts: Fact[] = [];

  constructor(readonly zone: string) {}

  /** @param known when it is recorded; left out, long after all of it */
  tell(name: string, at: string, body: object, { by = advocate, known = later }: { by?: Actor; known?: string } = {}): this {
    const commandClass = registry.commands.find(({ declaration }) => declaration.name === name)!;
    const { declaration } = commandClass;
    const reported = declaration.kind === 'RECORD' ? { source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' } } : {};
    const when = declaration.kind === 'DECIDE' ? {} : { occurredAt: { at, zone: this.zone } };
    const command = plainToInstance(commandClass, { ...reported, ...when, ...body }) as Command;
    expect(validateSync(command, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
    const context = registry.contextOf(declaration);
    // What is decided is so from when it was decided.
    const now = new Date(declaration.kind === 'DECIDE' ? at : known);
    const occurredAt = occurredAtOf(command, now);
    const state = this.facts.reduce((folded, fact) => context.evolve(folded, fact), context.initial);
    const decided = context.decide(command, state, { now, occurredAt, actor: by, childRef: 'child-1', setting: settingOf('KG', now), foreign: new Map(), participants: noParticipants, asRecorded: () => undefined });
    for (const { type, data } of decided) {
      const revision = this.facts.length;
      const stored = JSON.parse(JSON.stringify(data)) as Fact['data'];
      registry.assertStored({ type, data: stored as never, meta: { schemaVersion: registry.events.get(type)!.version } });
      const { purpose, ...recordedBy } = by;
      this.facts.push({
        type, data: stored, id: `event-${revision}`, stream: 'child-1', revision, position: String(revision), recordedAt: now,
        meta: {
          schemaVersion: 1, occurredAt, recordedBy, purpose, jurisdiction: 'KG',
          source: command.source, command: { name, kind: declaration.kind, key: String(revision), hash: '' },
        },
      } as unknown as Fact);
    }
    return this;
  }

  held(from: string, to?: string, { stayRef = from, end = 'RELEASE', ...more }: { stayRef?: string; end?: string } & Record<string, unknown> = {}): this {
    this.tell('RecordDeprivationStarted', from, { stayRef, settingKind: 'POLICE_CELL', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER', ...more });
    return to === undefined ? this : this.tell('RecordDeprivationEnded', to, { stayRef, endReason: end });
  }

  audit(asOf = later, { known }: { known?: string } = {}): LibertyAudit {
    return libertyAudit(this.facts.filter(({ recordedAt }) => known === undefined || recordedAt.getTime() <= instant(known)), new Date(asOf));
  }
}

const child = (zone: string): Telling => new Telling(zone);
const registration = { foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', languages: [], nationalityClaims: [] };
const figure = ({ elapsedMs, localDays, nights }: LibertyAudit['figures']['DEPRIVED']) => ({ H: elapsedMs.atLeast / hourMs, D: localDays.atLeast, nights: nights.atLeast });
const headline = (audit: LibertyAudit) => figure(audit.figures.DEPRIVED);

const appointed = (guardianRef: string, from: string) => ({
  guardianRef, organisationRef: 'guardians', employerType: 'NGO', conflictCheck: conflictQuestions.map((question) => ({ question, answer: 'NO' })), caseload: 1, model: 'PROFESSIONAL', scope: ['LEGAL'], from,
});

describe('the worked examples, told as events', () => {
  it.each([
    ['T01', bishkek, '2026-03-02T09:30', '2026-03-05T16:00', { H: 78.5, D: 4, nights: 3 }],
    ['T02', bishkek, '2026-03-02T08:00', '2026-03-02T20:15', { H: 12.25, D: 1, nights: 0 }],
    ['T03', bishkek, '2026-03-01T22:00', '2026-03-02T00:00', { H: 2, D: 1, nights: 0 }],
    ['T10a', kyiv, '2026-10-24T12:00', '2026-10-26T12:00', { H: 49, D: 3, nights: 2 }],
    ['T10b', kyiv, '2026-03-28T12:00', '2026-03-30T12:00', { H: 47, D: 3, nights: 2 }],
  ])('%s hours, days and nights', (_, zone, from, to, expected) => {
    const audit = child(zone).held(from, to).audit();
    expect(headline(audit)).toEqual(expected);
    expect(audit.episodes).toHaveLength(1);
  });

  it('T05 a chain: net 168 hours, gross 190, and an alarm for the gap of 22 (CAL-7)', () => {
    const audit = child(kyiv).held('2026-05-01T10:00', '2026-05-04T10:00').held('2026-05-05T08:00', '2026-05-09T08:00').audit();
    expect(audit.episodes).toHaveLength(2);
    expect(headline(audit)).toMatchObject({ H: 168, D: 9 });
    const [chain, ...others] = audit.chains;
    expect(others).toEqual([]);
    expect([chain!.netMs.atLeast / hourMs, chain!.grossMs.atLeast / hourMs, chain!.gapsMs.map((gap) => gap / hourMs)]).toEqual([168, 190, [22]]);
    expect(audit.rapidRedetentions).toMatchObject([{ code: 'RAPID_REDETENTION', gapMs: 22 * hourMs }]);
  });

  it.each([[168, 1], [168.5, 2]])('a gap of %d hours leaves %d chain(s), and 72 hours are no rapid re-detention (R26)', (gap, chains) => {
    const next = (hours: number) => new Date(instant('2026-05-04T07:00:00Z') + hours * hourMs).toISOString();
    expect(child(kyiv).held('2026-05-01T10:00', '2026-05-04T10:00').held(next(gap), '2026-05-20T08:00').audit().chains).toHaveLength(chains);
    expect(child(kyiv).held('2026-05-01T10:00', '2026-05-04T10:00').held(next(72), '2026-05-20T08:00').audit().rapidRedetentions).toEqual([]);
    expect(child(kyiv).held('2026-05-01T10:00', '2026-05-04T10:00').held(next(71), '2026-05-20T08:00').audit().rapidRedetentions).toHaveLength(1);
  });

  it('T06 a guarded hospital stay in the middle is one episode of three segments', () => {
    const audit = child(almaty).held('2026-06-01T08:00', undefined, { stayRef: 's' })
      .tell('RecordDeprivationSettingChanged', '2026-06-03T08:00', { stayRef: 's', settingKind: 'HOSPITAL', guarded: 'YES', medicalIndication: { value: 'YES' } })
      .tell('RecordDeprivationSettingChanged', '2026-06-06T08:00', { stayRef: 's', settingKind: 'POLICE_CELL' })
      .tell('RecordDeprivationEnded', '2026-06-08T08:00', { stayRef: 's', endReason: 'RELEASE' }).audit();
    expect([audit.episodes.length, audit.segments.length]).toEqual([1, 3]);
    expect(headline(audit)).toMatchObject({ H: 168, D: 8 });
  });

  it('T07 two sources are united: 204 hours and not 288', () => {
    const audit = child(bishkek).held('2026-02-01T12:00', '2026-02-06T12:00').held('2026-02-03T00:00', '2026-02-10T00:00').audit();
    expect([headline(audit), audit.overlapMs / hourMs]).toEqual([{ H: 204, D: 9, nights: 8 }, 84]);
  });

  it('T08 an open episode has a tail that nobody has confirmed', () => {
    const audit = child(bishkek).held('2026-09-01T06:00:00Z', undefined, { lastConfirmedAt: '2026-09-08T04:00:00Z' }).audit('2026-09-11T06:00:00Z');
    expect(headline(audit)).toMatchObject({ H: 240, D: 11 });
    expect(audit.episodes[0]).toMatchObject({ open: true, confirmation: { confirmedMs: 166 * hourMs, unconfirmedTailMs: 74 * hourMs } });
  });

  it('T11 childhood ends in custody: 111 hours of the 240 are a child\'s (CAL-12)', () => {
    const told = child(moscow).tell('RegisterChildFound', '2026-08-01', { ...registration, ageStatus: 'DOCUMENTED', majorityOn: '2026-08-15' }, { known: '2026-08-02T00:00:00Z' }).held('2026-08-10T09:00', '2026-08-20T09:00');
    const audit = told.audit();
    expect([figure(audit.episodes[0]!.figure), headline(audit), figure(audit.asAdult.DEPRIVED)]).toMatchObject([{ H: 240, D: 11 }, { H: 111, D: 5 }, { H: 129, D: 6 }]);
    expect(figure(audit.episodes[0]!.childTime)).toMatchObject({ H: 111, D: 5 });
  });

  it('T12 a presumed child whom a document shows to be none leaves the headline, and only for those who know it', () => {
    const told = child(moscow)
      .tell('RegisterChildFound', '2026-01-10', { ...registration, ageStatus: 'PRESUMED', majorityOn: '2026-11-10' }, { known: '2026-01-11T00:00:00Z' });
    told.tell('RecordDeprivationStarted', '2026-03-01T00:00:00Z', { stayRef: 's', settingKind: 'POLICE_CELL', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER' }, { known: '2026-03-12T00:00:00Z' })
      .tell('RecordDeprivationEnded', '2026-03-11T00:00:00Z', { stayRef: 's', endReason: 'RELEASE' }, { known: '2026-03-12T00:00:00Z' })
      .tell('AttestIdentity', '2026-04-01', { shownBy: 'BIRTH_CERTIFICATE', nationalities: [], majorityOn: '2025-05-05' }, { by: caseWorker, known: '2026-04-01T12:00:00Z' });
    const before = told.audit('2026-03-15T00:00:00Z', { known: '2026-03-15T00:00:00Z' });
    expect([headline(before), before.treatedAsPresumedChild]).toMatchObject([{ H: 240, D: 11 }, []]);
    const after = told.audit('2026-04-02T00:00:00Z', { known: '2026-04-02T00:00:00Z' });
    expect([headline(after), after.treatedAsPresumedChild.map(figure)]).toMatchObject([{ H: 0, D: 0 }, [{ H: 240, D: 11 }]]);
  });

  it('T14 a guardian came late and was suspended: 110.5 of 240 hours uncovered (CAL-14)', () => {
    const at = { first: '2026-03-06T12:00:00+06:00', suspended: '2026-03-08T12:00:00+06:00', second: '2026-03-09T00:00:00+06:00' };
    const audit = child(bishkek).held('2026-03-02T09:30', '2026-03-12T09:30')
      .tell('AppointGuardian', at.first, appointed('first', at.first), { by: authority }).tell('AcceptMandate', at.first, {}, { by: guardian('first') })
      .tell('SuspendGuardian', at.suspended, { guardianRef: 'first', ground: 'UNREACHABLE' }, { by: authority })
      .tell('AppointGuardian', at.second, appointed('second', at.second), { by: authority }).tell('AcceptMandate', at.second, {}, { by: guardian('second') }).audit();
    const { latencyMs, uncoveredMs, longestGapMs, coveredMs } = audit.safeguards[0]!.covers.GUARDIAN;
    expect([latencyMs! / hourMs, uncoveredMs.atLeast / hourMs, longestGapMs / hourMs, coveredMs.atLeast / hourMs]).toEqual([98.5, 110.5, 98.5, 129.5]);
    expect(printRatio(BigInt(coveredMs.atLeast) * 100n, BigInt(240 * hourMs), 2)).toBe('53.96');
  });

  describe('T14 in its second version: nobody is covered by a guardian who may not act', () => {
    const at = { appointed: '2026-03-06T12:00:00+06:00', word: '2026-03-08T12:00:00+06:00' };
    const covered = ({ facts }: Telling, rule?: CoverRule) => {
      const { covers } = libertyAudit(facts, new Date(later)).safeguards[0]!;
      return rule === undefined ? covers.GUARDIAN.coveredMs.atLeast / hourMs : coverageOf(libertyAudit(facts, new Date(later)).episodes[0]!, coversIn(restate(facts), rule).GUARDIAN, instant(later)).coveredMs.atLeast / hourMs;
    };
    const guarded = () => child(bishkek).held('2026-03-02T09:30', '2026-03-12T09:30')
      .tell('AppointGuardian', at.appointed, appointed('first', at.appointed), { by: authority }).tell('AcceptMandate', at.appointed, {}, { by: guardian('first') });
    const [check, acceptance] = ['event-2', 'event-4'];
    const told = (telling: Telling, type: string, data: object, by: Actor = authority): Telling => {
      const revision = telling.facts.length;
      const { purpose, ...recordedBy } = by;
      telling.facts.push({
        ...telling.facts[0]!, type, data, id: `event-${revision}`, revision, position: String(revision), recordedAt: new Date(at.word),
        meta: { ...telling.facts[0]!.meta, occurredAt: { from: at.word, precision: 'exact', zone: bishkek, zoneData: 'test' }, recordedBy, purpose },
      } as unknown as Fact);
      return telling;
    };
    const dispute = { parents: ['first', 'father'], over: ['CUSTODY'], proceeding: 'NONE' };

    it('is covered by one whose check found nothing, and who accepted', () => expect(covered(guarded())).toBe(141.5));
    it.each([
      ['whose check for conflicts was withdrawn', 'record.Retracted', { target: check }, 0],
      ['whose check reads otherwise now', 'record.Corrected', { target: check, fields: { employerType: 'POLICE' } }, 0],
      ['who accepted nothing, as the child says, from then on', 'record.Disputed', { target: acceptance, by: 'CHILD' }, 48],
      ['who was not checked, as the child says, from then on', 'record.Disputed', { target: check, by: 'CHILD' }, 48],
      ['who is in dispute over the child, from then on', 'best-interests.ParentalDisputeReported', dispute, 48],
      ['whose mandate an appeal body sets aside, from then on', 'guardianship.MandateAnnulled', { guardianRef: 'first', appointment: 'event-3' }, 48],
    ])('is not covered by one %s', (_, type, data, hours) => {
      expect(covered(told(guarded(), type, data))).toBe(hours);
      // An older report comes out as it did.
      expect(covered(told(guarded(), type, data), 'CAL-14@1')).toBe(141.5);
    });
    it('goes on to be covered, in its third version, by one who is replaced, until the mandate begins of the one who has accepted to follow', () => {
      const begins = '2026-03-10T12:00:00+06:00';
      const handedOver = guarded().tell('ReplaceGuardian', at.word, { ...appointed('second', begins), formerGuardianRef: 'first', reason: 'MOVED' }, { by: authority }).tell('AcceptMandate', at.word, {}, { by: guardian('second') });
      expect([undefined, 'CAL-14@2' as const].map((rule) => covered(handedOver, rule))).toEqual([141.5, 93.5]);
    });
    it('is not covered by one who says so itself of the check, from then on, and is of whatever a stranger says', () => {
      const denied = { target: check, by: 'OTHER' };
      expect([guardian('first'), guardian('stranger')].map((by) => covered(told(guarded(), 'record.Disputed', denied, by)))).toEqual([48, 141.5]);
    });
    it('is not covered since when a conflict that was found has existed, and is where an appeal body lifts that again', () => {
      const suspended = told(guarded(), 'guardianship.GuardianSuspended', { guardianRef: 'first', ground: 'CONFLICT_FOUND', conflictFrom: '2026-03-07T12:00:00+06:00' });
      expect([undefined, 'CAL-14@1' as const].map((rule) => covered(suspended, rule))).toEqual([24, 24]);
      expect(covered(told(suspended, 'guardianship.SuspensionLifted', { guardianRef: 'first', suspension: 'event-5' }))).toBe(141.5);
    });
    it('is covered again once the authority finds that there is no dispute', () => {
      const looked = (because: string, by = authority) => told(told(guarded(), 'best-interests.ParentalDisputeReported', dispute), 'best-interests.ParentalDisputeEnded', { parents: dispute.parents, because }, by);
      const later = (telling: Telling) => {
        const last = telling.facts.pop()!;
        telling.facts.push({ ...last, meta: { ...last.meta, occurredAt: { ...last.meta.occurredAt, from: '2026-03-09T12:00:00+06:00' } } });
        return telling;
      };
      expect(covered(later(looked('UNFOUNDED')))).toBe(117.5);
      expect(covered(later(looked('SETTLED')))).toBe(48);
      expect(covered(later(looked('UNFOUNDED', { ...caseWorker, orgType: 'COURT' })))).toBe(48);
    });
  });

  it('T15 the first review 12 hours late, the second 7 days, none overdue now (CAL-15)', () => {
    const review = { reviewer: { orgType: 'COURT', orgRef: 'court-1' }, independent: 'YES', court: 'YES', childPresent: 'YES', lawyerPresent: 'YES', interpreterPresent: 'YES', outcome: 'CONTINUED' };
    const told = child(bishkek).held('2026-01-05T00:00:00Z').tell('RecordReviewHeld', '2026-01-06T12:00:00Z', review).tell('RecordReviewHeld', '2026-01-27T12:00:00Z', review);
    const expected = { waits: [{ overdueMs: 12 * hourMs }, { overdueMs: 7 * 24 * hourMs }], overdueMs: (12 + 7 * 24) * hourMs, overdueNow: false, sinceLastMs: 204 * hourMs };
    expect(told.audit('2026-02-05T00:00:00Z').safeguards[0]!.reviews).toMatchObject(expected);
    expect(told.audit('2026-02-05T00:00:00Z').chains[0]!.reviews).toMatchObject(expected);
    // One by the holder resets nothing.
    told.tell('RecordReviewHeld', '2026-02-09T12:00:00Z', { ...review, reviewer: { orgType: 'CUSTODIAL' } });
    expect(told.audit('2026-02-10T12:00:00Z').safeguards[0]!.reviews.overdueNow).toBe(false);
    expect(told.audit('2026-02-10T12:00:01Z').safeguards[0]!.reviews.overdueNow).toBe(true);
  });

  it('the clock of a chain runs on through a gap, in which nothing is overdue (CAL-15, R19)', () => {
    const [chain] = child(bishkek).held('2026-01-05T00:00:00Z', '2026-01-07T00:00:00Z').held('2026-01-09T00:00:00Z').audit('2026-01-10T00:00:00Z').chains;
    expect(chain!.reviews).toMatchObject({ waits: [{ due: instant('2026-01-06T00:00:00Z') }], overdueMs: 48 * hourMs, overdueNow: true, sinceLastMs: 120 * hourMs });
  });

  it('T19 a hospital is deprivation from the fall of the indication: 288 of 336 hours', () => {
    const audit = child(moscow).held('2026-02-10T14:00', '2026-02-24T14:00', {
      settingKind: 'HOSPITAL', nexus: 'ACQUIESCENCE', guarded: 'NO', medicalIndication: { value: 'YES', until: '2026-02-12T14:00:00+03:00' },
    }).audit();
    expect([headline(audit), figure(audit.figures.NOT_DEPRIVED).H]).toMatchObject([{ H: 288, D: 13 }, 48]);
  });

  it('T20 a child in open care whose mother is held: no deprivation, 360 hours of separation (CAL-20)', () => {
    const audit = child(moscow).held('2026-03-10T12:00', '2026-03-25T12:00', { settingKind: 'SHELTER', mayLeave: 'YES', nexus: 'NONE' })
      .tell('RecordSeparation', '2026-03-10T12:00', { separationRef: 'mother', separatedFrom: [{ personRef: 'mother', relation: 'MOTHER' }], groundCode: 'PARENT_DETAINED' })
      .tell('RecordContact', '2026-03-18T11:00', { with: [{ personRef: 'mother', relation: 'MOTHER' }], channel: 'PHONE', supervised: 'YES' })
      .tell('RecordReunification', '2026-03-25T12:00', { separationRef: 'mother' }).audit();
    expect(headline(audit).H).toBe(0);
    expect(figure(audit.separation.total)).toMatchObject({ H: 360, D: 16 });
    expect(Object.keys(audit.separation.byCause)).toEqual(['PARENT_DETAINED']);
    expect(audit.separation.contactWaits).toEqual([{ cause: 'PARENT_DETAINED', latencyMs: 191 * hourMs }]);
  });

  it('separations for two causes are counted each, and united in the total (CAL-20, R35)', () => {
    const { separation } = child(moscow)
      .tell('RecordSeparation', '2026-03-10T12:00', { separationRef: 'mother', separatedFrom: [{ personRef: 'mother', relation: 'MOTHER' }], groundCode: 'PARENT_DETAINED' })
      .tell('RecordSeparation', '2026-03-11T12:00', { separationRef: 'brother', separatedFrom: [{ personRef: 'brother', relation: 'SIBLING' }], groundCode: 'CHILD_DETAINED' })
      .tell('RecordReunification', '2026-03-12T12:00', { separationRef: 'mother' }).tell('RecordReunification', '2026-03-14T12:00', { separationRef: 'brother' }).audit();
    expect([figure(separation.total).H, ...Object.entries(separation.byCause).map(([cause, each]) => [cause, figure(each).H])]).toEqual([96, ['CHILD_DETAINED', 72], ['PARENT_DETAINED', 48]]);
  });

  it('T24 22 school days without school (R18)', () => {
    const held = () => child('Asia/Tashkent').held('2026-09-01T08:00', '2026-09-30T08:00', { state: 'UZ' });
    expect(headline(held().audit())).toMatchObject({ H: 696, D: 30 });
    expect(held().audit().schoolDaysMissed).toHaveLength(22);
    const school = { level: 'PRIMARY', barriers: [], motherTongueTeaching: 'NO', free: 'YES' };
    const taught = held().tell('RecordEducationAccess', '2026-09-14T09:00', { ...school, access: 'STARTED' }).tell('RecordEducationAccess', '2026-09-18T15:00', { ...school, access: 'ENDED' });
    expect(taught.audit().schoolDaysMissed).toHaveLength(17);
  });

  it('T26 a private clinic is private confinement', () => {
    const audit = child(moscow).held('2026-02-10T14:00', '2026-02-20T14:00', { settingKind: 'HOSPITAL', nexus: 'NONE', guarded: 'NO', medicalIndication: { value: 'NO' } }).audit();
    expect([headline(audit).H, audit.acquiescenceToCheck.length, figure(audit.figures.PRIVATE_CONFINEMENT).H]).toEqual([0, 1, 240]);
  });
});

describe('the day on which childhood ends (CAL-12, R16)', () => {
  const attested = (majorityOn: string | undefined, documented = false) => ({ majorityOn, documented, knownFrom: 0 });
  it.each([
    ['of two assessments that of the youngest', [attested('2026-08-15'), attested('2026-11-10'), attested('2026-09-01')], '2026-11-10'],
    ['of two documents that of the youngest', [attested('2026-08-15', true), attested('2026-07-01', true)], '2026-08-15'],
    ['a document before an assessment', [attested('2026-11-10'), attested('2025-05-05', true)], '2025-05-05'],
    ['none where an equal one names none', [attested('2026-08-15'), attested(undefined)], undefined],
  ])('is, %s', (_, attestations, day) => expect(majorityBy(attestations)).toBe(day));
});

describe('what several say of one stay, told as events', () => {
  const open = () => child(bishkek).held('2026-03-02T08:00', '2026-03-12T08:00', { stayRef: 's', mayLeave: 'YES' });
  const says = (assessor: string, mayLeave: string) => ({ stayRef: 's', assessor, mayLeave, factors: [{ factor: 'EXIT_LOCKED', answer: 'YES' }, { factor: 'GUARDS', answer: 'YES' }] });

  it('an independent monitor goes before the report, which is shown beside it', () => {
    const audit = open().tell('AssessLibertyClassification', '2026-03-05T08:00', says('INDEPENDENT_MONITOR', 'NO')).audit();
    expect(headline(audit).H).toBe(168);
    expect(audit.segments.at(-1)).toMatchObject({ class: 'DEPRIVED', contestedBy: [{ class: 'NOT_DEPRIVED', assessor: 'NGO_VISIT' }] });
  });
  it('the word of a body that holds children is an authority\'s, whomever it names', () => {
    const custodial: Actor = { ...caseWorker, orgType: 'CUSTODIAL' };
    const closed = child(bishkek).held('2026-03-02T08:00', '2026-03-12T08:00', { stayRef: 's', factors: [{ factor: 'EXIT_LOCKED', answer: 'YES' }, { factor: 'GUARDS', answer: 'YES' }] });
    const audit = closed.tell('AssessLibertyClassification', '2026-03-05T08:00', says('INDEPENDENT_MONITOR', 'YES'), { by: custodial }).audit();
    expect(headline(audit).H).toBe(240);
    expect(audit.segments.at(-1)).toMatchObject({ contestedBy: [{ class: 'NOT_DEPRIVED', assessor: 'AUTHORITY' }] });
  });
  it('a restriction of leaving counts until it ends', () =>
    expect(headline(open().tell('RecordLeaveRestriction', '2026-03-05T08:00', { stayRef: 's', restrictions: ['WHOLE_PLACE_CLOSED'], mayLeave: 'NO', until: '2026-03-06T08:00:00+06:00' }).audit()).H).toBe(24));
});
