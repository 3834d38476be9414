import { AnotherMove } from '../../libs/case-file/clock.js';
import { CannotDecideNow, GuaranteesUnmet, KeyReused, RevisionMismatch, UnknownSubject } from '../../libs/case-file/executor.js';
import { StoredByNewer } from '../../libs/case-file/versions.js';
import { BadForm, NotApplicable, NotCompetent } from '../../libs/decider/context.js';
import { AppendRefused, OutcomeUnknown, StoreBusy, StoreUnavailable } from '../../libs/event-store/port.js';
import { NotYetFilled } from '../../libs/event-store/read-model.js';
import { CursorBeyondEnd, CursorRefused, NotInScope, NotRegistered } from '../../libs/feed/feed.js';
import { CannotUnwrap, KekRefused } from '../../libs/privacy/key-encryption-key.js';
import { KeyDestroyed, KeysUnavailable } from '../../libs/privacy/key-ring.js';
import { CannotOpen } from '../../libs/privacy/seal.js';
import { invalidBody, Problem, unmetGuarantees } from './problem.js';
import { invalidQuery } from './query.js';

/** What the layers below say, as answers. */
export function translate(error: unknown): Problem | undefined {
  if (error instanceof GuaranteesUnmet) return unmetGuarantees(error.unmet, { gate: error.gate, refusalId: error.refusalId });
  if (error instanceof BadForm) return invalidBody([{ field: error.field, message: `${error.field} ${error.message}.` }]);
  if (error instanceof UnknownSubject) return unknownSubject();
  if (error instanceof NotCompetent) {
    return new Problem({ status: 403, code: 'not-competent', title: 'Not competent', detail: 'The caller is not the one who may do this.' });
  }
  if (error instanceof NotApplicable) {
    return new Problem({ status: 409, code: 'not-applicable', title: 'Nothing to act on', detail: `As the record stands, ${error.message}.` });
  }
  if (error instanceof KeyReused || error instanceof AnotherMove) {
    return new Problem({
      status: 409, code: 'key-reused', title: 'The key was used for something else',
      detail: 'This Idempotency-Key came before with another command or another body. Nothing was stored; send this command under a key of its own.',
    });
  }
  if (error instanceof NotRegistered) {
    return new Problem({ status: 403, code: 'not-registered', title: 'Not told of events', detail: 'The caller is not registered to be told of events for the purpose of its token. The data-protection officer registers services.' });
  }
  if (error instanceof NotInScope) return new Problem({ status: 403, code: 'not-in-scope', title: 'Not in the scope', detail: 'The question names what is not in the scope of the caller.' });
  if (error instanceof CursorRefused) return invalidQuery('The cursor is not one that this question gave to this caller: take it from the answer before, and keep the filters and the purpose.');
  if (error instanceof CursorBeyondEnd) {
    return new Problem({ status: 400, code: 'cursor-beyond-end', title: 'The cursor lies beyond the end', detail: 'The cursor lies beyond the end of the log, which must have lost events that were told. Begin anew without a cursor: events have the ids that they had.' });
  }
  if (error instanceof RevisionMismatch) {
    return new Problem({
      status: 412, code: 'revision-mismatch', title: 'The record has moved on', detail: 'The record no longer stands at the revision in If-Match. Read it again and decide again.',
      extensions: { revision: error.actual }, headers: { ETag: `"${error.actual}"` },
    });
  }
  if (error instanceof KeyDestroyed) {
    return new Problem({ status: 410, code: 'forgotten', title: 'The child was forgotten', detail: 'The keys of this record were destroyed; nothing more can be added to it.' });
  }
  if (error instanceof CannotOpen || error instanceof CannotUnwrap || error instanceof KekRefused) {
    return new Problem({
      status: 503, code: 'keys-unusable', title: 'Not possible until the keys are put right',
      detail: 'What is sealed in this record cannot be opened or added to with the keys that the service has. Nothing was stored. Whoever runs the service finds this request in its log.',
    });
  }
  if (error instanceof StoredByNewer) {
    return new Problem({
      status: 503, code: 'stored-by-newer', title: 'Not possible with this program',
      detail: 'A newer program has stored here what this one cannot read. Nothing was stored. Whoever runs the service has to start the newer one.', cause: error,
    });
  }
  if (error instanceof AppendRefused) {
    return new Problem({ status: 413, code: 'event-too-large', title: 'Too large to be stored', detail: 'What the command says is larger than an event may be. Nothing was stored.' });
  }
  if (error instanceof OutcomeUnknown) {
    return tryAgain('outcome-unknown', 'It is not known whether the command was stored. Repeat it with the same Idempotency-Key and body: it is then carried out once.');
  }
  if (error instanceof StoreBusy || error instanceof CannotDecideNow) return tryAgain('busy', 'Nothing was stored. Repeat the request with the same Idempotency-Key.');
  if (error instanceof StoreUnavailable || error instanceof KeysUnavailable) return tryAgain('unavailable', 'The record cannot be reached. Repeat the request with the same Idempotency-Key.');
  if (error instanceof NotYetFilled) return tryAgain('read-model-filling', 'The read model is being filled from the log. Ask again in a moment.');
  return undefined;
}

export function unknownSubject(): Problem {
  return new Problem({ status: 404, code: 'not-found', title: 'Nothing here', detail: 'There is nothing under this address for the caller.' });
}

function tryAgain(code: string, detail: string): Problem {
  return new Problem({ status: 503, code, title: 'Not possible at this moment', detail, headers: { 'Retry-After': '1' } });
}
