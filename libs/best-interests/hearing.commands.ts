import { IsDefined, IsOptional } from 'class-validator';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsLanguage, IsList, IsPart, IsText } from '../decider/fields.js';
import { outcomes, type Outcome } from '../decider/journey.js';
import { onTheCase } from './actors.js';
import { answers, type Answer } from './codes.js';
import { declineReasons, hearingResults, hearingSettings, listeners, manners, supportPersons, viewTopics } from './hearing.events.js';
import { Professional, speaking } from './parts.js';

export class Interviewer extends Professional {
  @IsCode(answers)
  readonly trainedForChildren!: Answer;

  @IsCode(answers)
  readonly conflictOfInterest!: Answer;
}

export class AttestChildHeard extends speaking(Attest('AttestChildHeard', {
  summary: 'Attests that the child was heard, or was asked and declined, by a neutral and qualified person.',
  by: ['CASE_WORKER', 'PANEL_MEMBER', 'OMBUDSPERSON'],
})) {
  @IsCode(hearingResults)
  readonly result!: (typeof hearingResults)[number];

  /** Why the child did not wish to be heard, as far as it said. */
  @IsOptional() @IsCode(declineReasons)
  readonly declinedBecause?: (typeof declineReasons)[number];

  @IsCode(manners)
  readonly manner!: (typeof manners)[number];

  @IsCode(hearingSettings)
  readonly setting!: (typeof hearingSettings)[number];

  @IsCode(supportPersons)
  readonly supportPerson!: (typeof supportPersons)[number];

  /** Whether nobody who has an interest of their own was in the room. */
  @IsCode(answers)
  readonly heardAlone!: Answer;

  /** Who heard the child; where it was somebody else than the caller, `source` names the signed record. */
  @IsDefined({ message: 'interviewer says who heard the child' }) @IsPart(() => Interviewer)
  readonly interviewer!: Interviewer;

  /** Solutions that were talked over with the child. */
  @IsList(outcomes.length) @IsCode(outcomes, { each: true })
  readonly optionsDiscussed!: Outcome[];

  /** What the child said, in its own words where possible. */
  @IsOptional() @IsText(4000)
  readonly views?: string;
}

export class RecordViews extends Report('RecordViews', {
  summary: 'Reports what the child said outside of the procedure about what should become of it.',
  by: onTheCase,
}) {
  @IsCode(listeners)
  readonly toldTo!: (typeof listeners)[number];

  @IsList(viewTopics.length, { lengthMin: 1 }) @IsCode(viewTopics, { each: true })
  readonly topics!: (typeof viewTopics)[number][];

  @IsOptional() @IsLanguage()
  readonly language?: string;

  @IsText(4000)
  readonly views!: string;
}
