import { IsUUID } from 'class-validator';
import { Attest, Decide, type Reads } from '../decider/command.js';
import { IsCode, IsList } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { streamOfChild } from '../decider/kin.js';
import { addressees, grounds, holdGrounds, reasonsToKeep, settlements } from './forgetting.events.js';

/** What may become of the keys of a child. Nobody does it alone, none of it happens by itself, and a child is not forgotten because it comes of age (SH-3). */

const reads: Reads = (_, { subjectId }) => [streamOfChild(subjectId)];
const keys = { subject: 'keys', reads } as const;

export class PlaceLegalHold extends Attest('PlaceLegalHold', { summary: 'Has everything of a child kept, as long as the hold stands.', by: ['OMBUDSPERSON', 'AUDITOR'], ...keys }) {
  @IsCode(holdGrounds)
  readonly ground!: (typeof holdGrounds)[number];
}

export class LiftLegalHold extends Attest('LiftLegalHold', { summary: 'Lifts a hold that the same body has placed.', by: ['OMBUDSPERSON', 'AUDITOR'], ...keys }) {
  /** Event that placed it. */
  @IsUUID()
  readonly hold!: string;
}

export class RequestForgetting extends Attest('RequestForgetting', {
  summary: 'Asks that a child be forgotten, and says why; another person decides.', by: ['CHILD', 'CASE_WORKER', 'OMBUDSPERSON', 'DATA_PROTECTION_OFFICER'], ...keys,
}) {
  @IsCode(grounds)
  readonly ground!: (typeof grounds)[number];
}

export class TakeBackForgetting extends Attest('TakeBackForgetting', {
  summary: 'Has a child kept that was to be forgotten; what was disabled can be read again.', by: ['CHILD', 'CASE_WORKER', 'OMBUDSPERSON', 'AUDITOR', 'DATA_PROTECTION_OFFICER'], ...keys,
}) {
  @IsCode(reasonsToKeep)
  readonly reason!: (typeof reasonsToKeep)[number];
}

export class AttestDutiesSettled extends Attest('AttestDutiesSettled', {
  summary: 'Certifies that what was owed to a child and not done was looked into, and keeps the record open no more.', by: ['OMBUDSPERSON'], ...keys,
}) {
  /** The duties, by the ids that they have among those of the child. */
  @IsList(200, { lengthMin: 1 }) @IsUUID(undefined, { each: true })
  readonly duties!: string[];

  @IsCode(settlements)
  readonly reason!: (typeof settlements)[number];
}

export class DisableSubjectKeys extends Decide('DisableSubjectKeys', {
  summary: 'Approves that a child be forgotten: from now on nobody can read its personal fields, for at least thirty days in which that can be taken back.',
  by: ['DATA_PROTECTION_OFFICER'],
  gate: gate('disable-keys', ['FORGETTING_ASKED', 'NO_LEGAL_HOLD', 'NOTHING_OPEN']),
  ...keys,
}) {}

export class AttestForgettingTold extends Attest('AttestForgettingTold', {
  summary: 'Certifies who was told that a child is to be forgotten: the child or whoever acts for it, by a document, and oversight, by its own word.',
  by: ['CASE_WORKER', 'OMBUDSPERSON', 'AUDITOR', 'DATA_PROTECTION_OFFICER'], ...keys,
}) {
  @IsCode(addressees)
  readonly to!: (typeof addressees)[number];
}

export class DestroySubjectKeys extends Decide('DestroySubjectKeys', {
  summary: 'Has the keys of a child destroyed, for good: nothing that was sealed of it can ever be read again, and what happened can still be audited.',
  by: ['DATA_PROTECTION_OFFICER'],
  gate: gate('destroy-keys', ['FORGETTING_ASKED', 'NO_LEGAL_HOLD', 'NOTHING_OPEN', 'FORGETTING_TOLD', 'KEYS_DISABLED']),
  ...keys,
}) {}
