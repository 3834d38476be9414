/** What specs import as `@jest/globals`: the words of the file that runs just now, for the module is loaded once for all files. */
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test;

export function speak(words) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = words);
}
