import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from './decider.scenario.js';
import { interpretersIn, wasFit, wasInterpreted } from './interpreted.js';

const registered = (...languages: readonly string[]): Happened => ({ type: 'identification.ChildFound', data: { languages } });
const confirmed = (childLanguage: string, interpreterRef: string | undefined = 'leila'): Happened => ({ type: 'guardianship.InterpreterConfirmed', data: { interpreterRef, childLanguage } });
const unneeded = (childLanguage: string): Happened => ({ type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage } });
const unfit = (unfitness = 'NOT_UNDERSTOOD', interpreterRef = 'leila'): Happened => ({ type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef, unfitness } });
const said = (language: string, interpreterRef?: string, more: object = {}): Happened => ({ type: 'story.Said', id: 'said', data: { language, interpreterRef, ...more } });

const factsOf = (happened: readonly Happened[]) => {
  const facts = happened.map(factOf);
  return { word: facts.find(({ id }) => id === 'said')!, interpreters: interpretersIn(facts) };
};
const reached = (...happened: readonly Happened[]): boolean => {
  const { word, interpreters } = factsOf(happened);
  return wasInterpreted(word, interpreters);
};

describe('What was said to a child reached it', () => {
  it('in a language with which it was registered, or that it was found to understand', () => {
    expect(reached(registered('kir'), said('kir'))).toBe(true);
    expect(reached(registered('kir'), said('rus'))).toBe(false);
    expect(reached(registered('kir'), said('rus'), unneeded('rus'))).toBe(true);
    expect(reached(registered('kir'), said('rus'), unneeded('uzb'))).toBe(false);
  });
  it('through the interpreter whom it has confirmed for that language, before or since, and through nobody whom none names', () => {
    expect(reached(said('uzb', 'leila'), confirmed('uzb'))).toBe(true);
    expect(reached(confirmed('uzb', 'nodira'), said('uzb', 'leila'))).toBe(false);
    expect(reached(confirmed('rus'), said('uzb', 'leila'))).toBe(false);
    expect(reached(registered('uzb'), said('uzb', 'leila'))).toBe(false);
    expect(reached(registered('kir'), said('kir', undefined, { interpreter: 'PRESENT' }))).toBe(false);
  });
  it('not through somebody who is reported unfit, until it confirms that person for that language again and it is said anew', () => {
    expect(reached(confirmed('uzb'), said('uzb', 'leila'), unfit())).toBe(false);
    expect(reached(confirmed('uzb'), unfit(), said('uzb', 'leila'))).toBe(false);
    expect(reached(confirmed('uzb'), unfit(), confirmed('uzb'), said('uzb', 'leila'))).toBe(true);
    expect(reached(confirmed('uzb'), unfit(), said('uzb', 'leila'), confirmed('uzb'))).toBe(false);
    // For another language it was confirmed anew, and not for this one.
    expect(reached(confirmed('uzb'), unfit(), confirmed('rus'), said('uzb', 'leila'))).toBe(false);
  });
  it('all the same through somebody else, and where somebody only told others what was said', () => {
    expect(reached(confirmed('uzb'), unfit('NOT_UNDERSTOOD', 'nodira'), said('uzb', 'leila'))).toBe(true);
    expect(reached(confirmed('uzb'), unfit('BROKE_CONFIDENCE'), said('uzb', 'leila'))).toBe(true);
  });
});

it('Who is asked only whether it arrived looks at every confirmation, in whatever language', () => {
  const { word, interpreters } = factsOf([confirmed('uzb'), unfit(), confirmed('rus'), said('uzb', 'leila')]);
  expect(wasFit(word, interpreters)).toBe(true);
});
