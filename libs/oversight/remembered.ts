/** The same answer for the same object, as long as somebody holds it. */
export function remembered<From extends object, To extends object>(of: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, To>();
  return (from) => {
    const answer = known.get(from) ?? of(from);
    known.set(from, answer);
    return answer;
  };
}
