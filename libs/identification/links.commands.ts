import { IsOptional, IsUUID } from 'class-validator';
import type { Role } from '../decider/actor.js';
import { Attest, Decide, Record as Report } from '../decider/command.js';
import { IsCode, IsList, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { streamOfChild, streamOfKeys } from '../decider/kin.js';
import { comparisons } from './links.events.js';

/** Those who answer for who the child is. */
const by: readonly Role[] = ['CASE_WORKER', 'APPOINTING_AUTHORITY'];

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function comparing<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Comparing extends base {
    /** The other record. */
    @IsUUID()
    readonly recordRef!: string;

    @IsList(8, { lengthMin: 1 }) @IsCode(comparisons, { each: true })
    readonly shownBy!: (typeof comparisons)[number][];

    @IsOptional() @IsReference()
    readonly documentRef?: string;

    @IsOptional() @IsText(2000)
    readonly statement?: string;
  }
  return Comparing;
}

export class AttestSameChild extends comparing(Attest('AttestSameChild', {
  summary: 'Certifies that this record and another one are of one child, and what shows it; somebody else decides whether they are merged.', by,
})) {}

export class AttestDifferentChildren extends comparing(Attest('AttestDifferentChildren', {
  summary: 'Certifies that this record and another one are of two children, and what shows it; somebody else decides whether they are split.', by,
})) {}

export class MergeIdentity extends Decide('MergeIdentity', {
  summary: 'Merges this record into another one of the same child: both stay, and from now on everything is decided in the other one.',
  by,
  gate: gate('merge-identity', ['CHILD_REGISTERED', 'MINORITY', 'TWO_PERSONS']),
  reads: ({ survivorRef }: { survivorRef: string }) => [streamOfChild(survivorRef), streamOfKeys(survivorRef)],
}) {
  /** The record that goes on. */
  @IsUUID()
  readonly survivorRef!: string;
}

export class SplitIdentity extends Decide('SplitIdentity', {
  summary: 'Splits this record from the one that it was merged into: it is of another child. What was halted or refused meanwhile stays so.',
  by,
  gate: gate('split-identity', ['TWO_PERSONS']),
}) {
  /** The record that this one was merged into. */
  @IsUUID()
  readonly survivorRef!: string;
}

export class RecordMergedRecord extends Report('RecordMergedRecord', {
  summary: 'Reports that another record was merged into this one, went on or was split from it; what of that is so is read there.',
  by: ['SERVICE'],
  reads: ({ from }: { from: string }) => [streamOfChild(from)],
}) {
  /** The other record. */
  @IsUUID()
  readonly from!: string;
}

export class RecordMergeLapsed extends Report('RecordMergeLapsed', {
  summary: 'Reports that the record in which this one was to go on was forgotten; whether that is so is read there.',
  by: ['SERVICE'],
  reads: ({ survivorRef }: { survivorRef: string }) => [streamOfKeys(survivorRef)],
}) {
  /** The record that this one was merged into. */
  @IsUUID()
  readonly survivorRef!: string;
}
