import { IsOptional } from 'class-validator';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsLanguage, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { confirmations, unfitnesses, whyNoInterpreter } from './interpreter.events.js';

/** Who was there when the child and the interpreter talked. */
const companions = ['CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'CASE_WORKER', 'PANEL_MEMBER'] as const;

export class ConfirmInterpreter extends Attest('ConfirmInterpreter', {
  summary: 'Certifies that the child understands this interpreter and is understood, as the child itself has confirmed.',
  by: companions,
}) {
  @IsReference()
  readonly interpreterRef!: string;

  /** The language that the child speaks; signed languages have codes, too. */
  @IsLanguage()
  readonly childLanguage!: string;

  /** The language into which the interpreter puts it. */
  @IsLanguage()
  readonly otherLanguage!: string;

  /** How the child confirmed it. */
  @IsCode(confirmations)
  readonly confirmedHow!: (typeof confirmations)[number];
}

export class AttestInterpreterUnneeded extends Attest('AttestInterpreterUnneeded', {
  summary: 'Certifies that the child understands and is understood without an interpreter, as the child itself has confirmed.',
  by: companions,
}) {
  @IsLanguage()
  readonly childLanguage!: string;

  @IsCode(whyNoInterpreter)
  readonly because!: (typeof whyNoInterpreter)[number];

  @IsCode(confirmations)
  readonly confirmedHow!: (typeof confirmations)[number];
}

export class RecordInterpreterUnfit extends Report('RecordInterpreterUnfit', {
  summary: 'Reports that an interpreter is not fit, or that the child needs one after all.',
  by: witnesses,
}) {
  /** Left out where there was none, and the child needs one. */
  @IsOptional() @IsReference()
  readonly interpreterRef?: string;

  @IsCode(unfitnesses)
  readonly unfitness!: (typeof unfitnesses)[number];

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}
