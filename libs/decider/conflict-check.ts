import { isCivil, type OrgType } from './actor.js';

/** What Guardianship publishes of the questions that it asks before somebody speaks for a child; of a parent nobody asks who employs it. */
export interface ConflictCheck {
  readonly answers?: readonly { readonly answer: string }[];
  readonly employerType?: OrgType;
}

/** Whether no question about conflicts of interest was answered by yes, or could not be, and the person works for nobody who holds, returns or prosecutes children. */
export function isClear({ answers, employerType }: ConflictCheck): boolean {
  return answers !== undefined && answers.every(({ answer }) => answer === 'NO') && (employerType === undefined || isCivil(employerType));
}

/** Whether a guardian who is replaced for that reason speaks for nobody from then on, be the next one not accepted yet: it has died, has a conflict of interest, or is suspended. */
export function endsAtOnce(reason: string): boolean {
  return ['DEATH', 'CONFLICT', 'SUSPENSION'].includes(reason);
}
