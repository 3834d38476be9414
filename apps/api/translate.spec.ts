import { CannotUnwrap, KekRefused } from '../../libs/privacy/key-encryption-key.js';
import { CannotOpen } from '../../libs/privacy/seal.js';
import { translate } from './translate.js';

describe('Keys that do not fit', () => {
  it.each([
    new CannotOpen('event-1', 'name'), new CannotUnwrap({ subject: 'child-1', keyClass: 'D2', version: 3 }), new KekRefused('the key-encryption key is another'),
  ])('are an answer 503 that says so and nothing of the inside: $constructor.name', (error) => {
    const problem = translate(error)!;
    expect([problem.getStatus(), problem.code]).toEqual([503, 'keys-unusable']);
    expect(JSON.stringify(problem.getResponse())).not.toMatch(/event-1|child-1|D2|key-encryption|name"/);
  });
});
