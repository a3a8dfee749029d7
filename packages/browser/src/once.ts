/** @returns A function that runs it once, however often it is called; again after a fault. */
export function once<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () =>
    (running ??= run().catch((fault: unknown) => {
      running = undefined;
      throw fault;
    }));
}
