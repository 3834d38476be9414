/** Who asks, and for what. Closed lists: a token with another value is refused. */

export const roles = [
  'CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON',
  'CASE_WORKER', 'APPOINTING_AUTHORITY', 'PANEL_MEMBER', 'ORIGIN_AUTHORITY',
  'INLET', 'SERVICE', 'AUDITOR', 'ANALYST', 'DATA_PROTECTION_OFFICER', 'ADMINISTRATOR',
] as const;
export type Role = (typeof roles)[number];

export const orgTypes = [
  'CHILD_PROTECTION', 'GUARDIANSHIP', 'COURT', 'LEGAL_AID', 'HEALTH', 'EDUCATION', 'NGO', 'OMBUDSPERSON', 'CONSULATE',
  'POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL', 'STATISTICS', 'OPERATOR', 'FAMILY',
] as const;
export type OrgType = (typeof orgTypes)[number];

/** There is no purpose called enforcement: what is collected to protect a child is not used against it (JGC 3/22, the firewall). */
export const purposes = [
  'PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'RETURN_CASEWORK', 'REINTEGRATION', 'LEGAL_REMEDY',
  'OVERSIGHT', 'STATISTICS', 'OPERATIONS',
] as const;
export type Purpose = (typeof purposes)[number];

/** The bodies that may report and get a receipt, and may neither read nor decide (Recommendations 3 and 4 of ODIHR; FW-3). */
export const enforcementBodies: readonly OrgType[] = ['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION'];

/** Nobody of these bodies assesses, hears, determines or monitors: they hold or return children, or are parties. */
export const dependentBodies: readonly OrgType[] = [...enforcementBodies, 'CUSTODIAL', 'FAMILY'];

/** Neither enforces the law nor holds people. */
export function isCivil(orgType: OrgType): boolean {
  return !enforcementBodies.includes(orgType) && orgType !== 'CUSTODIAL';
}

/** The purposes for which a role may act or read. A purpose outside the list is refused, never converted. */
export const purposesOf: Readonly<Record<Role, readonly Purpose[]>> = {
  CHILD: ['PROTECTION', 'LEGAL_REMEDY'],
  PARENT_REPRESENTATIVE: ['GUARDIANSHIP', 'LEGAL_REMEDY'],
  GUARDIAN: ['GUARDIANSHIP', 'LEGAL_REMEDY'],
  LAWYER: ['LEGAL_REMEDY'],
  NGO_ADVOCATE: ['PROTECTION', 'LEGAL_REMEDY'],
  OMBUDSPERSON: ['OVERSIGHT', 'PROTECTION', 'LEGAL_REMEDY'],
  CASE_WORKER: ['PROTECTION', 'RETURN_CASEWORK', 'REINTEGRATION'],
  APPOINTING_AUTHORITY: ['GUARDIANSHIP'],
  PANEL_MEMBER: ['BEST_INTERESTS'],
  ORIGIN_AUTHORITY: ['RETURN_CASEWORK'],
  INLET: ['PROTECTION'],
  SERVICE: ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'RETURN_CASEWORK', 'REINTEGRATION', 'LEGAL_REMEDY', 'STATISTICS'],
  AUDITOR: ['OVERSIGHT'],
  ANALYST: ['STATISTICS'],
  DATA_PROTECTION_OFFICER: ['OVERSIGHT'],
  ADMINISTRATOR: ['OPERATIONS'],
};

/** The purposes for which another service may be told of events: none of them is the operation of this one, nor oversight of it. */
export const servicePurposes = purposesOf.SERVICE;

export interface Actor {
  /** Pseudonymous subject of the token: a reference, never a name. */
  readonly actorRef: string;
  readonly role: Role;
  readonly orgRef: string;
  readonly orgType: OrgType;
  readonly purpose: Purpose;
  /** Whom the actor speaks for, where the issuer says so: a child or a family member through a named channel. */
  readonly onBehalfOf?: string;
}

/** Police, border, immigration, return and prosecution bodies hand in reports and learn nothing (the firewall). */
export function mayOnlyReport({ role, orgType }: Pick<Actor, 'role' | 'orgType'>): boolean {
  return role === 'INLET' || enforcementBodies.includes(orgType);
}

/** Whether a command is made for whoever sends it: those whose role it lists, and enforcement bodies where it lists the inlet. */
export function isMadeFor({ by }: { readonly by: readonly Role[] }, actor: Pick<Actor, 'role' | 'orgType'>): boolean {
  return by.includes(actor.role) && (!mayOnlyReport(actor) || by.includes('INLET'));
}

/** Children are placed, escorted and cared for by those who protect them (International Child Repatriation Guidelines, guarantees 5 and 6; ODIHR, Recommendation 3). */
export const protectingBodies: readonly OrgType[] = ['CHILD_PROTECTION', 'GUARDIANSHIP'];

/** They look at places where children are held, and run none. */
const overseeingBodies: readonly OrgType[] = ['COURT', 'OMBUDSPERSON'];

/** A body that is said to have done something, and of which kind of body they are who say so. */
export interface ToldBody {
  readonly orgRef?: string;
  readonly orgType: OrgType;
  readonly toldBy?: OrgType;
}

/** The bodies that one word names, as told by a body of that kind. */
export function namedBy(toldBy: OrgType, bodies: readonly (ToldBody | undefined)[]): readonly ToldBody[] {
  return bodies.filter((body) => body !== undefined).map((body) => ({ ...body, toldBy }));
}

/**
 * Whether the actor may be of a body as it was told: of one that nobody names, each of its kind may be the one, but for those that run no places.
 * Those who enforce the law or hold people name a body, and so neither a whole kind of those who protect, nor a court or an ombudsperson: otherwise
 * a few of their words would leave nobody who may say that a child is free.
 */
export function mayBeOf({ orgRef, orgType, toldBy }: ToldBody, actor: Pick<Actor, 'orgRef' | 'orgType'>): boolean {
  const isOfCivil = toldBy === undefined || isCivil(toldBy);
  const oversees = overseeingBodies.includes(actor.orgType);
  return orgRef === undefined ? orgType === actor.orgType && !oversees && (isOfCivil || !isCivil(orgType)) : orgRef === actor.orgRef && (isOfCivil || !oversees);
}
