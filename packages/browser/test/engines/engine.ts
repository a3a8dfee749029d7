export type EngineName = "chromium" | "firefox" | "webkit";

/** One real browser, driven from outside. Every adapter runs the suite in `engine.spec.ts`. */
export interface Engine {
  readonly name: EngineName;
  /** Whether `kill` and another launch with the same profile find what the first one stored. */
  readonly keepsProfile: boolean;
  /** Opens a tab in the foreground. */
  open(): Promise<Tab>;
  /** Ends the browser as its user would, and removes what it wrote, save a profile that was given. */
  close(): Promise<void>;
  /** Ends all of its processes at once by SIGKILL: no page hears of it. */
  kill(): Promise<void>;
}

export interface LaunchOptions {
  /** A folder that keeps what is stored between launches. Default: one of its own, removed at the end. */
  readonly profile?: string;
}

/** What an adapter gives of a tab. Input is the browser's own, as from a mouse and a keyboard. */
export interface Driver {
  /** Resolves at the page's `load`. */
  goto(url: string): Promise<void>;
  /** Runs a function in the page. It must use nothing but its arguments; these and its result are JSON. */
  evaluate<A extends readonly unknown[], T>(run: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  /** Moves the mouse to a point of the viewport, CSS pixels. */
  move(x: number, y: number): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  /** Types into what has the focus, key by key. */
  type(text: string): Promise<void>;
  /** Presses one key, with others held: `Tab`, `Shift+Tab`, `Control+z`. */
  press(keys: string): Promise<void>;
  reload(): Promise<void>;
  /** Goes back in history. It does not wait for the page. */
  back(): Promise<void>;
  close(): Promise<void>;
}

export interface Tab extends Driver {
  /** Scrolls to the first element that matches and clicks its middle. */
  click(selector: string): Promise<void>;
  /** Presses the mouse on the middle of one element and lets go on that of another. */
  drag(from: string, to: string): Promise<void>;
  /** Waits until the function returns something true in whatever page the tab shows, and returns it. */
  until<A extends readonly unknown[], T>(run: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
}
