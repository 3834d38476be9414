import { decisions } from './decisions.projection.js';
import { givenOf, iso, known, type Question } from './population.question.js';

const conditions = {
  command: 'command = :command', outcome: 'outcome = :outcome', context: 'context = :context', organisation: 'org_ref = :organisation', authority: 'org_type = :authority',
  jurisdiction: 'jurisdiction = :jurisdiction', missing: `outcome = 'refused' and :missing = any(missing)`,
  without: `outcome <> 'refused' and not (:without = any(proven)) and (outcome = 'accepted' or :without = any(missing))`,
  corrected: `rests_on_corrected = (:corrected = 'true')`,
} as const;
const filters = Object.keys(conditions) as (keyof typeof conditions)[];

interface DecisionRow {
  readonly [column: string]: unknown;
  readonly decided_at: Date;
  readonly recorded_at: Date;
}

/** Who decided what about whom, on what; and what was refused for want of what. */
export const decisionsTaken: Question = {
  path: 'decisions', answers: [11], reads: [decisions], parameters: [...filters, 'from', 'to'],
  summary: 'Every decision about the children and every refused attempt: what was known at that moment, what was missing, who decided, for whom, by which gate and profile; and what was said since of the facts that it rested on.',
  columns: [
    'child', 'event', 'outcome', 'command', 'context', 'eventType', 'revision', 'decidedAt', 'recordedAt', 'jurisdiction', 'decidedBy.actorRef', 'decidedBy.role', 'decidedBy.orgType', 'decidedBy.orgRef',
    'decidedBy.onBehalfOf', 'purpose', 'profileVersion', 'gate', 'gateVersion', 'weighedAt', 'known', 'missing', 'about', 'restsOnCorrected', 'doubts',
  ],
  async answer({ given, page, query }) {
    const { conditions: fits, given: values } = givenOf(conditions, given);
    const rows = `select * from ${known('decision')} decided where decided_at >= :from and decided_at <= :asOf and (decided_at < :to or :to::timestamptz = :asOf::timestamptz) and ${fits}`;
    const alike = await query<{ outcome: string; resting: boolean; missing: readonly string[] | null; n: number }>(`
      select outcome, rests_on_corrected as resting, case when outcome = 'refused' then missing end as missing, count(*)::int as n from (${rows}) found
      group by 1, 2, 3 order by outcome collate "C"`, values);
    const sumBy = (of: readonly (readonly [string, number])[]): readonly (readonly [string, number])[] => [...of.reduce((sums, [name, n]) => sums.set(name, (sums.get(name) ?? 0) + n), new Map<string, number>())];
    const refusedFor = sumBy(alike.flatMap(({ missing, n }) => (missing ?? []).map((code) => [code, n] as const)));
    const entries = await query<DecisionRow>(
      `select * from (${rows}) found order by decided_at, position, event limit :limit offset :offset`, { ...values, limit: page.limit + 1, offset: page.offset });
    return {
      figures: {
        byOutcome: Object.fromEntries(sumBy(alike.map(({ outcome, n }) => [outcome, n]))), restingOnCorrected: alike.reduce((sum, { resting, n }) => sum + (resting ? n : 0), 0),
        refusedForWantOf: Object.fromEntries([...refusedFor].sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1))),
      },
      entries: entries.map(entryOf),
    };
  },
};

function entryOf(row: DecisionRow): object {
  return {
    child: row.child, event: row.event, outcome: row.outcome, command: row.command, context: row.context, eventType: row.event_type, revision: row.revision,
    decidedAt: iso(row.decided_at), recordedAt: iso(row.recorded_at), jurisdiction: row.jurisdiction,
    decidedBy: { actorRef: row.actor_ref, role: row.role, orgType: row.org_type, orgRef: row.org_ref, onBehalfOf: row.on_behalf_of }, purpose: row.purpose,
    profileVersion: row.profile_version, gate: row.gate, gateVersion: row.gate_version, weighedAt: row.weighed_at,
    known: row.known, missing: row.missing, about: row.about, restsOnCorrected: row.rests_on_corrected, doubts: row.doubts,
  };
}
