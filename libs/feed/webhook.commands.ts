import { IsOptional, Matches } from 'class-validator';
import { servicePurposes, type Purpose } from '../decider/actor.js';
import { Attest } from '../decider/command.js';
import { IsCode, IsCountry, IsList, IsReference, IsWhole } from '../decider/fields.js';
import { beginnings, pauseReasons, redriveReasons, webhookEndReasons } from './webhook.events.js';

/** As a browser would write it: no user, no port that goes without saying, no parameters. http leads to this machine only, in tests and demonstrations. */
const IsTarget = (): PropertyDecorator => Matches(/^(?=.{1,200}$)https?:\/\/([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[1-9]\d{0,4})?\/[\w./~-]*$/, {
  message: '$property is an https address in small letters of up to 200 characters, with a path and without user, parameters or fragment, such as https://hooks.school.example/guarantor',
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function instructed<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Instructed extends base {
    /** Where the service is called; whoever runs this program has allowed the host. */
    @IsTarget()
    readonly target!: string;

    /** The purpose of its scope for which it is told. */
    @IsCode(servicePurposes)
    readonly purpose!: Purpose;

    /** Only events of these contexts; left out, of all that its scope holds. */
    @IsOptional() @IsList(20, { lengthMin: 1 }) @IsReference({ each: true })
    readonly contexts?: string[];

    /** Only events of these types, and what is said of them later. */
    @IsOptional() @IsList(200, { lengthMin: 1 }) @IsReference({ each: true })
    readonly types?: string[];

    /** Only of records under the law of these states. */
    @IsOptional() @IsList(250, { lengthMin: 1 }) @IsCountry({ each: true })
    readonly jurisdictions?: string[];
  }
  return Instructed;
}

export class RegisterWebhook extends instructed(Attest('RegisterWebhook', {
  summary: 'Has a service called with each event that its scope holds, by the Standard Webhooks convention. The answer tells the secret that signs the calls, once.',
  by: ['DATA_PROTECTION_OFFICER'],
  subject: 'consumer',
})) {
  /** With all that there was, or with what comes. */
  @IsCode(beginnings)
  readonly begins!: (typeof beginnings)[number];
}

export class ChangeWebhook extends instructed(Attest('ChangeWebhook', {
  summary: 'Has a service called elsewhere, or with other events of its scope, from where it stands.',
  by: ['DATA_PROTECTION_OFFICER'],
  subject: 'consumer',
})) {}

export class PauseWebhook extends Attest('PauseWebhook', {
  summary: 'Has a service not called until that is resumed; it is then told what it missed.',
  by: ['DATA_PROTECTION_OFFICER', 'OMBUDSPERSON', 'ADMINISTRATOR'],
  subject: 'consumer',
}) {
  @IsCode(pauseReasons)
  readonly reason!: (typeof pauseReasons)[number];
}

export class ResumeWebhook extends Attest('ResumeWebhook', {
  summary: 'Has a service called again after a pause, from where it was paused.',
  by: ['DATA_PROTECTION_OFFICER'],
  subject: 'consumer',
}) {}

export class RedriveWebhook extends Attest('RedriveWebhook', {
  summary: 'Has a service called again at once with the event that it did not take, and then with what waits behind it.',
  by: ['DATA_PROTECTION_OFFICER', 'ADMINISTRATOR', 'SERVICE'],
  subject: 'consumer',
}) {
  @IsCode(redriveReasons)
  readonly reason!: (typeof redriveReasons)[number];
}

export class RotateWebhookSecret extends Attest('RotateWebhookSecret', {
  summary: 'Has the calls of a service signed with a new secret, which the answer tells once, and for a while with the one before, too.',
  by: ['DATA_PROTECTION_OFFICER', 'SERVICE'],
  subject: 'consumer',
}) {
  /** How long both sign; 0 where the one before was lost. Left out, 24. */
  @IsOptional() @IsWhole(0, 168)
  readonly overlapHours?: number;
}

export class EndWebhook extends Attest('EndWebhook', {
  summary: 'Ends that a service is called; it may go on asking.',
  by: ['DATA_PROTECTION_OFFICER', 'OMBUDSPERSON', 'ADMINISTRATOR'],
  subject: 'consumer',
}) {
  @IsCode(webhookEndReasons)
  readonly reason!: (typeof webhookEndReasons)[number];
}
