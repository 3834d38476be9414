import { isCorrection } from '../case-file/readings.js';
import { corrections } from '../case-file/record.events.js';
import type { Fact, OccurredAt } from '../decider/event.js';
import { projection, type Row } from '../event-store/projection.js';
import { identification, type Identification } from '../identification/identification.context.js';
import { guardianship } from '../guardianship/guardianship.context.js';
import { factsAsRestated, withFact, type KeptFacts } from './kept-facts.js';
import { remembered, rememberedOfList } from './remembered.js';
import { edgeColumns, type Edge } from './liberty.edges.js';
import { coverRules, coversIn, reviewsIn, tellingOfCovers, visitsIn } from './liberty.safeguards.js';
import { separationsIn, type ReportedSeparation } from './liberty.separation.js';
import { ofSpeaking } from './representation.js';

/** What is asked about the children of the population besides where they are. */
const told = [
  'identification.AuthorityAppeared', 'identification.ReviewHeld', 'identification.AlternativeConsidered', 'identification.ReleaseDemanded', 'identification.ReleaseRefused',
  'identification.LegalityChallenged', 'identification.ChallengeDecided', 'identification.IncidentReported', 'identification.CustodyVisitReported', 'identification.ConditionReported',
  'identification.EducationAccessReported', 'identification.HealthAccessReported', 'identification.ContactHeld', 'identification.ConsulateContacted', 'identification.SeparationStarted',
  'identification.Reunited', 'identification.DocumentedAsAbandoned', 'identification.FamilyLinkReported', 'identification.DeathReported', 'identification.MeasureImposed', 'identification.MeasureReviewed',
  'identification.MeasureEnded', 'identification.ComplianceReported', 'best-interests.BestInterestsDetermined', 'best-interests.DeterminationReopened', 'best-interests.AssessmentOpened',
  'repatriation.OriginAnswered', 'repatriation.ConsulateNotified', 'repatriation.ReturnOutsideProcedureReported', 'repatriation.TransferLegReported', 'repatriation.RepatriationDecided', 'repatriation.AppealLodged', 'repatriation.ProtectionClaimOpened',
  'reintegration.ChildArrived', 'reintegration.MissingReported', ...guardianship.events.map(({ type }) => type),
];

/** By whom a child is held: a review by the holder is none. */
const settings = ['identification.DeprivationStarted', 'identification.DeprivationSettingChanged'];
const folded = [...told, ...settings, ...ofSpeaking];
const [isTold, isFolded] = [new Set<string>(told), new Set<string>(folded)];

interface Recording {
  readonly event: string;
  readonly type: string;
  readonly orgType: string;
  readonly orgRef: string;
  readonly occurredAt: OccurredAt;
  readonly recordedAt: string;
  /** What it corrects, withdraws or disputes. */
  readonly target?: string;
  readonly targetType?: string;
}

interface Told {
  readonly kept: KeptFacts;
  readonly recordings: readonly Recording[];
}

/** What happened to the children, what they had and lacked, and how late the record knew of it; every table keeps what was known when. */
export const auditFacts = projection<Told>({
  name: 'audit-facts', version: 7,
  types: ['identification.', 'guardianship.', 'best-interests.', 'repatriation.', 'reintegration.', ...corrections, 'record.Disputed'],
  basedOn: folded,
  tables: {
    audit_fact: `
      create table audit_fact (
        child         text not null,
        event         uuid not null,
        type          text not null,
        occurred_from timestamptz not null,
        occurred_to   timestamptz,
        zone          text not null,
        recorded_at   timestamptz not null,
        role          text not null,
        /** Codes, times and references; nothing that is sealed. */
        data          json not null
      );
      create index on audit_fact (type, occurred_from);
      create index on audit_fact (type, occurred_from) where (data->>'outcome') = 'RELEASE_ORDERED'`,
    audit_cover: `
      create table audit_cover (
        child       text not null,
        safeguard   text not null,
        /** The versions of the rule by which it counts. */
        rules       text[] not null,
        starts_earliest timestamptz not null,
        starts_latest   timestamptz not null,
        /** Empty while it lasts, and of what happens at an instant. */
        ends_earliest   timestamptz,
        ends_latest     timestamptz
      )`,
    audit_separation: `
      create table audit_separation (
        child      text not null,
        event      uuid not null,
        begun      timestamptz not null,
        ended      timestamptz,
        /** As the pure functions of the single child's audit take it. */
        separation json not null
      )`,
    audit_recording: `
      create table audit_recording (
        child         text not null,
        event         uuid not null,
        type          text not null,
        org_type      text not null,
        org_ref       text not null,
        occurred_from timestamptz not null,
        occurred_to   timestamptz,
        recorded_at   timestamptz not null,
        target        uuid,
        target_type   text
      );
      create index on audit_recording (target_type)`,
  },
  asKnown: ['audit_fact', 'audit_cover', 'audit_separation', 'audit_recording'],
  initial: { kept: [], recordings: [] },
  evolve: ({ kept, recordings }, fact) => ({
    kept: isCorrection(fact) || isFolded.has(fact.type) ? withFact(kept, fact) : kept,
    // How late it was told matters of what is told; a decision happens as it is recorded.
    recordings: fact.meta.command.kind === 'RECORD' ? [...recordings, recordingOf(fact)] : recordings,
  }),
  rows: (_, { kept, recordings }) => ({ ...keptRows(kept), audit_recording: recordings.map(recordingRow) }),
});

