import { rememberedOfList } from './remembered.js';

it('What was made of a list is found again for the same objects, and for no others', () => {
  const [a, b, c] = [{ n: 1 }, { n: 2 }, { n: 4 }];
  let made = 0;
  const sum = rememberedOfList((list: readonly { n: number }[]) => {
    made += 1;
    return list.reduce((all, { n }) => all + n, 0);
  });
  expect([[a, c], [a, c], [b, c], [a, b, c], [], [a]].map((list) => sum(list))).toEqual([5, 5, 6, 7, 0, 1]);
  expect(made).toBe(5);
});
