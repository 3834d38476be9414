import type { Actor } from '../../libs/decider/actor.js';

/** The places and the people of a synthetic population: none of them exists. */

export type PlaceUse = 'police' | 'transit' | 'shelter' | 'hospital' | 'home';
export interface SyntheticPlace {
  readonly key: string;
  readonly use: PlaceUse;
  readonly state: string;
  readonly zone: string;
  readonly body: object;
}

export const zoneOf: Readonly<Record<string, string>> = {
  KG: 'Asia/Bishkek', RU: 'Europe/Moscow', KZ: 'Asia/Almaty', MD: 'Europe/Chisinau', TR: 'Europe/Istanbul', AE: 'Asia/Dubai', UA: 'Europe/Kyiv', CN: 'Asia/Shanghai',
};

/** Sizes are those that are told of institutions: 35 in private ones, up to 200 in those of the state, 10 in family-type homes. */
const kinds: Readonly<Record<PlaceUse, { readonly kind: string; readonly exitControl: string; readonly orgType: string; readonly capacity: number; readonly name?: string }>> = {
  police: { kind: 'POLICE_CELL', exitControl: 'CONTROLLED', orgType: 'POLICE', capacity: 8, name: 'Police station' },
  transit: { kind: 'TRANSIT_CENTRE', exitControl: 'CONTROLLED', orgType: 'POLICE', capacity: 50, name: 'Transit centre' },
  shelter: { kind: 'SHELTER', exitControl: 'OPEN', orgType: 'CHILD_PROTECTION', capacity: 35, name: 'Open shelter' },
  hospital: { kind: 'HOSPITAL', exitControl: 'CONTROLLED', orgType: 'HEALTH', capacity: 200, name: 'Hospital' },
  home: { kind: 'PRIVATE_HOME', exitControl: 'OPEN', orgType: 'CHILD_PROTECTION', capacity: 10 },
};

/** @param from the date since when all of them have been there */
export function syntheticPlaces(from: string): readonly SyntheticPlace[] {
  return Object.entries(zoneOf).flatMap(([state, zone]) => (Object.keys(kinds) as PlaceUse[]).flatMap((use) => Array.from({ length: 3 }, (_, index): SyntheticPlace => {
    const { kind, exitControl, orgType, capacity, name } = kinds[use];
    const key = `${state}-${use}-${index + 1}`;
    return {
      key, use, state, zone,
      body: {
        kind, exitControl, capacity, state, zone, from, operator: { orgRef: `synthetic-${state}-${use}`, orgType },
        ...(name ? { name: `${name} ${index + 1} (synthetic)`, units: ['unit-1', 'unit-2'] } : {}),
      },
    };
  })));
}

const registrar = 'synthetic-ombudsperson-1';
export const ombudsperson = (number = 1): Actor => ({ actorRef: number === 1 ? registrar : `synthetic-ombudsperson-${number}`, role: 'OMBUDSPERSON', orgRef: 'synthetic-ombudsperson', orgType: 'OMBUDSPERSON', purpose: 'OVERSIGHT' });
export const advocate = (number: number): Actor => ({ actorRef: `synthetic-advocate-${number}`, role: 'NGO_ADVOCATE', orgRef: `synthetic-ngo-${number % 7}`, orgType: 'NGO', purpose: 'PROTECTION' });
export const caseWorker = (number: number): Actor => ({ actorRef: `synthetic-case-worker-${number}`, role: 'CASE_WORKER', orgRef: `synthetic-child-protection-${number % 12}`, orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' });
export const authority = (number: number): Actor => ({ actorRef: `synthetic-authority-${number}`, role: 'APPOINTING_AUTHORITY', orgRef: `synthetic-guardianship-${number}`, orgType: 'GUARDIANSHIP', purpose: 'GUARDIANSHIP' });
export const guardian = (number: number): Actor => ({ actorRef: `synthetic-guardian-${number}`, role: 'GUARDIAN', orgRef: `synthetic-guardians-${number % 5}`, orgType: 'NGO', purpose: 'GUARDIANSHIP' });
export const lawyer = (number: number): Actor => ({ actorRef: `synthetic-lawyer-${number}`, role: 'LAWYER', orgRef: `synthetic-bar-${number % 6}`, orgType: 'LEGAL_AID', purpose: 'LEGAL_REMEDY' });
export const panelMember = (number: number): Actor => ({ actorRef: `synthetic-panel-member-${number}`, role: 'PANEL_MEMBER', orgRef: `synthetic-child-protection-${number % 12}`, orgType: 'CHILD_PROTECTION', purpose: 'BEST_INTERESTS' });
export const originAuthority: Actor = { actorRef: 'synthetic-origin-authority', role: 'ORIGIN_AUTHORITY', orgRef: 'child-protection-of-origin', orgType: 'CHILD_PROTECTION', purpose: 'RETURN_CASEWORK' };
