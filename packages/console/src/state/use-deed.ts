import { useCallback, useContext, useState } from "preact/hooks";
import { RequestError } from "../api/request.js";
import { SignedOutContext } from "./signed-out-context.js";

export interface Deed {
  readonly busy: boolean;
  readonly error: RequestError | undefined;
  /** Does it; whatever begins it is disabled while `busy`. @returns Whether it was done. */
  readonly run: (deed: () => Promise<void>) => Promise<boolean>;
}

/** One thing that a person does at a time, and what went wrong with it. */
export function useDeed(): Deed {
  const [state, setState] = useState<{ busy: boolean; error?: RequestError }>({ busy: false });
  const signedOut = useContext(SignedOutContext);
  const run = useCallback(
    async (deed: () => Promise<void>) => {
      setState({ busy: true });
      try {
        await deed();
        setState({ busy: false });
        return true;
      } catch (error) {
        const fault = error instanceof RequestError ? error : new RequestError("failed", "That could not be done.");
        if (fault.fault === "signed-out") signedOut();
        setState({ busy: false, error: fault });
        return false;
      }
    },
    [signedOut],
  );
  return { busy: state.busy, error: state.error, run };
}
