/** What is wrong with a page before the SDK comes to it. Each runs in the page, and uses nothing but its globals. */
export const HARMS: Readonly<Record<string, () => void>> = {
  "storage is blocked": () => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    }
  },
  "storage is full": () => {
    const full = (): never => {
      throw new DOMException("full", "QuotaExceededError");
    };
    Storage.prototype.setItem = full;
    IDBObjectStore.prototype.put = full;
    IDBObjectStore.prototype.add = full;
  },
  "IndexedDB never answers": () => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  },
  "fetch throws": () => {
    window.fetch = () => {
      throw new Error("patched");
    };
  },
  "fetch never answers": () => {
    window.fetch = () => new Promise(() => undefined);
  },
  "fetch answers nonsense": () => {
    window.fetch = (async () => ({})) as unknown as typeof fetch;
  },
  "locks are refused": () => {
    LockManager.prototype.request = () => Promise.reject(new Error("refused"));
  },
  "WebCrypto fails half way": () => {
    SubtleCrypto.prototype.sign = () => Promise.reject(new Error("broken"));
  },
  "there is no randomness": () => {
    Crypto.prototype.getRandomValues = () => {
      throw new Error("no entropy");
    };
  },
  "the clock throws": () => {
    Performance.prototype.now = () => {
      throw new Error("patched");
    };
  },
  "JSON is patched to throw": () => {
    const { stringify } = JSON;
    JSON.stringify = ((value: unknown) => {
      if (typeof value === "object" && value && "type" in value) throw new Error("patched");
      return stringify(value);
    }) as typeof JSON.stringify;
  },
  "observers are missing": () => {
    Object.assign(window, { IntersectionObserver: undefined, MutationObserver: undefined });
  },
  "prototypes are frozen": () => {
    for (const name of ["Object", "Array", "Function", "String", "Promise", "Map", "Set", "Uint8Array"]) {
      Object.freeze((window as unknown as Record<string, { prototype: object }>)[name]?.prototype);
    }
    for (const type of [Event, EventTarget, Node, Element, HTMLElement, HTMLFormElement, HTMLInputElement, Document]) {
      Object.freeze(type.prototype);
    }
  },
  "prototypes are poisoned": () => {
    // Members that each lookup on an object of options or of an event's fields then meets. Not enumerable: WebKit's driver
    // itself fails where they are.
    for (const name of ["type", "name", "url", "extend"]) {
      Object.defineProperty(Object.prototype, name, { value: "poison", writable: true, configurable: true });
    }
    // Old Prototype.js, which is still about, gives some of these one. Of objects only events: the driver's own are it as well.
    const poison = function (this: object): unknown {
      return this.constructor !== Object || Object.hasOwn(this, "at") || Object.hasOwn(this, "seen") ? "poison" : this;
    };
    for (const { prototype } of [Object, Array, String, Number, Date]) {
      Object.defineProperty(prototype, "toJSON", { value: poison, writable: true, configurable: true });
    }
  },
  "window.wayseal is something else": () => {
    Object.assign(window, { wayseal: 7 });
  },
};
