import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { SharedEvent } from '../decider/shared.js';
import { knownBy, type Consumer } from './consumer.state.js';
import { grantOf, holds } from './scope.js';
import type { ChangeWebhook, EndWebhook, PauseWebhook, RedriveWebhook, RegisterWebhook, ResumeWebhook, RotateWebhookSecret } from './webhook.commands.js';
import type { WebhookEvent } from './webhook.events.js';

export type WebhookCommand = RegisterWebhook | ChangeWebhook | PauseWebhook | ResumeWebhook | RedriveWebhook | RotateWebhookSecret | EndWebhook;

const overlapHoursUsually = 24;
const hourMs = 3_600_000;

export function decideWebhook(shared: ReadonlyMap<string, SharedEvent>, command: WebhookCommand, consumer: Consumer, { actor, childRef: consumerId, now }: Occasion): readonly NewFact<WebhookEvent>[] {
  const { scope, webhook } = consumer;
  // A service speaks for itself, and learns nothing of another.
  const known = knownBy(consumer);
  if (actor.role === 'SERVICE' && !(actor.actorRef === consumerId && actor.orgRef === known?.orgRef && actor.orgType === known.orgType)) throw new NotCompetent();
  // One that was revoked is called with what is said of what it was told, where it was called before.
  if (!known || (!scope && (command.type === 'RegisterWebhook' || command.type === 'ChangeWebhook'))) throw new NotApplicable('no such service is registered');
  if (command.type === 'RegisterWebhook') {
    const asked = { ...instructionIn(command, consumer, shared), begins: command.begins };
    if (!webhook) return [{ type: 'feed.WebhookRegistered', data: asked }];
    const { target, purpose, selection, begins } = webhook;
    if (!isSame(asked, { target, purpose, ...selection, begins })) throw new NotApplicable('the service is called already, and that can be changed');
    return [];
  }
  if (!webhook) throw new NotApplicable('the service is not called');
  switch (command.type) {
    case 'ChangeWebhook': {
      const asked = instructionIn(command, consumer, shared);
      const { target, purpose, selection } = webhook;
      return isSame(asked, { target, purpose, ...selection }) ? [] : [{ type: 'feed.WebhookChanged', data: asked }];
    }
    case 'PauseWebhook': return webhook.paused === command.reason ? [] : [{ type: 'feed.WebhookPaused', data: { reason: command.reason } }];
    case 'ResumeWebhook': return webhook.paused ? [{ type: 'feed.WebhookResumed', data: {} }] : [];
    case 'RedriveWebhook': {
      if (webhook.paused) throw new NotApplicable('the calls are paused, and can be resumed');
      return [{ type: 'feed.WebhookRedriveRequested', data: { reason: command.reason } }];
    }
    case 'RotateWebhookSecret': {
      const overlapUntil = new Date(now.getTime() + (command.overlapHours ?? overlapHoursUsually) * hourMs).toISOString();
      return [{ type: 'feed.WebhookSecretRotated', data: { overlapUntil } }];
    }
    case 'EndWebhook': return [{ type: 'feed.WebhookEnded', data: { reason: command.reason } }];
  }
}

/** @throws BadForm where it asks for what the scope does not hold */
function instructionIn({ target, purpose, contexts, types, jurisdictions }: RegisterWebhook | ChangeWebhook, consumer: Consumer, shared: ReadonlyMap<string, SharedEvent>) {
  const grant = grantOf(consumer, purpose, shared);
  if (!grant) throw new BadForm('purpose', 'is none of the scope of the service');
  for (const [field, named] of Object.entries({ contexts, types, jurisdictions })) {
    if (named && !holds(grant, { [field]: named })) throw new BadForm(field, 'names what is not in the scope of the service');
  }
  return { target, purpose, ...(contexts && { contexts }), ...(types && { types }), ...(jurisdictions && { jurisdictions }) };
}
