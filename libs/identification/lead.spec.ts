import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import { leadOf } from './lead.js';

const by = (orgRef: string, orgType: 'CHILD_PROTECTION' | 'POLICE' | 'NGO') => ({ orgRef, orgType }) as const;
const found = (of: Happened['by']): Happened => ({ type: 'identification.ChildFound', id: 'found', data: {}, by: of });
const takenOn = (of: Happened['by'], more: Partial<Happened> = {}): Happened => ({ type: 'identification.ReferralAccepted', id: 'taken-on', data: { responsibleRef: 'aigerim' }, by: of, ...more });
const lead = (...happened: readonly Happened[]) => leadOf(happened.map(factOf));

describe('The organisation that leads a case', () => {
  it('is the one that protects children and registered the child, and whichever of them took the case on last', () => {
    expect(lead(found(by('district-1', 'CHILD_PROTECTION')))).toMatchObject({ orgRef: 'district-1', event: 'found' });
    expect(lead(found(by('police-3', 'POLICE')), takenOn(by('district-1', 'CHILD_PROTECTION')))).toMatchObject({ orgRef: 'district-1', responsibleRef: 'aigerim', event: 'taken-on' });
    expect(lead(found(by('district-1', 'CHILD_PROTECTION')), takenOn(by('district-2', 'CHILD_PROTECTION')))).toMatchObject({ orgRef: 'district-2' });
    expect(lead({ ...found(by('district-1', 'CHILD_PROTECTION')), type: 'identification.LeftBehindChildRegistered' })).toMatchObject({ orgRef: 'district-1' });
  });
  it('stays the same whoever else helps the child, refuses it, or says that it takes the case on and is none of those', () => {
    const begun = found(by('district-1', 'CHILD_PROTECTION'));
    for (const later of [takenOn(by('helpers', 'NGO')), { ...takenOn(by('district-2', 'CHILD_PROTECTION')), type: 'identification.ReferralRefused' }, takenOn(by('district-2', 'CHILD_PROTECTION'), { entitled: false })]) {
      expect(lead(begun, later)).toMatchObject({ orgRef: 'district-1' });
    }
  });
  it('is none until those who protect children have taken the case on', () => {
    expect(lead(found(by('police-3', 'POLICE')))).toBeUndefined();
    expect(lead(found(by('helpers', 'NGO')), takenOn(by('helpers', 'NGO')))).toBeUndefined();
  });
});
