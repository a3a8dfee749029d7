/** Keeps a list of what hangs on the page: listeners, observers and timers that nobody has ended. Runs in the page, before the SDK. */
export function keepCount(): void {
  const live = new Map<unknown, string>();
  Object.assign(window, { hanging: () => [...live.values()].sort() });
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const ids = new WeakMap<object, Map<string, object>>();
  const idOf = (target: object, type: string, listener: object): object => {
    const own = ids.get(listener) ?? new Map<string, object>();
    ids.set(listener, own);
    const key = `${type} ${target.constructor.name}`;
    own.set(key, own.get(key) ?? {});
    return own.get(key) as object;
  };
  EventTarget.prototype.addEventListener = function (type: string, listener: unknown, options?: unknown) {
    const target = this ?? window;
    // What ends by itself, such as a request to a database or a signal, leaves nothing behind.
    if (listener && ![AbortSignal, IDBDatabase, IDBRequest, IDBTransaction].some((Brief) => target instanceof Brief)) {
      const id = idOf(target, type, listener);
      live.set(id, `listener ${type}`);
      const { signal } = Object(options) as { signal?: AbortSignal };
      if (signal) add.call(signal, "abort", () => live.delete(id));
    }
    add.call(target, type, listener as EventListener, options as AddEventListenerOptions);
  };
  EventTarget.prototype.removeEventListener = function (type: string, listener: unknown, options?: unknown) {
    const target = this ?? window;
    if (listener) live.delete(idOf(target, type, listener));
    remove.call(target, type, listener as EventListener, options as EventListenerOptions);
  };
  for (const Observer of [MutationObserver, IntersectionObserver, PerformanceObserver]) {
    const own = Observer.prototype as { observe(...args: unknown[]): void; disconnect(): void };
    const { observe, disconnect } = own;
    own.observe = function (...args) {
      live.set(this, Observer.name);
      observe.apply(this, args);
    };
    own.disconnect = function () {
      live.delete(this);
      disconnect.call(this);
    };
  }
  for (const [begin, end] of [
    ["setTimeout", "clearTimeout"],
    ["setInterval", "clearInterval"],
  ] as const) {
    const { [begin]: start, [end]: clear } = window;
    const wrapped = (run: (...args: unknown[]) => void, ...rest: [number]): number => {
      const id = start(
        (...args: unknown[]) => {
          if (begin === "setTimeout") live.delete(`${begin} ${id}`);
          run(...args);
        },
        ...rest,
      );
      live.set(`${begin} ${id}`, begin);
      return id;
    };
    const unwrapped = (id: number): void => {
      live.delete(`${begin} ${id}`);
      clear(id);
    };
    Object.assign(window, { [begin]: wrapped, [end]: unwrapped });
  }
}
