import type { Fact } from '../decider/event.js';
import { EmergencyCareStarted, PlacementDecided } from '../identification/care.events.js';
import { DocumentedAsAbandoned } from '../identification/finding.events.js';
import { AdoptionProceedingReported, FamilyLinkReported, RelativeClaimRefused, Reunited, SeparationStarted } from '../identification/family.events.js';
import { ParentIdentityAttested } from '../identification/identity.events.js';
import { act, body, findingRule, lasting } from './findings.js';
import { at, factsOf, type ChildRecord } from './findings.record.js';
import { isParent } from './findings.liberty.js';
import { custodians, firstAfter, mayTouch, stayParts } from './findings.stays.js';

/** What is done to a child's family, and how the child is cared for. */

export const separatedBecauseParentDetained = findingRule({
  code: 'SEPARATED_BECAUSE_PARENT_DETAINED', version: 1, severity: 'GRAVE',
  promise: 'If parents need supervision they are not deprived of liberty: alternatives keep the family whole.',
  basis: 'International Child Repatriation Guidelines, guarantee 7; CRC art. 9',
  check: (record) => separations(record, ['PARENT_DETAINED']),
});

export const inadmissibleSeparationGround = findingRule({
  code: 'INADMISSIBLE_SEPARATION_GROUND', version: 1, severity: 'GRAVE',
  promise: 'Migration status, poverty, a disability or a diagnosis alone is never the danger that separates a child from its family.',
  basis: 'International Child Repatriation Guidelines, guarantee 7; CRC art. 9(1); UN General Assembly resolution 64/142, para. 15',
  check: (record) => separations(record, ['MIGRATION_STATUS', 'POVERTY', 'DISABILITY', 'DIAGNOSIS']),
});

function separations(record: ChildRecord, grounds: readonly Fact<typeof SeparationStarted>['data']['groundCode'][]) {
  return factsOf(record, SeparationStarted).filter(({ data }) => grounds.includes(data.groundCode)).map((fact) => {
    const reunited = factsOf(record, Reunited).find(({ data }) => data.separationRef === (fact.data.separationRef ?? fact.id));
    return lasting(fact, reunited, { concerns: body(fact, fact.data.order?.issuedBy), details: { grounds: [fact.data.groundCode] } });
  });
}

export const mislabelledAbandoned = findingRule({
  code: 'MISLABELLED_ABANDONED', version: 1, severity: 'GRAVE',
  promise: 'A child whose parent is known is not written up as abandoned.',
  basis: 'International Child Repatriation Guidelines, guarantee 7 and "The simplest way to formalize"; CRC art. 7 and 8',
  check: (record) => factsOf(record, DocumentedAsAbandoned).flatMap((fact) => {
    const parents = knownParents(record);
    if (fact.data.parentsKnown !== 'YES' && parents.length === 0) return [];
    return [lasting(fact, undefined, { concerns: body(fact, fact.data.authority), alsoShownBy: parents.map(({ id }) => id) })];
  }),
});

/** A parent whom somebody has named, and whom nobody has reported dead since; or whom a document shows. */
export function knownParents(record: ChildRecord): readonly Fact[] {
  const links = factsOf(record, FamilyLinkReported).filter(({ data }) => isParent(data.relation));
  const dead = (ref: string) => links.findLast(({ data }) => data.relativeRef === ref && data.alive !== undefined)?.data.alive === 'NO';
  return [...links.filter(({ data }) => !dead(data.relativeRef)), ...factsOf(record, ParentIdentityAttested).filter(({ data }) => !dead(data.parentRef))];
}

export const adoptionWithKnownParent = findingRule({
  code: 'ADOPTION_WITH_KNOWN_PARENT', version: 1, severity: 'GRAVE',
  promise: 'A child whose parent is known is offered to nobody for adoption.',
  basis: 'CRC art. 21(a); International Child Repatriation Guidelines, guarantee 7 (children declared abandoned and offered up for adoption)',
  check(record) {
    const reports = factsOf(record, AdoptionProceedingReported);
    const ongoing = reports.filter(({ data }) => data.stage !== 'HALTED' && data.stage !== 'DISCONTINUED');
    const parents = knownParents(record);
    // Several reports of one proceeding tell of one adoption; where nobody has named it, each is taken for one of its own.
    const firsts = ongoing.filter(({ data: { proceedingRef } }, index) => proceedingRef === undefined || ongoing.findIndex((other) => other.data.proceedingRef === proceedingRef) === index);
    return firsts.flatMap((fact) => {
      const same = reports.filter((other) => other !== fact && fact.data.proceedingRef !== undefined && other.data.proceedingRef === fact.data.proceedingRef);
      if (![fact, ...same].some(({ data }) => data.parentsKnown === 'YES') && parents.length === 0) return [];
      const over = firstAfter(same.filter(({ data }) => data.stage === 'HALTED' || data.stage === 'DISCONTINUED'), at(fact));
      return [lasting(fact, over, { concerns: body(fact, fact.data.authority), alsoShownBy: [...same, ...parents].map(({ id }) => id), details: { stage: [fact, ...same].at(-1)!.data.stage } })];
    });
  },
});

