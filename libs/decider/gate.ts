import type { Actor } from './actor.js';
import type { AsRecorded } from './as-recorded.js';
import type { ForeignRef, OccurredAt } from './event.js';
import type { Participants } from './participants.js';
import type { Setting } from './profile.js';

/** Codes of the guarantees that gates may ask for. Each has exactly one owner, bound in the case file; a code without one stops the start. */
export const factCodes = [
  'CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING', 'SAME_STATE', 'GUARDIAN_INDEPENDENT', 'GUARDIAN_CASELOAD', 'LEGAL_AID_ACTIVE', 'INTERPRETER_FIT',
  'CHILD_HEARD', 'ASSESSMENT_DONE', 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM', 'BID_FINAL', 'SIBLINGS_RESOLVED',
  'DANGER_EVIDENCED', 'PARENTS_HEARD', 'SUPPORT_OFFERED', 'TWO_PERSONS',
  'CARER_READY', 'PLAN_APPROVED', 'MONITORING_ARRANGED', 'OPEN_RECEPTION',
  'ENQUIRY_CONSENTED', 'ORIGIN_STATE_READY', 'CENTRAL_AUTHORITY_OK', 'CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'NO_PROTECTION_CLAIM', 'NO_OPEN_COERCION_REPORT',
  'NO_DANGER', 'CHILD_INFORMED', 'TIMING_ASSESSED', 'DOCUMENTS_READY', 'APPEAL_CLEAR',
  'ESCORT_CIVIL', 'NOT_CUSTODIAL_TRAVEL', 'TRANSFER_IN_FORCE', 'MEASURE_OPEN', 'CHILD_STATUS_ESTABLISHED',
  'FORGETTING_ASKED', 'NO_LEGAL_HOLD', 'NOTHING_OPEN', 'FORGETTING_TOLD', 'KEYS_DISABLED',
] as const;
export type FactCode = (typeof factCodes)[number];

/** What a decision needs. A new version stands beside the old one: decisions replay under the version that they were taken by. */
export interface Gate {
  readonly name: string;
  readonly version: number;
  readonly needs: readonly FactCode[];
}

/** The versions of one gate, oldest first. */
export function gate(name: string, ...versions: (readonly FactCode[])[]): readonly Gate[] {
  return versions.map((needs, index) => ({ name, version: index + 1, needs }));
}

/** What makes a fact true: events of the child's stream, facts of other streams, or what the command itself states and is stored with. */
export interface Proof {
  readonly evidence: readonly string[];
  readonly foreign?: readonly ForeignRef[];
}

/** Another stream as it stood when the gate was weighed. */
export interface Foreign<State = unknown> extends ForeignRef {
  /** As corrections and retractions have left it. */
  readonly state: State;
  /** In the other ways in which a gate reads a record; left out where there are none. */
  readonly otherwise?: readonly State[];
}

/** All that a decision may look at besides the folded stream and the command. */
export interface Weighing {
  /** The database's time. */
  readonly now: Date;
  readonly actor: Actor;
  readonly childRef: string;
  /** The profile of the child's jurisdiction that is in force now. */
  readonly setting: Setting;
  /** Who has a part in what is decided about the child, as far as anybody ever said. */
  readonly participants: Participants;
  /** Streams that the command names (see `reads` of its declaration), by stream name. */
  readonly foreign: ReadonlyMap<string, Foreign>;
  /** True where a decision that stands is looked at again after a new fact of the child: no other stream is read for it. */
  readonly standing?: true;
}

/** What a decider looks at besides. */
export interface Occasion extends Weighing {
  /** When it was so what the command tells; a decision is taken now. */
  readonly occurredAt: OccurredAt;
  /** An event of the stream as it first came; undefined of what is not there. */
  asRecorded(this: void, id: string): AsRecorded | undefined;
}

/** A guarantee as a value with a name: it refuses the command, titles the problem and lists itself to the auditor. */
export interface GateFact<State, Command = unknown> {
  readonly code: FactCode;
  /** In one sentence, for the person who is refused. */
  readonly promise: string;
  /** The legal source. */
  readonly basis: string;
  /** Undefined unless the record proves the fact. */
  proof(state: State, weighing: Weighing, command: Command): Proof | undefined;
}
