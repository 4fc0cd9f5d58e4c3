/** Answers of moto that hold until the next write to the service they come from. */
export interface Remembered {
  readonly forget: (service: string) => void;
  readonly forgetAll: () => void;
  /** A store for one kind of answer, which is forgotten together with all others of its service. */
  readonly store: <T>() => (service: string, key: string, read: () => Promise<T>) => Promise<T>;
}

export const openRemembered = (): Remembered => {
  const stores: Map<string, Map<string, unknown>>[] = [];
  return {
    forget: (service) => {
      for (const store of stores) store.delete(service);
    },
    forgetAll: () => {
      for (const store of stores) store.clear();
    },
    store: <T>() => {
      const byService = new Map<string, Map<string, Promise<T>>>();
      stores.push(byService);
      return (service: string, key: string, read: () => Promise<T>) => {
        const known = byService.get(service) ?? new Map<string, Promise<T>>();
        byService.set(service, known);
        const reading = known.get(key) ?? read();
        known.set(key, reading);
        reading.catch(() => known.delete(key));
        return reading;
      };
    },
  };
};
