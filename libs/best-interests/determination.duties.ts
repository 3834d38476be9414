import { isCarriedOut, waysOfJourney } from '../decider/departure.js';
import { completes, duty, on, onOther, setIn, type Component, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { interpretersIn, tellingOfLanguages, wasInterpreted } from '../decider/interpreted.js';
import { AssessmentOpened, type Trigger } from './assessment.events.js';
import { wasUnderstood } from './codes.js';
import { BestInterestsDetermined, DeterminationExplained, DeterminationReopened, ViewsWeighed } from './determination.events.js';
import { SeparationAuthorised } from './separation.events.js';

const asks = (trigger: Trigger) => (_: Fact, { start }: Seen): boolean => start.type === AssessmentOpened.type && (start.data as { trigger: Trigger }).trigger === trigger;

/** What was not understood was not told, nor what was said in a language that the child does not speak. */
const told = (event: typeof DeterminationExplained | typeof ViewsWeighed): Component => (fact, all) =>
  (fact.type as string) === event.type && wasUnderstood(fact.data as unknown as Fact<typeof event>['data']) && wasInterpreted(fact, interpretersIn(all));
const tellings = { DETERMINATION: told(DeterminationExplained), VIEW: told(ViewsWeighed) };
const bothTold = completes(Object.values(tellings));

export const determinationDuties = [
  duty({
    code: 'DETERMINATION', holder: 'PANEL_MEMBER',
    promise: 'What is best for the child is determined within the time that the procedure is given, and again where a new fact has opened it.',
    basis: 'International Child Repatriation Guidelines, guarantee 3; the length is ours',
    starts: [on(AssessmentOpened), on(DeterminationReopened)],
    // Where the child lives and whether it is separated are questions that are answered by the decision on them, too.
    meets: [on(BestInterestsDetermined), on(SeparationAuthorised, asks('SEPARATION')), onOther('identification.PlacementDecided', asks('CHILD_AT_RISK'))],
    pausable: true,
  }),
  duty({
    code: 'DETERMINATION_TOLD', holder: 'CASE_WORKER',
    promise: 'The child is told what was determined and how its own view was weighed, so that it understands both.',
    basis: 'CRC art. 12; International Child Repatriation Guidelines, guarantee 3; the length is ours',
    starts: [on(BestInterestsDetermined)], components: tellings,
    meets: [on(DeterminationExplained, bothTold), on(ViewsWeighed, bothTold)],
    // What is open again is told once it is determined anew.
    ends: [on(DeterminationReopened)], looksBackOn: tellingOfLanguages,
  }),
  duty({
    code: 'DETERMINATION_AGE', holder: 'PANEL_MEMBER',
    promise: 'What was determined is carried out, or looked at again, before it is too old to be relied on.',
    basis: 'International Child Repatriation Guidelines, guarantee 3; the length is ours',
    starts: [on(BestInterestsDetermined)],
    noLaterThan: setIn('reviewBy'),
    meets: [on(BestInterestsDetermined), on(DeterminationReopened), onOther('repatriation.DepartureConfirmed', isCarriedOut)], looksBackOn: waysOfJourney,
  }),
];
