/** A setting that the stack gives to its functions. @throws Error naming it when it is missing */
export const fromEnvironment = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is missing: it is set by serverless.yml`);
  return value;
};
