import { isAppealed } from '../decider/annulment.js';
import type { GateFact } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { completedBy, solutionAsked, type Assessment } from './assessment.state.js';
import type { ConcludeDetermination, ConveneBidPanel } from './determination.commands.js';
import { endOf, exactness, inForce, isIndependent, isQuorate, sitting, type Determination } from './determination.state.js';
import { isHeardOnlySince, type Hearing } from './hearing.state.js';
import { heardOnDispute } from './separation.facts.js';
import type { Separation } from './separation.state.js';

export const panelIndependent: GateFact<{ determination: Determination }, ConveneBidPanel | ConcludeDetermination> = {
  code: 'PANEL_INDEPENDENT',
  promise: 'What is best for a child is determined by independent people of several disciplines, specialists in children among them, of whom none has a conflict of interest or is accused of harm to the child.',
  basis: 'International Child Repatriation Guidelines, guarantee 3; OSCE/ODIHR, After the Chisinau Agreement, Recommendations 2 and 3',
  proof: ({ determination: { panel, conflicted } }, { setting: { profile }, participants }, command) => {
    // A panel that is being convened is proven by what the decision itself carries and stores in the same append.
    if (command.type === 'ConveneBidPanel') return isIndependent(command.members, conflicted, profile.limits, participants) ? { evidence: [] } : undefined;
    return panel && isIndependent(sitting(panel, command.present), conflicted, profile.limits, participants) ? { evidence: [panel.id] } : undefined;
  },
};

export const panelQuorum: GateFact<{ determination: Determination }, ConcludeDetermination> = {
  code: 'PANEL_QUORUM',
  promise: 'A determination is made by enough members of the panel, of more than one discipline, and by nobody else.',
  basis: 'UNHCR Best Interests Procedure Guidelines (2021); International Child Repatriation Guidelines, guarantee 3',
  proof: ({ determination: { panel } }, { setting: { profile } }, { present }) => {
    const members = sitting(panel, present);
    return panel && members.length === present.length && isQuorate(members, profile.limits) ? { evidence: [panel.id] } : undefined;
  },
};

export const bidFinal: GateFact<{ assessment: Assessment; determination: Determination; hearing: Hearing; separation: Separation }, Partial<Journey> & { readonly type?: string }> = {
  code: 'BID_FINAL',
  promise: 'Only that solution is carried out, and in that state, which a valid panel has determined to be best for the child, on what it had said; and not once it is reopened, appealed against, carried out or too old.',
  basis: 'CRC art. 3; International Child Repatriation Guidelines, guarantee 3; Joint General Comment No. 4/23',
  proof: ({ assessment, determination, hearing, separation }, { now, setting, participants }, command) => {
    // A life where the child is leads nowhere else: in which state that is, SAME_STATE says (ruling 8).
    const { outcome, destinationState } = command.type === 'ApproveSolutionPlan' ? { outcome: 'INTEGRATION' as const, destinationState: undefined } : command;
    const fact = inForce(determination);
    const panel = determination.latest?.panel;
    const asked = solutionAsked(assessment, fact?.revision);
    const assessed = completedBy(assessment, asked);
    if (!fact || !panel || !assessed || determination.latest?.carriedOut || fact.data.outcome !== outcome || fact.data.destinationState !== destinationState) return undefined;
    const exact = exactness(fact.data, assessed, determination);
    // Whom it was made without is heard before it is made anew.
    const heard = heardOnDispute(assessment, separation, fact);
    if (!exact || !heard || isHeardOnlySince(hearing, asked!.revision, fact, determination.reopenings, participants)) return undefined;
    // What is appealed against is not final, and nothing is decided on it.
    if ([fact, panel].some(({ id }) => isAppealed(determination.appeals, id, participants))) return undefined;
    const members = sitting(panel, fact.data.present);
    const { limits } = setting.profile;
    if (!isIndependent(members, determination.conflicted, limits, participants) || !isQuorate(members, limits)) return undefined;
    return now.getTime() <= endOf(fact, setting) ? { evidence: [...assessed.map(({ id }) => id), ...exact, ...heard.evidence, panel.id, fact.id] } : undefined;
  },
};
