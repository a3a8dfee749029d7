/** What the parent tells the engine's process. The key travels here, and in no argument, variable or file. */
export type ToEngine =
  | {
      readonly type: "open";
      /** Absolute path of the store's folder. */
      readonly dir: string;
      /** 32 bytes, the AES key of the encrypted disk. */
      readonly key: Uint8Array;
      /** Where to listen besides `engine.sock` in the folder, if that path is too long for a socket. */
      readonly socket?: string;
      readonly memory: EngineMemory;
    }
  | { readonly type: "close" };

/** What the engine's process tells its parent. Never a row, a value or a query. */
export type FromEngine =
  { readonly type: "ready" } | { readonly type: "failed"; readonly fault: EngineFault; readonly message: string };

/** Bytes. */
export interface EngineMemory {
  /** The whole engine. */
  readonly total: number;
  /** One statement. */
  readonly statement: number;
}

export type EngineFault = "in-use" | "unwritable" | "unsupported" | "failed";

/** The engine could not be started. The message is one clear line for an operator. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  constructor(
    readonly fault: EngineFault,
    message: string,
  ) {
    super(message);
  }
}
