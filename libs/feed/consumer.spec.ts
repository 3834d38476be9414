import { describe, expect, it } from '@jest/globals';
import { registry } from '../case-file/contexts.js';
import { orgTypes, servicePurposes } from '../decider/actor.js';
import { isConsumer } from '../decider/consumer.js';
import { BadForm, NotApplicable } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { ChangeConsumerScope, RegisterConsumer, RevokeConsumer } from './consumer.commands.js';
import { consumers } from './consumer.context.js';
import { decideConsumer } from './consumer.decider.js';
import type { Consumer } from './consumer.state.js';
import { grantOf, reaches } from './scope.js';

const { given } = scenario(consumers([...registry.shared.values()]));
const school = {
  orgRef: 'school-board', orgType: 'EDUCATION', purposes: ['PROTECTION', 'REINTEGRATION'], contexts: ['identification', 'reintegration'],
  types: ['identification.ChildFound', 'identification.EducationAccessReported', 'reintegration.PlanDrafted'], fields: ['identification.ChildFound.sex'],
};
const registered = { type: 'feed.ConsumerRegistered', data: school };
const changedTo = (scope: object) => ({ type: 'feed.ConsumerScopeChanged', data: { ...school, ...scope } });
const revoked = { type: 'feed.ConsumerRevoked', data: { reason: 'NO_LONGER_NEEDED' } };
const granted = (purpose: 'PROTECTION' | 'REINTEGRATION' | 'STATISTICS', ...happened: readonly Happened[]) => grantOf(given(...happened).state<Consumer>(), purpose, registry.shared);

