import { IsOptional, IsUUID } from 'class-validator';
import { confirmations, contestations, remedies } from '../case-file/oversight.events.js';
import { Attest, type CommandClass } from '../decider/command.js';
import { IsCode } from '../decider/fields.js';
import { ruleSets } from './findings.rules.js';

/** Only oversight answers a finding, and nobody withdraws one. The answers stand beside the child's record, whose revision does not move. */

const options = { by: ['OMBUDSPERSON'] } as const;
const versions = ruleSets.map(({ version }) => version);

export class ConfirmFinding extends Attest('ConfirmFinding', { summary: 'Certifies that a finding about the child was looked into and is right.', ...options }) {
  /** The finding, as the findings of the child give it. */
  @IsUUID()
  readonly finding!: string;

  @IsCode(confirmations)
  readonly reason!: (typeof confirmations)[number];

  /** Rule set under which it was found; left out, the newest. */
  @IsOptional() @IsCode(versions)
  readonly ruleSet?: string;
}

export class ContestFinding extends Attest('ContestFinding', { summary: 'Certifies that a finding about the child was looked into and is not right. It stays, with this word beside it.', ...options }) {
  @IsUUID()
  readonly finding!: string;

  @IsCode(contestations)
  readonly reason!: (typeof contestations)[number];

  @IsOptional() @IsCode(versions)
  readonly ruleSet?: string;
}

export class MarkFindingRemedied extends Attest('MarkFindingRemedied', { summary: 'Certifies that what a finding about the child tells of was put right. It stays, with this word beside it.', ...options }) {
  @IsUUID()
  readonly finding!: string;

  @IsCode(remedies)
  readonly reason!: (typeof remedies)[number];

  @IsOptional() @IsCode(versions)
  readonly ruleSet?: string;
}

export type FindingCommand = ConfirmFinding | ContestFinding | MarkFindingRemedied;
export const findingCommands: readonly CommandClass[] = [ConfirmFinding, ContestFinding, MarkFindingRemedied];