export const familyTurnedAway = findingRule({
  code: 'FAMILY_TURNED_AWAY', version: 1, severity: 'SERIOUS',
  promise: 'A relative who comes forward is heard, and not sent away.',
  basis: 'International Child Repatriation Guidelines, guarantee 7; CRC art. 9 and 10',
  check: (record) => factsOf(record, RelativeClaimRefused)
    .map((fact) => act(fact, { concerns: body(fact, fact.data.refusedBy), details: { relation: fact.data.relation, claim: fact.data.claim, documents: fact.data.documentsShown } })),
});

export const institutionBeforeFamily = findingRule({
  code: 'INSTITUTION_BEFORE_FAMILY', version: 1, severity: 'SERIOUS',
  promise: 'A child lives in a family before it lives in an institution.',
  basis: 'UN General Assembly resolution 64/142, paras 3, 14 and 21; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 3',
  check(record) {
    const care = [...factsOf(record, EmergencyCareStarted), ...factsOf(record, PlacementDecided)].sort((a, b) => a.revision - b.revision);
    return factsOf(record, PlacementDecided).flatMap((placement) => {
      const { settingKind, noFamilyBecause, facilityRef } = placement.data;
      // A child who asked for it, or stays with its siblings, lives where it is best for it.
      if (settingKind !== 'RESIDENTIAL_CARE' || (noFamilyBecause !== undefined && noFamilyBecause !== 'NO_FAMILY_AVAILABLE')) return [];
      const willing = factsOf(record, RelativeClaimRefused).filter(({ data, revision }) => ['CUSTODY', 'CARE', 'RELEASE'].includes(data.claim) && revision < placement.revision);
      const near = factsOf(record, FamilyLinkReported).filter(({ data, revision, meta }) => revision < placement.revision && data.relation !== 'UNRELATED' && data.alive !== 'NO'
        && data.deprivedOfLiberty !== 'YES' && (data.significance === 'PRIMARY_CARER' || data.significance === 'CLOSE') && data.livesIn !== undefined && data.livesIn === meta.jurisdiction);
      if (noFamilyBecause !== undefined && willing.length + near.length === 0) return [];
      const next = care.find(({ revision }) => revision > placement.revision);
      return [lasting(placement, next, { concerns: body(placement, placement.meta.recordedBy, { facilityRef }), alsoShownBy: [...willing, ...near].map(({ id }) => id) })];
    });
  },
});

export const deathInCareOrCustody = findingRule({
  code: 'DEATH_IN_CARE_OR_CUSTODY', version: 1, severity: 'GRAVE',
  promise: 'No child dies in the hands of those who hold it or care for it, and none without an independent inquiry.',
  basis: 'CRC art. 6; UN General Assembly resolution 64/142, para. 30; Minnesota Protocol (2016)',
  check: (record) => record.identification.finding.deaths.flatMap((death) => {
    const { heldOrCaredFor, custodian, facilityRef, causeClaimed, examination, diedIn } = death.data;
    const stays = stayParts(record).filter(({ start, end, onTheRoad }) => !onTheRoad && mayTouch({ since: start, ...(end && { until: end }) }, at(death)));
    const said = heldOrCaredFor === 'CUSTODY' || heldOrCaredFor === 'CARE';
    if (!said && (heldOrCaredFor === 'NEITHER' || stays.length === 0)) return [];
    return [act(death, {
      concerns: [...body(death, custodian, { facilityRef, state: diedIn }), ...stays.flatMap(custodians)], presumed: !said,
      alsoShownBy: stays.flatMap(({ segment }) => segment.sources), details: { heldOrCaredFor, causeClaimed, examination },
    })];
  }),
});
