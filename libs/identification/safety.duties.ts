import { duty, dutyBeyondDeath, on, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { DeathReported, DeathReportRefuted } from './finding.events.js';
import { DeathInquiryConcluded, DeathInquiryOpened, FamilyToldOfDeath, SelfHarmRiskAnswered, SelfHarmRiskReported, type selfHarmMeasures } from './safety.events.js';

/** To take things away from a child puts nobody beside it. */
const noHelp: readonly (typeof selfHarmMeasures)[number][] = ['ISOLATED', 'RESTRAINED', 'MEANS_REMOVED', 'NOTHING'];

/** A death that is reported again is one death. */
const isFirstReport = (_: Fact, { before }: Seen): boolean =>
  before.findLast(({ type }) => type === DeathReported.type || type === DeathReportRefuted.type)?.type !== DeathReported.type;

export const safetyDuties = [
  duty({
    code: 'SELF_HARM_RESPONSE', holder: 'CASE_WORKER', counts: 'from when it was recorded',
    promise: 'A child who may harm itself is kept safe at once, by people and not by walls.',
    basis: 'CRC art. 6 and 19; the length is ours',
    starts: [on(SelfHarmRiskReported)],
    meets: [on(SelfHarmRiskAnswered, ({ data: { riskRef, measures } }, { start }) =>
      (riskRef === undefined || riskRef === start.id) && measures.some((measure) => !noHelp.includes(measure)))],
  }),
  dutyBeyondDeath({
    code: 'INQUIRY_INTO_DEATH', holder: 'OMBUDSPERSON',
    promise: 'The death of a child is inquired into by a body that is independent of whoever held it.',
    basis: 'CRC art. 6; International Child Repatriation Guidelines (a death that was never fully explained); the length is ours',
    starts: [on(DeathReported, isFirstReport)],
    meets: [on(DeathInquiryOpened)],
    ends: [on(DeathReportRefuted)],
  }),
  dutyBeyondDeath({
    code: 'DEATH_EXPLAINED', holder: 'OMBUDSPERSON',
    promise: 'An inquiry into the death of a child ends, and says how and why the child died.',
    basis: 'CRC art. 6; International Child Repatriation Guidelines (a death that was never fully explained); the length is ours',
    starts: [on(DeathInquiryOpened)],
    // An inquiry that ends without an answer leaves the question open, and another one may answer it.
    meets: [on(DeathInquiryConcluded, ({ data }) => data.result !== 'NOT_EXPLAINED')],
    ends: [on(DeathReportRefuted)],
  }),
  dutyBeyondDeath({
    code: 'FAMILY_NOTIFIED_OF_DEATH', holder: 'CASE_WORKER',
    promise: 'The family of a child who has died is told at once.',
    basis: 'CRC art. 9(4); the length is ours',
    starts: [on(DeathReported, isFirstReport)],
    meets: [on(FamilyToldOfDeath)],
    ends: [on(DeathReportRefuted)],
  }),
];
