import type { Purpose } from '../decider/actor.js';
import { code, day, ifNamed, language, personalIfNamed, pseudonymOf, shared, telephone } from '../decider/shared.js';
import { InterpreterConfirmed, InterpreterReportedUnfit } from './interpreter.events.js';
import { CaseAccepted, LawyerRequested, LegalAidAssigned } from './legal-aid.events.js';
import {
  GuardianAppointed, GuardianReplaced, GuardianRequested, GuardianSuspended, MandateAccepted, MandateAnnulled, RepresentingParentConfirmed, SuspensionLifted,
} from './representative.events.js';

const representing: readonly Purpose[] = ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY', 'RETURN_CASEWORK', 'REINTEGRATION'];
const counting: readonly Purpose[] = [...representing, 'STATISTICS'];
const person = ifNamed(pseudonymOf('person'));
const event = pseudonymOf('event');
/**
 * Whoever is with the child reaches its representative, who is there at every contact with a state body (guarantees.md, X2; International Child
 * Repatriation Guidelines, guarantee 2). Whoever works at its return finds it in the file of the child.
 */
const beside: readonly Purpose[] = ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY'];
const appointed = { guardianRef: person, model: code, scope: code, from: day, until: day };

/** What other services are told of who speaks for the child: that somebody does, and none of what was said against anybody. */
export const guardianshipShared = [
  shared(GuardianRequested, 1, counting, { reason: ifNamed(code), languages: ifNamed(language) }),
  shared(GuardianAppointed, 2, counting, { ...appointed, contact: personalIfNamed(telephone, ...beside) }, { earlier: [shared(GuardianAppointed, 1, counting, appointed)] }),
  shared(MandateAccepted, 1, counting, { guardianRef: person }),
  shared(RepresentingParentConfirmed, 1, counting, { parentRef: person }),
  shared(GuardianSuspended, 1, counting, { guardianRef: person }),
  shared(GuardianReplaced, 1, counting, { guardianRef: person, formerGuardianRef: person }),
  shared(MandateAnnulled, 1, counting, { guardianRef: person, appointment: event }),
  shared(SuspensionLifted, 1, counting, { guardianRef: person, suspension: event }),
  shared(LawyerRequested, 1, counting, { languages: ifNamed(language) }),
  shared(LegalAidAssigned, 1, counting, { lawyerRef: person, languages: ifNamed(language) }),
  shared(CaseAccepted, 1, counting, { lawyerRef: person }),
  shared(InterpreterConfirmed, 1, representing, { childLanguage: ifNamed(language), otherLanguage: ifNamed(language) }),
  shared(InterpreterReportedUnfit, 1, representing),
];
