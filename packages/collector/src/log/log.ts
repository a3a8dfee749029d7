/** How parts tell operators what happens: plain functions, so that no part knows the logger. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Says nothing. */
export const SILENT: Log = { info() {}, warn() {}, error() {} };
