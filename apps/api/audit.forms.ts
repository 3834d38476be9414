import type { Request, Response } from 'express';
import { Problem } from './problem.js';

/** The forms in which an answer can be asked for by Accept. */
const forms = { json: 'application/json', ndjson: 'application/x-ndjson' } as const;
type Form = keyof typeof forms;

interface Pageful {
  readonly entries: readonly object[];
  readonly next: string | null;
}

export function answerForm(request: Request): Form {
  const wanted = request.accepts(Object.values(forms));
  const form = (Object.keys(forms) as Form[]).find((name) => forms[name] === wanted);
  if (form) return form;
  throw new Problem({ status: 406, code: 'not-acceptable', title: 'No such representation', detail: `The answer is given as ${Object.values(forms).join(' or ')}.` });
}

/** NDJSON: what the answer is true of on the first line, an entry on each further one. */
export function sendAnswer(response: Response, form: Form, answer: Pageful): void {
  response.setHeader('Vary', 'Accept');
  if (form === 'json') return void response.json(answer);
  const { entries, ...head } = answer;
  response.setHeader('Content-Type', forms.ndjson);
  response.send([head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join(''));
}
