import { IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Record as Report } from '../decider/command.js';
import { sourceKinds } from '../decider/event.js';
import { IsCode, IsCountry, IsDayOrInstant, IsList, IsPart, IsPlaceRef, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { readsPlace } from '../decider/place.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import { answers, type Answer } from './codes.js';
import {
  awaited, deprivationGrounds, destinations, endReasons, factorCodes, indicationGivers, leaveAnswers, nexuses, settingKinds, situations,
  type EndReason, type SettingKind,
} from './liberty.events.js';
import { Order } from './parts.js';

/** One thing that a court would want to know of the place. */
export class Factor {
  @IsCode(factorCodes)
  readonly factor!: (typeof factorCodes)[number];

  @IsCode(answers)
  readonly answer!: Answer;

  /** Whose word it is; left out, that of the whole report. */
  @IsOptional() @IsCode(sourceKinds)
  readonly source?: (typeof sourceKinds)[number];
}

export class MedicalIndication {
  /** Whether medicine requires the stay. */
  @IsCode(answers)
  readonly value!: Answer;

  @IsOptional() @IsCode(indicationGivers)
  readonly by?: (typeof indicationGivers)[number];

  @IsOptional() @IsDayOrInstant('past')
  readonly from?: string;

  @IsOptional() @IsDayOrInstant('any')
  readonly until?: string;
}

/** What is known of the setting. Whatever is left out is not known, or as it was before. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function describingSetting<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Setting extends base {
    /** The place, if the register has it. */
    @IsOptional() @IsPlaceRef()
    readonly facilityRef?: string;

    @IsOptional() @IsReference()
    readonly unit?: string;

    /** State in which the place lies. */
    @IsOptional() @IsCountry()
    readonly state?: string;

    /** What the authority calls the place or the measure, in its words, and never a name. */
    @IsOptional() @IsText(200)
    readonly authorityLabel?: string;

    /** Who holds the child. */
    @IsOptional() @IsPart(() => Organisation)
    readonly custodian?: Organisation;

    /** The ground in the words of whoever gave it. */
    @IsOptional() @IsText(4000)
    readonly groundGiven?: string;

    @IsOptional() @IsCode(deprivationGrounds)
    readonly groundCode?: (typeof deprivationGrounds)[number];

    @IsOptional() @IsCode(situations)
    readonly situation?: (typeof situations)[number];

    @IsOptional() @IsText(200)
    readonly legalProvisionCited?: string;

    @IsOptional() @IsPart(() => Order)
    readonly order?: Order;

    /** How a public authority stands behind it. */
    @IsOptional() @IsCode(nexuses)
    readonly nexus?: (typeof nexuses)[number];

    /** Is it a custodial or placement setting? */
    @IsOptional() @IsCode(answers)
    readonly custodial?: Answer;

    /** May the child leave at will, as a child of that age may in the community? */
    @IsOptional() @IsCode(leaveAnswers)
    readonly mayLeave?: (typeof leaveAnswers)[number];

    @IsOptional() @IsList(50) @IsPart(() => Factor, { each: true })
    readonly factors?: Factor[];

    @IsOptional() @IsPart(() => MedicalIndication)
    readonly medicalIndication?: MedicalIndication;

    @IsOptional() @IsCode(answers)
    readonly guarded?: Answer;

    /** With adults who are not its family. */
    @IsOptional() @IsCode(answers)
    readonly withAdults?: Answer;

    @IsOptional() @IsCode(answers)
    readonly withSiblings?: Answer;

    /** The parents who are there too. */
    @IsOptional() @IsList(10) @IsReference({ each: true })
    readonly parentRefs?: string[];

    /** Kind of body that escorts the child, on the way. */
    @IsOptional() @IsCode(orgTypes)
    readonly escort?: OrgType;

    /** The limit that the authority sets itself. */
    @IsOptional() @IsWhole(0, 10_000)
    readonly claimedMaximumDays?: number;

    @IsOptional() @IsDayOrInstant('any')
    readonly validUntil?: string;

    /** What the stay is said to wait for. */
    @IsOptional() @IsCode(awaited)
    readonly awaiting?: (typeof awaited)[number];

    /** When somebody last saw that the child was still there. */
    @IsOptional() @IsDayOrInstant('past')
    readonly lastConfirmedAt?: string;
  }
  return Setting;
}

export class RecordDeprivationStarted extends describingSetting(Report('RecordDeprivationStarted', {
  summary: 'Reports that a stay began in which the child may be deprived of liberty, whatever the place is called.',
  by: [...witnesses, 'INLET'],
  reads: readsPlace,
})) {
  /** Name by which later reports can mean this stay; left out, it is the id of the event. */
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsCode(settingKinds)
  readonly settingKind!: SettingKind;
}

export class RecordDeprivationSettingChanged extends describingSetting(Report('RecordDeprivationSettingChanged', {
  summary: 'Reports that something about a stay changed: the place, the rules, the ground, or when the child was last seen there.',
  by: witnesses,
  reads: readsPlace,
})) {
  @IsReference()
  readonly stayRef!: string;

  @IsOptional() @IsCode(settingKinds)
  readonly settingKind?: SettingKind;
}

export class RecordDeprivationEnded extends Report('RecordDeprivationEnded', {
  summary: 'Reports that a stay ended, and how.',
  by: [...witnesses, 'INLET'], constructive: true,
}) {
  @IsReference()
  readonly stayRef!: string;

  @IsCode(endReasons)
  readonly endReason!: EndReason;

  /** Where the child went. */
  @IsOptional() @IsCode(destinations)
  readonly releasedTo?: (typeof destinations)[number];

  /** The order by which it ended. */
  @IsOptional() @IsPart(() => Order)
  readonly order?: Order;
}