describe('RegisterConsumer', () => {
  it('happens with what the service is told, and for what', () => given().when(RegisterConsumer, school).then(registered));
  it('happens with no field named: then what needs a name is not told', () => given().when(RegisterConsumer, { ...school, fields: undefined }).then({ ...registered, data: { fields: [] } }));
  it('happens anew after it was revoked', () => given(registered, revoked).when(RegisterConsumer, school).then(registered));
  it('has nothing to act on under the name of a service that another body ran: the pseudonyms of that one are not for it', () => {
    const another = { ...school, orgRef: 'other-board' };
    given(registered, revoked).when(RegisterConsumer, another).thenThrows(NotApplicable);
    given(registered).when(ChangeConsumerScope, another).thenThrows(NotApplicable);
    // The same body, of which it was said wrongly what it is.
    given(registered, revoked).when(RegisterConsumer, { ...school, orgType: 'NGO' }).then({ type: 'feed.ConsumerRegistered' });
  });
  it('is ignored where the same is so already', () => given(registered).when(RegisterConsumer, school).thenNothing());
  it('has nothing to act on where another scope stands', () => given(registered).when(RegisterConsumer, { ...school, fields: [] }).thenThrows(NotApplicable));

  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'])('is bad form for a body of the kind %s, which is told nothing', (orgType) =>
    given().when(RegisterConsumer, { ...school, orgType }).thenThrows(BadForm));
  it.each(orgTypes.filter((type) => !['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'].includes(type)))('happens for a body of the kind %s', (orgType) =>
    given().when(RegisterConsumer, { ...school, orgType }).then({ type: 'feed.ConsumerRegistered' }));

  it.each<[string, object]>([
    ['a context that tells nothing', { contexts: [...school.contexts, 'feed'] }],
    ['a context that nobody knows', { contexts: [...school.contexts, 'enforcement'] }],
    ['an event that nobody declares', { types: ['identification.ChildDeported'] }],
    ['an event that other services are not told of', { types: ['repatriation.ProtectionClaimOpened'], contexts: ['repatriation'] }],
    ['a refused decision', { types: ['record.DecisionAttemptRefused'], contexts: ['record'] }],
    ['what is said of earlier events, which everybody hears who heard of those', { types: ['record.Corrected'], contexts: ['record'] }],
    ['an event of a context that it does not name', { contexts: ['identification'] }],
    ['an event that is told for none of its purposes', { purposes: ['RETURN_CASEWORK'], types: ['identification.DeprivationStarted'] }],
    ['a field that no event has', { fields: ['identification.ChildFound.name'] }],
    ['the day on which childhood ends', { fields: ['identification.ChildFound.majorityOn'] }],
    ['a personal field that is told for none of its purposes', { purposes: ['REINTEGRATION', 'STATISTICS'], contexts: ['guardianship'], types: ['guardianship.GuardianAppointed'], fields: ['guardianship.GuardianAppointed.contact'] }],
    ['a name', { contexts: ['guardianship'], types: ['guardianship.GuardianAppointed'], fields: ['guardianship.GuardianAppointed.name'] }],
    ['a date of birth', { fields: ['identification.ChildFound.dateOfBirth'] }],
    ['a field of an event that it does not name', { fields: ['identification.DeprivationStarted.facilityRef'] }],
  ])('is bad form when it names %s', (_, scope) => given().when(RegisterConsumer, { ...school, ...scope }).thenThrows(BadForm));

  it('knows no purpose but those of a service', () => expect(servicePurposes).toEqual(['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'RETURN_CASEWORK', 'REINTEGRATION', 'LEGAL_REMEDY', 'STATISTICS']));
});

describe('ChangeConsumerScope', () => {
  it('happens with a scope that takes the place of the other', () => given(registered).when(ChangeConsumerScope, { ...school, fields: [] }).then(changedTo({ fields: [] })));
  it('is ignored where nothing is other', () => given(registered).when(ChangeConsumerScope, school).thenNothing());
  it('has nothing to act on before the registration', () => given().when(ChangeConsumerScope, school).thenThrows(NotApplicable));
  it('has nothing to act on after the end', () => given(registered, revoked).when(ChangeConsumerScope, school).thenThrows(NotApplicable));
  it('is bad form for a body that enforces the law', () => given(registered).when(ChangeConsumerScope, { ...school, orgType: 'POLICE' }).thenThrows(BadForm));
});

describe('A scope that is given once an event is told in a new version', () => {
  const first = registry.shared.get('identification.ChildFound')!;
  const since = scenario(consumers([...registry.shared.values()].map((event) => (event === first ? { ...first, version: 2, earlier: [first] } : event))));
  const versions = { 'identification.ChildFound': 2 };

  it('says so, and of no event that it does not name', () => {
    since.given().when(RegisterConsumer, school).then({ ...registered, data: { ...school, versions } });
    const { fields: _, ...others } = { ...school, types: ['identification.EducationAccessReported'] };
    since.given({ ...registered, data: { ...others, fields: [] } }).when(RegisterConsumer, others).thenNothing();
  });
  it('is another one than that of before, though it names the same', () => since.given(registered).when(ChangeConsumerScope, school).then(changedTo({ versions })));
  it('is ignored where it stands', () => since.given(changedTo({ versions })).when(ChangeConsumerScope, school).thenNothing());
});

describe('RevokeConsumer', () => {
  it('happens with a reason, and leaves the service what is said of what it was told', () =>
    given(registered).when(RevokeConsumer, { reason: 'PURPOSE_EXCEEDED' }).then({ type: 'feed.ConsumerRevoked', data: { reason: 'PURPOSE_EXCEEDED', saidBack: true } }));
  it('leaves nothing to one whose secret is lost, also where that turns out later', () => {
    const lost = { type: 'feed.ConsumerRevoked', data: { reason: 'SECRET_LOST' } };
    const saidBack = { ...revoked, data: { ...revoked.data, saidBack: true } };
    for (const happened of [[registered], [registered, saidBack]]) {
      expect(decideConsumer(registry.shared, Object.assign(new RevokeConsumer(), { reason: 'SECRET_LOST' }), given(...happened).state<Consumer>())).toEqual([lost]);
    }
    for (const happened of [[registered, lost], [registered, saidBack, lost]]) expect(granted('PROTECTION', ...happened)).toBeUndefined();
    given(registered, saidBack).when(RevokeConsumer, { reason: 'OTHER' }).thenThrows(NotApplicable);
    expect(given(registered, lost).state<Consumer>().former).toBeUndefined();
  });
  it('has nothing to act on where no such service is registered', () => given().when(RevokeConsumer, { reason: 'OTHER' }).thenThrows(NotApplicable));
});

describe('A service', () => {
  it('is told of the types of its scope that are told for the purpose of its token, with the fields that need no name or have it', () => {
    expect([...granted('PROTECTION', registered)!.fields]).toEqual([
      ['identification.ChildFound', ['foundIn', 'accompaniment', 'sex']], ['identification.EducationAccessReported', ['access', 'level', 'mode']], ['reintegration.PlanDrafted', ['outcome', 'destinationState']],
    ]);
    expect([...granted('REINTEGRATION', registered)!.types]).toEqual(['identification.EducationAccessReported', 'reintegration.PlanDrafted']);
  });

  it('is told nothing for a purpose that its scope does not name, before its registration and after its end', () => {
    expect(granted('STATISTICS', registered)).toBeUndefined();
    expect(granted('PROTECTION')).toBeUndefined();
    expect(granted('PROTECTION', registered, revoked)).toBeUndefined();
  });

  it('hears what is said later of what it was told of once, and of nothing that came when its scope did not hold it any more', () => {
    const { types, ever } = granted('PROTECTION', registered, { ...revoked, data: { ...revoked.data, saidBack: true } }, registered, changedTo({ types: ['reintegration.PlanDrafted'], jurisdictions: ['KG'] }))!;
    expect([...types]).toEqual(['reintegration.PlanDrafted']);
    const hears = (type: string, jurisdiction: string, position = '3') => ever.some((reach) => reaches(reach, { type, position, meta: { jurisdiction } }));
    expect(['KG', 'KZ'].map((state) => hears('identification.ChildFound', state))).toEqual([true, true]);
    expect(hears('identification.DeprivationStarted', 'KG')).toBe(false);
    // The scope was changed at the position 3.
    expect([hears('identification.ChildFound', 'KG', '4'), hears('reintegration.PlanDrafted', 'KG', '4'), hears('reintegration.PlanDrafted', 'KZ', '4')]).toEqual([false, true, false]);
  });

  it.each([['school-service', true], ['s2-b', true], ['undefined', false], ['a-', false], ['School', false], ['a', false], ['3f0f0c6e-0000-4000-8000-000000000001', false], ['af0f0c6e-0000-4000-8000-000000000001', false], ['a_b', false], ['', false], ['x-'.repeat(20) + 'x', false]])(
    '%s is a name for one: %s', (id, expected) => expect(isConsumer(id)).toBe(expected));
});
