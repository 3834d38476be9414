import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { howTold } from '../decider/telling.js';
import { personal } from '../privacy/personal.js';
import { journey, reference } from './codes.js';

/** Whose consent it is. */
export const consenters = ['CHILD', 'REPRESENTATIVE'] as const;
export type Consenter = (typeof consenters)[number];
/** Those before whom a person can speak freely: none of them returns, holds or looks for the child. */
export const neutralBodies = ['COURT', 'HEALTH', 'EDUCATION', 'NGO', 'OMBUDSPERSON', 'LEGAL_AID'] as const;
export const withdrawalChannels = ['IN_PERSON', 'IN_WRITING', 'BY_PHONE', 'BY_MESSAGE', 'BY_CONDUCT', 'THROUGH_SOMEBODY'] as const;

export const ConsentGiven = event('repatriation.ConsentGiven', 1,
  'The child or its representative agreed, before a neutral witness, to one outcome, one state and one carer; it can be taken back at any time.', {
    by: Type.Enum([...consenters]),
    /** The representative who agreed; absent for the child itself. */
    representativeRef: Type.Optional(reference),
    ...journey,
    carerRef: reference,
    ...howTold,
    informedBy: reference,
    witnessRef: reference,
    witnessOrgType: Type.Enum([...orgTypes]),
    words: Type.Optional(personal('D3', Type.String())),
  });

export const ConsentWithdrawn = event('repatriation.ConsentWithdrawn', 1,
  'A consent was taken back, whoever brought the word; it is given again by the person alone, before a neutral witness. Nothing bad follows from it.', {
    whose: Type.Enum([...consenters]),
    channel: Type.Enum([...withdrawalChannels]),
    witnessRef: Type.Optional(reference),
    words: Type.Optional(personal('D3', Type.String())),
  });

export const consentEvents = [ConsentGiven, ConsentWithdrawn] as const;
export type ConsentEvent = (typeof consentEvents)[number];
