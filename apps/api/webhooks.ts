import type { Receipt, Submission, Executor } from '../../libs/case-file/executor.js';
import { BadForm } from '../../libs/decider/context.js';
import type { Position } from '../../libs/event-store/port.js';
import type { Consumer } from '../../libs/feed/consumer.state.js';
import { ChangeWebhook, RegisterWebhook, RotateWebhookSecret } from '../../libs/feed/webhook.commands.js';
import type { Webhook } from '../../libs/feed/webhook.state.js';
import type { WebhookSecrets } from '../../libs/webhooks/secrets.js';
import type { Parked, Standings } from '../../libs/webhooks/standings.js';

/** What says how a service is called: where it may be is a setting, and a secret is told to whoever asks for it, once. */
export class WebhookCommands {
  constructor(private readonly parts: { readonly executor: Executor; readonly secrets: WebhookSecrets; readonly allows: (target: string) => boolean }) {}

  takes({ command }: Submission): boolean {
    return command instanceof RegisterWebhook || command instanceof ChangeWebhook || command instanceof RotateWebhookSecret;
  }

  /** @throws BadForm, and what the executor and the key ring throw */
  async execute(submission: Submission): Promise<Receipt & { readonly secret?: string }> {
    const { command } = submission;
    const { executor, secrets, allows } = this.parts;
    if ((command instanceof RegisterWebhook || command instanceof ChangeWebhook) && !allows(command.target)) throw new BadForm('target', 'is not where services may be called: whoever runs the program names the hosts');
    const receipt = await executor.execute(submission);
    const [asked] = receipt.events;
    if (!asked || command instanceof ChangeWebhook) return receipt;
    // A retry comes here, too, so that a program that stopped between the two leaves no service without a secret.
    const { webhook } = (await executor.open('consumer', receipt.subjectId)).recorded.get('feed') as Consumer;
    const secret = await secrets.make(receipt.subjectId, asked.id, webhook?.secrets.map(({ id }) => id) ?? []);
    return { ...receipt, ...(secret !== undefined && { secret }) };
  }
}

export interface WebhookStanding {
  readonly target: string;
  readonly purpose: string;
  readonly contexts?: readonly string[];
  readonly types?: readonly string[];
  readonly jurisdictions?: readonly string[];
  readonly begins: string;
  /** CALLED: nothing holds it up. WAITING: an attempt failed, and the next one is due at `nextAttemptAt`. */
  readonly standing: 'CALLED' | 'WAITING' | 'PARKED' | 'PAUSED' | 'NOT_IN_SCOPE';
  /** Why it is paused, or why the last attempt failed: a code, a status or a class of errors. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly parkedAt: Date | null;
  readonly lastTakenAt: Date | null;
  /** How many secrets sign, and until when all but the newest do. */
  readonly secrets: readonly { readonly until: string | null }[];
  readonly position?: Position;
}

/** How a service is called and how that goes, for those who answer for it and for itself. */
export class WebhookView {
  constructor(private readonly standings: Standings) {}

  /** By the names of the services. */
  parked(page: { readonly after?: string; readonly limit: number }): Promise<readonly Parked[]> {
    return this.standings.parked(page);
  }

  async of(consumerId: string, { id, target, purpose, selection, begins, paused, secrets }: Webhook): Promise<WebhookStanding> {
    const known = await this.standings.of(consumerId);
    // One that was only just registered has not been taken up.
    const { attempts = 0, reason, dueAt, parkedAt, takenAt, position } = known?.webhook === id ? known : {} as Partial<NonNullable<typeof known>>;
    const standing = paused ? 'PAUSED' : parkedAt ? 'PARKED' : reason === 'NOT_IN_SCOPE' ? 'NOT_IN_SCOPE' : attempts > 0 ? 'WAITING' : 'CALLED';
    return {
      target, purpose, ...selection, begins, standing, reason: paused ?? reason ?? null, attempts,
      nextAttemptAt: dueAt ?? null, parkedAt: parkedAt ?? null, lastTakenAt: takenAt ?? null, secrets: secrets.map(({ until = null }) => ({ until })), ...(position !== undefined && { position }),
    };
  }
}
