import type { Actor } from '../libs/decider/actor.js';

/** Those who act in the tests of the whole system. */

export const caseWorker: Actor = { actorRef: 'case-worker', role: 'CASE_WORKER', orgRef: 'child-protection', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' };
export const advocate: Actor = { actorRef: 'advocate', role: 'NGO_ADVOCATE', orgRef: 'ngo', orgType: 'NGO', purpose: 'PROTECTION' };
export const authority: Actor = { actorRef: 'appointing-authority', role: 'APPOINTING_AUTHORITY', orgRef: 'guardianship-office', orgType: 'GUARDIANSHIP', purpose: 'GUARDIANSHIP' };
export const guardian: Actor = { actorRef: 'guardian', role: 'GUARDIAN', orgRef: 'guardians', orgType: 'NGO', purpose: 'GUARDIANSHIP' };
export const nextGuardian: Actor = { ...guardian, actorRef: 'next-guardian' };
export const strangersGuardian: Actor = { ...guardian, actorRef: 'strangers-guardian' };
/** Represents her child once she is confirmed. */
export const mother: Actor = { actorRef: 'mother', role: 'PARENT_REPRESENTATIVE', orgRef: 'family', orgType: 'FAMILY', purpose: 'GUARDIANSHIP' };
export const lawyer: Actor = { actorRef: 'lawyer', role: 'LAWYER', orgRef: 'bar', orgType: 'LEGAL_AID', purpose: 'LEGAL_REMEDY' };
export const panelMember: Actor = { actorRef: 'panel-member', role: 'PANEL_MEMBER', orgRef: 'child-protection', orgType: 'CHILD_PROTECTION', purpose: 'BEST_INTERESTS' };
/** The child protection of the state from which a child comes. */
export const originAuthority: Actor = { actorRef: 'origin-authority', role: 'ORIGIN_AUTHORITY', orgRef: 'child-protection-of-origin', orgType: 'CHILD_PROTECTION', purpose: 'RETURN_CASEWORK' };
export const auditor: Actor = { actorRef: 'auditor', role: 'AUDITOR', orgRef: 'court', orgType: 'COURT', purpose: 'OVERSIGHT' };
export const ombudsperson: Actor = { actorRef: 'ombudsperson', role: 'OMBUDSPERSON', orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON', purpose: 'OVERSIGHT' };
export const analyst: Actor = { actorRef: 'analyst', role: 'ANALYST', orgRef: 'statistics', orgType: 'STATISTICS', purpose: 'STATISTICS' };
/** The machinery of another system that the operator runs. */
export const service: Actor = { actorRef: 'service', role: 'SERVICE', orgRef: 'operator', orgType: 'OPERATOR', purpose: 'PROTECTION' };
/** Hands in reports for the police. */
export const policeInlet: Actor = { actorRef: 'police-inlet', role: 'INLET', orgRef: 'police', orgType: 'POLICE', purpose: 'PROTECTION' };
/** Whatever role a token gives to somebody of the police, it stays the police. */
export const policeCaseWorker: Actor = { actorRef: 'police-case-worker', role: 'CASE_WORKER', orgRef: 'police', orgType: 'POLICE', purpose: 'PROTECTION' };
/** Says which services are told of events. */
export const dataProtectionOfficer: Actor = { actorRef: 'data-protection-officer', role: 'DATA_PROTECTION_OFFICER', orgRef: 'operator', orgType: 'OPERATOR', purpose: 'OVERSIGHT' };
export const administrator: Actor = { actorRef: 'administrator', role: 'ADMINISTRATOR', orgRef: 'operator', orgType: 'OPERATOR', purpose: 'OPERATIONS' };
