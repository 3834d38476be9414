import type { GateFact } from '../decider/gate.js';
import type { DecidePlacement } from './care.commands.js';
import { establishedIn, type Status } from './status.decider.js';

/** No gate needs it everywhere: a state whose law asks for it adds it to the gate of a placement. */
export const childStatusEstablished: GateFact<{ status: Status }, Pick<DecidePlacement, 'settingKind'>> = {
  code: 'CHILD_STATUS_ESTABLISHED',
  promise: 'A child comes into a foster family only once social services have established that it is an orphan, or left without parental care.',
  basis: 'Ordinance of the government of Ukraine on the return of a migrant child (OSCE/ODIHR, After the Chisinau Agreement, Day 2)',
  proof: ({ status }, { setting }, { settingKind }) => {
    if (settingKind !== 'FOSTER_CARE') return { evidence: [] };
    const asking = [setting.profile, ...setting.besides ?? []].filter(({ adds }) => adds?.placement?.includes('CHILD_STATUS_ESTABLISHED'));
    const established = asking.map(({ state }) => establishedIn(status, state));
    return established.every((acts) => acts.length > 0 && acts.every(({ data }) => data.status !== 'IN_PARENTAL_CARE')) ? { evidence: established.flat().map(({ id }) => id) } : undefined;
  },
};
