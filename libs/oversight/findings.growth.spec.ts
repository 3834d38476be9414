import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { GrowingRecord } from './findings.growth.js';
import { foundBy } from './findings.js';
import { FoundSoFar } from './findings.looks.js';
import { findings } from './findings.projection.js';
import { childRecord } from './findings.record.js';
import { newestRuleSet, rulesIn } from './findings.rules.js';
import { changed, child, ended, found, happened, otherCentre, stay, transitCentre } from './findings.scenario.js';

const rules = rulesIn(newestRuleSet);

/** What can happen, in any order: stays that overlap and end, mandates, consents, decisions, and words about what was told before. */
const happenings: readonly ((earlier: string) => Happened)[] = [
  () => found({ majorityOn: '2026-03-20' }),
  () => stay({ groundCode: 'NO_DOCUMENTS', withAdults: 'YES', claimedMaximumDays: 3 }),
  () => changed({ facilityRef: otherCentre, groundCode: 'FAMILY_UNITY' }, '2026-03-05T06:00:00Z'),
  () => ended('2026-03-09T06:00:00Z'),
  () => happened('identification.DeprivationStarted', { ...stay().data, stayRef: 'elsewhere', facilityRef: otherCentre }, '2026-03-04T06:00:00Z'),
  () => happened('identification.DeprivationStarted', { ...stay().data, stayRef: 'again' }, '2026-03-10T06:00:00Z'),
  () => happened('identification.LibertyAssessed', { stayRef: 'stay', assessor: 'INDEPENDENT_MONITOR', recordedByType: 'NGO', custodial: 'YES', mayLeave: 'YES', nexus: 'ORDER' }, '2026-03-07T06:00:00Z'),
  () => happened('identification.SeparationStarted', { separationRef: 'apart', groundCode: 'PARENT_DETAINED', separatedFrom: [{ relation: 'MOTHER' }] }, '2026-03-02T06:00:00Z'),
  () => happened('identification.Reunited', { separationRef: 'apart' }, '2026-03-08T06:00:00Z'),
  () => happened('identification.FamilyLinkReported', { relativeRef: 'mother', relation: 'MOTHER', deprivedOfLiberty: 'YES', alive: 'YES' }, '2026-03-02T06:00:00Z'),
  () => happened('identification.DeathReported', { diedIn: 'KG', heldOrCaredFor: 'CUSTODY', causeClaimed: 'ILLNESS', contestedBy: [], examination: 'NONE' }, '2026-03-15T06:00:00Z'),
  () => happened('identification.DeathReportRefuted', { shownBy: 'CHILD_SEEN' }, '2026-03-16T06:00:00Z'),
  () => happened('guardianship.ConflictCheckCompleted', { guardianRef: 'aziza', employerType: 'NGO', answers: [] }, '2026-03-03T06:00:00Z'),
  () => happened('guardianship.GuardianAppointed', { guardianRef: 'aziza', organisationRef: 'guardians', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-03T06:00:00Z' }, '2026-03-03T06:00:00Z'),
  () => happened('guardianship.MandateAccepted', { guardianRef: 'aziza' }, '2026-03-04T06:00:00Z', { by: { actorRef: 'aziza', role: 'GUARDIAN' } }),
  () => happened('guardianship.GuardianSuspended', { guardianRef: 'aziza' }, '2026-03-11T06:00:00Z'),
  () => happened('guardianship.DecisionTakenWithoutRepresentative', { decision: 'RETURN', authorityType: 'POLICE' }, '2026-03-06T06:00:00Z'),
  () => happened('repatriation.OriginAnswered', { destinationState: 'UZ', answer: 'REFUSED' }, '2026-03-12T06:00:00Z'),
  () => happened('repatriation.RepatriationDecided', { outcome: 'REPATRIATION', destinationState: 'UZ', determination: 'bid' }, '2026-03-13T06:00:00Z', { by: { orgType: 'POLICE' } }),
  () => happened('repatriation.ReturnOutsideProcedureReported', { kind: 'EXPULSION', destinationState: 'UZ', held: 'YES' }, '2026-03-14T06:00:00Z'),
  () => happened('identification.StayPlaceChanged', {
    facilityRef: transitCentre,
    register: { kind: 'SHELTER', state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', exitControls: [{ value: 'OPEN', from: '2026-03-06', attested: true, eventId: 'opened' }], facilityRevision: 3, facilityEventId: 'opened' },
  }, '2026-03-06T06:00:00Z'),
  () => ({ ...found({ sex: 'FEMALE' }), by: { orgRef: 'another-office' } }),
  () => ({ ...found({ majorityOn: '2026-03-03', ageStatus: 'CLAIMED' }), by: { orgRef: 'another-office' } }),
  () => happened('identification.IdentityAttested', { majorityOn: '2026-03-08', nationalities: ['KG'] }, '2026-03-05T06:00:00Z'),
  () => happened('best-interests.ParentalDisputeReported', { parents: ['aziza', 'father'], over: ['CUSTODY'], proceeding: 'NONE' }, '2026-03-09T06:00:00Z'),
  (target) => happened('record.Disputed', { target }),
  (target) => happened('record.Disputed', { target, by: 'CHILD' }, '2026-03-10T06:00:00Z'),
  (target) => happened('record.Retracted', { target }),
  (target) => happened('record.Corrected', { target, fields: { facilityRef: transitCentre, groundCode: 'HEALTH' } }),
  (target) => happened('record.Corrected', { target, fields: {}, occurredAt: { from: '2026-03-18T06:00:00Z', precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'any' } }),
];

const stories = fc.array(fc.tuple(fc.nat(happenings.length - 1), fc.nat(30)), { minLength: 1, maxLength: 14 }).map((steps) => steps.map(([which, earlier], n) =>
  factOf({ ...happenings[which]!(`event-${earlier % (n + 1)}`), id: `event-${n}` }, n)));

describe('A record that grows', () => {
  it('shows after each fact what the whole record shows when it is read at once: no rule is left out that would answer otherwise', () => {
    fc.assert(fc.property(stories, (facts) => {
      const record = new GrowingRecord(child);
      const grown = new FoundSoFar(rules, record);
      for (const [n, fact] of facts.entries()) {
        record.add(fact);
        expect(grown.now()).toEqual(foundBy(rules, childRecord(child, { facts: facts.slice(0, n + 1) }, record.asOf)));
        expect(record.duties).toEqual(childRecord(child, { facts: facts.slice(0, n + 1) }, record.asOf).duties);
      }
    }), { numRuns: 60 });
  });

  it('gives the same rows fact by fact, as JSON in between, and from the beginning again', () => {
    fc.assert(fc.property(stories, (facts) => {
      const stream = `child-${child}`;
      let state = findings.initial;
      for (const fact of facts) {
        state = findings.evolve(state, fact);
        expect(findings.rows(stream, state)).toEqual(findings.rows(stream, JSON.parse(JSON.stringify(state))));
      }
      // A state of before can be asked again.
      const first = findings.evolve(findings.initial, facts[0]!);
      const asked = findings.rows(stream, first);
      findings.rows(stream, findings.evolve(first, facts[0]!));
      expect(findings.rows(stream, first)).toEqual(asked);
    }), { numRuns: 15 });
  });

  it('keeps the rows that a fact leaves as they were, as the same objects', () => {
    const stream = `child-${child}`;
    const rowsAfter = (facts: readonly Fact[]) => {
      let state = findings.initial;
      return facts.map((fact) => findings.rows(stream, state = findings.evolve(state, fact)).finding!);
    };
    const [before, after] = rowsAfter([stay({ groundCode: 'NO_DOCUMENTS' }), happened('identification.ConsulateContacted', {}, '2026-03-02T06:00:00Z', { id: 'consulate' })].map(factOf));
    expect(before!.length).toBeGreaterThan(2);
    expect(after!.filter((row) => before!.includes(row))).toEqual(before);
  });
  it('gives of each service what was waited for first, also where it was told later', () => {
    const [later, earlier] = [stay(), happened('identification.DeprivationStarted', { ...stay().data, stayRef: 'before' }, '2026-02-20T06:00:00Z')].map(factOf);
    const waitsFrom = (facts: readonly (Fact | undefined)[]) => {
      const state = facts.reduce((kept: unknown, fact) => findings.evolve(kept, fact!), findings.initial);
      return findings.rows(`child-${child}`, state).finding_wait!.filter(({ service }) => service === 'RELEASE_DEMAND').map((row) => row.waits_from);
    };
    expect(waitsFrom([later])).toEqual([later!.meta.occurredAt.from]);
    expect(waitsFrom([later, earlier])).toEqual(['2026-02-20T06:00:00.000Z']);
    expect(waitsFrom([earlier, later])).toEqual(['2026-02-20T06:00:00.000Z']);
  });
});
