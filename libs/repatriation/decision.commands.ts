import { IsOptional, IsUUID } from 'class-validator';
import { Attest, Decide } from '../decider/command.js';
import { IsCode, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { telling } from '../decider/telling.js';
import { proposers } from './decision.events.js';
import { forJourney } from './parts.js';

export class ProposeRepatriation extends forJourney(Decide('ProposeRepatriation', {
  summary: 'Proposes that the determination of the best interests be carried out.',
  by: ['CASE_WORKER', 'GUARDIAN', 'PARENT_REPRESENTATIVE'],
  gate: gate('proposal', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'BID_FINAL']),
})) {
  /** Whose wish it is. */
  @IsCode(proposers)
  readonly proposedFor!: (typeof proposers)[number];

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class DecideRepatriation extends forJourney(Decide('DecideRepatriation', {
  summary: 'Decides that the child is to live in a state, by the determination of its best interests.',
  by: ['CASE_WORKER'],
  gate: gate('repatriation', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'BID_FINAL', 'NO_PROTECTION_CLAIM']),
})) {
  /** Legal or cooperation instrument that it rests on, or NONE. One that is known here has to bind the two states now. */
  @IsReference()
  readonly instrument!: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class AttestDecisionExplained extends telling(Attest('AttestDecisionExplained', {
  summary: 'Certifies that the child was told the decision, what it means and how to appeal.',
  by: ['CASE_WORKER', 'GUARDIAN', 'PARENT_REPRESENTATIVE', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'PANEL_MEMBER'],
})) {
  /** Event of the decision. */
  @IsUUID()
  readonly decisionRef!: string;

  /** Who told the child. */
  @IsReference()
  readonly explainedBy!: string;

  /** What the child said to it. */
  @IsOptional() @IsText(4000)
  readonly reaction?: string;
}
