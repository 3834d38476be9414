import { IsDefined, IsOptional } from 'class-validator';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsDayOrInstant, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { answers, type Answer } from './codes.js';
import { considerable } from './measure.codes.js';
import { reviewOutcomes, whyRejected } from './review.events.js';

/** What is asked of whoever looked at the deprivation. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function lookingAtStay<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Looking extends base {
    /** The stay; left out where it is not known which, or all are meant. */
    @IsOptional() @IsReference()
    readonly stayRef?: string;

    /** Independent of whoever holds the child; the word of the body itself is not asked. */
    @IsCode(answers)
    readonly independent!: Answer;

    @IsCode(answers)
    readonly court!: Answer;

    @IsCode(answers)
    readonly childPresent!: Answer;

    @IsCode(answers)
    readonly lawyerPresent!: Answer;

    @IsCode(answers)
    readonly interpreterPresent!: Answer;

    @IsCode(reviewOutcomes)
    readonly outcome!: (typeof reviewOutcomes)[number];
  }
  return Looking;
}

export class RecordAuthorityAppearance extends lookingAtStay(Report('RecordAuthorityAppearance', {
  summary: 'Reports that the child was brought before an authority that can decide on its release.',
  by: witnesses,
})) {
  @IsDefined({ message: 'authority says before which body' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

export class RecordReviewHeld extends lookingAtStay(Report('RecordReviewHeld', {
  summary: 'Reports that somebody reviewed whether the child goes on being held, by whom, and with what outcome.',
  by: witnesses,
})) {
  @IsDefined({ message: 'reviewer says which body' }) @IsPart(() => Organisation)
  readonly reviewer!: Organisation;

  @IsOptional() @IsDayOrInstant('any')
  readonly nextReviewBy?: string;

  @IsOptional() @IsReference()
  readonly decisionRef?: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class ConsideredOption {
  @IsCode(considerable)
  readonly option!: (typeof considerable)[number];

  /** Left out where the option was taken. */
  @IsOptional() @IsCode(whyRejected)
  readonly rejectedBecause?: (typeof whyRejected)[number];
}

export class RecordAlternativeConsidered extends Report('RecordAlternativeConsidered', {
  summary: 'Reports what else than holding the child was considered, by whom, and why it was rejected.',
  by: witnesses,
}) {
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsDefined({ message: 'by says which body considered it' }) @IsPart(() => Organisation)
  readonly by!: Organisation;

  @IsList(considerable.length, { lengthMin: 1, by: ({ option }: ConsideredOption) => option }) @IsPart(() => ConsideredOption, { each: true })
  readonly options!: ConsideredOption[];

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}