/** Most reports add a row to a list of hundreds: what was made of the others is found again. */
const keptRows = remembered((kept: KeptFacts) => {
  const facts = factsAsRestated(kept);
  const state = facts.reduce(identification.evolve, identification.initial);
  return { audit_fact: facts.filter(({ type }) => isTold.has(type)).map(factRow), audit_cover: coverRows(facts, state), audit_separation: separationsIn(state, facts).map(separationRow) };
});

/** By the functions of the single child's audit; what is told twice, or counts by two versions of the rule, is given once. */
function coverRows(facts: readonly Fact[], state: Identification): readonly Row[] {
  const instants = [...facts.flatMap(visitRows), ...rowsAt(reviewsIn(state))];
  return [...coveredRows(facts.filter(({ type }) => tellingOfCovers.has(type))), ...new Map(instants.map(({ name, row }) => [name, row])).values()];
}

const coveredRows = rememberedOfList((facts: readonly Fact[]): readonly Row[] => {
  const rows = new Map<string, Row & { readonly rules: readonly string[] }>();
  for (const rule of coverRules) {
    for (const [safeguard, given] of Object.entries(coversIn(facts, rule))) {
      for (const { start, end } of given) {
        const row = { safeguard, ...edgeColumns(start, end) };
        const name = JSON.stringify(row);
        rows.set(name, { ...row, rules: [...new Set([...rows.get(name)?.rules ?? [], rule])] });
      }
    }
  }
  return [...rows.values()];
});

/** What happens at an instant counts by every version. */
const visitRows = remembered((fact: Fact) => rowsAt(visitsIn([fact])));

function rowsAt(given: Readonly<Record<string, readonly Edge[]>>): readonly { readonly name: string; readonly row: Row }[] {
  return Object.entries(given).flatMap(([safeguard, edges]) => edges.map((at) => {
    const row = { safeguard, ...edgeColumns(at, undefined), rules: coverRules };
    return { name: JSON.stringify(row), row };
  }));
}

function separationRow({ event, ...separation }: ReportedSeparation): Row {
  return { event, begun: separation.start.from, ended: separation.end?.from, separation: separation as never };
}

function recordingOf({ id, type, data, recordedAt, meta: { recordedBy: { orgType, orgRef }, occurredAt } }: Fact): Recording {
  const { target, targetType } = type.startsWith('record.') ? data as { target?: string; targetType?: string } : {};
  return { event: id, type, orgType, orgRef, occurredAt, recordedAt: recordedAt.toISOString(), target, targetType };
}

const factRow = remembered(({ id, type, data, recordedAt, meta: { occurredAt, recordedBy } }: Fact): Row => ({
  event: id, type, occurred_from: occurredAt.from, occurred_to: occurredAt.to, zone: occurredAt.zone, recorded_at: recordedAt.toISOString(), role: recordedBy.role, data: data as never,
}));

const recordingRow = remembered(({ event, type, orgType, orgRef, occurredAt, recordedAt, target, targetType }: Recording): Row => ({
  event, type, org_type: orgType, org_ref: orgRef, occurred_from: occurredAt.from, occurred_to: occurredAt.to, recorded_at: recordedAt, target, target_type: targetType,
}));
