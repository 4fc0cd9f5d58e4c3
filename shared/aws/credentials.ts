import { fromEnv } from "@aws-sdk/credential-provider-env";

/** Stands in the bundles for the SDK's whole credential chain: Lambda gives a role's credentials by environment variables, always. */
export const defaultProvider = fromEnv;
