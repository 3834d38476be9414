import { describe, it } from '@jest/globals';
import { scenario } from '../decider/decider.scenario.js';
import { guardianship } from './guardianship.context.js';
import { AssignLegalAid } from './legal-aid.commands.js';

const assignment = { lawyerRef: 'lawyer-1', organisationRef: 'bar-1', languages: ['kir', 'rus'] };
const assigned = { type: 'guardianship.LegalAidAssigned', data: { ...assignment, free: true } };
const { given } = scenario(guardianship);

describe('AssignLegalAid', () => {
  it('happens, and is free of charge', () => given().when(AssignLegalAid, assignment).then(assigned));
  it('is ignored when the same lawyer is assigned on the same terms', () => given(assigned).when(AssignLegalAid, assignment).thenNothing());
  it('happens again when the languages change', () =>
    given(assigned).when(AssignLegalAid, { ...assignment, languages: ['uzb'] }).then({ type: 'guardianship.LegalAidAssigned', data: { languages: ['uzb'] } }));
});
