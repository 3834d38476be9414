import { Body, Controller, Headers, HttpCode, Inject, Param, Post, Res, type Type } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler, Command as BusCommand } from '@nestjs/cqrs';
import type { Response } from 'express';
import { isMadeFor, mayOnlyReport, roles, type Actor } from '../../libs/decider/actor.js';
import { isRefusedToNobody, type CommandClass, type CommandDeclaration } from '../../libs/decider/command.js';
import { isConsumer } from '../../libs/decider/consumer.js';
import { isCorridor } from '../../libs/decider/corridor.js';
import type { Subject } from '../../libs/decider/subject.js';
import { Executor, type Receipt, type Submission } from '../../libs/case-file/executor.js';
import { KeyDestroyed } from '../../libs/privacy/key-ring.js';
import { ChildFindings } from '../../libs/oversight/findings.child.js';
import { Caller, declareAccess } from './auth.js';
import { describeCommand } from './openapi.js';
import { WebhookCommands } from './webhooks.js';
import { Problem } from './problem.js';
import { isUuid } from './query.js';
import { unknownSubject } from './translate.js';
import { validateBody } from './validation.js';

/** One route for each declared command, made from its declaration: no context has a controller. */

export class Submit extends BusCommand<Receipt> {
  constructor(readonly submission: Submission) {
    super();
  }
}

@CommandHandler(Submit)
export class SubmitHandler implements ICommandHandler<Submit> {
  constructor(
    @Inject(Executor) private readonly executor: Executor, @Inject(ChildFindings) private readonly findings: ChildFindings, @Inject(WebhookCommands) private readonly webhooks: WebhookCommands,
  ) {}

  /** What oversight says of a finding rests on what is found, and stands beside the record; how a service is called rests on where it may be. */
  execute({ submission }: Submit): Promise<Receipt> {
    if (this.findings.takes(submission)) return this.findings.execute(submission);
    return this.webhooks.takes(submission) ? this.webhooks.execute(submission) : this.executor.execute(submission);
  }
}

/** How the subjects stand in addresses. */
export const addresses: Readonly<Record<Subject, { readonly collection: string; readonly isId: (id: string) => boolean }>> = {
  child: { collection: 'children', isId: isUuid },
  facility: { collection: 'facilities', isId: isUuid },
  corridor: { collection: 'corridors', isId: isCorridor },
  consumer: { collection: 'consumers', isId: isConsumer },
  keys: { collection: 'keys', isId: isUuid },
};

/** The path of a command's route. */
export function commandPath({ name, subject, starts }: CommandDeclaration): string {
  const { collection } = addresses[subject];
  const action = name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return starts ? `/${collection}/${action}` : `/${collection}/:subjectId/${action}`;
}

/** A controller with one handler for each command. Whoever is known may report and protect; for whom the command is not made gets a receipt, and learns nothing. */
export function commandController(commands: readonly CommandClass[]): Type {
  @Controller()
  class CommandController {
    constructor(@Inject(CommandBus) readonly bus: CommandBus) {}
  }
  for (const commandClass of commands) addRoute(CommandController, commandClass);
  return CommandController;
}

function addRoute(controller: Type<{ bus: CommandBus }>, commandClass: CommandClass): void {
  const { declaration } = commandClass;
  const handler = async function (
    this: { bus: CommandBus }, actor: Actor, subjectId: string | undefined, headers: Record<string, string | undefined>, body: unknown, response: Response,
  ): Promise<unknown> {
    if (!declaration.starts && !addresses[declaration.subject].isId(subjectId ?? '')) throw declaration.subject === 'consumer' ? invalidName() : unknownSubject();
    const key = keyOf(headers['idempotency-key']);
    const ifMatch = revisionOf(headers['if-match']);
    const command = validateBody(commandClass, body);
    const learnsNothing = mayOnlyReport(actor) || !isMadeFor(declaration, actor);
    const receipt = await this.bus.execute(new Submit({ command, subjectId, key, ifMatch, actor, correlationId: key })).catch((error: unknown) => {
      // That somebody was forgotten is for nobody to find out who gets a receipt of anything else.
      if (learnsNothing && error instanceof KeyDestroyed) return undefined;
      throw error;
    });
    if (!receipt || learnsNothing) {
      response.status(202);
      return { receipt: key };
    }
    response.setHeader('ETag', `"${receipt.revision}"`);
    if (declaration.starts) response.location(`/${addresses[declaration.subject].collection}/${receipt.subjectId}`);
    const { subjectId: id, ...stored } = receipt;
    return { [`${declaration.subject}Id`]: id, ...stored };
  };
  const { name } = declaration;
  Object.defineProperty(controller.prototype, name, { value: handler, configurable: true });
  const decorate = (decorator: MethodDecorator) => decorator(controller.prototype, name, Object.getOwnPropertyDescriptor(controller.prototype, name)!);
  decorate(Post(commandPath(declaration)));
  decorate(HttpCode(declaration.starts ? 201 : 200));
  describeCommand(commandClass as CommandClass & { name: string }).forEach(decorate);
  [Caller(), Param('subjectId'), Headers(), Body(), Res({ passthrough: true })].forEach((parameter, index) => parameter(controller.prototype, name, index));
  declareAccess(handler, isRefusedToNobody(declaration.kind) ? { roles, inlet: true } : { roles: declaration.by });
}

/** Told to those who may register services, and to nobody else. */
function invalidName(): Problem {
  return new Problem({ status: 400, code: 'invalid-name', title: 'That is no name for a service', detail: 'A service is named as the subject of its tokens: small letters and digits in at least two words with dashes between them, up to 40 letters, such as school-service.' });
}

/** @throws Problem 400 */
export function keyOf(header: string | undefined): string {
  const key = header?.toLowerCase() ?? '';
  if (!isUuid(key)) {
    throw new Problem({
      status: 400, code: 'idempotency-key-missing', title: 'The command has no key',
      detail: 'Send an Idempotency-Key header with a UUID of your own, and the same one when you repeat the request: it is then carried out once.',
    });
  }
  return key;
}

function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const revision = /^"?(0|[1-9]\d{0,15})"?$/.exec(header)?.[1];
  if (revision === undefined) {
    throw new Problem({
      status: 400, code: 'if-match-malformed', title: 'If-Match is no revision',
      detail: 'If-Match holds the ETag of the answer that the decision was made on, such as "12".',
    });
  }
  return Number(revision);
}
