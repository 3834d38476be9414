/** Supervision that leaves a child at liberty, lightest first; and what is called so and is none (G1.2, G1.3). */

export const restrictions = [
  'INDIVIDUAL_FOLLOW_UP', 'REPORTING', 'DEPOSIT_OF_DOCUMENTS', 'ADDRESS', 'SURETY', 'AREA', 'CURFEW', 'ELECTRONIC_TAG', 'HOUSE_CONFINEMENT', 'GUARDED_PLACE',
] as const;
export type Restriction = (typeof restrictions)[number];

/** Deprivation under another name, whatever it is called: who asks for these is refused, and the attempt is kept. */
export const confiningRestrictions: readonly Restriction[] = ['HOUSE_CONFINEMENT', 'GUARDED_PLACE'];

/** What may be considered instead of holding a child. */
export const considerable = [...restrictions, 'FAMILY', 'FOSTER_CARE', 'OPEN_SHELTER', 'COMMUNITY_PLACE_FOR_FAMILY', 'RELEASE_WITHOUT_CONDITIONS'] as const;
