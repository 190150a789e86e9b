/** Does work about one thing in the order it was asked for, and work about different things beside one another. */
export function inOrder(): <T>(about: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (about, work) => {
    const before = last.get(about);
    const turn = before === undefined ? work() : before.then(work, work);
    last.set(about, turn);
    const forget = (): void => {
      if (last.get(about) === turn) last.delete(about);
    };
    turn.then(forget, forget);
    return turn;
  };
}
