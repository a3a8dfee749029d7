type Environment = Record<string, string | undefined>;

/**
 * The environment of a command that ends by itself. What holds a secret goes from the process's own environment once it was
 * read, so that no child inherits it, and is there still where the command opens the data a second time.
 */
export function keepVariables(env: Environment): Environment {
  const kept = new Map<string, string>();
  return new Proxy(env, {
    get: (of, name) => (typeof name === "string" ? (of[name] ?? kept.get(name)) : undefined),
    deleteProperty(of, name) {
      const value = of[name as string];
      if (value !== undefined) kept.set(name as string, value);
      return Reflect.deleteProperty(of, name);
    },
  });
}
