import { restate } from '../case-file/case-file.js';
import type { SuspensionDeclared, TransfersResumed } from '../corridor/suspension.events.js';
import type { Fact } from '../decider/event.js';

/** A suspension between two states, as somebody declared it, and what became of it. */
export interface SuspensionEntry {
  /** Event that declared it. */
  readonly declaration: string;
  readonly ref: string;
  readonly declaredByState: string;
  readonly cause: string;
  readonly scope: string;
  readonly legalBasis: string;
  readonly from: string;
  readonly reviewBy: string;
  /** Whether its report was taken back; it is over only once that is attested, all the same. */
  readonly retracted: boolean;
  /** Event by which it ended; absent as long as it stops transfers. */
  readonly endedBy?: string;
}

/** All that was declared of a corridor, in its order, as corrections have left it. Who suspends and who is suspended is the same as for a gate. */
export function suspensionsIn(recorded: readonly Fact[]): readonly SuspensionEntry[] {
  const restated = restate(recorded);
  return recorded.filter(isDeclaration).map((declared) => {
    const asCorrected = restated.filter(isDeclaration).find(({ id }) => id === declared.id);
    const ends = [endOf(declared, recorded), ...(asCorrected ? [endOf(asCorrected, restated)] : [])];
    const { suspensionRef = declared.id, declaredByState, cause, scope, legalBasis, from, reviewBy } = (asCorrected ?? declared).data;
    return {
      declaration: declared.id, ref: suspensionRef, declaredByState, cause, scope, legalBasis, from, reviewBy, retracted: !asCorrected,
      endedBy: ends.every((end) => end !== undefined) ? ends.at(-1) : undefined,
    };
  });
}

function endOf({ id, revision, data: { suspensionRef = id } }: Fact<typeof SuspensionDeclared>, facts: readonly Fact[]): string | undefined {
  return facts.filter((fact): fact is Fact<typeof TransfersResumed> => fact.type === 'corridor.TransfersResumed')
    .find((fact) => fact.revision > revision && fact.data.suspensionRef === suspensionRef)?.id;
}

function isDeclaration(fact: Fact): fact is Fact<typeof SuspensionDeclared> {
  return fact.type === 'corridor.SuspensionDeclared';
}
