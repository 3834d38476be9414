import type { Request, RequestHandler } from 'express';
import type { Clock } from '../../libs/case-file/clock.js';
import type { Executor } from '../../libs/case-file/executor.js';
import { AttemptDenied, ChildRead } from '../../libs/case-file/record.events.js';
import type { CaseFile } from '../../libs/case-file/case-file.js';
import type { Actor } from '../../libs/decider/actor.js';
import type { EventDeclaration } from '../../libs/decider/event.js';
import { mayRead, opensFor } from '../../libs/oversight/access.js';
import type { Replay } from '../../libs/oversight/replay.js';
import { recordBeside } from './beside.js';
import { isUuid } from './query.js';
import { callerOf, requestIdOf } from './request.js';
import { unknownSubject } from './translate.js';

/** Reading a child is itself recorded: before the answer leaves, or there is no answer. */
export class ChildAccess {
  private readonly underWay = new Set<Promise<void>>();

  constructor(readonly executor: Executor, private readonly replay: Replay, readonly clock: Clock) {}

  /**
   * The child's file, once the reader's right and the entry in the access log are certain.
   * @throws Problem 404 where the child is unknown or not the reader's: the answer does not tell which
   */
  async enter(childId: string, actor: Actor, request: Request): Promise<CaseFile> {
    if (!isUuid(childId)) throw unknownSubject();
    const [file, now] = await Promise.all([this.replay.file(childId), this.clock.nowOrNearly()]);
    if (file.revision < 0 || !mayRead(actor, childId, file, now)) throw unknownSubject();
    await this.write(childId, actor, ChildRead, { route: routeOf(request), dataClasses: ['D1', ...opensFor(actor)], requestId: requestIdOf(request) }, now);
    return file;
  }

  /** Records, after the answer, a decision answered 403 and a read answered 403 or 404 about a child that exists (ruling 26). */
  readonly recordDenied: RequestHandler = (request, response, next) => {
    response.once('finish', () => {
      const { statusCode } = response;
      const childId = childIn(request.path);
      const actor = callerOf(request);
      const read = request.method === 'GET' || request.method === 'HEAD';
      if (!childId || !actor || !(statusCode === 403 || (read && statusCode === 404))) return;
      const entry = this.denied(childId, actor, request, statusCode).catch(() => undefined).finally(() => this.underWay.delete(entry));
      this.underWay.add(entry);
    });
    next();
  };

  /** Waits for what is still being written. */
  async close(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async denied(childId: string, actor: Actor, request: Request, status: number): Promise<void> {
    if ((await this.replay.file(childId)).revision < 0) return;
    await this.write(childId, actor, AttemptDenied, { route: routeOf(request), status, requestId: requestIdOf(request) });
  }

  private async write(childId: string, actor: Actor, declaration: EventDeclaration, data: object, now?: Date): Promise<void> {
    await recordBeside(this, { stream: `access-${childId}`, of: childId, childRef: childId }, actor, declaration, data, { now });
  }
}

/** However the address spells it: the router knows neither capitals nor escapes apart. */
function childIn(path: string): string | undefined {
  try {
    return /^\/children\/([0-9a-f-]{36})(?:\/|$)/.exec(decodeURIComponent(path).toLowerCase())?.[1];
  } catch {
    return undefined;
  }
}

/** The route as it was declared, never the address that was asked for. */
function routeOf(request: Request): string {
  return `${request.method} ${(request.route as { path?: string } | undefined)?.path ?? '/children/:childId'}`;
}
