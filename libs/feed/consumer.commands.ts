import { IsOptional } from 'class-validator';
import { orgTypes, servicePurposes, type OrgType, type Purpose } from '../decider/actor.js';
import { Attest } from '../decider/command.js';
import { IsCode, IsCountry, IsList, IsReference } from '../decider/fields.js';
import { revocationReasons } from './consumer.events.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function scoped<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Scoped extends base {
    /** The body that runs the service, as its tokens name it. */
    @IsReference()
    readonly orgRef!: string;

    @IsCode(orgTypes)
    readonly orgType!: OrgType;

    /** What it may use for; there is no purpose of enforcement. */
    @IsList(servicePurposes.length, { lengthMin: 1 }) @IsCode(servicePurposes, { each: true })
    readonly purposes!: Purpose[];

    /** The contexts whose events it may be told of. */
    @IsList(20, { lengthMin: 1 }) @IsReference({ each: true })
    readonly contexts!: string[];

    /** The types of events of these contexts that it is told of, each by its name. */
    @IsList(200, { lengthMin: 1 }) @IsReference({ each: true })
    readonly types!: string[];

    /** Fields that are told only where they are named here, as type.field, such as identification.ChildFound.sex. */
    @IsOptional() @IsList(200) @IsReference({ each: true })
    readonly fields?: string[];

    /** States whose records it is told of; left out, all. */
    @IsOptional() @IsList(250, { lengthMin: 1 }) @IsCountry({ each: true })
    readonly jurisdictions?: string[];
  }
  return Scoped;
}

export class RegisterConsumer extends scoped(Attest('RegisterConsumer', {
  summary: 'Registers a service that is told of events: for which purposes, of which contexts and types, with which fields.',
  by: ['DATA_PROTECTION_OFFICER'],
  subject: 'consumer',
})) {}

export class ChangeConsumerScope extends scoped(Attest('ChangeConsumerScope', {
  summary: 'Puts another scope in the place of the one by which a service is told of events.',
  by: ['DATA_PROTECTION_OFFICER'],
  subject: 'consumer',
})) {}

export class RevokeConsumer extends Attest('RevokeConsumer', {
  summary: 'Ends that a service is told of events, at once. What is said later of what it was told, it is told all the same, unless its secret was lost.',
  by: ['DATA_PROTECTION_OFFICER', 'OMBUDSPERSON', 'ADMINISTRATOR'],
  subject: 'consumer',
}) {
  @IsCode(revocationReasons)
  readonly reason!: (typeof revocationReasons)[number];
}
