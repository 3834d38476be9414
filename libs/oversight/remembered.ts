/** The same answer for the same object, as long as somebody holds it. */
export function remembered<From extends object, To extends object>(of: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, To>();
  return (from) => {
    const answer = known.get(from) ?? of(from);
    known.set(from, answer);
    return answer;
  };
}

/** The same of a list: lists that hold the same objects are the same. */
export function rememberedOfList<From extends object, To>(of: (list: readonly From[]) => To): (list: readonly From[]) => To {
  // By the last of the list, which grows at its end as a rule.
  const known = new WeakMap<From, { readonly list: readonly From[]; readonly answer: To }>();
  return (list) => {
    const last = list.at(-1);
    if (!last) return of(list);
    const before = known.get(last);
    if (before?.list.length === list.length && before.list.every((each, n) => each === list[n])) return before.answer;
    const answer = of(list);
    known.set(last, { list, answer });
    return answer;
  };
}
