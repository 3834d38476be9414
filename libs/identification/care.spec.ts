import { describe, expect, it } from '@jest/globals';
import { BadForm, NotCompetent } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { DecidePlacement, PlaceInEmergencyOpenCare } from './care.commands.js';
import { identification, type Identification } from './identification.context.js';
import { staySegments } from './liberty.segments.js';
import { placeRef, reports } from './reports.scenario.js';

const { given } = scenario(identification);
const otherPlace = '3f0f0c6e-0000-4000-8000-000000000002';
const found = (data: object = {}) => ({ type: 'identification.ChildFound', data: { majorityOn: '2028-05-09', ...data } });
const died = { type: 'identification.DeathReported', data: reports.RecordDeath };

describe('PlaceInEmergencyOpenCare', () => {
  const emergency = { facilityRef: placeRef, reason: 'ON_THE_STREET', reviewBy: '2026-03-03T12:00:00Z' };
  const inCare = { type: 'identification.EmergencyCareStarted', data: emergency };

  it('asks for nothing but an open place: not for a representative, not even for a registration', () => {
    expect(PlaceInEmergencyOpenCare.declaration.gate.at(-1)?.needs).toEqual(['OPEN_SETTING']);
    given().when(PlaceInEmergencyOpenCare, emergency).then(inCare);
  });
  it('is ignored when the child is there already, for the same reason and until the same review', () =>
    given(inCare).when(PlaceInEmergencyOpenCare, emergency).thenNothing());
  it('happens again in another place, and with a later review', () => {
    given(inCare).when(PlaceInEmergencyOpenCare, { ...emergency, facilityRef: otherPlace }).then({ type: 'identification.EmergencyCareStarted', data: { facilityRef: otherPlace } });
    given(inCare).when(PlaceInEmergencyOpenCare, { ...emergency, reviewBy: '2026-03-04T12:00:00Z' }).then({ type: 'identification.EmergencyCareStarted' });
  });
  it('happens of care in the past, whose review was due before it was recorded', () =>
    given().when(PlaceInEmergencyOpenCare, { ...emergency, occurredAt: { at: '2026-02-01', zone: 'Asia/Bishkek' }, reviewBy: '2026-02-02T12:00:00Z' })
      .then({ type: 'identification.EmergencyCareStarted' }));
  it('is bad form when the review comes before the care', () => {
    given().when(PlaceInEmergencyOpenCare, { ...emergency, reviewBy: '2026-03-02T12:00:00Z' }).thenThrows(BadForm);
    given().when(PlaceInEmergencyOpenCare, { ...emergency, occurredAt: { at: '2026-02-01', zone: 'Asia/Bishkek' }, reviewBy: '2026-01-31T00:00:00Z' }).thenThrows(BadForm);
  });
});

describe('DecidePlacement', () => {
  const placement = { facilityRef: placeRef, settingKind: 'FOSTER_CARE', from: '2026-03-03T06:00:00Z' };
  const placed = { type: 'identification.PlacementDecided', data: placement };
  const institution = { ...placement, settingKind: 'RESIDENTIAL_CARE' };

  it('happens for a registered child under 18', () => given(found()).when(DecidePlacement, placement).then(placed));
  it('happens at once where no begin is named', () =>
    given(found()).when(DecidePlacement, { facilityRef: placeRef, settingKind: 'FOSTER_CARE' }).then({ type: 'identification.PlacementDecided', data: { from: '2026-03-02T12:00:00.000Z' } }));
  it('also asks for a representative, an open place, a child that was heard and an assessment of what is best for it; the last two since version 2', () =>
    expect(DecidePlacement.declaration.gate).toEqual([
      { name: 'placement', version: 1, needs: ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING'] },
      { name: 'placement', version: 2, needs: ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING', 'CHILD_HEARD', 'ASSESSMENT_DONE'] },
    ]));

  it('is refused for a child whom nobody registered', () => given().when(DecidePlacement, placement).thenRefusedFor('CHILD_REGISTERED', 'MINORITY'));
  it('is refused for a child that is reported dead', () => given(found(), died).when(DecidePlacement, placement).thenRefusedFor('CHILD_REGISTERED'));
  it('is refused for somebody who is 18', () => given(found({ majorityOn: '2026-03-02' })).when(DecidePlacement, placement).thenRefusedFor('MINORITY'));

  it('is ignored when the same placement is in force, with or without its begin named', () => {
    given(found(), placed).when(DecidePlacement, placement).thenNothing();
    given(found(), placed).when(DecidePlacement, { ...placement, from: undefined }).thenNothing();
  });
  it.each([
    ['the place', { facilityRef: otherPlace }], ['the kind of care', { settingKind: 'KINSHIP_CARE' }], ['the begin', { from: '2026-03-04T06:00:00Z' }],
    ['the reasons in words, which nobody can compare once they are sealed', { reasons: 'the child asked for it' }],
  ])('happens again when it differs in %s', (_, other) =>
    given(found(), placed).when(DecidePlacement, { ...placement, ...other }).then({ type: 'identification.PlacementDecided', data: other }));
  it('happens again after emergency care took the child elsewhere', () =>
    given(found(), placed, { type: 'identification.EmergencyCareStarted', data: { facilityRef: otherPlace } }).when(DecidePlacement, placement).then(placed));

  it('happens in an institution when it says why no family can take the child', () =>
    given(found()).when(DecidePlacement, { ...institution, noFamilyBecause: 'NO_FAMILY_AVAILABLE' })
      .then({ type: 'identification.PlacementDecided', data: { noFamilyBecause: 'NO_FAMILY_AVAILABLE' } }));
  it('is bad form in an institution without saying why, and in a family when it says why not', () => {
    given(found()).when(DecidePlacement, institution).thenThrows(BadForm);
    given(found()).when(DecidePlacement, { ...placement, noFamilyBecause: 'NO_FAMILY_AVAILABLE' }).thenThrows(BadForm);
  });

  it.each(['NGO', 'HEALTH', 'EDUCATION', 'COURT'] as const)('is no business of a case worker of a body of type %s', (orgType) =>
    given(found()).when(DecidePlacement, placement, { by: { orgType } }).thenThrows(NotCompetent));
  it.each(['CHILD_PROTECTION', 'GUARDIANSHIP'] as const)('happens by a case worker of a body of type %s', (orgType) =>
    given(found()).when(DecidePlacement, placement, { by: { orgType } }).then(placed));
});

describe('A placement that an appeal body sets aside', () => {
  const placement = { facilityRef: placeRef, settingKind: 'FOSTER_CARE' };
  const placed = { type: 'identification.PlacementDecided', data: { ...placement, from: '2026-03-01T00:00:00Z' }, id: 'placement' };
  const ruled = { type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef: 'placement', result: 'UPHELD', final: true } };

  it('is in force no more, so that the same placement is another decision', () => {
    given(found(), placed).when(DecidePlacement, placement).thenNothing();
    given(found(), placed, ruled).when(DecidePlacement, placement).then({ type: 'identification.PlacementDecided' });
  });
  it('does not make the child to have been elsewhere: the stay goes on until somebody reports its end', () => {
    const staysOf = (...happened: readonly Happened[]) => {
      return staySegments(given(...happened).state<Identification>(), (from, zone) => ({ from, precision: 'day', zone, zoneData: 'test' }));
    };
    expect(staysOf(placed, ruled)).toEqual(staysOf(placed));
  });
});
