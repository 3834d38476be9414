import { IsOptional } from 'class-validator';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import { telling } from '../decider/telling.js';
import { answers, type Answer } from './codes.js';
import { forJourney } from './parts.js';
import { dangers, documentKinds, documentMilestones, riskResults, riskSources, timingAspects, whyDocumentRefused } from './preparation.events.js';

export class AttestRiskAssessment extends Attest('AttestRiskAssessment', {
  summary: 'Certifies the assessment of whether the child would be in danger in a state, with the assessment of what the return does to its rights.',
  by: ['CASE_WORKER', 'PANEL_MEMBER', 'NGO_ADVOCATE', 'OMBUDSPERSON'],
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsCode(riskResults)
  readonly result!: (typeof riskResults)[number];

  @IsList(riskSources.length, { lengthMin: 1 }) @IsCode(riskSources, { each: true })
  readonly sources!: (typeof riskSources)[number][];

  /** Dangers that were found and stand; what was averted is told in the reasons. */
  @IsList(dangers.length) @IsCode(dangers, { each: true })
  readonly dangers!: (typeof dangers)[number][];

  /** Reference of the impact assessment that belongs to it. */
  @IsReference()
  readonly impactAssessmentRef!: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class RecordDanger extends Report('RecordDanger', {
  summary: 'Reports that the child would be in danger where it is to be taken.',
  by: witnesses,
}) {
  /** Left out where the danger is not bound to a state. */
  @IsOptional() @IsCountry()
  readonly destinationState?: string;

  @IsCode(dangers)
  readonly danger!: (typeof dangers)[number];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestChildInformed extends telling(forJourney(Attest('AttestChildInformed', {
  summary: 'Certifies that the child was told, in a way that it understands, what will happen.',
  by: ['CASE_WORKER', 'GUARDIAN', 'PARENT_REPRESENTATIVE', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'PANEL_MEMBER'],
}))) {
  /** Who told the child. */
  @IsReference()
  readonly informedBy!: string;

  /** What the child said to it. */
  @IsOptional() @IsText(4000)
  readonly reaction?: string;
}

export class AttestTiming extends forJourney(Attest('AttestTiming', {
  summary: 'Certifies from when on it is in the interest of the child to travel, with all that its life asks for.',
  by: ['CASE_WORKER', 'PANEL_MEMBER', 'GUARDIAN', 'PARENT_REPRESENTATIVE'],
})) {
  /** School, exams, health, feasts and siblings: each of them was thought of. */
  @IsList(timingAspects.length, { lengthMin: timingAspects.length }) @IsCode(timingAspects, { each: true })
  readonly considered!: (typeof timingAspects)[number][];

  /** First day on which it is in the interest of the child to travel. */
  @IsDay('any')
  readonly suitableFrom!: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class Paper {
  @IsCode(documentKinds)
  readonly kind!: (typeof documentKinds)[number];

  /** Last day on which it is valid; left out where it does not expire. */
  @IsOptional() @IsDay('any')
  readonly validUntil?: string;
}

export class AttestDocuments extends Attest('AttestDocuments', {
  summary: 'Certifies that the papers are there, and whether getting them told anybody of a claim for protection.',
  by: ['CASE_WORKER', 'GUARDIAN', 'PARENT_REPRESENTATIVE', 'LAWYER'],
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsList(20, { lengthMin: 1, by: (paper: Paper) => paper.kind }) @IsPart(() => Paper, { each: true })
  readonly documents!: Paper[];

  @IsOptional() @IsPart(() => Organisation)
  readonly issuedBy?: Organisation;

  /** Whether getting them told anybody of a claim for protection. */
  @IsCode(answers)
  readonly claimExposed!: Answer;
}

/** How long each paper takes is a question of its own (OSCE/ODIHR, After the Chisinau Agreement, Day 2: children wait for documents). */
export class RecordDocumentMilestone extends Report('RecordDocumentMilestone', {
  summary: 'Reports that a paper for the return was asked for, came to the consulate, was issued or was refused.',
  by: witnesses,
}) {
  @IsCode(documentKinds)
  readonly document!: (typeof documentKinds)[number];

  /** State that is to issue it. */
  @IsCountry()
  readonly issuingState!: string;

  @IsCode(documentMilestones)
  readonly milestone!: (typeof documentMilestones)[number];

  @IsOptional() @IsPart(() => Organisation)
  readonly authority?: Organisation;

  /** For a refusal. */
  @IsOptional() @IsCode(whyDocumentRefused)
  readonly refusedBecause?: (typeof whyDocumentRefused)[number];

  @IsOptional() @IsText(2000)
  readonly note?: string;
}
