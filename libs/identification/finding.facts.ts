import type { GateFact } from '../decider/gate.js';
import { fromChildhood, isMinorOn, laterMajority } from '../decider/majority.js';
import type { Finding } from './finding.state.js';
import type { Links } from './links.state.js';

export const childRegistered: GateFact<{ finding: Finding; links: Links }> = {
  code: 'CHILD_REGISTERED',
  promise: 'Nothing is decided about a child whom nobody has registered, or who is reported dead, nor in a record that is merged into another one.',
  basis: 'CRC art. 8; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4 (child-sensitive identification)',
  proof: ({ finding: { registeredBy, deaths, aliveBy }, links: { mergedInto } }) =>
    (registeredBy && deaths.length === 0 && mergedInto === undefined ? { evidence: [registeredBy, ...(aliveBy ? [aliveBy] : [])] } : undefined),
};

export const minority: GateFact<{ finding: Finding }> = {
  code: 'MINORITY',
  promise: 'These decisions are taken about children: everybody under 18, everybody who is presumed to be, and everybody who was when the procedure was opened.',
  basis: 'CRC art. 1; CM/Rec(2022)22 and PACE Resolution 2195 (2017) on the presumption of minority',
  // Whoever comes of age on the way keeps the safeguards of a child; that the person itself consents anew is for Repatriation to ask.
  proof: ({ finding }, weighing) => {
    const { registeredBy, majorityOn: registered, majorityBy, shown } = finding;
    const { now } = weighing;
    if (!registeredBy) return undefined;
    const registration = [registeredBy, ...(majorityBy ? [majorityBy] : [])];
    if (isMinorOn(registered, now)) return { evidence: registration };
    const majorityOn = laterMajority(registered, shown?.majorityOn);
    const evidence = majorityOn === registered ? registration : [...registration, shown!.by];
    if (isMinorOn(majorityOn, now)) return { evidence };
    const procedure = fromChildhood(majorityOn, finding, weighing);
    return procedure && { evidence: [...evidence, procedure.openedBy] };
  },
};
